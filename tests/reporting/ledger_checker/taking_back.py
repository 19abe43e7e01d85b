"""Rules about what was taken back: when, by whom, and what hung on it."""

from datetime import datetime, timedelta

from tests.reporting.ledger_checker.book import Book, known, rule

AT_ONCE = timedelta(minutes=5)
DONE = {"lead": "opened_at", "inquiry": "entered_at", "follow_up": "created_at", "visit": "registered_at"}  # when a line was written, where not `at`
MAY = {"visit": {"data_manager"}, "order": {"data_manager", "leader"}}  # whoever takes back what others did, or later, with a reason
HANGS_ON = (  # the type and key of a line that stands only where the other does
    *((kind, "visit", "visit") for kind in ("tag_change", "leakage")),
    *((kind, "lead", "lead") for kind in ("inquiry", "allocation", "call", "card", "appointment", "visit", "order", "follow_up", "review", "proposal")),
    *((kind, "lead", "lead") for kind in ("leakage", "handover", "card_fact", "card_check", "grading", "request", "claim")),
    ("visit", "appointment", "appointment"),
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
            own = by == line["by"] and at - _done(line) <= AT_ONCE
            if not own and not (reason and may & set(book.roles(by))):
                yield f"the {kind} {line['id']}, written at {_done(line)} by {line['by']}, was taken back at {at} by {by}, because {reason}"
