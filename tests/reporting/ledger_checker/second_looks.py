"""Rules about second looks: who is drawn for whom, in which order, how often one is tried, what it opens."""

from datetime import datetime, timedelta
from hashlib import sha256

from tests.reporting.ledger_checker.book import Book, ends, of_log, overlapping, rule

DAY = timedelta(days=1)
SPOKEN = {"again", "bought", "not_buying"}


def _tries(row: dict) -> list[dict]:
    """The tries of a look that stand, each with its moment."""
    return [one | {"at": datetime.fromisoformat(one["at"])} for one in row["tries"] if "annulled_at" not in one]


@rule
def nobody_looks_at_whom_they_called(book: Book):
    for row in book["second_look"]:
        cycles = book.same_person(book.leads[row["lead"]])
        called = [one for lead in cycles for one in book.of(lead["id"], "call", row["at"]) if one["agent"] == row["agent"] and one["at"] < row["at"]]
        had = [one for lead in cycles for one in book.of(lead["id"], "allocation", row["at"]) if one["agent"] == row["agent"] and one["at"] < row["at"]]
        if called or had:
            yield f"{row['agent']} looks at {row['lead']} again, whom they knew"


@rule
def who_is_looked_at_was_lost_three_to_thirty_days_before(book: Book):
    for row in book["second_look"]:
        lead = book.leads[row["lead"]]
        closed = lead["closed_at"] if lead["closed_as"] == "lost" else _closed_before(book, row)
        if closed is None or not 3 <= (row["at"].astimezone(book.zone).date() - closed.astimezone(book.zone).date()).days <= 30:
            yield f"{row['lead']} was drawn at {row['at']}, closed {closed}"


def _closed_before(book: Book, row: dict) -> datetime | None:
    """When a lead that was opened again since had been closed."""
    told = [one["at"] for one in book.by("audit", "object").get(f"lead:{row['lead']}", []) if one["action"] == "lead.close" and one["at"] <= row["at"]]
    return max(told, default=None)


@rule
def a_look_is_drawn_at_an_opening_for_who_is_on_duty(book: Book):
    for row in book["second_look"]:
        if book.next_opening(row["at"].replace(hour=0, minute=0, second=0)) != row["at"] or row["agent"] not in book.on_duty("agent", row["at"]):
            yield f"{row['lead']} was drawn for {row['agent']} at {row['at']}"


@rule
def no_more_are_drawn_than_the_store_wants(book: Book):
    for at in {row["at"] for row in book["second_look"]}:
        drawn = [row for row in book["second_look"] if row["at"] == at]
        if len(drawn) > book.setting("second_looks_a_day", 3, at):
            yield f"{len(drawn)} were drawn at {at}"


@rule
def of_one_first_agent_they_are_drawn_in_the_order_of_their_lots(book: Book):
    """Whoever was drawn later of the same first agent, and might have been drawn that day, has the greater lot of that day; an erased one's is lost."""
    looks = sorted((row for row in book["second_look"] if not book.leads[row["lead"]].get("person")), key=lambda row: row["at"])
    for row in looks:
        for later in looks:
            if (
                row["at"] < later["at"]
                and later["agent"] in book.on_duty("agent", row["at"])
                and _alike(book, row, later)
                and _lot(book, later, row) < _lot(book, row, row)
            ):
                yield f"{row['lead']} was drawn at {row['at']}, before {later['lead']}"


def _alike(book: Book, row: dict, later: dict) -> bool:
    """Whether the one drawn later stood to be drawn then as well, in the turn of the same first agent."""
    one, other = book.leads[row["lead"]], book.leads[later["lead"]]
    if not (one["closed_at"] and other["closed_at"]):
        return False
    lost_then = 3 <= (row["at"].date() - other["closed_at"].date()).days <= 30
    knew = any(two["agent"] == later["agent"] for two in book.of(other["id"], "call") if two["at"] >= row["at"])
    listed = any(entry["at"] <= later["at"] for entry in book.every("do_not_call") if entry["phone"] == other["phone"])
    first = book.agent_at(one["id"], one["closed_at"]) == book.agent_at(other["id"], other["closed_at"])
    alone = len(book.same_person(other)) == 1
    return lost_then and first and alone and not knew and not listed


