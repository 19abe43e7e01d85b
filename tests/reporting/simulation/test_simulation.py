"""A store that lives: its people, its order of work, its proportions; and the rules of the domain in what it leaves behind.

`python -m tests.reporting.seeds` asks the same of five longer lives.
"""

from datetime import date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from dcc.models import Store, User
from leads.models import Lead
from reporting.simulation.playing import How, play_days
from reporting.simulation.streams import Turns
from tests.moments import MONDAY_9
from tests.reporting.living import DAYS, FIRST
from tests.reporting.verbs import verbs

NOT_PLAYED = {
    **dict.fromkeys(
        (
            "leads.numbers.rules.blocking.block",
            "leads.numbers.rules.blocking.lift_digest",
            "reception.erasing.rules.erasing.erase_again",
            "reception.erasing.rules.erasing.erase_person",
            "reception.erasing.rules.erasing_again.erase_those_of_the_list",
            "reception.erasing.rules.handing_out.record_file",
        ),
        "lots were drawn by numbers: tests/reporting/ledger/test_erased_people.py does it in this very store, and looks at what stays",
    ),
    "calls.desk.rules.calling.complete_call": "who types a caller whose row was read before does so by chance: tests/calls/hotline does it",
    "dcc.people.rules.people.end_access": "leaving is played with its screen",
    "dcc.people.rules.people.give_access_back": "leaving is played with its screen",
    "dcc.people.rules.people.change_roles": "the operator's and the leader's, not of a day's work",
    "dcc.people.rules.people.rename_person": "the operator's and the leader's, not of a day's work",
    "dcc.people.rules.people.reset_password": "the operator's and the leader's, not of a day's work",
    "dcc.log_in.rules.passwords.change_own_password": "belongs to a log-in, of which a play has none",
    "dcc.log_in.rules.passwords.set_password_for": "the operator's",
    "dcc.log_in.rules.sessions.record_log_in": "belongs to a log-in, of which a play has none",
    "dcc.log_in.rules.sessions.record_log_out": "belongs to a log-in, of which a play has none",
    "dcc.log_in.rules.sessions.record_refused_log_in": "belongs to a log-in, of which a play has none",
    "dcc.log_in.rules.throttle.too_many_from": "belongs to a log-in, of which a play has none",
    "dcc.store.rules.words.add_word": "the lists of a store change seldom, and not by a day's work",
    "dcc.store.rules.words.change_word": "the lists of a store change seldom, and not by a day's work",
    "dcc.store.rules.words.move_word": "the lists of a store change seldom, and not by a day's work",
    "dcc.store.rules.words.retire_word": "the lists of a store change seldom, and not by a day's work",
    "dcc.store.rules.words.bring_word_back": "the lists of a store change seldom, and not by a day's work",
    "leads.channels.rules.channels.add_channel": "the lists of a store change seldom, and not by a day's work",
    "leads.channels.rules.channels.change_channel": "the lists of a store change seldom, and not by a day's work",
    "leads.channels.rules.channels.add_alias": "the lists of a store change seldom, and not by a day's work",
    "leads.channels.rules.channels.remove_alias": "the lists of a store change seldom, and not by a day's work",
    "leads.channels.rules.channels.retire_channel": "the lists of a store change seldom, and not by a day's work",
    "leads.channels.rules.channels.bring_channel_back": "the lists of a store change seldom, and not by a day's work",
    "dcc.robots.rules.robots.add_robot": "a store of the play has no group chats",
    "dcc.robots.rules.robots.change_robot": "a store of the play has no group chats",
    "dcc.robots.rules.robots.retire_robot": "a store of the play has no group chats",
    "dcc.robots.rules.delivering.send_one": "a store of the play has no group chats",
    "dcc.robots.rules.delivering.send_test": "a store of the play has no group chats",
    "reporting.evening_report.rules.letter_tries.deliver_one": "the worker's, to group chats and mail servers, of which a play has none",
    "reporting.evening_report.rules.sending.send_again": "nothing fails that is told within DCC alone",
    "reporting.walls.rules.wall_tokens.make_wall": "a screen that nobody logs in to: no line of a ledger",
    "reporting.walls.rules.wall_tokens.end_wall": "a screen that nobody logs in to: no line of a ledger",
    "reporting.walls.rules.wall_tokens.wall_of": "a question",
    "dcc.log_in.rules.open_sessions.open_sessions": "a question",
    "dcc.log_in.rules.open_sessions.opened": "belongs to a log-in, of which a play has none",
    "dcc.log_in.rules.open_sessions.end_session": "belongs to a log-in, of which a play has none",
    "dcc.log_in.rules.second_factor.is_required_of": "belongs to a log-in, of which a play has none",
    "dcc.log_in.rules.second_factor.may_try": "belongs to a log-in, of which a play has none",
    "dcc.log_in.rules.second_factor.check_code": "belongs to a log-in, of which a play has none",
    "dcc.log_in.rules.second_factor.switch_on": "belongs to a log-in, of which a play has none",
    "dcc.log_in.rules.second_factor.renew_codes": "belongs to a log-in, of which a play has none",
    "dcc.log_in.rules.second_factor.switch_off": "belongs to a log-in, of which a play has none",
    "dcc.log_in.rules.second_factor.reset_second_factor": "belongs to a log-in, of which a play has none",
    "dcc.log_in.rules.throttle.locked_until": "belongs to a log-in, of which a play has none",
    "dcc.log_in.rules.throttle.may_try_own_password": "belongs to a log-in, of which a play has none",
    "dcc.log_in.rules.throttle.record_wrong_password": "belongs to a log-in, of which a play has none",
    "dcc.log_in.rules.throttle.unlock": "belongs to a log-in, of which a play has none",
    "dcc.log_in.rules.throttle.tell_if_locked": "belongs to a log-in, of which a play has none",
    "dcc.trail.rules.trail_exporting.record_export": "what somebody takes along of the trail changes nothing in a store",
    "reception.seen.rules.asking_who_saw.ask_who_saw": "asked when something is amiss, not by a day's work",
    "reception.seen.rules.asking_who_saw.record_export": "asked when something is amiss, not by a day's work",
    "dcc.installation.rules.due.went_through": "a question",
    "dcc.backup.rules.backing_up.write_backup": "of the installation, not of a store: tests/dcc/backup",
    "dcc.backup.rules.backing_up_nightly.back_up_nightly": "of the installation, not of a store: tests/dcc/backup",
    "dcc.backup.rules.backing_up_nightly.how_old": "a question",
    "dcc.backup.rules.backing_up_nightly.is_due": "a question",
    "dcc.backup.rules.growing.move_to": "of the installation, not of a store: tests/whole/test_drill.py",
    "leads.keeping.rules.deciding_idle.give_idle_lead": "in a play nobody is left without a next step for two days",
    "leads.keeping.rules.deciding_idle.date_idle_lead": "in a play nobody is left without a next step for two days",
    "calls.incoming.rules.incoming.open_window": "a question",
    "calls.desk.rules.keeping.left_hands": "a question",
    "calls.desk.rules.keeping.keep_call": "nobody's customer is given away in the minute of a call",
    "calls.hotline.rules.logging_rows.take_rows_back": "no log of a hotline is undone within five weeks of one store",
    "leads.customer.rules.following_up.lose_number": "a portal's number seldom expires within five weeks of one store",
    "leads.grading.rules.reviewing.obstacle_to": "a question",
    "leads.customer.rules.revealing.numbers_shown": "a question",
    "reception.customers.rules.customer_board.board_of": "a question",
    "reception.customers.rules.customer_board.due_today": "a question",
    "reception.customers.rules.customer_board.visits_of_month": "a question",
    "reception.customers.rules.customer_board.visits_of_today": "a question",
    "reception.customers.rules.customer_board.door_of": "a question",
    "reception.door.rules.matching.show": "a question",
    "reception.reconcile.rules.reconciling.open_things": "a question",
    "reception.door.rules.today.expected_on": "a question",
    "reception.who.rules.people_here.appointments_of": "a question",
    "reception.who.rules.people_here.groups_of": "a question",
    "calls.incoming.rules.incoming.window_of_call": "a question",
    "reporting.figures.rules.exporting.record_export": "a workbook that is handed out, and no fact",
    "leads.grading.rules.closing_again.undo_reopening": "a slip of minutes in what is seldom done",
    "leads.grading.rules.unasking.unask_agent": "a slip of minutes in what is seldom done",
    "leads.customer.rules.do_not_calling.annul_do_not_call": "a slip of minutes in what is seldom done",
    "leads.intake.rules.importing.examine_in_background": "only for files of more than 2 MB, the worker's",
    "leads.intake.rules.importing.remap": "a play reads its files as they are; what one chooses on a preview is a page's",
    "leads.intake.rules.importing.rejected_workbook": "a workbook that is handed out, and no fact",
    "leads.intake.rules.rejected_rows.fetch": "a workbook that is handed out, and no fact",
    "leads.intake.rules.rejected_rows.may_fetch": "a question",
    "leads.intake.rules.undoing.may_undo": "a question",
    "leads.intake.rules.undoing.undo_import": "a slip of a whole file, which a play has none of",
    "leads.intake.rules.undoing.ask_undo": "a slip of a whole file, which a play has none of",
    "leads.intake.rules.undoing.undo_as_asked": "the worker's share of it",
    "leads.capture.rules.capturing.capture": "no program pushes leads into a play",
    "leads.capture.rules.tokens.issue_token": "no program pushes leads into a play",
    "leads.capture.rules.tokens.revoke_token": "no program pushes leads into a play",
    "leads.capture.rules.tokens.take_turn": "no program pushes leads into a play",
    "reception.leaving.rules.handing_over.hand_over": "nobody leaves within five weeks of one store",
    "reception.showroom.rules.card_sheets.import_cards": "the showroom of a play types its cards one by one",
}


