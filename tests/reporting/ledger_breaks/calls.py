"""Ways to break the rules about calls, cards and appointments."""

from datetime import timedelta

from tests.reporting.ledger_breaks.breaking import DAY, HOUR, MINUTE, again, breaks, changed, gone, the, who
from tests.reporting.ledger_checker.book import Book, of_log, written
from tests.reporting.ledger_checker.leads import ladder


def _out(row: dict) -> bool:
    return row["direction"] == "out"


def _missed(row: dict) -> bool:
    return row["outcome"] == "missed"


def _connected(row: dict) -> bool:
    return row["outcome"] == "connected" and not of_log(row)


def _filled(row: dict) -> bool:
    return row.get("row") == "filled"


changed("customers_are_called_inside_the_window", "call", _out, at=lambda row: row["at"].replace(hour=7, minute=59))
changed("customers_are_called_inside_the_window", "call", _out, at=lambda row: row["at"].replace(hour=21, minute=0))
changed("a_lifted_entry_says_who_lifted_it", "do_not_call", lambda row: row["lifted_at"], lifted_by=None)
changed("a_missed_call_is_nobodys", "call", _missed, agent="@agent")
changed("only_who_calls_us_is_missed", "call", _missed, direction="out")
changed("a_missed_call_says_by_when_it_is_rung_back", "call", _missed, respond_by=None)
changed("a_missed_call_says_by_when_it_is_rung_back", "call", _missed, respond_by=lambda row: row["respond_by"] + MINUTE)
changed("a_missed_call_says_by_when_it_is_rung_back", "call", _connected, respond_by=lambda row: row["at"] + MINUTE)
changed("a_call_has_somebody", "call", _connected, agent=None)
changed("only_a_connected_call_lasts", "call", _connected, seconds=0)
changed("only_a_connected_call_lasts", "call", _missed, seconds=12)
changed("only_whose_lead_it_is_calls", "call", _out, agent="@director")
changed("a_call_goes_to_a_number_of_the_lead", "call", _out, phone="15400000000")
changed("a_call_goes_to_a_number_of_the_lead", "call", _out, phone="")
changed("an_outcome_is_a_word_of_the_store", "call", _connected, outcome_name="聊过了")
changed("an_outcome_is_a_word_of_the_store", "call", lambda row: row["outcome"] == "no_answer", outcome="busy")
changed("a_level_is_a_word_of_the_store", "call", level="Z")
changed("a_level_is_a_word_of_the_store", "lead", level="Z")


@breaks("nobody_on_the_list_is_called")
def somebody_is_called_for_good_on_the_list(book: Book) -> None:
    call = the(book, "call", _out)
    again(book, book["do_not_call"][0], phone=call["phone"], at=call["at"] - HOUR, until=None, lifted_at=None)


@breaks("nobody_on_the_list_is_called")
def somebody_is_called_while_on_the_list(book: Book) -> None:
    call = the(book, "call", _out)
    again(book, book["do_not_call"][0], phone=call["phone"], at=call["at"] - HOUR, until=call["at"] + MINUTE, lifted_at=None)


@breaks("nobody_on_the_list_is_called")
def somebody_is_called_before_they_are_lifted(book: Book) -> None:
    call = the(book, "call", _out)
    again(book, book["do_not_call"][0], phone=call["phone"], at=call["at"] - HOUR, until=None, lifted_at=call["at"] + MINUTE)


@breaks("an_expired_number_is_forgotten")
def an_expired_number_stands_still(book: Book) -> None:
    lead = the(book, "lead", lambda row: row["phone"] and book.of(row["id"], "call"))
    row = book.of(lead["id"], "call")[-1]
    row["outcome"] = "virtual_expired"
    for one in [one for one in book["audit"] if one["object"] == f"lead:{lead['id']}"]:
        gone(book, one)


def _climbs(book: Book, *, over: bool) -> dict:
    """Return the first unanswered call that ends the ladder, or does not."""
    return next(row for lead in book.leads for row, _tries, last in ladder(book, lead) if last is over)


@breaks("unanswered_calls_climb_the_ladder")
def an_unanswered_call_is_never_tried_again(book: Book) -> None:
    lead = _climbs(book, over=False)["lead"]
    for row in [row for row in book.of(lead, "follow_up") if row["kind"] == "retry"]:
        gone(book, row)


