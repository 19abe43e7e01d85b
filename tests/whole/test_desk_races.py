"""Two at once at the desk and in the reconciliation: one wins, the other is told (docs/rules/trust.md#claims, #twice-is-once)."""

from datetime import timedelta
from uuid import uuid4

import pytest

from calls.models import CardCheck
from leads.models import Lead
from reception.checks.rules.check_verdicts import dial_check, judge
from reception.checks.rules.drawing import draw_checks
from reception.customers.rules.annulling_orders import reverse_joining
from reception.door.rules.evidence import Person
from reception.door.rules.kept import Kept, answer, drop, receive
from reception.door.rules.registration import Registration
from reception.models import CheckDraw, DelayRequest, KeptGroup, Order, Transfer, Visit
from reception.reconcile.rules.joining import Joined, join_order
from reception.showroom.rules.delays import ask_delay, grant_delay, reject_delay
from tests.factories import CardFactory, LeadFactory, ShowroomCardFactory, TransferFactory, VisitFactory
from tests.moments import NOW, WEDNESDAY_9
from tests.whole.racing import at_once

pytestmark = [pytest.mark.races, pytest.mark.django_db(transaction=True)]

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def done(told: list[str]) -> int:
    """Return how many were not refused."""
    return sum(sentence == "" for sentence in told)


@pytest.fixture
def fetches(store) -> Visit:
    """Somebody of the showroom fetches a car on Wednesday at nine."""
    facts = {"tag": "showroom", "basis": "none", "lead": None, "purpose": "交车", "phone": "15400009999", "name": "于海燕"}
    return VisitFactory(store=store, at=WEDNESDAY_9, registered_at=WEDNESDAY_9, **facts)


@pytest.fixture
def lead(store, agent) -> Lead:
    return LeadFactory(store=store, agent=agent, name="于洋", opened_at=WEDNESDAY_9 - 2 * DAY, received_at=WEDNESDAY_9 - 2 * DAY)


def joined(visit: Visit) -> Joined:
    return Joined(WEDNESDAY_9 - DAY, WEDNESDAY_9, "签在儿媳名下", visit=visit, token=uuid4())


def test_of_two_who_join_one_handing_over_to_two_leads_one_does(store, fetches, lead, data_manager, leader):
    other = LeadFactory(store=store, name="于海", opened_at=WEDNESDAY_9 - 2 * DAY, received_at=WEDNESDAY_9 - 2 * DAY)

    told = at_once([lead, other], [lambda held, by=by: join_order(held, joined(fetches), by=by, now=NOW) for by in (data_manager, leader)])

    order = Order.objects.get()
    assert (done(told), Lead.objects.filter(closed_as="delivered").get()) == (1, order.lead)


def test_a_joining_that_is_reversed_twice_goes_once_and_opens_its_lead_once(fetches, lead, data_manager, director):
    order = join_order(lead, joined(fetches), by=data_manager, now=NOW)

    told = at_once([order] * 2, [lambda held: reverse_joining(held, reason="合同对不上", by=director, now=NOW + HOUR)] * 2)

    assert (done(told), Order.objects.count(), Lead.objects.get().closed_at) == (1, 0, None)


def test_a_second_joining_beside_the_reversal_of_the_first_leaves_one_order_or_none(fetches, lead, data_manager, director):
    order = join_order(lead, joined(fetches), by=data_manager, now=NOW)
    reverse = lambda held: reverse_joining(held, reason="合同对不上", by=director, now=NOW + HOUR)  # noqa: E731
    again = lambda _held: join_order(lead, joined(fetches), by=data_manager, now=NOW + HOUR)  # noqa: E731

    told = at_once([order] * 2, [reverse, again])

    assert told[0] == ""
    standing = Order.objects.count()
    assert (standing, Lead.objects.get().closed_as) == ((1, "delivered") if told[1] == "" else (0, ""))


def test_of_two_answers_to_a_check_one_is_written(store, agent, leader):
    carded = LeadFactory(store=store, agent=agent)
    CardFactory(lead=carded, agent=agent, at=NOW - DAY)
    draw_checks(store, at=NOW - 4 * HOUR)
    drawn = CheckDraw.objects.get()
    dial_check(drawn, by=leader, now=NOW)
    wrong = {"upheld": False, "kind": "never_spoke", "reason": "他说没人打过"}

    told = at_once([drawn] * 2, [lambda held, said=said: judge(held, **said, by=leader, now=NOW) for said in ({"upheld": True}, wrong)])

    check = CardCheck.objects.get()
    assert (done(told), CheckDraw.objects.get().ended_as) == (1, "upheld" if check.upheld else "wrong")


def test_of_two_decisions_on_a_delay_one_counts(store, front_desk, director):
    long_ago = NOW - 70 * DAY
    card = ShowroomCardFactory(store=store, card_date=long_ago.date(), entered_at=long_ago)
    request = ask_delay(TransferFactory(card=card, listed_at=NOW - HOUR), days=10, reason="公积金下月到账", by=front_desk, now=NOW)
    grant = lambda held: grant_delay(held, by=director, now=NOW)  # noqa: E731
    reject = lambda held: reject_delay(held, answer="拖得太久", by=director, now=NOW)  # noqa: E731

    told = at_once([request] * 2, [grant, reject])

    decision = DelayRequest.objects.get().decision
    assert (done(told), Transfer.objects.get().decision) == (1, "held" if decision == "granted" else "")


def test_what_a_tablet_sends_twice_at_once_is_kept_once_and_answered_once(store, front_desk):
    sent = Kept(Registration(name="石文博"), uuid4(), NOW - HOUR, NOW - HOUR, front_desk, number="0000", tail="0000")

    at_once([store] * 2, [lambda _store: receive(store, sent, now=NOW)] * 2)
    held = KeptGroup.objects.get()
    register = lambda kept: answer(store, kept, Registration(person=Person(), name="石文博", another=True), by=front_desk, now=NOW)  # noqa: E731
    told = at_once([held] * 3, [register, register, lambda kept: drop(kept, reason="登记过了", by=front_desk, now=NOW)])

    held.refresh_from_db()
    assert (done(told), Visit.objects.count(), held.visit is None) == (1, int(held.reason == ""), held.reason != "")
