"""Rules about visits: whose customer walked in, and whose number it is."""

from datetime import datetime, timedelta

from tests.reporting.ledger_checker.book import Book, ends, rule

OVER = {"arrived", "cancelled", "moved"}
OURS = {"agent", "reception", "leader"}
PATIENCE = timedelta(minutes=5)


def leads_of(book: Book, visit: dict) -> list[dict]:
    """The person's leads that were known when the desk typed the visit: by the number given on arrival, else by what it keeps or by its own lead.

    Who is hidden by a privacy number, and gave no other, is whom the desk pointed to: the lead of the appointment they came for.
    """
    pointed_to = not visit["phone"] and visit["appointment"]
    if visit["identified_at"] or pointed_to:
        return [book.leads[row["lead"]] for row in book.by("appointment", "id").get(visit["appointment"], []) if visit["appointment"]]
    same = book.at(visit["registered_at"], "lead", "phone", visit["phone"]) if visit["phone"] else []
    known = [lead for lead in same if book.numbered_since(lead) < visit["registered_at"] or lead["id"] == visit["lead"]]
    if visit["lead"] and not known:
        known = [book.leads[visit["lead"]]]
    return [lead for lead in known if lead["opened_at"] < visit["registered_at"]]


def running_lead(book: Book, leads: list[dict], at: datetime) -> dict | None:
    """The lead that was open at a moment, of these."""
    return next((lead for lead in leads if book.open_at(lead, at)), None)


def fitting(book: Book, leads: list[dict], visit: dict) -> list[dict]:
    """The appointments that make an arrival DCC's: booked before, inside the window, not over by then; the nearest first.

    One that was cancelled or moved only after the arrival was still valid at it, whenever the visit was typed.
    """
    before = timedelta(days=book.setting("attribution_days_before", 3, visit["at"]))
    after = timedelta(days=book.setting("attribution_days_after", 7, visit["at"]))
    found = []
    for row in [row for lead in leads for row in book.of(lead["id"], "appointment", visit["registered_at"])]:
        arrived_here = row["status"] == "arrived" and row.get("ended_at") == visit["at"]
        over = row["status"] in OVER and row["ended_at"] <= visit["at"] and not arrived_here
        kept = any(one["at"] <= visit["at"] for one in _kept_by_what_was_none(book, row, visit))
        if row["at"] < visit["at"] and -before <= visit["at"] - row["scheduled_for"] <= after and not over and not kept:
            found.append(row)
    return sorted(found, key=lambda row: (abs(row["scheduled_for"] - visit["at"]), row["scheduled_for"], row["id"]))


def _kept_by_what_was_none(book: Book, appointment: dict, visit: dict) -> list[dict]:
    """The visits that kept an appointment when another was typed, and were taken back only later."""
    kept = [one for one in book.taken["visit"] if one["appointment"] == appointment["id"] and one["id"] != visit["id"]]
    return [one for one in kept if one["registered_at"] < visit["registered_at"] < one["annulled"]["at"]]


def free(book: Book, leads: list[dict], visit: dict) -> list[dict]:
    """Of these, those that no visit typed before had kept."""
    kept = {one["appointment"] for one in book["visit"] if one["registered_at"] < visit["registered_at"]}
    kept |= {change["appointment"] for change in book["tag_change"] if change["at"] < visit["registered_at"] and change["visit"] != visit["id"]}
    fits = fitting(book, leads, visit)
    return [row for row in fits if row["id"] not in kept and not _kept_by_what_was_none(book, row, visit)]


def transferred(book: Book, leads: list[dict], at: datetime) -> bool:
    """Whether one of these leads came by a transfer that still counts: the director has not ended it, nor the store's limit."""
    released = max((lead["released_at"] for lead in leads if lead.get("released_at") and lead["released_at"] <= at), default=None)
    days = book.setting("transferred_for_days", 0, at)
    moments = [row["received_at"] for lead in leads for row in book.of(lead["id"], "inquiry", at) if book.sources[row["channel"]] == "transfer"]
    return any(moment <= at and (released is None or moment > released) and (not days or at - moment <= timedelta(days=days)) for moment in moments)


