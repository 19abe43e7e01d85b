"""Rules about grades and the leader's reviews."""

from datetime import UTC, datetime, timedelta
from itertools import groupby, pairwise

from tests.reporting.ledger_checker.book import Book, ends, rule, written
from tests.reporting.ledger_checker.leads import contacts

LOW = {"L", "F"}
NEVER = datetime.min.replace(tzinfo=UTC)


@rule
def only_the_data_manager_grades(book: Book):
    yield from (f"{row['lead']} was graded by {row['by']}" for row in book["grading"] if "data_manager" not in book.roles(row["by"]))


@rule
def a_judgement_has_something_to_judge_or_undoes_another(book: Book):
    for lead in book.leads:
        last = None
        for row in book.of(lead, "grading"):
            fresh = [noted for _at, noted in contacts(book, lead, row["at"]) if noted <= row["at"] and (last is None or noted > last["at"])]
            waiting = [one["at"] for one in book.of(lead, "proposal", row["at"]) if one["at"] <= row["at"] <= ends(one, "decided_at")]
            applied = [at for at in waiting if last is None or at > last["at"]]
            if not fresh and not applied and (last is None or last["grade"] == row["grade"]):
                yield f"{lead} was graded {row['grade']} at {row['at']} without anything new"
            last = row


@rule
def an_ordinary_grade_opens_a_follow_up(book: Book):
    for row in book["grading"]:
        owed = _owed_since(book, row)
        if (row["grade"] == "A") != (len(owed) == 1):
            yield f"{row['lead']} graded {row['grade']} at {row['at']} opened {len(owed)} follow-ups"


def _owed_since(book: Book, grading: dict) -> list[dict]:
    return [one for one in book.of(grading["lead"], "follow_up") if one["kind"] == "grade" and one["created_at"] == grading["at"]]


@rule
def an_ordinary_grade_is_due_in_three_days(book: Book):
    for row in book["grading"]:
        later = row["at"] + timedelta(days=book.setting("grade_follow_up_days", 3, row["at"]))
        for one in _owed_since(book, row):
            if one["due_at"] != book.next_opening(later, holidays=False):
                yield f"{row['lead']} graded {row['at']} is due {one['due_at']}"


@rule
def an_ordinary_grade_is_for_the_agent(book: Book):
    for row in book["grading"]:
        later = {given["agent"] for given in book.of(row["lead"], "allocation") if given["at"] > row["at"]}  # what is owed moves along
        for one in _owed_since(book, row):
            if one["agent"] not in {book.agent_at(row["lead"], row["at"])} | later:
                yield f"{row['lead']} graded {row['at']} is for {one['agent']}"


@rule
def an_undone_grade_ends_what_it_opened(book: Book):
    for lead in book.leads:
        rows = book.of(lead, "grading")
        for row, following in pairwise(rows):
            stays = any(ends(one, "done_at") > following["at"] for one in _owed_since(book, row))
            if stays and row["grade"] != following["grade"] and _undoes(book, row, following):
                yield f"{lead} was graded {row['grade']}, then {following['grade']} at {following['at']}, and is still owed what the first opened"


def _undoes(book: Book, row: dict, following: dict) -> bool:
    between = [noted for _at, noted in contacts(book, row["lead"], following["at"])]
    between += [one["at"] for one in book.of(row["lead"], "proposal", following["at"])]
    return not any(row["at"] < moment <= following["at"] for moment in between)


@rule
def a_high_grade_has_a_reception_specialist(book: Book):
    for row in book["grading"]:
        if row["grade"] == "H" and book.on_duty("reception", row["at"]) and book.reception_at(row["lead"], row["at"]) is None:
            yield f"{row['lead']} graded H at {row['at']} and nobody receives it"


@rule
def whoever_is_named_is_of_the_reception(book: Book):
    for row in book["handover"]:
        if row["reception"] and "reception" not in book.roles(row["reception"]):
            yield f"{row['lead']} was handed to {row['reception']}"


@rule
def who_is_named_at_a_high_grade_is_on_duty_and_next(book: Book):
    """Of those named at one moment nobody can tell the order: each of them as often as their turn came."""
    high = {(row["lead"], row["at"]) for row in book["grading"] if row["grade"] == "H"}
    named: dict[str, datetime] = {}
    for at, rows in groupby(sorted(book["handover"], key=lambda one: one["at"]), key=lambda one: one["at"]):
        handed = list(rows)
        people = book.on_duty("reception", at) or [name for name in book.people if "reception" in book.roles(name)]
        there = {name: named.get(name, NEVER) for name in people}
        chosen = [row["reception"] for row in handed if (row["lead"], at) in high]
        if chosen and not _in_turns(chosen, there):
            yield f"{[row['lead'] for row in handed]} were given to {chosen} at {at}, of {there}"
        named |= dict.fromkeys((row["reception"] for row in handed), at)


def _in_turns(chosen: list[str], there: dict[str, datetime]) -> bool:
    """Whether people were chosen in turns, whoever had been named longest ago first."""
    times = {name: chosen.count(name) for name in there}
    fair = all(times[one] - times[other] <= (there[one] <= there[other]) for one in there for other in there)
    return fair and set(chosen) <= there.keys()