def test_what_a_lived_store_leaves_behind_obeys_every_rule(lived):
    broken = lived.broken

    assert broken == []


@pytest.mark.once
def test_every_verb_has_somebody_in_the_play_who_does_it(lived):
    unheard = set(verbs()) - lived.heard - set(NOT_PLAYED)

    assert unheard == set()


@pytest.mark.once
def test_no_exception_is_made_for_a_verb_that_is_played_or_gone(lived):
    needless = set(NOT_PLAYED) & lived.heard | set(NOT_PLAYED) - set(verbs())

    assert needless == set()


def test_the_queue_of_every_call_is_what_the_events_say(lived):
    apart = lived.queues_apart

    assert lived.looks > 28 * DAYS
    assert apart == []


def test_a_visit_was_spoken_of_in_its_window_or_stands_open_in_the_evening_note(lived):
    apart = lived.notes_apart

    assert lived.notes > 2 * DAYS
    assert apart == []


def test_what_goes_out_comes_back_byte_by_byte_and_every_figure_stays(lived):
    before, after = lived.figures, lived.figures_again

    assert lived.ledger_again == lived.ledger
    assert after == before
    assert before["channel", "cohort"] != {}


@pytest.mark.once
def test_the_proportions_are_those_of_the_trade(lived):
    shares = lived.shares

    assert 0.03 <= shares["bought"] <= 0.09  # of some 280 leads; 4 to 8 of a hundred in longer lives
    assert 0.5 <= shares["kept"] <= 0.7
    assert 0.4 <= shares["left a number"] <= 0.6
    assert 0.4 <= shares["at the weekend"] <= 0.65
    assert shares["in the open hours"] >= 0.85