def tag_at(book: Book, visit: dict, moment: datetime) -> str:
    """The tag a visit had at a moment."""
    changes = [row["to"] for row in book.changes(visit, moment) if row["at"] <= moment]
    return changes[-1] if changes else visit["tag"]


def first_three(book: Book, leads: list[dict], visit: dict) -> str | None:
    """The first of the rules 1 to 3 that holds of an arrival."""
    running = running_lead(book, leads, visit["at"])
    typed = visit["registered_at"]
    before = book.of(running["id"], "visit", typed) if running else []
    earlier = [row for row in before if row["at"] < visit["at"] and row["registered_at"] < typed]
    if transferred(book, leads, visit["at"]):
        return "transfer"
    if fitting(book, leads, visit):
        return "appointment"
    return "earlier" if any(tag_at(book, row, typed) == "dcc" for row in earlier) else None


@rule
def the_basis_of_a_tag_is_the_first_rule_that_holds(book: Book):
    for visit in book["visit"]:
        first = first_three(book, leads_of(book, visit), visit)
        expected = {first} if first else {"named", "none"}
        if visit["basis"] not in expected:
            yield f"{visit['id']} at {visit['at']} has the basis {visit['basis']}, expected {expected}"


@rule
def who_names_one_of_ours_is_dccs(book: Book):
    for visit in book["visit"]:
        if (visit["basis"] == "named") != (visit["named_user"] is not None):
            yield f"{visit['id']} has the basis {visit['basis']} and names {visit['named_user']}"


@rule
def who_is_named_is_one_of_ours(book: Book):
    for visit in book["visit"]:
        if visit["named_user"] and not OURS & set(book.roles(visit["named_user"])):
            yield f"{visit['id']} names {visit['named_user']}"


@rule
def the_tag_follows_the_basis_or_says_why_not(book: Book):
    for visit in book["visit"]:
        ruled = "showroom" if visit["basis"] == "none" else "dcc"
        if (visit["tag"] != ruled) != bool(visit["override_reason"]):
            yield f"{visit['id']} is tagged {visit['tag']} by {visit['basis']}, because {visit['override_reason']}"


@rule
def a_transferred_customer_is_never_overruled(book: Book):
    for visit in book["visit"]:
        if visit["basis"] == "transfer" and visit["tag"] != "dcc":
            yield f"{visit['id']} of a transferred customer is the showroom's"


@rule
def the_front_desk_registers_visits(book: Book):
    """Of an earlier day the data manager does."""
    for visit in book["visit"]:
        later = visit.get("registered_at") and visit["registered_at"].date() > visit["at"].date()
        if ("data_manager" if later else "front_desk") not in book.roles(visit["by"]):
            yield f"{visit['id']} was registered by {visit['by']}"


@rule
def dccs_visits_have_a_lead(book: Book):
    yield from (f"{visit['id']} is DCC's without a lead" for visit in book["visit"] if visit["tag"] == "dcc" and not visit["lead"])


@rule
def a_visit_belongs_to_the_open_lead(book: Book):
    for visit in book["visit"]:
        running = running_lead(book, leads_of(book, visit), visit["at"])
        if running and visit["lead"] != running["id"]:
            yield f"{visit['id']} belongs to {visit['lead']}, not to {running['id']}"


@rule
def a_showroom_visit_without_an_open_lead_has_none(book: Book):
    for visit in book["visit"]:
        alone = visit["tag"] == "showroom" and not visit["identified_at"] and not book.changes(visit)
        if alone and visit["lead"] and not running_lead(book, leads_of(book, visit), visit["at"]):
            yield f"{visit['id']} is the showroom's and has {visit['lead']}"


