"""Rules about visits and their attribution, leakages, orders, showroom cards and their transfer."""

from collections import defaultdict
from datetime import date, datetime, time, timedelta

from tests.reporting.ledger_checker import Book, ends, overlapping, rule
from tests.reporting.ledger_checker_leads import reception_at

BEFORE, AFTER = timedelta(hours=72), timedelta(hours=168)
OVER = {"arrived", "cancelled", "moved"}


def leads_of(book: Book, visit: dict) -> list[dict]:
    """The person's leads that were known when the desk typed the visit: by the number given on arrival, else by the visit's own lead."""
    if visit["identified_at"]:
        return []
    same = [lead for lead in book["lead"] if visit["phone"] and lead["phone"] == visit["phone"]]
    known = [lead for lead in same if book.numbered_since(lead) < visit["registered_at"] or lead["id"] == visit["lead"]]
    if visit["lead"] and not known:
        known = [book.leads[visit["lead"]]]
    return [lead for lead in known if lead["opened_at"] < visit["registered_at"]]


def running_lead(leads: list[dict], at: datetime) -> dict | None:
    """The lead that was open at a moment, of these."""
    return next((lead for lead in leads if lead["opened_at"] <= at < ends(lead)), None)


def fitting(book: Book, leads: list[dict], visit: dict) -> list[dict]:
    """The appointments that make an arrival DCC's: booked before, inside the window, not over by then; the nearest first."""
    rows = [row for lead in leads for row in book.of(lead["id"], "appointment")]
    found = []
    for row in rows:
        arrived_here = row["status"] == "arrived" and row.get("ended_at") == visit["at"]
        over = row["status"] in OVER and row["ended_at"] <= visit["at"] and not arrived_here
        if row["at"] < visit["at"] and -BEFORE <= visit["at"] - row["scheduled_for"] <= AFTER and not over:
            found.append(row)
    return sorted(found, key=lambda row: (abs(row["scheduled_for"] - visit["at"]), row["scheduled_for"], row["id"]))


def transferred(book: Book, leads: list[dict], at: datetime) -> bool:
    """Whether one of these leads came by a transfer that the director has not ended."""
    released = max((lead["released_at"] for lead in leads if lead.get("released_at") and lead["released_at"] <= at), default=None)
    moments = [row["received_at"] for lead in leads for row in book.of(lead["id"], "inquiry") if book.sources[row["channel"]] == "transfer"]
    return any(moment <= at and (released is None or moment > released) for moment in moments)


def tag_at(book: Book, visit: dict, moment: datetime) -> str:
    """The tag a visit had at a moment."""
    changes = [row["to"] for row in book["tag_change"] if row["visit"] == visit["id"] and row["at"] <= moment]
    return changes[-1] if changes else visit["tag"]


@rule
def the_basis_of_a_tag_is_the_first_rule_that_holds(book: Book):
    for visit in book["visit"]:
        leads = leads_of(book, visit)
        running = running_lead(leads, visit["at"])
        earlier = [row for row in book["visit"] if running and row["lead"] == running["id"] and row["at"] < visit["at"] and row["id"] != visit["id"]]
        expected = {"named", "none"}
        if transferred(book, leads, visit["at"]):
            expected = {"transfer"}
        elif fitting(book, leads, visit):
            expected = {"appointment"}
        elif any(tag_at(book, row, visit["registered_at"]) == "dcc" for row in earlier):
            expected = {"earlier"}
        if visit["basis"] not in expected:
            yield f"{visit['id']} at {visit['at']} has the basis {visit['basis']}, expected {expected}"
        if visit["basis"] == "named" and not visit["named_user"]:
            yield f"{visit['id']} is named and names nobody"


@rule
def the_tag_follows_the_basis_or_says_why_not(book: Book):
    for visit in book["visit"]:
        ruled = "showroom" if visit["basis"] == "none" else "dcc"
        if visit["tag"] != ruled and not visit["override_reason"]:
            yield f"{visit['id']} is tagged {visit['tag']} by {visit['basis']} without a reason"
        if visit["override_reason"] and visit["basis"] == "transfer":
            yield f"{visit['id']} of a transferred customer was overruled"
        if "front_desk" not in book.roles(visit["by"]):
            yield f"{visit['id']} was registered by {visit['by']}"


