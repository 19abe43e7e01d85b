"""Ways to break the rules about leads, allocations and what is owed."""

from collections import Counter

from tests.reporting.ledger_breaks.breaking import DAY, HOUR, MINUTE, again, another, breaks, changed, gone, the, who
from tests.reporting.ledger_checker.book import Book


def _closed(row: dict) -> object:
    return row["closed_at"]


def _open(row: dict) -> bool:
    return not row["closed_at"]


@breaks("one_open_lead_per_number")
def two_leads_have_one_number(book: Book) -> None:
    first, second = [row for row in book["lead"] if _open(row) and row["phone"]][:2]
    second["phone"] = first["phone"]


@breaks("every_lead_came_with_an_inquiry")
def a_lead_came_from_nowhere(book: Book) -> None:
    for row in book.of(book["lead"][0]["id"], "inquiry"):
        gone(book, row)


changed("every_lead_came_with_an_inquiry", "lead", opened_at=lambda row: row["opened_at"] + MINUTE)


def _called(row: dict) -> bool:
    return _open(row) and bool(row["phone"])


changed("a_number_ends_at_its_moment", "lead", _called, phone_until=lambda row: row["opened_at"])
changed("a_number_ends_at_its_moment", "lead", _called, phone=None, phone_until=lambda row: row["opened_at"])
changed("a_number_holds_as_long_as_an_inquiry_says", "lead", _called, phone_until=lambda row: row["opened_at"] + 400 * DAY)


@breaks("a_closed_lead_takes_no_inquiry")
def a_closed_lead_is_asked_about(book: Book) -> None:
    lead = the(book, "lead", _closed)
    again(book, book.of(lead["id"], "inquiry")[0], entered_at=lead["closed_at"] + MINUTE)


@breaks("no_inquiry_comes_in_twice")
def a_row_comes_in_twice(book: Book) -> None:
    again(book, the(book, "inquiry", lambda row: row.get("repeat_key")))


@breaks("who_asked_not_to_be_called_is_not_imported")
def a_refusal_is_imported(book: Book) -> None:
    inquiry = the(book, "inquiry", lambda row: row["by"] and "data_manager" in book.roles(row["by"]) and row.get("phone"))
    again(book, book["do_not_call"][0], phone=inquiry["phone"], at=inquiry["entered_at"] - DAY, lifted_at=None, until=None)


changed("the_response_limit_counts_working_minutes", "lead", respond_by=lambda row: row["respond_by"] + MINUTE)


@breaks("the_response_limit_counts_working_minutes")
def a_channels_own_limit_is_not_kept_to(book: Book) -> None:
    channel = book["inquiry"][0]["channel"]
    the(book, "channel", lambda row: row["name"] == channel)["first_response_minutes"] = 15


@breaks("the_response_limit_counts_working_minutes")
def a_deadline_is_not_kept_to(book: Book) -> None:
    inquiry = book.of(book["lead"][0]["id"], "inquiry")[0]
    inquiry["deadline"] = book["lead"][0]["respond_by"] + HOUR


@breaks("nothing_happens_to_a_closed_lead")
def a_closed_lead_is_called(book: Book) -> None:
    lead = the(book, "lead", lambda row: row["closed_at"] and book.of(row["id"], "call"))
    book.of(lead["id"], "call")[-1]["at"] = lead["closed_at"] + HOUR


@breaks("closing_ends_what_is_owed")
def a_closed_lead_is_owed_a_call(book: Book) -> None:
    lead = the(book, "lead", lambda row: row["closed_at"] and book.of(row["id"], "follow_up"))
    book.of(lead["id"], "follow_up")[-1]["done_at"] = None


@breaks("closing_answers_what_was_applied_for")
def an_application_outlives_its_lead(book: Book) -> None:
    lead = the(book, "lead", lambda row: row["closed_at"] and book.of(row["id"], "proposal"))
    book.of(lead["id"], "proposal")[-1].update(decided_at=None, decided_by=None, decision=None)


changed("an_end_has_a_moment_and_a_word", "lead", _closed, closed_at=None)
changed("an_end_has_a_moment_and_a_word", "lead", _closed, closed_as=None)
changed("an_end_has_a_reason", "lead", lambda row: row["closed_as"] == "lost", reason=None)
changed("an_end_has_a_reason", "lead", lambda row: row["closed_as"] == "showroom", reason="")
changed("somebody_decided_an_end", "lead", lambda row: row["closed_as"] == "lost", closed_at=lambda row: row["closed_at"] + MINUTE)
changed("somebody_decided_an_end", "lead", lambda row: row["closed_as"] == "lost", closed_as="delivered")
changed("somebody_decided_an_end", "lead", lambda row: row["closed_as"] == "lost", closed_as="invalid")
changed("somebody_decided_an_end", "lead", lambda row: row["closed_as"] == "lost", closed_as="showroom")


@breaks("whoever_is_out_of_reach_was_spoken_with")
def nobody_ever_spoke_with_who_is_out_of_reach(book: Book) -> None:
    lead = the(book, "lead", lambda row: row["closed_as"] == "unreachable")
    for row in book.of(lead["id"], "call"):
        row["outcome"] = "no_answer"
    for row in book.of(lead["id"], "visit"):
        gone(book, row)


@breaks("who_came_by_a_released_transfer_was_released_by_the_director")
def the_leader_releases_somebody(book: Book) -> None:
    row = the(book, "request", lambda row: row["kind"] == "release" and row["decision"] == "confirmed")
    row["decided_by"] = who(book, "leader")