def test_what_comes_by_turns_comes_the_first_time_it_can_and_then_in_its_share():
    turns = Turns()

    one_in_four = [turns.come("mishap", 0.25) for _case in range(9)]

    assert one_in_four == [True, False, False, False, True, False, False, False, True]
    assert turns.come("another", 0.01)


def test_a_store_that_does_not_exist_is_made_with_people_called_after_it(db):
    call_command("simulate", store="l1", first=FIRST, days=1, seed=7, leads_per_day=20, verbosity=0)

    assert [person.username for person in User.objects.of_store(Store.objects.get(code="l1"))] == [
        *("l1-agent1", "l1-agent2", "l1-data", "l1-desk", "l1-director"),
        *("l1-leader", "l1-manager", "l1-marketing", "l1-reception1"),
    ]


def test_a_day_that_breaks_off_leaves_the_rest_undone(store, agent, leader, data_manager, front_desk):
    noon = datetime.fromisoformat("2026-11-23T12:00:00+08:00")

    play_days(store, date(2026, 11, 23), 1, How(seed=7, per_day=20, until=noon, stops={"agent": noon - timedelta(hours=3, minutes=15)}))

    assert Lead.objects.filter(opened_at__gt=noon).count() == 0
    given = Lead.objects.open().filter(first_call_at=None, allocations__agent=agent)
    assert set(given.values_list("allocations__reason", flat=True)) >= {"even"}


def test_a_play_in_a_store_that_lacks_people_says_who_is_missing(store, agent, leader):
    said = StringIO()

    call_command("simulate", store=store.code, first=MONDAY_9.date(), days=1, seed=1, leads_per_day=1, verbosity=0, stdout=StringIO(), stderr=said)

    assert said.getvalue() == f"{store.code} has nobody to play: data_manager, reception, front_desk, director\n"


def test_a_day_is_written_like_one(db):
    with pytest.raises(CommandError, match="a day is written like 2026-08-01, not 'monday'"):
        call_command("simulate", "--store", "L1", "--from", "monday", "--days", "1", "--seed", "1")


def test_a_play_without_a_day_is_refused(db):
    with pytest.raises(CommandError, match="at least one day"):
        call_command("simulate", store="L9", first=FIRST, days=0, seed=7, verbosity=0)


def test_a_play_beyond_the_calendar_or_in_a_store_without_a_code_is_refused(db):
    with pytest.raises(CommandError, match="lies in the years 1970 to 9000"):
        call_command("simulate", store="L9", first=date(9999, 12, 31), days=1, seed=7, verbosity=0)
    with pytest.raises(CommandError, match="a code of 1 to 20 signs"):
        call_command("simulate", store=" ", first=FIRST, days=1, seed=7, verbosity=0)

    assert Store.objects.count() == 0