@rule
def a_visit_belongs_to_the_open_lead_and_dccs_always_to_one(book: Book):
    for visit in book["visit"]:
        running = running_lead(leads_of(book, visit), visit["at"])
        if visit["tag"] == "dcc" and not visit["lead"]:
            yield f"{visit['id']} is DCC's without a lead"
        if running and visit["lead"] != running["id"]:
            yield f"{visit['id']} belongs to {visit['lead']}, not to {running['id']}"


@rule
def the_nearest_fitting_appointment_is_fulfilled_and_has_the_credit(book: Book):
    for visit in book["visit"]:
        leads = leads_of(book, visit)
        nearest = fitting(book, leads, visit)[:1] if visit["tag"] == "dcc" and visit["purpose"] == "look" else []
        wanted = nearest[0]["id"] if nearest else None
        if visit["appointment"] != wanted:
            yield f"{visit['id']} fulfils {visit['appointment']}, not {wanted}"
        if visit["tag"] == "dcc":
            running = running_lead(leads, visit["at"])
            agent = nearest[0]["agent"] if nearest else book.agent_at(running["id"], visit["at"]) if running else None
            if visit["agent"] != agent and (running or nearest):
                yield f"{visit['id']} is credited to {visit['agent']}, not to {agent}"
        elif visit["agent"]:
            yield f"{visit['id']} is the showroom's and credited to {visit['agent']}"


@rule
def whoever_takes_a_visit_is_of_the_reception(book: Book):
    for visit in book["visit"]:
        if visit["reception"] and "reception" not in book.roles(visit["reception"]):
            yield f"{visit['id']} was received by {visit['reception']}"


@rule
def a_showroom_visit_of_an_open_lead_leaks(book: Book):
    leaked = {row["visit"]: row for row in book["leakage"]}
    visits = {row["id"]: row for row in book["visit"]}
    for visit in book["visit"]:
        running = running_lead(leads_of(book, visit), visit["at"])
        if visit["tag"] == "showroom" and visit["purpose"] == "look" and running and visit["id"] not in leaked:
            yield f"{visit['id']} of {running['id']} is the showroom's and no leakage"
    for row in book["leakage"]:
        visit = visits[row["visit"]]
        became = [change for change in book["tag_change"] if change["visit"] == visit["id"] and change["to"] == "showroom"]
        if visit["purpose"] != "look" or (visit["tag"] == "dcc" and not became):
            yield f"{row['visit']} leaked and never was the showroom's"


@rule
def a_leakage_ends_by_signature_or_by_a_tag(book: Book):
    visits = {row["id"]: row for row in book["visit"]}
    for row in book["leakage"]:
        changes = [change for change in book["tag_change"] if change["visit"] == row["visit"]]
        tag = changes[-1]["to"] if changes else visits[row["visit"]]["tag"]
        if row["outcome"] == "back_to_dcc" and tag != "dcc":
            yield f"{row['visit']} went back to DCC and is {tag}"
        if row["outcome"] is None and tag == "dcc":
            yield f"{row['visit']} is DCC's and its leakage open"
        if row["outcome"] == "stays_showroom" and ("director" not in book.roles(row["by"]) or row["proposed_by"] in (None, row["by"])):
            yield f"{row['visit']} stays with the showroom by {row['by']} alone"


@rule
def tags_change_by_whoever_may(book: Book):
    visits = {row["id"]: row for row in book["visit"]}
    last: dict[str, str] = {}
    for row in book["tag_change"]:
        before = last.get(row["visit"], visits[row["visit"]]["tag"])
        kind = row.get("kind", "correction")
        wants = "data_manager" if kind == "correction" else "director"
        if row["from"] != before or row["to"] == before or wants not in book.roles(row["by"]) or not row["reason"]:
            yield f"{row['visit']}: {before} became {row['to']} ({kind}) by {row['by']}"
        if row["to"] == "showroom" and (row["agent"] or row["reception"] or row["appointment"]):
            yield f"{row['visit']} is the showroom's and has credit"
        last[row["visit"]] = row["to"]


@rule
def an_order_keeps_the_credit_of_its_signing(book: Book):
    for row in book["order"]:
        agent, reception = book.agent_at(row["lead"], row["at"]), reception_at(book, row["lead"], row["at"])
        if (row["agent"], row["reception"]) != (agent, reception):
            yield f"{row['id']} of {row['lead']} at {row['at']} is credited to {row['agent']}, {row['reception']}, not to {agent}, {reception}"


