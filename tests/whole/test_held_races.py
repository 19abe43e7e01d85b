"""Two at once for one thing, where one is enough or only one can have it (docs/rules/trust.md#claims, #twice-is-once)."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from calls.appointments.rules.appointments import book, confirm, move
from calls.appointments.rules.calling_off import call_off
from calls.desk.rules.calling import Said
from calls.desk.rules.dialling import dial
from calls.desk.rules.finishing import Next
from calls.desk.rules.keeping import keep_call
from calls.desk.rules.real_numbers import learn_real_number
from calls.incoming.rules.incoming import Agreed
from calls.models import Appointment, Call
from dcc.models import Absence, Notice, User, Word
from dcc.people.rules.absences import mark_away
from dcc.people.rules.people import add_person
from dcc.store.rules.words import add_word
from leads.channels.rules.channels import add_channel
from leads.customer.rules.changing import change_facts, correct_number
from leads.customer.rules.do_not_calling import set_do_not_call
from leads.grading.rules.requesting import confirm_number, request_number
from leads.intake.rules.importing import ask_commit, examine, receive_upload
from leads.intake.rules.undoing import foresee_undo, undo_import
from leads.models import Channel, DoNotCall, FollowUp, ImportBatch, Lead, Request
from leads.pool.rules.allocating import Move, allocate
from leads.pool.rules.giving import give_lead
from reception.customers.rules.orders import cancel_order, deliver_order
from reception.customers.rules.receiving import take_visit
from reception.door.rules.annulling_visits import annul_visit
from reception.door.rules.evidence import Person
from reception.door.rules.registration import Registration
from reception.door.rules.tags import Correction, correct_tag
from reception.door.rules.visits import register_visit
from reception.models import Order, Visit
from tests.factories import AllocationFactory, LeadFactory, UserFactory, VisitFactory
from tests.moments import MONDAY_9, MONDAY_11, THURSDAY_9, TUESDAY_9, WEDNESDAY_9
from tests.trail import trail
from tests.whole.racing import at_once
from tests.whole.twice import MINUTE, PHONE, SOON, Cast

pytestmark = [pytest.mark.races, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(store) -> Cast:
    return Cast(store)


def done(told: list[str]) -> int:
    """Return how many were not refused."""
    return sum(sentence == "" for sentence in told)


def test_an_absence_marked_twice_is_one_and_stands_once_on_the_trail(cast):
    last = MONDAY_11.date() + timedelta(days=2)

    at_once([cast.agent] * 2, [lambda person: mark_away(person, last=last, by=person, now=MONDAY_11)] * 2)

    assert (Absence.objects.count(), len(trail("person.away"))) == (3, 1)


def test_of_two_who_propose_a_number_one_does(cast):
    told = at_once([cast.lead] * 2, [lambda lead: request_number(lead, number="15400000077", reason="他说的", by=cast.agent, now=MONDAY_11)] * 2)

    assert (done(told), Request.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("add", "rows"),
    [
        (lambda store: add_channel(store, name="春季团购会", source="event", by=None, now=MONDAY_11), Channel.objects.filter(name="春季团购会")),
        (lambda store: add_word(store, kind="car_model", name="凌放 HEV 旗舰版", by=None, now=MONDAY_11), Word.objects.filter(name="凌放 HEV 旗舰版")),
        (lambda store: add_person(username="new", name="新人", roles=["agent"], store=store, by=None, now=MONDAY_11), User.objects.filter(username="new")),
    ],
    ids=["a channel", "a word", "a person"],
)
def test_of_two_who_add_the_same_one_does_and_the_other_is_told(cast, add, rows):
    told = at_once([cast.store] * 2, [add] * 2)

    assert (done(told), rows.count()) == (1, 1)


def test_of_two_leads_that_are_given_one_number_one_gets_it(cast):
    leads = [cast.lead, LeadFactory(store=cast.store, agent=cast.agent)]

    told = at_once(leads, [lambda lead: correct_number(lead, number="15400000077", by=cast.data_manager, now=MONDAY_11)] * 2)

    assert (done(told), Lead.objects.filter(phone="15400000077").count()) == (1, 1)


def test_of_two_leads_behind_privacy_numbers_that_learn_one_real_number_one_gets_it(cast):
    leads = [LeadFactory(store=cast.store, agent=cast.agent, phone=f"1949073314{place},3506") for place in range(6)]

    told = at_once(leads, [lambda lead: learn_real_number(lead, number="15400000077", by=cast.agent, now=MONDAY_11)] * 6)

    assert (done(told), Lead.objects.filter(phone="15400000077").count()) == (1, 1)


def test_of_two_proposed_numbers_that_are_the_same_one_is_confirmed(cast):
    leads = [cast.lead, LeadFactory(store=cast.store, agent=cast.agent)]
    asked = [request_number(lead, number="15400000077", reason="他说的", by=cast.agent, now=MONDAY_11) for lead in leads]

    told = at_once(asked, [lambda request: confirm_number(request, by=cast.data_manager, now=SOON)] * 2)

    assert (done(told), Lead.objects.filter(phone="15400000077").count()) == (1, 1)


def test_a_refusal_to_be_called_written_twice_is_one(cast):
    at_once([cast.lead] * 2, [lambda lead: set_do_not_call(lead, source="客户要求", by=cast.agent, now=MONDAY_11)] * 2)

    assert DoNotCall.objects.holding(MONDAY_11).count() == 1


def test_an_order_is_handed_over_or_cancelled(cast):
    order = cast.ordered()

    at_once([order] * 2, [lambda row: deliver_order(row, by=cast.leader, now=SOON), lambda row: cancel_order(row, reason="不买了", by=cast.leader, now=SOON)])

    order = Order.objects.get()
    assert (order.delivered_at is None, order.cancelled_at is None) in {(True, False), (False, True)}
    assert len(trail("order.deliver")) + len(trail("order.cancel")) == 1


def test_of_all_that_is_done_with_one_appointment_at_most_one_runs(cast):
    booked = book(cast.lead, scheduled_for=WEDNESDAY_9, by=cast.agent, now=MONDAY_11)
    moves = [lambda row, to=to: move(row, scheduled_for=to, by=cast.agent, now=SOON) for to in (THURSDAY_9, TUESDAY_9)]
    others = [
        lambda row: confirm(row, by=cast.agent, now=SOON),
        lambda row: call_off(row, reason="没空", then=Next("callback", at=TUESDAY_9), by=cast.agent, now=SOON),
    ]

    at_once([booked] * 4, moves + others)

    assert Appointment.objects.running().count() <= 1
    assert len(trail("appointment.move")) + len(trail("appointment.cancel")) == 1


def test_a_group_sent_twice_by_one_form_is_one_visit(cast):
    group = Registration(person=Person(PHONE), token=uuid4())

    told = at_once([cast.store] * 2, [lambda store: register_visit(store, group, by=cast.desk, now=MONDAY_11)] * 2)

    assert (done(told), Visit.objects.count()) == (2, 1)


@pytest.mark.parametrize("goal", ["third", "back", "pool"])
def test_a_call_of_whoever_lost_the_customer_is_kept_while_these_are_given_on(cast, goal):
    second, third = (UserFactory(store=cast.store, username=name, roles=["agent"]) for name in ("second", "third"))
    AllocationFactory(lead=cast.lead, agent=cast.agent, at=MONDAY_9)
    dial(cast.lead, by=cast.agent, now=MONDAY_11 - timedelta(minutes=2))
    give_lead(cast.lead, agent=second, reason="hand", by=cast.leader, now=MONDAY_11 - MINUTE)
    to = {"third": third.pk, "back": cast.agent.pk, "pool": None}[goal]
    keeps = Agreed(then=Next("callback", at=TUESDAY_9))
    deeds = [
        lambda lead: keep_call(lead, said=Said(outcome="connected", token=uuid4()), agreed=keeps, by=cast.agent, now=SOON),
        lambda lead: allocate(cast.store, [Move(lead.pk, to, "hand", second.pk)], by=cast.leader, now=SOON),
    ]

    told = at_once([cast.lead] * 2, deeds)

    kept = told[0] == ""
    owed = list(FollowUp.objects.filter(done_at=None, kind="callback").values_list("agent", flat=True))
    assert (told[1], Lead.objects.get(pk=cast.lead.pk).agent_id) == ("", to)
    assert (Call.objects.count(), owed) == ((1, [to]) if kept else (0, []))
    assert kept or goal == "back"
    assert Notice.objects.filter(kind="call.taken").count() <= int(kept)


@pytest.mark.parametrize("turn", range(3))
def test_a_number_learned_while_a_file_brings_it_is_one_open_leads(cast, settings, tmp_path, turn):
    settings.UPLOADS = tmp_path
    number, moment = "15400000077", MONDAY_11
    hidden = LeadFactory(store=cast.store, agent=cast.agent, phone="19490733147,3506")
    rows = [f"1540000{place:04d},王伟,卡罗拉,2026-11-23 09:00" for place in range(100, 100 + 40 * turn)]
    file = SimpleUploadedFile("morning.csv", "\n".join(["手机号,姓名,车型,时间", *rows, f"{number},冯梦洁,卡罗拉,2026-11-23 09:00"]).encode())
    channel = Channel.objects.filter(store=cast.store, source="web").first()
    batch = receive_upload(cast.store, file, channel=channel, by=cast.data_manager, now=moment)
    examine(batch, now=moment)
    deeds = [
        lambda lead: learn_real_number(lead, number=number, by=cast.agent, now=SOON),
        lambda row: ask_commit(row, by=cast.data_manager, now=SOON),
    ]

    told = at_once([hidden, batch], deeds)

    holder = Lead.objects.open().get(phone=number)
    assert (told[1], ImportBatch.objects.get().state) == ("", "done")
    assert (told[0] == "", holder.inquiries.filter(batch=batch).count()) == (holder == hidden, 1)


def test_a_file_committed_twice_is_taken_in_once(cast, settings, tmp_path):
    settings.UPLOADS = tmp_path
    file = SimpleUploadedFile("morning.csv", "手机号,姓名,车型,时间\n15400000001,王伟,卡罗拉,2026-11-23 09:00".encode())
    channel = Channel.objects.filter(store=cast.store, source="web").first()
    batch = receive_upload(cast.store, file, channel=channel, by=cast.data_manager, now=MONDAY_11)
    examine(batch, now=MONDAY_11)

    at_once([batch] * 2, [lambda row: ask_commit(row, by=cast.data_manager, now=SOON)] * 2)

    assert (ImportBatch.objects.get().created, Lead.objects.filter(phone="15400000001").count(), len(trail("import.commit"))) == (1, 1, 1)


@pytest.mark.parametrize("first", ["taken back", "corrected"])
def test_a_group_is_received_while_another_visit_of_its_customer_is_put_right(cast, first):
    before = cast.came()
    if first == "corrected":  # beside a visit of the same day it would count a group twice
        Visit.objects.filter(pk=before.pk).update(at=before.at - timedelta(days=1))
        before.refresh_from_db()
    waiting = VisitFactory(store=cast.store, lead=cast.lead, tag="dcc", basis="named", at=SOON, registered_at=SOON, by=cast.desk)
    put_right = {
        "taken back": lambda row: annul_visit(row, by=cast.desk, now=SOON),
        "corrected": lambda row: correct_tag(row, Correction(named="called"), reason="接过电话", by=cast.data_manager, now=SOON),
    }[first]

    told = at_once([before, waiting], [put_right, lambda row: take_visit(row, by=cast.reception, now=SOON)])

    waiting.refresh_from_db()
    assert (told, waiting.reception, Lead.objects.get().reception) == (["", ""], cast.reception, cast.reception)


@pytest.mark.parametrize("turn", range(3))
def test_an_import_is_undone_before_somebody_works_with_its_leads_or_not_at_all(cast, settings, tmp_path, turn):
    settings.UPLOADS = tmp_path
    rows = [f"1540000{place:04d},王伟,卡罗拉,2026-11-23 09:00" for place in range(100, 101 + 40 * turn)]
    file = SimpleUploadedFile("morning.csv", "\n".join(["手机号,姓名,车型,时间", *rows]).encode())
    channel = Channel.objects.filter(store=cast.store, source="web").first()
    batch = receive_upload(cast.store, file, channel=channel, by=cast.data_manager, now=MONDAY_11)
    examine(batch, now=MONDAY_11)
    ask_commit(batch, by=cast.data_manager, now=MONDAY_11)
    lead, sign = Lead.objects.order_by("pk").last(), foresee_undo(batch).sign
    deeds = [
        lambda row: change_facts(row, changes={"city": ("", "长春")}, by=cast.leader, now=SOON),
        lambda row: undo_import(row, sign=sign, by=cast.data_manager, now=SOON),
    ]

    told = at_once([lead, batch], deeds)

    undone = ImportBatch.objects.get().state == "undone"
    assert [bool(sentence) for sentence in told] == [undone, not undone]
    left = Lead.objects.filter(inquiries__batch=batch)
    assert (left.count(), left.filter(city="长春").count()) == ((0, 0) if undone else (len(rows), 1))
