"""Rules about leads: how they come, what waits, how they end."""

from collections import Counter, defaultdict
from datetime import datetime

from tests.reporting.ledger_checker.book import Book, answers, ends, overlapping, rule, written
from tests.reporting.ledger_checker.orders import delivered

NEEDS_REASON = {"lost", "invalid", "unreachable", "out_of_area", "showroom"}
FRUITLESS = {"empty_number", "virtual_expired"}


@rule
def one_open_lead_per_number(book: Book):
    for phone, leads in book.by("lead", "phone").items():
        spans = [(book.numbered_since(lead), ends(lead), lead["id"]) for lead in leads if phone]
        for first, second in overlapping(spans):
            yield f"{first[2]} and {second[2]} are open at the same time"


@rule
def every_lead_came_with_an_inquiry(book: Book):
    for lead in book["lead"]:
        entered = [row["entered_at"] for row in book.of(lead["id"], "inquiry")]
        if not entered or min(entered) != lead["opened_at"]:
            yield f"{lead['id']} opened {lead['opened_at']}, its inquiries {entered[:3]}"


@rule
def a_closed_lead_takes_no_inquiry(book: Book):
    for row in book["inquiry"]:
        if row["entered_at"] > ends(book.leads[row["lead"]]):
            yield f"{row['lead']} took an inquiry at {row['entered_at']}, after its end"


@rule
def no_inquiry_comes_in_twice(book: Book):
    seen = Counter((row["channel"], row["repeat_key"]) for row in book["inquiry"] if row.get("repeat_key"))
    yield from (f"{key} came {count} times" for key, count in seen.items() if count > 1)


@rule
def who_asked_not_to_be_called_is_not_imported(book: Book):
    lists = defaultdict(list)
    for row in book["do_not_call"]:
        lists[row["phone"]].append(row)
    for row in book["inquiry"]:
        blocked = any(entry["at"] <= row["entered_at"] < min(ends(entry, "until"), ends(entry, "lifted_at")) for entry in lists[row.get("phone")])
        if blocked and "data_manager" in book.roles(row["by"]):
            yield f"an inquiry of {row['lead']} came in although its number is on the list"


@rule
def the_response_limit_counts_working_minutes(book: Book):
    limits = {row["name"]: row.get("first_response_minutes") for row in book["channel"]}
    for lead in book["lead"]:
        with_it = [row for row in book.of(lead["id"], "inquiry") if row["entered_at"] == lead["opened_at"]]
        deadlines = [row["deadline"] for row in with_it if row.get("deadline")]
        channel = min(with_it, key=lambda row: row["received_at"])["channel"] if with_it else None
        minutes = limits.get(channel) or book.setting("first_response_minutes", 30, lead["opened_at"])
        if lead["respond_by"] != (deadlines[0] if deadlines else book.after_minutes(lead["opened_at"], minutes)):
            yield f"{lead['id']} opened {lead['opened_at']} is due {lead['respond_by']}"


@rule
def a_number_ends_at_its_moment(book: Book):
    for lead in book["lead"]:
        told = [row["at"] for row in book.by("audit", "object").get(f"lead:{lead['id']}", []) if row["action"] == "lead.number_ended"]
        until = lead.get("phone_until")
        over = until is not None and until <= min(book.last, ends(lead))
        if until is not None and (bool(lead["phone"]) == over or (over and until not in told)):
            yield f"the number of {lead['id']} held until {until}, it is {'there' if lead['phone'] else 'gone'} and ended at {told}"


@rule
def a_number_holds_as_long_as_an_inquiry_says(book: Book):
    for lead in book["lead"]:
        said = {row.get("phone_until") for row in book.of(lead["id"], "inquiry") if not lead["phone"] or row.get("phone") == lead["phone"]}
        if lead.get("phone_until") and lead["phone_until"] not in said:
            yield f"the number of {lead['id']} holds until {lead['phone_until']}, and no inquiry says so"


@rule
def nothing_happens_to_a_closed_lead(book: Book):
    for lead in book["lead"]:
        for kind in ("allocation", "call", "card", "grading", "appointment", "review", "order", "handover", "proposal", "request"):
            for row in book.of(lead["id"], kind):
                if row["at"] > ends(lead):
                    yield f"{kind} of {lead['id']} at {row['at']}, closed {lead['closed_at']}"


@rule
def closing_ends_what_is_owed(book: Book):
    for lead in book["lead"]:
        for row in book.of(lead["id"], "follow_up"):
            if lead["closed_at"] and max(ends(row, "done_at"), row["created_at"]) > lead["closed_at"]:
                yield f"{lead['id']} is closed and still owed a {row['kind']}"


@rule
def closing_answers_what_was_applied_for(book: Book):
    for kind in ("proposal", "request"):
        for row in book[kind]:
            if ends(row, "decided_at") > ends(book.leads[row["lead"]]):
                yield f"{row['lead']} is closed and a {kind} of {row['kind']} waits"


@rule
def an_end_has_a_moment_and_a_word(book: Book):
    for lead in book["lead"]:
        if bool(lead["closed_as"]) != bool(lead["closed_at"]):
            yield f"{lead['id']} ended as {lead['closed_as']} at {lead['closed_at']}"


@rule
def an_end_has_a_reason(book: Book):
    for lead in book["lead"]:
        if lead["closed_as"] in NEEDS_REASON and not lead["reason"]:
            yield f"{lead['id']} ended as {lead['closed_as']} without a reason"