def _lot(book: Book, row: dict, on: dict) -> str:
    phone = book.leads[row["lead"]]["phone"]
    return sha256(f"{book.store['code']} {on['at'].astimezone(book.zone).date().isoformat()} {phone}".encode()).hexdigest()


@rule
def a_lost_lead_is_looked_at_once(book: Book):
    looked = book.by("second_look", "lead")
    yield from (f"{lead} was drawn {len(rows)} times" for lead, rows in looked.items() if len(rows) > 1)


@rule
def a_look_has_two_tries_on_two_days(book: Book):
    for row in book["second_look"]:
        days = [one["at"].astimezone(book.zone).date() for one in _tries(row)]
        if len(days) > 2 or len(set(days)) < len(days):
            yield f"{row['lead']} was tried on {days}"


@rule
def a_try_lies_in_the_call_window_and_in_its_look(book: Book):
    for row in book["second_look"]:
        for one in _tries(row):
            first, last = book.clock("call_from", "08:00", one["at"]), book.clock("call_until", "21:00", one["at"])
            if not (first <= one["at"].astimezone(book.zone).time() < last and row["at"] <= one["at"] <= ends(row, "ended_at")):
                yield f"{row['lead']} was tried at {one['at']}, drawn {row['at']}, ended {row['ended_at']}"


@rule
def nobody_on_the_list_is_tried(book: Book):
    lists = book.by("do_not_call", "phone")
    for row in book["second_look"]:
        for entry in lists.get(book.leads[row["lead"]]["phone"], []):
            if any(entry["at"] <= one["at"] < min(ends(entry, "until"), ends(entry, "lifted_at")) for one in _tries(row)):
                yield f"{row['lead']} was tried although on the list since {entry['at']}"


@rule
def who_is_reached_has_an_answer_and_nobody_else(book: Book):
    for row in book["second_look"]:
        reached = [one for one in _tries(row) if one["outcome"] == "connected"]
        if bool(reached) != (row["outcome"] in SPOKEN):
            yield f"{row['lead']} ended as {row['outcome']} with {len(reached)} talks"


@rule
def a_look_ends_within_seven_days(book: Book):
    for row in book["second_look"]:
        if min(ends(row, "ended_at"), book.last) > row["at"] + 7 * DAY + timedelta(hours=16):
            yield f"{row['lead']} was drawn at {row['at']} and ended {row['ended_at']}"


@rule
def who_wants_to_buy_still_has_a_lead_of_the_same_moment(book: Book):
    for row in book["second_look"]:
        if (row["outcome"] == "again") != bool(row["new_lead"]):
            wrong = True
        elif row["new_lead"]:
            at, lead = _tries(row)[-1]["at"], row["new_lead"]
            given = book.every("allocation")
            first = next((one for one in given if one["lead"] == lead), {})
            asked = [one["received_at"] for one in book.every("inquiry") if one["lead"] == lead]
            called = [one["at"] for one in book.every("call") if (one["lead"], one["agent"]) == (lead, row["agent"])]
            facts = (first.get("at"), first.get("reason"), first.get("by"), first.get("agent"))
            wrong = facts != (at, "second_look", None, row["agent"]) or at not in asked or at not in called
        else:
            wrong = False
        if wrong:
            yield f"{row['lead']} was found again as {row['new_lead']}"


@rule
def whose_number_is_open_is_not_looked_at(book: Book):
    for row in book["second_look"]:
        for lead in book.same_person(book.leads[row["lead"]]):
            opened = lead["opened_at"]
            if lead["id"] not in {row["lead"], row["new_lead"]} and row["at"] < opened < ends(row, "ended_at") and book.numbered_since(lead) == opened:
                yield f"{row['lead']} was looked at until {row['ended_at']}, {lead['id']} of the same number opened {opened}"


@rule
def who_tries_speaks_with_nobody_else(book: Book):
    for person in book.people:
        looks = book.by("second_look", "agent").get(person, [])
        tried = [(one["at"], one["at"] + timedelta(seconds=one["seconds"]), row["lead"]) for row in looks for one in _tries(row) if not row["new_lead"]]
        calls = [(one["at"], one["at"] + timedelta(seconds=one["seconds"]), one["lead"]) for one in book.by("call", "agent").get(person, []) if not of_log(one)]
        for first, second in overlapping([*calls, *tried]) if tried else ():
            yield f"{person} spoke with {first[2]} from {first[0]} and with {second[2]} at {second[0]}"
