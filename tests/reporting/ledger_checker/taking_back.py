"""Rules about what was taken back: when, by whom, and what hung on it."""

from datetime import datetime, timedelta

from tests.reporting.ledger_checker.book import Book, known, rule, written

AT_ONCE = timedelta(minutes=5)
A_CALL = timedelta(minutes=15)
DONE = {
    "lead": "opened_at",
    "inquiry": "entered_at",
    "follow_up": "created_at",
    "visit": "registered_at",
    "transfer": "decided_at",
}  # when a line was written, where not `at`
MAY = {"visit": {"data_manager"}, "order": {"data_manager", "leader"}}  # whoever takes back what others did, or later, with a reason
HANGS_ON = (  # the type and key of a line that stands only where the other does
    *((kind, "visit", "visit") for kind in ("tag_change", "leakage", "step")),
    *((kind, "lead", "lead") for kind in ("inquiry", "allocation", "call", "card", "appointment", "visit", "order", "follow_up", "review", "proposal")),
    *((kind, "lead", "lead") for kind in ("number", "leakage", "handover", "card_fact", "card_check", "grading", "request", "claim")),
    *((kind, "appointment", "appointment") for kind in ("visit", "confirmation", "promise")),
)


def _done(line: dict) -> datetime:
    return line.get(DONE.get(line["type"], "at")) or known(line)


@rule
def nothing_is_taken_back_before_it_was_done(book: Book):
    for lines in book.taken.values():
        for line in lines:
            if line["annulled"]["at"] < _done(line):
                yield f"the {line['type']} of {_done(line)} was taken back at {line['annulled']['at']}"


@rule
def nothing_stands_on_what_was_taken_back(book: Book):
    gone = {(line["type"], line["id"]) for lines in book.taken.values() for line in lines if "id" in line}
    for kind, key, of in HANGS_ON:
        for line in book[kind]:
            if (of, line.get(key)) in gone and not (kind == "claim" and line["decided_at"] is None):  # what the showroom has is no deed until it is decided
                yield f"the {kind} {line.get('id', '')} of {line.get('lead')} stands on the {of} {line[key]}, which was taken back"


@rule
def whoever_takes_back_did_it_just_before_or_says_why(book: Book):
    for kind, may in MAY.items():
        for line in book.taken[kind]:
            by, at, reason = (line["annulled"][name] for name in ("by", "at", "reason"))
            may = may | {"director"} if line.get("entered_at") else may  # who may reverse what was joined by hand
            own = by == line["by"] and at - _done(line) <= AT_ONCE
            if not own and not (reason and may & set(book.roles(by))):
                yield f"the {kind} {line['id']}, written at {_done(line)} by {line['by']}, was taken back at {at} by {by}, because {reason}"


@rule
def a_judgement_is_undone_by_a_further_one(book: Book):
    undone = {(row["lead"], row["at"], row["undone_at"]) for row in book.undone if row.get("undone_at")}
    undoing = {(row["lead"], row["undoes"], row["at"]) for row in book.undone if row.get("undoes")}
    for lead, at, undone_at in undone ^ undoing:
        yield f"{lead}: the grading of {at} and its undoing at {undone_at} do not belong together"


@rule
def the_undoing_of_a_judgement_is_on_the_trail(book: Book):
    said = {(row["object"], row["at"]) for row in book["audit"] if row["action"] == "lead.ungrade"}
    for row in book.undone:
        if row.get("undoes") and (f"lead:{row['lead']}", row["at"]) not in said:
            yield f"{row['lead']}: a grading was undone at {row['at']}, which the trail does not say"


@rule
def what_a_judgement_opened_ends_with_it(book: Book):
    undone = {(row["lead"], row["at"]): row["undone_at"] for row in book.undone if row.get("undone_at")}
    for row in book["follow_up"]:
        ends = undone.get((row["lead"], row["created_at"]))
        if row["kind"] == "grade" and ends and (row["done_at"] is None or row["done_at"] > ends):
            yield f"{row['lead']} is owed what a grading of {row['created_at']} opened, which was undone"


def _written(line: dict):
    """When something was written down: a call only after it was over."""
    return written(line) if line["type"] == "call" else line["at"]


@rule
def nobody_built_on_a_judgement_that_was_undone(book: Book):
    for row in book.undone:
        if row.get("undone_at"):
            since = [one for kind in ("call", "review", "proposal", "appointment") for one in book.of(row["lead"], kind)]
            if any(row["at"] < _written(one) < row["undone_at"] and one.get("agent", "") is not None for one in since):
                yield f"{row['lead']}: the grading of {row['at']} was undone at {row['undone_at']}, after somebody had worked with it"


@rule
def a_call_is_taken_back_by_its_author_within_fifteen_minutes(book: Book):
    for row in book.taken["call"]:
        gone = row["annulled"]
        if gone["by"] != row["agent"] or gone["at"] - written(row) > A_CALL:
            yield f"{row['lead']}: the call of {row['agent']} at {row['at']} was taken back by {gone['by']} at {gone['at']}"


def _in_calls_that_were_none(book: Book):
    """The moments at which calls were written down that were none, by lead; not those at which another was written as well."""
    stand = {(row["lead"], written(row)) for row in book["call"]}
    return {(row["lead"], written(row)) for row in book.taken["call"]} - stand


@rule
def what_was_agreed_in_a_call_goes_with_it(book: Book):
    gone = _in_calls_that_were_none(book)
    for kind, key in (("card", "at"), ("appointment", "at"), ("proposal", "at"), ("follow_up", "created_at")):
        for row in book[kind]:
            if (row["lead"], row[key]) in gone:
                yield f"{row['lead']}: the {kind} of {row[key]} stands, and the call it was agreed in was taken back"


@rule
def what_a_call_had_ended_is_owed_again(book: Book):
    gone = _in_calls_that_were_none(book)
    for row in book["follow_up"]:
        if row["done_at"] and (row["lead"], row["done_at"]) in gone and row["created_at"] < row["done_at"]:
            yield f"{row['lead']}: the {row['kind']} due {row['due_at']} ended at {row['done_at']} with a call that was taken back"


@rule
def nobody_built_on_a_call_that_was_taken_back(book: Book):
    for row in book.taken["call"]:
        at, gone = written(row), row["annulled"]["at"]
        since = [one for kind in ("call", "grading", "review", "card_check", "card") for one in book.of(row["lead"], kind)]
        if any(at < _written(one) < gone and one.get("agent", "") is not None for one in since):
            yield f"{row['lead']}: the call of {row['at']} was taken back at {gone}, after somebody had worked with it"


@rule
def a_decision_is_taken_back_by_a_leader(book: Book):
    for row in book.taken["review"]:
        if "leader" not in book.roles(row["annulled"]["by"]):
            yield f"{row['lead']}: the decision of {row['at']} was taken back by {row['annulled']['by']}"


@rule
def whoever_is_opened_again_has_a_next_step(book: Book):
    open_now = {lead["id"] for lead in book["lead"] if lead["closed_at"] is None}
    for row in book.taken["review"]:
        lead, at = row["lead"], row["annulled"]["at"]
        owed = [one for one in book.of(lead, "follow_up") if one["created_at"] >= at or one["done_at"] is None or one["done_at"] >= at]
        waits = book.leads[lead].get("review_since") or [one for kind in ("review", "grading") for one in book.of(lead, kind) if one["at"] >= at]
        if lead in open_now and not owed and not waits:
            yield f"{lead}: the decision of {row['at']} was taken back at {at} and nobody has anything to do"
