"""Who goes to meet a group, and what they write down."""

from datetime import timedelta
from decimal import Decimal

import pytest

from dcc.errors import Refused
from dcc.installation.rules.due import run_due
from dcc.models import Notice
from leads.grading.rules.naming_specialist import name_reception
from leads.models import FollowUp, Lead
from reception.customers.rules.customer_board import door_of
from reception.customers.rules.receiving import Seen, alarm_waiting, note_visit, take_visit
from reception.door.rules.tags import Correction, correct_tag, decide_tag
from reception.door.rules.visits import leave, register_visit
from reception.models import TagChange, Visit
from tests.factories import FollowUpFactory, UserFactory, VisitFactory
from tests.moments import THURSDAY_9, TUESDAY_9, WEDNESDAY_9
from tests.trail import trail

THURSDAY_0 = THURSDAY_9 - timedelta(hours=9)


@pytest.fixture
def visit(store, front_desk, invited, group) -> Visit:
    """An invited customer at the desk on Wednesday at nine."""
    return register_visit(store, group(), by=front_desk, now=WEDNESDAY_9)


def test_who_presses_first_has_received_the_visit_and_has_the_customer(visit, reception, lead):
    other = UserFactory(store=reception.store, roles=["reception"])

    answers = [take_visit(visit, by=person, now=WEDNESDAY_9 + timedelta(minutes=1)) for person in (reception, other)]

    visit.refresh_from_db()
    assert answers == [True, False]
    assert (visit.reception, visit.first_reception, visit.taken_at) == (reception, reception, WEDNESDAY_9 + timedelta(minutes=1))
    assert Lead.objects.get().reception == reception
    assert trail("visit.take") == [{}]


def test_being_called_does_not_write_the_reception_specialist(visit, reception):
    visit.refresh_from_db()

    assert (visit.called, visit.reception, Lead.objects.get().reception) == (reception, None, None)


def test_who_received_last_has_the_customer_whatever_the_purpose(store, front_desk, visit, group, reception):
    other = UserFactory(store=store, roles=["reception"])
    take_visit(visit, by=reception, now=WEDNESDAY_9)
    papers = register_visit(store, group(purpose="办手续"), by=front_desk, now=WEDNESDAY_9 + timedelta(days=1))

    take_visit(papers, by=other, now=WEDNESDAY_9 + timedelta(days=1))

    assert Lead.objects.get().reception == other


def test_what_the_former_specialist_owes_moves_to_who_receives_now_and_back_with_the_tag(store, visit, director, agent, reception, lead):
    other = UserFactory(store=store, roles=["reception"])
    name_reception(lead, reception=reception, by=director, now=TUESDAY_9)
    FollowUpFactory(lead=lead, agent=reception, kind="after_visit")
    FollowUpFactory(lead=lead, agent=agent, kind="callback")

    take_visit(visit, by=other, now=WEDNESDAY_9)
    received = list(FollowUp.objects.order_by("pk").values_list("agent", flat=True))
    decide_tag(visit, tag="showroom", reason="展厅先接待", by=director, now=THURSDAY_9)

    assert (received, list(FollowUp.objects.order_by("pk").values_list("agent", flat=True))) == ([other.pk, agent.pk], [reception.pk, agent.pk])


def test_nobody_receives_for_dcc_what_is_the_showrooms_gone_or_changed_on_another_day(store, visit, reception, front_desk, lead, director):
    showroom = VisitFactory(store=store, registered_at=WEDNESDAY_9, at=WEDNESDAY_9)
    changed = VisitFactory(store=store, registered_at=WEDNESDAY_9, at=WEDNESDAY_9)
    decide_tag(changed, tag="dcc", reason="监控里是专员带进来的", by=director, now=THURSDAY_0)
    leave(visit, by=front_desk, now=WEDNESDAY_9)

    for one in (showroom, visit, changed):
        with pytest.raises(Refused):
            take_visit(one, by=reception, now=WEDNESDAY_9)

    assert Visit.objects.filter(taken_at__isnull=False).count() == 0


def turned(store, front_desk, director, group, at) -> Visit:
    """A group of the showroom, in the house, whose tag the director changes."""
    visit = register_visit(store, group("15400005678"), by=front_desk, now=WEDNESDAY_9)
    decide_tag(visit, tag="dcc", reason="监控里是专员带进来的", by=director, now=at)
    visit.refresh_from_db()
    return visit


@pytest.mark.parametrize("at", [WEDNESDAY_9, THURSDAY_0 - timedelta(seconds=1)])
def test_a_group_turned_to_dcc_on_its_day_is_called_stands_on_the_board_and_is_received(store, front_desk, director, reception, group, at):
    visit = turned(store, front_desk, director, group, at)
    on_board = door_of(reception, now=at).waiting

    taken = take_visit(visit, by=reception, now=at + timedelta(minutes=1))

    visit.refresh_from_db()
    change = TagChange.objects.get()
    assert (on_board, taken, Notice.objects.filter(kind="visit.arrived", user=reception, at=at).count()) == ([visit], True, 1)
    assert (visit.reception, visit.taken_at, change.reception) == (reception, at + timedelta(minutes=1), reception)
    assert Lead.objects.get(pk=visit.lead_id).reception == reception