@breaks("unanswered_calls_climb_the_ladder")
def the_ladder_has_a_step_more(book: Book) -> None:
    row = _climbs(book, over=True)
    again(book, the(book, "follow_up"), lead=row["lead"], kind="retry", created_at=row["at"] + timedelta(seconds=25))


@breaks("a_retry_is_due_on_its_step")
def a_retry_is_due_too_early(book: Book) -> None:
    row = _climbs(book, over=False)
    facts = (row["lead"], "retry", written(row))
    the(book, "follow_up", lambda one: (one["lead"], one["kind"], one["created_at"]) == facts)["due_at"] -= MINUTE


@breaks("nobody_climbs_beyond_the_ladder")
def somebody_is_tried_for_ever(book: Book) -> None:
    row = _climbs(book, over=True)
    for one in [one for one in book.of(row["lead"], "follow_up") if one["kind"] == "callback"]:
        gone(book, one)
    again(book, row, at=row["at"] + timedelta(minutes=2))


@breaks("nobody_speaks_with_two_at_once")
def somebody_speaks_with_two(book: Book) -> None:
    row = the(book, "call", lambda row: row["seconds"] > 10 and row["agent"] and not of_log(row))
    again(book, row, at=row["at"] + timedelta(seconds=row["seconds"] - 1))


@breaks("nobody_speaks_with_two_at_once")
def somebody_rings_while_they_speak(book: Book) -> None:
    row = the(book, "call", lambda row: row["seconds"] > 10 and row["agent"] and not of_log(row))
    again(book, row, at=row["at"] + timedelta(seconds=5), outcome="no_answer", seconds=0)


@breaks("a_missed_call_waits_until_the_next_call")
def a_call_written_down_after_another_was_missed_answers_it_before(book: Book) -> None:
    lead = the(book, "lead", lambda row: not row["closed_at"] and book.of(row["id"], "call"))
    last = book.of(lead["id"], "call")[-1]
    again(book, last, at=last["at"] + HOUR, outcome="missed", direction="in", agent=None, seconds=0, logged_at=last["at"] + HOUR)
    last["logged_at"] = last["at"] + 2 * HOUR
    lead["missed_at"] = last["at"] + HOUR


changed("what_was_stated_of_a_call_lies_a_day_back_at_most", "call", _out, logged_at=lambda row: row["at"] + DAY + MINUTE)
changed("who_rang_and_was_typed_is_no_statement", "call", lambda row: not _out(row) and _connected(row), logged_at=lambda row: row["at"] + HOUR)
changed("a_call_is_over_when_it_is_written_down", "call", _connected, logged_at=lambda row: row["at"] + timedelta(seconds=row["seconds"] - 1))

# cards


@breaks("a_lead_has_one_card")
def a_lead_has_two_cards(book: Book) -> None:
    again(book, book["card"][0])


@breaks("a_card_wants_a_conversation")
def a_card_comes_of_a_call_nobody_answered(book: Book) -> None:
    lead = book["card"][0]["lead"]
    for row in book.of(lead, "call"):
        row["outcome"] = "no_answer"
    for row in book.of(lead, "visit"):
        gone(book, row)


@breaks("a_card_wants_a_name_and_a_model")
def a_card_is_of_nobody(book: Book) -> None:
    book.leads[book["card"][0]["lead"]]["name"] = None


@breaks("a_card_wants_a_name_and_a_model")
def a_card_is_of_no_car(book: Book) -> None:
    book.leads[book["card"][0]["lead"]]["model"] = None


@breaks("a_card_wants_the_real_number")
def a_card_was_opened_on_a_portals_number(book: Book) -> None:
    card = the(book, "card", lambda row: not row.get("merged_from") and not any(call.get("real_number") for call in book.of(row["lead"], "call")))
    book.leads[card["lead"]]["phone"] = "15400000001,1234"


changed("a_card_is_opened_by_whoever_works_the_lead", "card", agent="@data_manager")


@breaks("a_card_wants_a_conversation")
def a_card_comes_of_a_call_that_was_taken_back(book: Book) -> None:
    card = book["card"][0]
    for row in [*book.of(card["lead"], "call"), *book.of(card["lead"], "visit")]:
        row["annulled"] = {"at": card["at"] - timedelta(seconds=1), "by": card["agent"], "reason": None}


