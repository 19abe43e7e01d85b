"""The rows of a hotline's log: each one call, made or recognised, once."""

from datetime import timedelta

import pytest

from calls.desk.rules.annulling_calls import annul_call
from calls.desk.rules.calling import Said, log_call
from calls.desk.rules.correcting import Corrected, correct_call
from calls.desk.rules.finishing import CardFacts
from calls.incoming.rules.incoming import Agreed, Caller, identify, miss_call, miss_typed_call, take_call
from calls.models import Call
from dcc.errors import Refused
from dcc.models import Notice
from leads.grading.rules.closing_leads import close_lead
from leads.grading.rules.grading import grade_lead
from leads.intake.rules.importing import import_file
from leads.intake.rules.undoing import foresee_undo, undo_import
from leads.models import Allocation, Channel, FollowUp, Inquiry, Lead
from tests.factories import CallFactory, DoNotCallFactory, FollowUpFactory, InquiryFactory, LeadFactory, UserFactory, VisitFactory
from tests.moments import MONDAY_8, MONDAY_9, MONDAY_10, MONDAY_11, MONDAY_17, TUESDAY_10, moment
from tests.trail import trail

pytestmark = pytest.mark.django_db
NUMBER = "15400009999"
HEADER = "主叫号码,被叫号码,呼叫时间,通话时长,接听状态,等待时长,接听人"
MINUTE = timedelta(minutes=1)
TALKED = Said(outcome="connected", seconds=80)


@pytest.fixture
def hotline(store):
    return Channel.objects.get(store=store, name="400热线")


@pytest.fixture
def bring(store, data_manager, hotline, tmp_path):
    """Import rows of the hotline's log at five in the afternoon; return its batch and the counts."""

    def run(*rows: str, now=MONDAY_17, channel=hotline):
        path = tmp_path / "log.csv"
        path.write_text("\n".join([HEADER, *rows]), encoding="utf-8")
        batch, result = import_file(path, store, channel=channel, by=data_manager, now=now)
        batch.refresh_from_db()
        return batch, dict(result.counts)

    return run


def row(at, *, number=NUMBER, answered=True, seconds=60, waited="8", who="") -> str:
    return f"{number},4008001234,{at:%Y-%m-%d %H:%M:%S},{seconds},{'已接' if answered else '未接'},{waited},{who}"


def calls():
    """All calls that stand, each as what tells it apart."""
    return list(Call.objects.order_by("at", "pk").values_list("direction", "outcome", "at", "agent__name", "seconds", "waited_seconds", "row"))


def test_each_row_that_comes_in_is_one_incoming_call_at_its_moment(bring, hotline):
    _batch, counts = bring(row(MONDAY_10, seconds=60), row(MONDAY_11, answered=False, seconds=9, waited="9"), row(MONDAY_9, number="15400000002"))

    assert counts == {"created": 2, "merged": 1}
    assert calls() == [
        ("in", "connected", MONDAY_9, None, 60, 8, "made"),
        ("in", "connected", MONDAY_10, None, 60, 8, "made"),
        ("in", "missed", MONDAY_11, None, 0, 9, "made"),
    ]
    assert set(Call.objects.values_list("phone", "logged_at", "channel")) == {(NUMBER, MONDAY_17, hotline.pk), ("15400000002", MONDAY_17, hotline.pk)}


def test_an_answered_call_is_called_by_the_stores_own_word(bring):
    bring(row(MONDAY_10), row(MONDAY_11, answered=False))

    assert list(Call.objects.order_by("at").values_list("outcome_name", flat=True)) == ["已接通", ""]


def test_repeated_and_rejected_rows_make_no_call(bring, store):
    DoNotCallFactory(store=store, phone="15400000003", at=MONDAY_8)
    bring(row(MONDAY_10))

    _batch, counts = bring(row(MONDAY_10), row(MONDAY_10, number="15400000003"), row(MONDAY_10, number="12345"), now=TUESDAY_10)

    assert counts == {"repeated": 1, "rejected": 2}
    assert len(calls()) == 1


def test_a_lead_answered_by_one_of_ours_is_theirs_from_that_moment_by_itself(bring, agent):
    bring(row(MONDAY_10, who="王伟"))

    lead = Lead.objects.get()
    assert (lead.agent, lead.allocated_at, lead.first_call_at, lead.reached_at) == (agent, MONDAY_10, MONDAY_10, MONDAY_10)
    assert list(Allocation.objects.values_list("agent", "by", "at", "reason")) == [(agent.pk, None, MONDAY_10, "incoming")]
    assert Call.objects.get().agent == agent


@pytest.mark.parametrize("who", ["agent", "王伟"])
def test_an_agent_is_named_by_name_or_username(bring, agent, who):
    bring(row(MONDAY_10, who=who))

    assert Call.objects.get().agent == agent