@rule
def a_visit_opens_a_cycle_in_the_channel_of_the_last(book: Book):
    for visit in book["visit"]:
        lead = book.leads.get(visit["lead"])
        came = [row for row in book.of(visit["lead"], "inquiry") if row["received_at"] == visit["at"]] if lead else []
        learned_later = lead and visit["identified_at"] and visit["identified_at"] > lead["opened_at"]  # nobody knew then who had been here before
        if not came or lead["opened_at"] != visit["registered_at"] or learned_later:
            continue
        hidden = leads_of(book, visit) if not visit["phone"] else []
        former = hidden or [one for one in book.same_person(lead) if one["opened_at"] < lead["opened_at"] and book.numbered_since(one) <= lead["opened_at"]]
        last = min(book.of(former[-1]["id"], "inquiry"), key=lambda row: row["received_at"])["channel"] if former else None
        if came[0]["channel"] != last and (last or book.sources[came[0]["channel"]] != "other"):
            yield f"{visit['id']} opened {lead['id']} in {came[0]['channel']}, the last was in {last}"


@rule
def other_purposes_open_no_cycle(book: Book):
    for visit in book["visit"]:
        if visit["purpose"] != "look" and visit["lead"] and book.leads[visit["lead"]]["opened_at"] >= visit["registered_at"]:
            yield f"{visit['id']} for {visit['purpose']} opened {visit['lead']}"


@rule
def the_nearest_fitting_appointment_is_fulfilled(book: Book):
    for visit in book["visit"]:
        nearest = free(book, leads_of(book, visit), visit)[:1] if visit["tag"] == "dcc" and visit["purpose"] == "look" else []
        if visit["appointment"] != (nearest[0]["id"] if nearest else None):
            yield f"{visit['id']} fulfils {visit['appointment']}, not {[row['id'] for row in nearest]}"


@rule
def a_visit_is_credited_to_the_booker_or_the_leads_agent(book: Book):
    bookers = {row["id"]: row["agent"] for row in book["appointment"]}
    for visit in book["visit"]:
        running = running_lead(book, leads_of(book, visit), visit["at"])
        then = book.agent_at(running["id"], visit["at"], visit["registered_at"]) if running else None
        agent = bookers[visit["appointment"]] if visit["appointment"] else then
        if visit["tag"] == "dcc" and visit["agent"] != agent and (running or visit["appointment"]):
            yield f"{visit['id']} is credited to {visit['agent']}, not to {agent}"


@rule
def the_showrooms_visits_are_credited_to_nobody(book: Book):
    yield from (f"{visit['id']} is the showroom's and {visit['agent']}'s" for visit in book["visit"] if visit["tag"] == "showroom" and visit["agent"])


@rule
def only_dccs_visits_are_received(book: Book):
    for visit in book["visit"]:
        ever = "dcc" in {visit["tag"], *(row["to"] for row in book.changes(visit))}
        if (visit["reception"] or visit.get("taken_at")) and not ever:
            yield f"{visit['id']} is the showroom's and was received by {visit['reception']}"


@rule
def whoever_takes_a_visit_is_of_the_reception(book: Book):
    for visit in book["visit"]:
        if visit["reception"] and "reception" not in book.roles(visit["reception"]):
            yield f"{visit['id']} was received by {visit['reception']}"


@rule
def who_took_a_visit_took_it_at_a_moment(book: Book):
    for visit in book["visit"]:
        if bool(visit["reception"]) != bool(visit.get("taken_at")):
            yield f"{visit['id']} was taken by {visit['reception']} at {visit.get('taken_at')}"


@rule
def nobody_waits_longer_than_five_minutes_untold(book: Book):
    taken_back = {row["visit"] for row in book.taken["tag_change"]}
    for visit in (row for row in book["visit"] if row["id"] not in taken_back):
        spans = [(since + PATIENCE, until) for since, until in _waited(book, visit)]
        may, must = ({told for told, until in spans if min(until, book.last) >= told + late} for late in (timedelta(), timedelta(minutes=1, seconds=1)))
        told = visit.get("alarmed_at")
        if (told and told not in may) or (must and (not told or told < max(must))):
            yield f"{visit['id']} registered {visit['registered_at']}, taken {visit.get('taken_at')}, told {visit.get('alarmed_at')}"


