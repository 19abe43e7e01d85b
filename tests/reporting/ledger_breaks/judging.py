"""Ways to break the rules about grades, reviews, applications and requests."""

from tests.reporting.ledger_breaks.breaking import DAY, HOUR, MINUTE, again, another, breaks, changed, gone, the, who
from tests.reporting.ledger_checker.book import Book


def _graded(grade: str):
    return lambda row: row["grade"] == grade


def _decided(decision: str):
    return lambda row: row["decision"] == decision


def _is(**wanted):
    return lambda row: all(row[key] == value for key, value in wanted.items())


changed("only_the_data_manager_grades", "grading", by="@leader")
changed("an_ordinary_grade_opens_a_follow_up", "grading", _graded("A"), grade="L")
changed("an_ordinary_grade_opens_a_follow_up", "grading", _graded("L"), grade="A")
changed("an_ordinary_grade_is_due_in_three_days", "follow_up", _is(kind="grade"), due_at=lambda row: row["due_at"] + DAY)
changed("an_ordinary_grade_is_for_the_agent", "follow_up", _is(kind="grade"), agent="@director")
changed("whoever_is_named_is_of_the_reception", "handover", reception="@agent")


@breaks("a_judgement_has_something_to_judge_or_undoes_another")
def a_lead_is_graded_twice_for_one_call(book: Book) -> None:
    row = book["grading"][0]
    again(book, row, at=row["at"] + MINUTE)


@breaks("an_undone_grade_ends_what_it_opened")
def an_undone_grade_is_owed_still(book: Book) -> None:
    lead = the(book, "lead", lambda row: row["closed_at"] is None and [one["grade"] for one in book.of(row["id"], "grading")][-1:] == ["A"])
    row = book.of(lead["id"], "grading")[-1]
    for one in book.of(lead["id"], "follow_up"):
        one["done_at"] = None if one["created_at"] == row["at"] else one["done_at"]
    again(book, row, grade="L", at=row["at"] + MINUTE)


@breaks("a_high_grade_has_a_reception_specialist")
def nobody_is_named(book: Book) -> None:
    lead = the(book, "grading", _graded("H"))["lead"]
    for row in [*book.of(lead, "handover"), *book.of(lead, "visit")]:
        gone(book, row)


@breaks("who_is_named_at_a_high_grade_is_on_duty_and_next")
def a_colleague_is_passed_over(book: Book) -> None:
    again(book, book.people[who(book, "reception")], username="newcomer")


@breaks("who_is_named_at_a_high_grade_is_on_duty_and_next")
def somebody_of_another_trade_is_named(book: Book) -> None:
    high = {(row["lead"], row["at"]) for row in book["grading"] if row["grade"] == "H"}
    the(book, "handover", lambda row: (row["lead"], row["at"]) in high)["reception"] = who(book, "agent")


@breaks("every_contact_is_graded_by_the_end_of_the_next_working_day")
def a_contact_is_never_graded(book: Book) -> None:
    lead = the(book, "lead", lambda row: not row["closed_at"] and book.of(row["id"], "card"))
    for row in book.of(lead["id"], "grading"):
        gone(book, row)


@breaks("low_and_lost_are_decided_by_the_leader")
def a_low_lead_is_never_decided(book: Book) -> None:
    lead = the(book, "lead", lambda row: not row["closed_at"] and book.of(row["id"], "review"))
    for row in book.of(lead["id"], "review") + book.of(lead["id"], "grading"):
        gone(book, row)
    again(book, book["grading"][0], lead=lead["id"], grade="L", at=lead["opened_at"] + HOUR)


changed("only_the_leader_decides", "review", by="@director")
changed("a_review_wants_a_low_grade_or_an_application", "review", _decided("nurture"), at=lambda row: row["at"] - 20 * DAY)
changed("nobody_is_given_up_without_a_reason", "review", _decided("close"), reason=None)
changed("nobody_is_given_up_without_a_reason", "review", _decided("to_showroom"), reason=None)
changed("a_showroom_customer_has_a_named_consultant", "review", _decided("to_showroom"), consultant="")
changed("what_is_nurtured_is_owed_until_then", "review", _decided("nurture"), until=lambda row: row["until"] + DAY)
changed("what_is_nurtured_is_owed_until_then", "review", _decided("nurture"), until=None)
changed("who_is_given_a_lead_by_review_has_it_and_calls", "review", _decided("reassign"), agent="@reception")
changed("a_review_that_ends_a_lead_ends_it", "review", _decided("close"), at=lambda row: row["at"] - MINUTE)
changed("a_review_that_ends_a_lead_ends_it", "review", _decided("nurture"), decision="close")


@breaks("a_low_grade_is_decided_once")
def a_review_is_made_twice(book: Book) -> None:
    row = the(book, "review", _decided("nurture"))
    again(book, row, at=row["at"] + MINUTE)


@breaks("who_is_given_a_lead_by_review_has_it_and_calls")
def who_is_given_a_lead_owes_nothing(book: Book) -> None:
    row = the(book, "review", _decided("reassign"))
    gone(book, the(book, "follow_up", _is(lead=row["lead"], created_at=row["at"], kind="callback")))


# applications

