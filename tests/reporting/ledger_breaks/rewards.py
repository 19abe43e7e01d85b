"""Ways to break the rules about what a post is paid for."""

from tests.reporting.ledger_breaks.breaking import DAY, again, breaks, the, who
from tests.reporting.ledger_checker.book import Book


@breaks("nothing_is_paid_by_two_rules")
def a_rate_stands_twice(book: Book) -> None:
    again(book, the(book, "reward_rate", lambda row: row["to"] is None))


@breaks("nothing_is_paid_by_two_rules")
def two_tiers_overlap(book: Book) -> None:
    row = the(book, "reward_rule", lambda row: row["kind"] == "tier")
    again(book, row, condition=row["condition"] | {"from": "0", "to": None})


@breaks("a_rule_of_pay_begins_with_a_month_to_come_once_there_is_any")
def a_rule_begins_before_its_month(book: Book) -> None:
    row = the(book, "audit", lambda row: row["action"] == "reward.set")
    row["detail"] = row["detail"] | {"first": f"{row['at'].date().replace(day=1) - DAY}"}


def _with_lines(book: Book) -> dict:
    return the(book, "statement", lambda row: any("lines" in step for step in row["steps"]))


@breaks("an_event_is_paid_to_one_person_of_a_post")
def two_people_are_paid_for_one(book: Book) -> None:
    row = _with_lines(book)
    again(book, row, user="another")


@breaks("a_statement_adds_up")
def a_sum_is_altered(book: Book) -> None:
    the(book, "statement")["total"] = "0.01"


@breaks("pay_is_frozen_by_the_leader_once_its_month_is_closed")
def the_data_manager_freezes(book: Book) -> None:
    row = the(book, "closing", lambda row: row["kind"] == "rewards")
    row["by"] = who(book, "data_manager")


@breaks("a_transferred_deal_is_paid_once_it_was_ticked")
def nobody_ticked(book: Book) -> None:
    row = _with_lines(book)
    step = next(step for step in row["steps"] if "lines" in step)
    step |= {"kind": "transfer", "lines": [step["lines"][0] | {"order": "O1"}]}
    book.file[:] = [line for line in book.file if line["type"] != "deal_tick"]


@breaks("objections_are_answered_by_whom_they_are_to_be_before_their_month_is_frozen")
def a_colleague_answers(book: Book) -> None:
    row = the(book, "objection", lambda row: row["decision"] == "kept")
    row["answered_by"] = who(book, "data_manager")


@breaks("objections_are_answered_by_whom_they_are_to_be_before_their_month_is_frozen")
def an_answer_comes_after_the_month_was_frozen(book: Book) -> None:
    frozen = the(book, "closing", lambda row: row["kind"] == "rewards")
    row = the(book, "objection", lambda row: row["month"] == frozen["period"])
    row |= {"at": frozen["at"] - DAY, "answered_at": frozen["at"] + DAY}
    book.file.append(the(book, "audit", lambda row: row["action"] == "objection.make") | {"object": f"lead:{row['lead']}", "at": row["at"]})


@breaks("an_objection_that_was_granted_is_paid_as_it_was_answered")
def what_fell_out_is_paid(book: Book) -> None:
    statement = _with_lines(book)
    step = next(step for step in statement["steps"] if "lines" in step)
    row = the(book, "objection")
    names = ("visit", "order", "appointment")
    row |= dict.fromkeys(names) | {name: value for name, value in step["lines"][0].items() if name in (*names, "lead")}
    row |= {"user": statement["user"], "role": statement["role"], "measure": step["measure"], "counts": False, "decision": "changed", "answer": "改"}
    row |= {"answered_by": who(book, "leader"), "answered_at": statement["at"] - DAY, "at": statement["at"] - DAY}
    book.file.append(the(book, "audit", lambda row: row["action"] == "objection.make") | {"object": f"lead:{row['lead']}", "at": row["at"]})