def test_who_is_no_agent_of_ours_or_has_left_or_bears_two_peoples_name_is_nobody(bring, agent, store, leader):
    UserFactory(username="second", name="王伟", store=store, roles=["agent"])
    UserFactory(username="gone", name="刘洋", store=store, roles=["agent"], left_at=MONDAY_8)

    bring(*(row(MONDAY_10, number=f"1540000001{place}", who=who) for place, who in enumerate(["王伟", "刘洋", "赵明哲", "没人"])))

    assert list(Call.objects.values_list("agent", flat=True)) == [None] * 4
    assert list(Lead.objects.values_list("agent", flat=True)) == [None] * 4


def test_without_a_name_it_lies_in_the_pool_and_was_contact(bring):
    bring(row(MONDAY_10))

    lead = Lead.objects.get()
    assert (lead.agent, lead.call_count, lead.responded_at, lead.ungraded_since) == (None, 1, MONDAY_17, MONDAY_10)


def test_answered_of_a_colleagues_customer_it_is_a_call_of_whoever_answered(bring, agent, other_agent, store):
    lead = LeadFactory(store=store, agent=other_agent, phone=NUMBER)

    _batch, counts = bring(row(MONDAY_10, who="王伟"))

    lead.refresh_from_db()
    assert (counts, lead.agent, Call.objects.get().agent, lead.inquiry_count) == ({"merged": 1}, other_agent, agent, 2)


def test_a_missed_call_stands_first_with_the_agent_and_a_strangers_in_the_pool(bring, agent, store):
    known = LeadFactory(store=store, agent=agent, phone=NUMBER)

    bring(row(MONDAY_10, answered=False), row(MONDAY_11, number="15400000002", answered=False))

    known.refresh_from_db()
    assert (known.missed_at, Lead.objects.get(phone="15400000002").missed_at) == (MONDAY_10, MONDAY_11)
    assert list(Notice.objects.filter(kind="call.missed").values_list("user", "lead_id")) == [(agent.pk, known.pk)]


def test_a_later_call_of_the_log_ends_the_duty_an_earlier_one_does_not(bring):
    bring(
        *[row(MONDAY_11, answered=False), row(MONDAY_10)],
        *[row(MONDAY_10, number="15400000002", answered=False), row(MONDAY_11, number="15400000002")],
    )

    assert dict(Lead.objects.values_list("phone", "missed_at")) == {NUMBER: MONDAY_11, "15400000002": None}


def test_a_later_call_of_ours_or_a_visit_had_ended_the_duty(bring, agent, store):
    called, came, before = (LeadFactory(store=store, agent=agent, phone=f"1540000001{place}") for place in range(3))
    log_call(called, said=Said("no_answer", "无人接听"), by=agent, now=MONDAY_11)
    VisitFactory(store=store, lead=came, at=MONDAY_11)
    VisitFactory(store=store, lead=before, at=MONDAY_9)

    bring(*(row(MONDAY_10, number=lead.phone, answered=False) for lead in (called, came, before)))

    assert [Lead.objects.get(pk=lead.pk).missed_at for lead in (called, came, before)] == [None, None, MONDAY_10]


def test_contact_counts_for_the_grading_list_by_when_it_came_in(bring, agent, data_manager, store):
    lead = LeadFactory(store=store, agent=agent, phone=NUMBER)
    log_call(lead, said=Said("connected"), by=agent, now=MONDAY_9)
    grade_lead(lead, grade="A", by=data_manager, now=MONDAY_11)

    bring(row(MONDAY_10))

    assert Lead.objects.get().ungraded_since == MONDAY_10


def test_it_ends_what_was_owed_at_its_moment_and_nothing_made_since(bring, agent, store):
    lead = LeadFactory(store=store, agent=agent, phone=NUMBER)
    owed = FollowUpFactory(lead=lead, agent=agent, kind="retry", created_at=MONDAY_8, due_at=MONDAY_9)
    since = FollowUpFactory(lead=lead, agent=agent, kind="callback", created_at=MONDAY_11, due_at=MONDAY_11)

    bring(row(MONDAY_10))

    assert list(FollowUp.objects.filter(done_at=None)) == [since]
    assert FollowUp.objects.get(pk=owed.pk).ended_as == "done"


@pytest.fixture
def taken(agent, hotline):
    """A stranger's call that an agent answered at ten and logged."""
    window = identify(NUMBER, by=agent, now=MONDAY_10)
    return take_call(window, said=TALKED, caller=Caller(hotline, name="王建国", model="卡罗拉"), agreed=Agreed(card=CardFacts()), by=agent, now=MONDAY_11)


