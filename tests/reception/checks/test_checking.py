"""A check is rung for, judged, and taken back until the next morning."""

from datetime import timedelta

import pytest

from calls.models import Call, CardCheck, Dial
from dcc.errors import Refused
from dcc.models import Notice, TrailEntry
from dcc.store.rules.house_rules import change_settings
from leads.models import Lead
from reception.checks.rules.check_verdicts import dial_check, judge, not_reached, take_back_check
from reception.models import CheckDraw, CheckTry, VisitCheck
from tests.factories import DoNotCallFactory, UserFactory
from tests.moments import moment

AT_10 = moment(26, 10)


def state(drawn: CheckDraw) -> tuple:
    drawn.refresh_from_db()
    return drawn.ended_as, drawn.ended_at


def test_a_ring_shows_the_number_and_is_no_call(card, leader):
    before = Lead.objects.values().get(pk=card.lead_id)

    number = dial_check(card, by=leader, now=AT_10)

    assert number == card.lead.phone
    assert (Call.objects.count(), Dial.objects.count(), CheckTry.objects.count()) == (0, 0, 1)
    assert Lead.objects.values().get(pk=card.lead_id) == before
    assert list(TrailEntry.objects.filter(action="check.dial").values_list("object_type", "object_id", "by")) == [("lead", card.lead_id, leader.pk)]


def test_pressed_twice_it_is_one_ring(card, leader):
    dial_check(card, by=leader, now=AT_10)
    dial_check(card, by=leader, now=AT_10 + timedelta(seconds=1))

    assert CheckTry.objects.count() == 1


def test_the_number_of_a_visit_without_a_lead_counts_in_the_days_budget(visit, leader, director):
    change_settings(visit.store, values={"numbers_warning": 1, "numbers_limit": 1}, by=director, now=moment(26, 9))
    UserFactory(store=visit.store, roles=["leader"])

    numbers = [dial_check(visit, by=leader, now=AT_10) for _press in range(2)]

    assert numbers == ["15400005678"] * 2
    assert Notice.objects.filter(kind="lead.reveal_many").count() == 1


def test_a_closed_lead_may_be_rung_for(card, leader):
    Lead.objects.filter(pk=card.lead_id).update(closed_at=AT_10, closed_as="lost")

    assert dial_check(card, by=leader, now=AT_10)


@pytest.mark.parametrize("clock", [(7, 59), (21, 0)])
def test_nobody_is_rung_outside_the_call_window(card, leader, clock):
    with pytest.raises(Refused, match="08:00"):
        dial_check(card, by=leader, now=moment(26, *clock))


def test_nobody_is_rung_who_asked_not_to_be_called(card, leader):
    DoNotCallFactory(store=card.store, phone=card.lead.phone, at=moment(26, 9))

    with pytest.raises(Refused):
        dial_check(card, by=leader, now=AT_10)


def test_nobody_checks_what_they_wrote_themselves(card):
    with pytest.raises(Refused):
        dial_check(card, by=card.user, now=AT_10)


def test_a_true_card_is_upheld(card, leader):
    dial_check(card, by=leader, now=AT_10)
    judge(card, upheld=True, by=leader, now=AT_10 + timedelta(minutes=2))

    assert state(card) == ("upheld", AT_10 + timedelta(minutes=2))
    assert list(CardCheck.objects.values_list("lead", "by", "upheld", "reason")) == [(card.lead_id, leader.pk, True, "")]
    assert list(CheckTry.objects.values_list("outcome", "ended_at")) == [("reached", AT_10 + timedelta(minutes=2))]
    assert not Notice.objects.exists()


def test_a_card_that_is_not_true_is_void_and_its_agent_is_told(card, leader):
    dial_check(card, by=leader, now=AT_10)
    judge(card, upheld=False, kind="invented", reason="只问保养", by=leader, now=AT_10)

    assert state(card)[0] == "wrong"
    assert list(CardCheck.objects.values_list("upheld", "kind", "reason")) == [(False, "invented", "只问保养")]
    assert list(Notice.objects.values_list("user", "kind", "lead_id")) == [(card.user_id, "check.wrong", card.lead_id)]