def _waited(book: Book, visit: dict) -> list[tuple[datetime, datetime]]:
    """From when until when a group waited to be received: typed as DCC's, or turned to it on the day it came; until taken, gone, or the showroom's."""
    over = min(ends(visit, "taken_at"), ends(visit, "left_at"))
    changes = sorted(book.changes(visit), key=lambda row: row["at"])
    turns = [(visit["registered_at"], visit["tag"] == "dcc")]
    for row in changes:
        received = row["reception"] and not visit.get("taken_at")  # the change says so
        turns.append((row["at"], row["to"] == "dcc" and row["at"].date() == visit["at"].date() and not received))
    until = [*(row["at"] for row in changes), over]
    return [(since, min(over, end)) for (since, waits), end in zip(turns, until, strict=True) if waits and since < over]


@rule
def the_class_of_a_visit_is_what_came_before(book: Book):
    for visit in book["visit"]:
        running = running_lead(book, leads_of(book, visit), visit["at"])
        if running and visit.get("visit_class", "first") != _class(book, running, visit):
            yield f"{visit['id']} is {visit.get('visit_class', 'first')}, expected {_class(book, running, visit)}"


def _class(book: Book, lead: dict, visit: dict) -> str:
    """Whether they came on an earlier day, to this lead or while they had none; else whether they were invited or known."""
    typed = visit["registered_at"]
    alone = [row for row in book.at(typed, "visit", "phone", visit["phone"]) if visit["phone"] and not row["lead"]]
    known = [row for row in book.of(lead["id"], "visit", typed) + alone if (row["identified_at"] or row["registered_at"]) < visit["registered_at"]]
    if any(row["at"].date() < visit["at"].date() for row in known if row["purpose"] == "look"):
        return "again"
    carded = any(card["at"] <= visit["at"] for card in book.of(lead["id"], "card", typed))
    return "first_with_card" if visit["appointment"] or carded else "first"


@rule
def a_purpose_is_a_word_of_the_store(book: Book):
    yield from (f"{one['id']} came for {one['purpose']}" for one in book["visit"] if one["purpose"] not in {"look"} | book.words("visit_purpose"))


@rule
def a_group_has_heads(book: Book):
    yield from (f"{visit['id']} has {visit.get('heads', 1)} heads" for visit in book["visit"] if visit.get("heads", 1) < 1)


@rule
def a_completed_walk_in_is_proposed_what_the_rules_say_then(book: Book):
    for visit in book["visit"]:
        if not visit["identified_at"] or not visit.get("proposed_basis"):
            continue
        same = [lead for lead in book.at(visit["identified_at"], "lead", "phone", visit["phone"]) if lead["id"] != visit["lead"]]
        leads = [lead for lead in same if book.numbered_since(lead) < visit["identified_at"]]
        leads += [book.leads[visit["lead"]]] if visit["lead"] and book.leads[visit["lead"]]["opened_at"] < visit["at"] else []
        first = first_three(book, leads, visit | {"registered_at": visit["identified_at"]}) or ("named" if visit["basis"] == "named" else "none")
        if (visit["proposed_basis"], visit["proposed_tag"]) != (first, "showroom" if first == "none" else "dcc"):
            yield f"{visit['id']}, completed at {visit['identified_at']}, was proposed {visit['proposed_tag']} by {visit['proposed_basis']}, expected {first}"


@rule
def who_was_named_later_stands_on_the_change(book: Book):
    for row in book["tag_change"]:
        says = row["basis"] == "named"
        if says != (row.get("named_user") is not None) or (says and not OURS & set(book.roles(row["named_user"]))):
            yield f"{row['visit']} became {row['to']} by {row['basis']}, naming {row.get('named_user')}"


@rule
def a_name_that_came_with_the_completion_has_one(book: Book):
    for visit in book["visit"]:
        if visit.get("identified_name") and not visit["identified_at"]:
            yield f"{visit['id']} got the name {visit['identified_name']} and no number"


@rule
def whoever_was_registered_today_is_no_second_group(book: Book):
    for visit in book["visit"]:
        same = [one for one in book.at(visit["registered_at"], "visit", "phone", visit["phone"]) if visit["phone"] and not visit["identified_at"]]
        before = [one["id"] for one in same if one["registered_at"] < visit["registered_at"] and not one["identified_at"]]
        today = [name for name in before if book.visits[name]["at"].date() == visit["at"].date()]
        if today:
            yield f"{visit['id']} of {visit['at']} was registered already: {today}"