def test_a_row_near_a_call_that_was_logged_is_that_call(bring, taken, agent):
    notices = Notice.objects.count()

    _batch, counts = bring(row(MONDAY_10 + 10 * MINUTE, seconds=95, waited="17", who="李娜"))

    assert counts == {"merged": 1}
    assert calls() == [("in", "connected", MONDAY_10, "王伟", 95, 17, "filled")]
    assert (Inquiry.objects.count(), Lead.objects.get().inquiry_count, Notice.objects.count()) == (1, 1, notices)


def test_the_next_time_that_row_is_repeated(bring, taken, hotline):
    bring(row(MONDAY_10))

    _batch, counts = bring(row(MONDAY_10), now=TUESDAY_10)

    call = Call.objects.get()
    assert (counts, call.row_channel, NUMBER in call.row_key) == ({"repeated": 1}, hotline, True)


def test_a_call_takes_one_row_and_a_second_row_is_a_call_of_its_own(bring, taken):
    _batch, counts = bring(row(MONDAY_10 + MINUTE), row(MONDAY_10))

    assert counts == {"merged": 2}
    assert [(at, of) for _in, _outcome, at, *_rest, of in calls()] == [(MONDAY_10, "filled"), (MONDAY_10 + MINUTE, "made")]


def test_a_call_that_a_row_made_takes_no_other_row(bring):
    bring(row(MONDAY_10))

    bring(row(MONDAY_10 + MINUTE), now=TUESDAY_10)

    assert [(at, of) for _in, _outcome, at, *_rest, of in calls()] == [(MONDAY_10, "made"), (MONDAY_10 + MINUTE, "made")]


def test_a_missed_call_that_was_noted_is_the_row_that_was_missed(bring, agent, store, hotline):
    miss_call(store, number=NUMBER, at=MONDAY_10, caller=Caller(hotline), by=agent, now=MONDAY_11)

    _batch, counts = bring(row(MONDAY_10, answered=False, waited="21"), row(MONDAY_10 + MINUTE))

    assert counts == {"merged": 2}
    assert calls() == [("in", "missed", MONDAY_10, None, 0, 21, "filled"), ("in", "connected", MONDAY_10 + MINUTE, None, 60, 8, "made")]


def test_where_that_calls_lead_was_closed_since_no_new_one_opens(bring, taken, leader):
    close_lead(taken.lead, outcome="lost", reason="价格", by=leader, now=MONDAY_11)

    _batch, counts = bring(row(MONDAY_10))

    assert (counts, Lead.objects.count(), Call.objects.get().row) == ({"merged": 1}, 1, "filled")


def test_who_asked_not_to_be_called_is_recognised_all_the_same(bring, taken, store):
    DoNotCallFactory(store=store, phone=NUMBER, at=MONDAY_11)

    _batch, counts = bring(row(MONDAY_10))

    assert (counts, Call.objects.get().row) == ({"merged": 1}, "filled")


def test_an_outgoing_call_is_no_row(bring, agent, store):
    CallFactory(agent=agent, lead=LeadFactory(store=store, agent=agent, phone=NUMBER), phone=NUMBER, at=MONDAY_10)

    bring(row(MONDAY_10))

    assert sorted(Call.objects.values_list("direction", "row")) == [("in", "made"), ("out", "")]


def test_what_is_typed_after_the_file_completes_the_rows_call(bring, agent, hotline):
    bring(row(MONDAY_10, seconds=95))
    window = identify(NUMBER, by=agent, now=MONDAY_10 + 10 * MINUTE)

    said = Said("connected", seconds=80, note="要现车", level="A")
    call = take_call(window, said=said, caller=Caller(), agreed=Agreed(), by=agent, now=MONDAY_11)

    assert calls() == [("in", "connected", MONDAY_10, "王伟", 95, 8, "completed")]
    assert (call.note, call.level, call.lead.level, call.lead.call_count) == ("要现车", "A", "A", 1)


def test_a_stranger_whose_row_named_nobody_is_theirs_who_types_the_call(bring, agent):
    bring(row(MONDAY_10))

    take_call(identify(NUMBER, by=agent, now=MONDAY_10), said=TALKED, caller=Caller(), agreed=Agreed(), by=agent, now=MONDAY_11)

    assert list(Allocation.objects.values_list("agent", "by", "at", "reason")) == [(agent.pk, agent.pk, MONDAY_10, "incoming")]


def test_beyond_ten_minutes_it_is_another_call(bring, agent):
    bring(row(MONDAY_10))
    window = identify(NUMBER, by=agent, now=MONDAY_10 + 10 * MINUTE + timedelta(seconds=1))

    take_call(window, said=TALKED, caller=Caller(), agreed=Agreed(), by=agent, now=MONDAY_11)

    assert [of for *_facts, of in calls()] == ["made", ""]