# appointments


def _status(status: str):
    return lambda row: row["status"] == status


changed("somebody_came_for_what_arrived", "appointment", _status("no_show"), status="arrived")
changed("what_somebody_came_for_has_arrived", "appointment", _status("arrived"), status="no_show")
changed("what_arrived_ended_with_the_visit", "appointment", _status("arrived"), ended_at=lambda row: row["ended_at"] + MINUTE)
changed("what_moved_is_replaced_by_one", "appointment", _status("moved"), status="no_show")
changed("what_moved_is_replaced_by_one", "appointment", lambda row: row["replaces"], replaces=None)
changed("a_replacement_is_booked_as_the_former_ends", "appointment", lambda row: row["replaces"], at=lambda row: row["at"] + MINUTE)
changed("nobody_came_is_known_an_hour_later", "appointment", _status("no_show"), ended_at=lambda row: row["ended_at"] + MINUTE)
changed("what_is_cancelled_says_when", "appointment", _status("cancelled"), cancelled_at=None)
changed("what_is_cancelled_says_when", "appointment", _status("arrived"), cancelled_at=lambda row: row["ended_at"])
changed("what_runs_has_not_ended", "appointment", _status("no_show"), status="booked", ended_at=None)
changed("what_runs_has_not_ended", "appointment", _status("cancelled"), status="booked")
changed("an_appointment_is_confirmed_while_it_runs", "confirmation", at=lambda row: row["at"] + 40 * DAY)
changed("a_confirmation_says_whether_it_was_said_in_a_call_of_that_day", "confirmation", how=lambda row: "said" if row["how"] == "call" else "call")
changed("an_appointment_holds_up_to_five_promises_of_forty_signs", "promise", text="好" * 41)
changed("what_was_promised_stands_with_the_appointment_that_holds", "promise", at=lambda row: row["at"] - MINUTE)
changed("a_promise_is_ticked_once_somebody_came_for_it", "promise", lambda row: row["kept_at"], ticked_by=None)
changed("what_was_not_kept_says_why_and_what_was_kept_does_not", "promise", lambda row: row["broken_at"], broken_why=None)
changed("a_visit_called_off_says_why", "appointment", _status("arrived"), cancel_reason="没空")
changed("nobody_is_invited_for_the_past", "appointment", scheduled_for=lambda row: row["at"])
changed("an_appointment_is_booked_by_whoever_works_the_lead", "appointment", agent="@marketing")
changed("an_appointment_names_somebody_of_the_reception", "appointment", reception="@agent")


changed("who_moves_an_appointment_takes_no_credit", "appointment", lambda row: row["replaces"], moved_by="@leader", agent="@leader")
changed("who_moves_an_appointment_takes_no_credit", "appointment", lambda row: not row["replaces"], moved_by="@leader")
changed("who_moves_an_appointment_takes_no_credit", "appointment", lambda row: row["replaces"], moved_by=None)
changed("nobody_is_invited_too_far_ahead", "appointment", scheduled_for=lambda row: (row["at"] + 31 * DAY).replace(hour=9))
changed("nobody_is_invited_when_the_store_is_closed", "appointment", scheduled_for=lambda row: row["scheduled_for"].replace(hour=8, minute=29))
changed("nobody_is_invited_when_the_store_is_closed", "appointment", scheduled_for=lambda row: row["scheduled_for"].replace(hour=18, minute=0))
changed("nobody_is_invited_when_the_store_is_closed", "appointment", scheduled_for=lambda row: row["scheduled_for"].replace(month=10, day=1))
for status in ("moved", "cancelled"):
    changed("from_its_time_on_an_appointment_is_neither_moved_nor_cancelled", "appointment", _status(status), ended_at=lambda row: row["scheduled_for"])


def _missed_by_itself(book: Book) -> tuple[dict, dict]:
    """Return an appointment nobody kept, and the call that is owed since."""
    missed = [row for row in book["appointment"] if row["status"] == "no_show" and row["ended_at"] == row["scheduled_for"] + HOUR]
    for row in missed:
        for one in book.of(row["lead"], "follow_up"):
            if one["kind"] == "retry" and one["created_at"] == row["ended_at"]:
                return row, one
    raise ValueError("nobody is called who did not come")