@breaks("who_came_by_a_released_transfer_was_released_by_the_director")
def somebody_is_released_by_nobody(book: Book) -> None:
    book["lead"][0]["released_at"] = book["lead"][0]["opened_at"] + DAY


changed("a_missed_call_waits_until_the_next_call", "lead", _open, missed_at=lambda row: row["opened_at"])
changed("a_contact_waits_for_its_grade", "lead", _open, ungraded_since=lambda row: row["opened_at"])


@breaks("a_missed_call_waits_until_the_next_call")
def a_missed_call_is_forgotten(book: Book) -> None:
    call = book.of(the(book, "lead", lambda row: _open(row) and book.of(row["id"], "call"))["id"], "call")[-1]
    again(book, call, at=book.last, outcome="missed", direction="in", agent=None, seconds=0)


@breaks("a_contact_waits_for_its_grade")
def a_conversation_waits_for_nothing(book: Book) -> None:
    lead = the(book, "lead", lambda row: _open(row) and not row.get("ungraded_since") and book.of(row["id"], "call"))
    again(book, book.of(lead["id"], "call")[-1], at=book.last, logged_at=book.last, outcome="connected", seconds=60)


# allocations

changed("leads_are_given_by_the_leader_or_taken_on_a_call", "allocation", lambda row: row["reason"] == "even", by="@director")
changed("only_an_agent_on_duty_is_given_a_lead", "allocation", lambda row: row["reason"] == "even", agent="@reception")
changed("an_agent_takes_only_the_stranger_who_calls", "allocation", lambda row: row["reason"] == "even", reason="incoming")
changed("an_agent_takes_only_the_stranger_who_calls", "allocation", lambda row: row["reason"] == "incoming", at=lambda row: row["at"] - MINUTE)
changed("only_what_nobody_touched_is_undone", "allocation", lambda row: row["reason"] == "undo", at=lambda row: row["at"] + HOUR)
changed("only_what_nobody_touched_is_undone", "allocation", lambda row: row["reason"] == "undo", by="@data_manager")


@breaks("leads_are_given_by_the_leader_or_taken_on_a_call")
def an_agent_helps_themselves(book: Book) -> None:
    row = the(book, "allocation", lambda row: row["reason"] == "even")
    row["by"] = row["agent"]


@breaks("only_an_agent_on_duty_is_given_a_lead")
def somebody_away_is_given_a_lead(book: Book) -> None:
    row = book["allocation"][0]
    again(book, book["absence"][0], user=row["agent"], day=row["at"].date().isoformat())


@breaks("an_allocation_changes_hands")
def a_lead_is_given_to_whoever_has_it(book: Book) -> None:
    again(book, book["allocation"][0], at=book["allocation"][0]["at"] + HOUR)


@breaks("a_stranger_belongs_to_whoever_answered")
def a_caller_is_given_to_a_colleague(book: Book) -> None:
    row = the(book, "allocation", lambda row: row["reason"] == "incoming")
    row["agent"] = another(book, "agent", row["agent"])


@breaks("who_comes_back_goes_to_an_agent_who_knew_them")
def a_stranger_comes_back(book: Book) -> None:
    row = the(book, "allocation", lambda row: row["reason"] == "even" and len(book.same_person(book.leads[row["lead"]])) == 1)
    row["reason"] = "returning"


@breaks("only_what_nobody_touched_is_undone")
def a_lead_called_since_is_taken_back(book: Book) -> None:
    row = the(book, "allocation", lambda row: row["reason"] == "undo")
    again(book, book["call"][0], lead=row["lead"], at=row["at"], outcome="no_answer")


# what is owed

changed("what_is_owed_is_owed_by_whoever_has_the_lead", "follow_up", lambda row: not row["done_at"], agent="@director")
changed("what_is_done_says_how", "follow_up", lambda row: row["done_at"], ended_as="")
changed("what_is_done_says_how", "follow_up", lambda row: not row["done_at"], ended_as="done")
changed("what_is_owed_is_owed_by_somebody", "follow_up", agent=None)
changed("a_promise_lies_in_the_call_window", "follow_up", lambda row: row["kind"] == "callback", due_at=lambda row: row["due_at"].replace(hour=22))


@breaks("a_retry_ends_with_the_next_call")
def a_retry_stays_open_after_a_call(book: Book) -> None:
    given = Counter(row["lead"] for row in book["allocation"])
    rang = {(row["lead"], row["agent"], row["at"]) for row in book["call"] if row["outcome"] != "missed" and not row.get("logged_at")}
    done = the(
        book,
        "follow_up",
        lambda row: (
            row["kind"] == "retry"
            and given[row["lead"]] == 1
            and any((lead, agent) == (row["lead"], row["agent"]) and at > row["created_at"] for lead, agent, at in rang)
        ),
    )
    done["done_at"] = None


@breaks("a_promise_is_answered_by_the_next_call")
def a_kept_promise_is_owed_still(book: Book) -> None:
    row = the(book, "follow_up", lambda row: row["kind"] == "grade" and row.get("ended_as") == "done" and row["due_at"] < row["done_at"])
    row["done_at"] = None


@breaks("one_follow_up_of_a_kind_and_person_is_open")
def two_calls_are_owed(book: Book) -> None:
    again(book, the(book, "follow_up", lambda row: row["done_at"] and row["done_at"] > row["created_at"]))