@pytest.mark.parametrize(("kind", "reason"), [("", "x"), ("invented", " "), ("never_came", "x")])
def test_what_is_not_true_needs_a_kind_of_its_own_and_a_sentence(card, leader, kind, reason):
    dial_check(card, by=leader, now=AT_10)

    with pytest.raises(Refused):
        judge(card, upheld=False, kind=kind, reason=reason, by=leader, now=AT_10)

    assert (state(card)[0], CardCheck.objects.count()) == ("", 0)


def test_a_visit_that_is_not_true_keeps_its_tag(visit, leader, front_desk):
    dial_check(visit, by=leader, now=AT_10)
    judge(visit, upheld=False, kind="never_came", reason="没来过", by=leader, now=AT_10)

    visit.visit.refresh_from_db()
    assert (visit.visit.tag, visit.visit.annulled_at) == ("showroom", None)
    assert list(VisitCheck.objects.values_list("visit", "by", "upheld", "kind", "reason")) == [(visit.visit_id, leader.pk, False, "never_came", "没来过")]
    assert list(Notice.objects.values_list("user", "kind")) == [(front_desk.pk, "check.wrong")]


def test_a_check_without_a_ring_of_today_is_refused(card, leader):
    dial_check(card, by=leader, now=AT_10)

    for verdict in (lambda now: judge(card, upheld=True, by=leader, now=now), lambda now: not_reached(card, by=leader, now=now)):
        with pytest.raises(Refused):
            verdict(AT_10 + timedelta(days=1))


def test_not_reached_on_three_days_ends_it_and_twice_on_one_day_is_one(card, leader):
    ended = []
    for at in (AT_10, AT_10 + timedelta(hours=3), AT_10 + timedelta(days=1), AT_10 + timedelta(days=2)):
        dial_check(card, by=leader, now=at)
        ended.append(not_reached(card, by=leader, now=at))

    assert ended == [False, False, False, True]
    assert state(card) == ("unreached", AT_10 + timedelta(days=2))


def test_a_judged_check_is_judged_once(card, leader):
    dial_check(card, by=leader, now=AT_10)
    judge(card, upheld=True, by=leader, now=AT_10)

    with pytest.raises(Refused):
        judge(card, upheld=False, kind="other", reason="x", by=leader, now=AT_10)


def test_a_verdict_is_taken_back_and_the_ring_waits_again(card, leader):
    dial_check(card, by=leader, now=AT_10)
    judge(card, upheld=False, kind="other", reason="按错", by=leader, now=AT_10)

    take_back_check(card, by=leader, now=AT_10 + timedelta(minutes=1))

    assert state(card) == ("", None)
    assert (CardCheck.objects.count(), CardCheck.every.count()) == (0, 1)
    assert list(Notice.objects.order_by("pk").values_list("kind", flat=True)) == ["check.wrong", "check.withdrawn"]
    judge(card, upheld=True, by=leader, now=AT_10 + timedelta(minutes=2))
    assert state(card)[0] == "upheld"


@pytest.mark.parametrize(("at", "done"), [(moment(27, 7, 59), True), (moment(27, 8), False)])
def test_it_is_taken_back_until_the_next_morning(card, leader, at, done):
    dial_check(card, by=leader, now=AT_10)
    judge(card, upheld=True, by=leader, now=AT_10)

    if done:
        take_back_check(card, by=leader, now=at)
    else:
        with pytest.raises(Refused):
            take_back_check(card, by=leader, now=at)

    assert (state(card)[0] == "") == done


def test_another_leader_takes_nothing_back_and_nobody_twice(card, leader):
    dial_check(card, by=leader, now=AT_10)
    not_reached(card, by=leader, now=AT_10)
    other = UserFactory(store=card.store, roles=["leader"])

    with pytest.raises(Refused):
        take_back_check(card, by=other, now=AT_10)
    take_back_check(card, by=leader, now=AT_10)
    with pytest.raises(Refused):
        take_back_check(card, by=leader, now=AT_10)