def test_what_was_typed_wrongly_of_a_rows_call_is_corrected_by_whoever_typed_it(bring, agent):
    bring(row(MONDAY_10))
    call = take_call(identify(NUMBER, by=agent, now=MONDAY_10), said=TALKED, caller=Caller(), agreed=Agreed(), by=agent, now=TUESDAY_10)

    correct_call(call, said=Corrected("connected", "已接通", note="要现车"), by=agent, now=TUESDAY_10 + 15 * MINUTE)

    assert (Call.objects.get().note, [len(trail(action)) for action in ("call.log", "call.complete", "call.correct")]) == ("要现车", [1, 1, 1])


def test_a_rows_call_is_completed_once(bring, agent, other_agent):
    bring(row(MONDAY_10))
    for person, minutes in ((agent, 1), (other_agent, 2)):
        window = identify(NUMBER, by=person, now=MONDAY_10 + minutes * MINUTE)
        take_call(window, said=TALKED, caller=Caller(), agreed=Agreed(), by=person, now=MONDAY_11)

    assert [(who, of) for _in, _outcome, _at, who, _seconds, _waited, of in calls()] == [("王伟", "completed"), ("李娜", "")]


def test_who_had_hung_up_is_the_rows_missed_call(bring, agent):
    bring(row(MONDAY_10, answered=False))
    window = identify(NUMBER, by=agent, now=MONDAY_10)

    miss_typed_call(window, caller=Caller(), by=agent, now=MONDAY_11)

    assert calls() == [("in", "missed", MONDAY_10, None, 0, 8, "completed")]


def test_a_missed_call_noted_after_the_rows_lead_was_closed_opens_no_new_one(bring, agent, store, hotline, leader):
    bring(row(MONDAY_10, answered=False), now=MONDAY_11)
    close_lead(Lead.objects.get(), outcome="lost", reason="价格", by=leader, now=MONDAY_17)

    miss_call(store, number=NUMBER, at=MONDAY_10, caller=Caller(hotline), by=agent, now=TUESDAY_10)

    assert (Lead.objects.count(), Lead.objects.get().missed_at, Call.objects.get().row) == (1, None, "completed")


def test_a_call_that_stands_in_the_log_was_one_and_is_not_taken_back(bring, taken, agent):
    bring(row(MONDAY_10), now=MONDAY_11)

    with pytest.raises(Refused):
        annul_call(taken, by=agent, now=MONDAY_11 + MINUTE)


def test_an_undo_takes_the_calls_of_its_rows_along(bring, agent, leader, store):
    known = InquiryFactory(lead=LeadFactory(store=store, agent=agent, phone=NUMBER)).lead
    owed = FollowUpFactory(lead=known, agent=agent, kind="retry", created_at=MONDAY_8, due_at=MONDAY_9)
    batch, _counts = bring(row(MONDAY_10), row(MONDAY_10, number="15400000002", who="王伟"), row(MONDAY_11, answered=False))

    undo_import(batch, sign=foresee_undo(batch).sign, by=leader, now=TUESDAY_10)

    known.refresh_from_db()
    gone = Lead.every.get(phone="15400000002")
    assert calls() == []
    assert (known.call_count, known.first_call_at, known.missed_at, known.ungraded_since, known.reached_at) == (0, None, None, None, None)
    assert (gone.annulled_at, gone.call_count, gone.first_call_at) == (TUESDAY_10, 0, None)
    assert FollowUp.objects.get(pk=owed.pk).done_at is None


def test_an_undo_leaves_what_somebody_completed_and_lets_go_what_it_had_filled(bring, taken, agent, other_agent, leader, hotline):
    batch, _counts = bring(row(MONDAY_10), row(MONDAY_10, number="15400000002"))
    window = identify("15400000002", by=other_agent, now=MONDAY_10)
    take_call(window, said=TALKED, caller=Caller(), agreed=Agreed(), by=other_agent, now=MONDAY_17)

    undo_import(batch, sign=foresee_undo(batch).sign, by=leader, now=TUESDAY_10)

    assert sorted(Call.objects.values_list("phone", "row")) == [("15400000002", "completed"), (NUMBER, "")]
    assert Lead.objects.count() == 2


def test_the_preview_counts_as_the_import_does(bring, taken, store, hotline, data_manager, tmp_path):
    path = tmp_path / "log.csv"
    path.write_text("\n".join([HEADER, row(MONDAY_10), row(moment(23, 12))]), encoding="utf-8")

    batch, foreseen = import_file(path, store, channel=hotline, by=data_manager, now=MONDAY_17, dry_run=True)

    assert (batch, dict(foreseen.counts), len(calls())) == (None, {"merged": 2}, 1)