@rule
def every_contact_is_graded_by_the_end_of_the_next_working_day(book: Book):
    for lead in book["lead"]:
        judged = [row["at"] for row in book.of(lead["id"], "grading")] + [ends(lead)]
        judged += [row["at"] for row in book.taken["review"] if row["lead"] == lead["id"]]  # closed then, and opened again since
        for contact, noted in contacts(book, lead["id"]):
            limit = book.next_opening(book.next_opening(noted).replace(hour=23)).replace(hour=18, minute=5)
            if contact <= ends(lead) and not any(contact <= moment <= limit for moment in judged) and limit < book.last:
                yield f"{lead['id']} had contact at {contact} and was not judged by {limit}"


@rule
def low_and_lost_are_decided_by_the_leader(book: Book):
    """By the end of the next working day, as long as a leader is at work: a day that is half over leaves some."""
    deeds = [row["at"] for row in book["audit"] if "leader" in book.roles(row["by"]) and row["action"] != "setting.change"]
    at_work = max(deeds, default=book.last)
    for lead in book["lead"]:
        rows = book.of(lead["id"], "grading")
        for row, following in zip(rows, [*rows, None][1:], strict=True):
            limit = book.next_opening(row["at"] + timedelta(hours=14)) + timedelta(hours=10)
            undone = [one for one in book.taken["review"] if one["lead"] == lead["id"]]  # decided, then opened again: called, not decided of
            opened = [at for one in undone for at in (one["at"], one["annulled"]["at"])]
            answers = [one["at"] for one in book.of(lead["id"], "review")] + opened + [ends(lead)] + ([following["at"]] if following else [])
            if row["grade"] in LOW and limit < at_work and not any(row["at"] <= moment <= limit for moment in answers):
                yield f"{lead['id']} graded {row['grade']} at {row['at']} was never decided"


@rule
def only_the_leader_decides(book: Book):
    yield from (f"{row['lead']} was decided by {row['by']}" for row in book["review"] if "leader" not in book.roles(row["by"]))


@rule
def a_review_wants_a_low_grade_or_an_application(book: Book):
    for row in book["review"]:
        graded = [one["grade"] for one in book.of(row["lead"], "grading") if one["at"] <= row["at"]]
        applied = [one for one in book.of(row["lead"], "proposal", row["at"]) if one["at"] <= row["at"] <= ends(one, "decided_at")]
        claimed = row["decision"] == "to_showroom" and book.of(row["lead"], "claim")
        beyond = [moment for moment in _beyond_reach(book, row["lead"]) if moment <= row["at"]]
        if not claimed and (not graded or graded[-1] not in LOW) and not applied and not beyond:
            yield f"{row['lead']} was decided at {row['at']} without a grade or an application"


def _beyond_reach(book: Book, lead: str) -> list[datetime]:
    """When a privacy number expired that was the only one of a lead: it stands for review, ungraded as it is."""
    ended = [row["at"] for row in book.by("audit", "object").get(f"lead:{lead}", []) if row["action"] == "lead.number_ended"]
    return sorted([*ended, *(written(row) for row in book.of(lead, "call") if row["outcome"] == "virtual_expired")])


@rule
def a_low_grade_is_decided_once(book: Book):
    for lead in book.leads:
        rows = book.of(lead, "review")
        fresh = [one["at"] for one in book.of(lead, "grading") if one["grade"] in LOW] + [one["at"] for one in book.of(lead, "proposal")]
        fresh += _beyond_reach(book, lead)
        for row, following in pairwise(rows):
            if not book.of(lead, "claim") and not any(row["at"] < moment <= following["at"] for moment in fresh):
                yield f"{lead} was decided at {row['at']} and again at {following['at']}"


@rule
def nobody_is_given_up_without_a_reason(book: Book):
    yield from (f"{row['lead']} was given up without a reason" for row in book["review"] if row["decision"] in {"close", "to_showroom"} and not row["reason"])


@rule
def a_showroom_customer_has_a_named_consultant(book: Book):
    given = [row for row in book["review"] if row["decision"] == "to_showroom"]
    yield from (f"{row['lead']} was given to nobody of the showroom" for row in given if not row.get("consultant"))


@rule
def what_is_nurtured_is_owed_until_then(book: Book):
    for row in book["review"]:
        owed = [one for one in book.of(row["lead"], "follow_up") if (one["created_at"], one["kind"], one["due_at"]) == (row["at"], "nurture", row["until"])]
        if row["decision"] == "nurture" and not (row["until"] and row["until"] > row["at"] and owed):
            yield f"{row['lead']} is nurtured until {row['until']} and nobody is reminded"


@rule
def who_is_given_a_lead_by_review_has_it_and_calls(book: Book):
    for row in book["review"]:
        given = [one["agent"] for one in book.of(row["lead"], "allocation") if one["at"] == row["at"]]
        owed = [one for one in book.of(row["lead"], "follow_up") if (one["created_at"], one["kind"]) == (row["at"], "callback")]
        if row["decision"] == "reassign" and not (row["agent"] in given and owed):
            yield f"{row['lead']} was given to {row['agent']} by review and is not theirs"


@rule
def a_review_that_ends_a_lead_ends_it(book: Book):
    for row in book["review"]:
        if row["decision"] in {"close", "to_showroom"} and book.leads[row["lead"]]["closed_at"] != row["at"]:
            yield f"{row['lead']} was to be closed at {row['at']} and ended {book.leads[row['lead']]['closed_at']}"