@breaks("whoever_did_not_come_is_called_half_an_hour_later")
def somebody_who_did_not_come_is_forgotten(book: Book) -> None:
    gone(book, _missed_by_itself(book)[1])


@breaks("whoever_did_not_come_is_called_half_an_hour_later")
def somebody_who_did_not_come_is_called_late(book: Book) -> None:
    _missed_by_itself(book)[1]["due_at"] += MINUTE


@breaks("what_is_confirmed_has_a_confirmation_and_what_is_booked_has_none")
def somebody_is_confirmed_by_nobody(book: Book) -> None:
    said = book.by("confirmation", "appointment")
    the(book, "appointment", lambda row: row["id"] not in said)["status"] = "confirmed"


@breaks("an_appointment_is_confirmed_once_a_day")
def somebody_is_confirmed_twice(book: Book) -> None:
    again(book, the(book, "confirmation"))


@breaks("who_came_after_all_or_is_expected_anew_is_owed_no_call_for_the_time_they_missed")
def somebody_who_is_expected_anew_is_still_owed_a_call(book: Book) -> None:
    for row in book["appointment"]:
        at = row["scheduled_for"] + HOUR
        later = [one for one in book.of(row["lead"], "appointment") if one["at"] > at]
        owed = [one for one in book.of(row["lead"], "follow_up") if one["kind"] == "retry" and one["created_at"] == at]
        if row["status"] == "no_show" and later and owed:
            owed[0]["done_at"] = None
            return
    raise ValueError("nobody who was missed is expected anew")


@breaks("what_replaced_a_kept_appointment_is_cancelled_as_the_visit_is_typed")
def somebody_who_came_is_expected_on_another_day(book: Book) -> None:
    row = the(book, "appointment", _status("arrived"))
    again(book, row, id="P0", replaces=row["id"], at=row["ended_at"] + MINUTE, scheduled_for=row["ended_at"] + DAY, status="booked", ended_at=None)


@breaks("one_appointment_runs_at_a_time")
def two_invitations_run(book: Book) -> None:
    row = book["appointment"][0]
    again(book, row, id="P0", at=row["at"] + timedelta(seconds=1))


@breaks("what_is_booked_before_the_time_of_a_cancelled_one_replaces_it")
def somebody_takes_an_invitation_by_cancelling_it(book: Book) -> None:
    row = the(book, "appointment", lambda row: row["replaces"])
    former = the(book, "appointment", lambda other: other["id"] == row["replaces"])
    former |= {"status": "cancelled", "cancelled_at": former["ended_at"]}
    row |= {"replaces": None, "moved_by": None}


@breaks("what_moved_is_replaced_by_one")
def an_invitation_moves_to_two_days(book: Book) -> None:
    again(book, the(book, "appointment", lambda row: row["replaces"]), id="P0")


@breaks("who_goes_to_the_showroom_is_expected_no_more")
def somebody_given_away_is_expected(book: Book) -> None:
    lead = the(book, "lead", lambda row: row["closed_as"] == "showroom")
    booked = {"status": "booked", "scheduled_for": lead["closed_at"] + DAY, "ended_at": None, "cancelled_at": None}
    again(book, book["appointment"][0], lead=lead["id"], id="P0", at=lead["opened_at"] + HOUR, agent=who(book, "leader"), **booked)


changed("a_call_that_takes_a_row_takes_one_and_that_row_is_no_inquiry", "call", _filled, row_key=None)


@breaks("a_call_that_takes_a_row_takes_one_and_that_row_is_no_inquiry")
def a_row_is_two_calls(book: Book) -> None:
    again(book, the(book, "call", _filled))


@breaks("every_row_of_a_hotline_is_one_call")
def a_row_is_no_call(book: Book) -> None:
    gone(book, the(book, "call", of_log))


@breaks("every_row_of_a_hotline_is_one_call")
def a_call_of_the_log_has_no_row(book: Book) -> None:
    call = the(book, "call", of_log)
    again(book, call, at=call["at"] + MINUTE)


@breaks("nobody_is_told_apart_from_a_call_within_ten_minutes")
def somebody_wrote_down_what_the_log_says(book: Book) -> None:
    call = the(book, "call", lambda row: row.get("row") == "made" and row["phone"] and not book.leads[row["lead"]]["closed_at"])
    again(book, call, row="", at=call["at"] + 10 * MINUTE)