def test_who_received_it_is_the_visits_still_when_the_tag_goes_and_comes_back(store, front_desk, director, reception, group):
    visit = turned(store, front_desk, director, group, WEDNESDAY_9)
    take_visit(visit, by=reception, now=WEDNESDAY_9)
    for tag in ("showroom", "dcc"):
        decide_tag(visit, tag=tag, reason="部长裁定", by=director, now=WEDNESDAY_9 + timedelta(hours=1))

    visit.refresh_from_db()

    assert (visit.reception, door_of(reception, now=WEDNESDAY_9).waiting) == (reception, [])


def test_whom_a_change_calls_received_does_not_wait(store, front_desk, data_manager, reception, lead, group):
    visit = register_visit(store, group(), by=front_desk, now=WEDNESDAY_9)
    correct_tag(visit, Correction(named="called", reception=reception), reason="客户说接过电话", by=data_manager, now=WEDNESDAY_9)

    assert (door_of(reception, now=WEDNESDAY_9).waiting, alarm_waiting(now=WEDNESDAY_9 + timedelta(hours=1))) == ([], 0)


@pytest.mark.parametrize(("after", "alarmed"), [(timedelta(minutes=5) - timedelta(seconds=1), 0), (timedelta(minutes=5), 1), (timedelta(hours=3), 1)])
def test_five_minutes_after_the_change_all_are_told_once_with_that_moment(store, front_desk, director, leader, reception, group, after, alarmed):
    changed_at = WEDNESDAY_9 + timedelta(hours=2)
    turned(store, front_desk, director, group, changed_at)

    counts = [alarm_waiting(now=changed_at + after + timedelta(seconds=more)) for more in (0, 0)]

    told = Notice.objects.filter(kind="visit.waiting").values_list("at", flat=True)
    assert (counts, set(told)) == ([alarmed, 0], {changed_at + timedelta(minutes=5)} if alarmed else set())


def test_who_waited_once_and_was_turned_back_is_told_of_anew(store, visit, director, leader, reception):
    first = alarm_waiting(now=WEDNESDAY_9 + timedelta(minutes=6))
    decide_tag(visit, tag="showroom", reason="展厅先接触", by=director, now=WEDNESDAY_9 + timedelta(minutes=10))
    meanwhile = alarm_waiting(now=WEDNESDAY_9 + timedelta(minutes=30))
    decide_tag(visit, tag="dcc", reason="部长裁定", by=director, now=WEDNESDAY_9 + timedelta(minutes=40))

    anew = [alarm_waiting(now=WEDNESDAY_9 + timedelta(minutes=45)) for _ in range(2)]

    assert (first, meanwhile, anew) == (1, 0, [1, 0])


def test_nobody_is_told_of_a_group_of_yesterday_that_became_dccs(store, front_desk, director, leader, reception, group):
    turned(store, front_desk, director, group, THURSDAY_0)

    assert alarm_waiting(now=THURSDAY_0 + timedelta(minutes=5)) == 0


def test_left_untaken_for_five_minutes_all_on_duty_and_the_leader_are_told_once_with_that_moment(visit, leader, reception):
    UserFactory(username="reception2", store=reception.store, roles=["reception"])
    due = WEDNESDAY_9 + timedelta(minutes=5)
    early = alarm_waiting(now=due - timedelta(seconds=1))

    for _ in range(2):
        run_due(now=due + timedelta(hours=3))

    told = Notice.objects.filter(kind="visit.waiting").order_by("user__username")
    assert early == 0
    assert [(notice.user.username, notice.at) for notice in told] == [("leader", due), ("reception", due), ("reception2", due)]


def test_nobody_is_told_of_a_group_that_was_received_or_left(store, visit, leader, reception, front_desk, group):
    take_visit(visit, by=reception, now=WEDNESDAY_9)
    gone = register_visit(store, group("15400005678", named="called"), by=front_desk, now=WEDNESDAY_9)
    leave(gone, by=front_desk, now=WEDNESDAY_9)

    alarmed = alarm_waiting(now=WEDNESDAY_9 + timedelta(hours=1))

    assert alarmed == 0


def test_test_drive_quote_and_companion_are_written_down_once(visit, reception):
    seen = Seen(test_drive=True, quoted=True, quote=Decimal("19.28"), companion="李女士")

    answers = [note_visit(visit, seen, by=reception, now=WEDNESDAY_9) for _ in range(2)]

    visit.refresh_from_db()
    assert answers == [True, False]
    assert (visit.test_drive, visit.quoted, visit.quote, visit.wechat, visit.companion) == (True, True, Decimal("19.28"), False, "李女士")
    assert trail("visit.note") == [{"after": ["test_drive", "quoted"]}]


def test_a_price_wants_its_quote(visit, reception):
    with pytest.raises(Refused):
        note_visit(visit, Seen(quote=Decimal("19.28")), by=reception, now=WEDNESDAY_9)

    assert Visit.objects.get().quote is None