LOST, INVALID = _is(kind="lost", decision="confirmed"), _is(kind="invalid", decision="confirmed")
changed("nobody_confirms_their_own_application", "proposal", _decided("confirmed"), by=lambda row: row["decided_by"])
changed("an_application_is_confirmed_by_whoever_may", "proposal", LOST, decided_by="@data_manager")
changed("an_application_is_confirmed_by_whoever_may", "proposal", INVALID, decided_by="@leader")
changed("an_application_is_rejected_by_the_data_manager_or_the_leader", "proposal", _decided("rejected"), decided_by="@agent")
changed("a_confirmed_application_ends_the_lead_as_applied_for", "proposal", _decided("rejected"), decision="confirmed")
changed("a_confirmed_application_ends_the_lead_as_applied_for", "proposal", LOST, kind="unreachable")
changed("an_answer_has_its_moment_and_its_author", "proposal", _decided("confirmed"), decided_by=None)
changed("an_answer_has_its_moment_and_its_author", "request", _decided("confirmed"), decision=None)
changed("an_application_has_a_reason", "proposal", reason="")
changed("the_reason_of_an_application_is_on_the_stores_list", "proposal", LOST, reason="没写在表上")
changed("the_reason_of_an_application_is_on_the_stores_list", "proposal", INVALID, reason="取消计划")
changed("whoever_applies_works_the_lead", "proposal", by="@front_desk")
changed("whoever_lives_elsewhere_lives_in_a_city_of_a_province", "proposal", lambda row: row["kind"] == "out_of_area", city="")
changed("whoever_bought_elsewhere_bought_a_model", "proposal", lambda row: row["competitor"], competitor=None)


@breaks("a_lost_customer_was_graded_so_before_the_leader_confirms")
def a_lost_customer_was_graded_ordinary(book: Book) -> None:
    lead = the(book, "proposal", LOST)["lead"]
    book.of(lead, "grading")[-1]["grade"] = "A"


@breaks("one_application_waits_at_a_time")
def two_applications_wait(book: Book) -> None:
    again(book, book["proposal"][0], kind="out_of_area")


@breaks("a_rejected_application_goes_back_with_a_call_or_a_new_judgement")
def a_rejected_application_goes_nowhere(book: Book) -> None:
    row = the(book, "proposal", lambda row: row["decision"] == "rejected" and row["kind"] == "lost")
    row["decided_at"] += MINUTE


@breaks("never_reached_wants_its_calls")
def somebody_called_once_is_never_reached(book: Book) -> None:
    row = the(book, "proposal", lambda row: row["kind"] == "invalid" and row["reason"] == "多次未接通")
    for call in book.of(row["lead"], "call")[1:]:
        gone(book, call)


@breaks("never_reached_wants_its_calls")
def somebody_called_on_one_day_is_never_reached(book: Book) -> None:
    row = the(book, "proposal", lambda row: row["kind"] == "invalid" and row["reason"] == "多次未接通")
    for call in book.of(row["lead"], "call"):
        call["at"] = row["at"] - MINUTE


@breaks("an_application_ends_what_the_applicant_owes")
def whoever_applied_still_owes_a_call(book: Book) -> None:
    the(book, "follow_up", lambda row: row.get("ended_as") == "proposed")["done_at"] += MINUTE


def _check_of(book: Book, **to) -> None:
    """Write a check of the first card, by the leader, upheld."""
    card = book["card"][0]
    usual = {"type": "card_check", "lead": card["lead"], "by": who(book, "leader"), "at": card["at"] + HOUR, "upheld": True, "reason": None}
    book.file.append(usual | to)


@breaks("only_the_leader_checks_cards")
def an_agent_checks_a_card(book: Book) -> None:
    _check_of(book, by=who(book, "agent"))


@breaks("a_void_card_has_a_reason")
def a_card_is_void_for_nothing(book: Book) -> None:
    _check_of(book, upheld=False)


@breaks("only_an_opened_card_is_checked")
def a_card_is_checked_before_it_is_opened(book: Book) -> None:
    _check_of(book, at=book["card"][0]["at"] - MINUTE)


# requests

NUMBER, RELEASE = _is(kind="number", decision="confirmed"), _is(kind="release", decision="confirmed")
changed("nobody_grants_their_own_request", "request", NUMBER, by=lambda row: row["decided_by"])
changed("a_request_is_answered_by_whoever_may", "request", NUMBER, decided_by="@agent")
changed("a_request_is_answered_by_whoever_may", "request", RELEASE, decided_by="@leader")
changed("a_release_is_asked_for_by_the_leader", "request", RELEASE, by="@agent")
changed("another_number_is_asked_for_by_whoever_works_the_lead", "request", NUMBER, by="@marketing")
changed("a_request_says_why", "request", reason="")
changed("a_rejected_request_says_why", "request", _decided("rejected"), answer="")
changed("only_who_asked_withdraws", "request", _decided("withdrawn"), decided_by="@leader")
changed("a_request_lapses_with_its_lead", "request", _decided("withdrawn"), decision="lapsed")
changed("a_granted_number_is_written", "request", _is(kind="number", decision="rejected"), decision="confirmed")


@breaks("one_request_of_a_kind_waits_at_a_time")
def the_same_is_asked_twice(book: Book) -> None:
    again(book, the(book, "request", NUMBER), by=another(book, "agent", None))