@rule
def somebody_decided_an_end(book: Book):
    for lead in book["lead"]:
        name, how, at = lead["id"], lead["closed_as"], lead["closed_at"]
        decided = {
            None: True,
            "merged": True,
            "delivered": any(delivered(row) == at for row in book.of(name, "order")),
            "invalid": any((row["kind"], row["decision"], row["decided_at"]) == ("invalid", "confirmed", at) for row in book.of(name, "proposal")),
            "showroom": any((row["decision"], row["at"]) == ("to_showroom", at) for row in book.of(name, "review")),
        }
        if not decided.get(how, any((row["decision"], row["at"]) == ("close", at) for row in book.of(name, "review"))):
            yield f"{name} ended as {how} and nobody decided it"


@rule
def whoever_is_out_of_reach_was_spoken_with(book: Book):
    for lead in book["lead"]:
        spoken = [row["at"] for row in book.of(lead["id"], "call") if row["outcome"] == "connected"] + [row["at"] for row in book.of(lead["id"], "visit")]
        if lead["closed_as"] == "unreachable" and not spoken:
            yield f"{lead['id']} is out of reach and was never spoken with"


@rule
def who_came_by_a_released_transfer_was_released_by_the_director(book: Book):
    for lead in book["lead"]:
        asked = [row for one in book.same_person(lead) for row in book.of(one["id"], "request")]
        granted = [row for row in asked if row["kind"] == "release" and row["decision"] == "confirmed"]
        carried = [one["released_at"] for one in book.same_person(lead) if one is not lead and one.get("released_at")]
        by_director = any(row["decided_at"] == lead.get("released_at") and "director" in book.roles(row["decided_by"]) for row in granted)
        if lead.get("released_at") and not by_director and not any(at < lead["released_at"] for at in carried):
            yield f"{lead['id']} was released at {lead['released_at']} and no director did it"


@rule
def a_missed_call_waits_until_the_next_call(book: Book):
    for lead in book["lead"]:
        calls = book.of(lead["id"], "call")
        last = max((answers(row) for row in calls if row["outcome"] != "missed"), default=None)
        waiting = [row["at"] for row in calls if row["outcome"] == "missed" and (last is None or row["at"] > last)]
        if lead.get("missed_at") != (min(waiting, default=None) if not lead["closed_at"] else None):
            yield f"{lead['id']} waits for a call since {lead.get('missed_at')}, missed were {waiting}"


@rule
def a_contact_waits_for_its_grade(book: Book):
    for lead in book["lead"]:
        judged = max((row["at"] for row in book.of(lead["id"], "grading")), default=None)
        noted = contacts(book, lead["id"])
        waiting = [at for at, written_at in noted if judged is None or written_at > judged]
        at_once = [at for at, written_at in noted if written_at == judged]  # which of two deeds of one second came first nobody knows
        allowed = {min(waiting, default=None), *(min([at, *waiting]) for at in at_once)}
        if not lead["closed_at"] and lead.get("ungraded_since") not in allowed:
            yield f"{lead['id']} is ungraded since {lead.get('ungraded_since')}, its contacts {waiting[:3]}"


def contacts(book: Book, lead: str, then: datetime | None = None) -> list[tuple]:
    """Return (moment, when it was noted) of a lead's contacts: connected calls, visits, the end of the ladder of retries."""
    found = [(row["at"], written(row)) for row in book.of(lead, "call", then) if row["outcome"] == "connected"]
    for row in book.of(lead, "visit", then):
        opened_it = row["registered_at"] == book.leads[lead]["opened_at"]  # then it is a contact at once, whoever it turns out to be
        found.append((row["at"], row["registered_at"] if opened_it else row["identified_at"] or row["registered_at"]))
    return found + [(row["at"], written(row)) for row, _try, over in ladder(book, lead, then) if over]


def on_second(book: Book, call: dict) -> bool:
    """Return whether a call went to the second number of its lead: an empty one there says nothing of the first."""
    lead = book.leads[call["lead"]]
    return bool(call.get("phone")) and call["phone"] == lead.get("second_phone") != lead.get("phone")


def ladder(book: Book, lead: str, then: datetime | None = None) -> list[tuple[dict, int, bool]]:
    """Return the unanswered calls of a lead that climb its ladder: each with its number, and whether it was the last step."""
    facts = [(written(row), "call", row) for row in book.of(lead, "call", then)] + [(row["at"], "grading", row) for row in book.of(lead, "grading")]
    tries, over, climbed = 0, False, []
    for at, kind, row in sorted(facts, key=lambda fact: fact[0]):
        answered = kind == "call" and row["outcome"] == "connected"
        if answered or (kind == "grading" and over):
            tries, over = 0, False
        elif kind == "call" and row["direction"] == "out" and not over:
            tries += 1
            over = (row["outcome"] in FRUITLESS and not on_second(book, row)) or tries > len(book.setting("retry_ladder", ["2h", "1d", "3d"], at))
            over = over or _ended_meanwhile(book, row)
            climbed.append((row, tries, over))
    return climbed


def _ended_meanwhile(book: Book, call: dict) -> bool:
    """Whether the number that was called ended by itself before the call was written down: nobody can try again."""
    lines = [line for line in book.of(call["lead"], "number") if line["basis"] == "expired" and not line["to"]]
    return any(call["at"] < line["at"] <= written(call) for line in lines)