@rule
def one_order_runs_and_ends_once(book: Book):
    for lead in book.leads:
        rows = book.of(lead, "order")
        spans = [(row["at"], min(ends(row, "delivered_at"), ends(row, "cancelled_at")), row["id"]) for row in rows]
        for first, second in overlapping(spans):
            yield f"{first[2]} and {second[2]} of {lead} run at the same time"
        for row in rows:
            if row["delivered_at"] and row["cancelled_at"]:
                yield f"{row['id']} was delivered and cancelled"
            if row["delivered_at"] and (book.leads[lead]["closed_as"], book.leads[lead]["closed_at"]) != ("delivered", row["delivered_at"]):
                yield f"{row['id']} was delivered and {lead} is {book.leads[lead]['closed_as']}"
            if not row["delivered_at"] and not row["cancelled_at"] and book.leads[lead]["closed_at"]:
                yield f"{lead} is closed beside its running order"


@rule
def a_card_is_listed_on_the_first_morning_it_is_ripe(book: Book):
    cards = {row["id"]: row for row in book["showroom_card"]}
    listed = defaultdict(list)
    for row in book["transfer"]:
        listed[row["card"]].append(row)
    for card_id, rows in listed.items():
        card, held = cards[card_id], None
        for row in sorted(rows, key=lambda one: one["listed_at"]):
            wanted = _ripe_morning(book, card, held)
            if row["listed_at"] != wanted:
                yield f"{row['id']} of {card_id} was listed {row['listed_at']}, expected {wanted}"
            held = row["until"]
            if row["decision"] == "held" and not row["reason"]:
                yield f"{row['id']} was held without a reason"
        answers = [row["decision"] for row in sorted(rows, key=lambda one: one["listed_at"])]
        if {"refused", "confirmed"} & set(answers[:-1]):
            yield f"{card_id} was listed again after its answer: {answers}"


def _ripe_morning(book: Book, card: dict, held: datetime | None) -> datetime:
    day = date.fromisoformat(str(card["card_date"])[:10])
    while True:
        morning = datetime.combine(day, time(8), book.zone)
        ripe = (day - date.fromisoformat(str(card["card_date"])[:10])).days >= book.setting("transfer_after_days", 60, morning)
        if ripe and morning >= card["entered_at"] and (held is None or morning >= held):
            return morning
        day += timedelta(days=1)


@rule
def a_confirmed_card_is_in_the_pool_at_that_moment(book: Book):
    cards = {row["id"]: row for row in book["showroom_card"]}
    for row in book["transfer"]:
        if row["decision"] and "director" not in book.roles(row["by"]):
            yield f"{row['id']} was decided by {row['by']}"
        if row["decision"] == "confirmed":
            came = [one["received_at"] for one in book.of(row["lead"], "inquiry") if book.sources[one["channel"]] == "transfer"]
            if row["decided_at"] not in came or cards[row["card"]]["state"] == "open":
                yield f"{row['id']} was confirmed and {row['lead']} did not come by it"


@rule
def a_lead_the_showroom_has_is_claimed(book: Book):
    claimed = {row["lead"] for row in book["claim"]}
    handed_over = {row["card"]: row["decided_at"] for row in book["transfer"] if row["decision"] == "confirmed"}
    cards = defaultdict(list)
    for row in book["showroom_card"]:
        cards[row["phone"]].append(row | {"closed_at": handed_over.get(row["id"], row.get("closed_at"))})
    for lead in book["lead"]:
        first = book.of(lead["id"], "inquiry")[0]
        open_then = [card for card in cards[first.get("phone")] if card["entered_at"] <= lead["opened_at"] < ends(card)]
        if bool(open_then) != (lead["id"] in claimed):
            yield f"{lead['id']} opened {lead['opened_at']}: {len(open_then)} open cards, claimed: {lead['id'] in claimed}"


@rule
def a_transferred_customer_goes_to_the_showroom_only_when_released(book: Book):
    for lead in book["lead"]:
        if lead["closed_as"] == "showroom":
            theirs = [one for one in book["lead"] if one["phone"] and one["phone"] == lead["phone"]] or [lead]
            if transferred(book, theirs, lead["closed_at"]):
                yield f"{lead['id']} was given to the showroom unreleased"
