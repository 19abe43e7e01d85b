"""Which of yesterday's cards and visits are drawn, and what ends a check by itself."""

from datetime import date, timedelta

import pytest

from dcc.models import DueOfStore
from dcc.store.rules.house_rules import change_settings
from dcc.store.rules.stores import create_store
from reception.checks.rules.drawing import draw_checks, keep_checks, make_secret
from reception.checks.sample import Written, draw, how_many, lot
from reception.models import CheckDraw, CheckSecret, Visit
from tests.factories import UserFactory, VisitFactory
from tests.moments import MONDAY_8, moment
from tests.reception.checks.conftest import THURSDAY_8, carded
from tests.trail import trail

DAY = date(2026, 11, 25)


@pytest.mark.once
@pytest.mark.parametrize(
    ("count", "percent", "drawn"), [(0, 20, 0), (1, 20, 1), (7, 20, 1), (8, 20, 2), (12, 20, 2), (13, 20, 3), (14, 10, 1), (15, 10, 2), (5, 0, 0)]
)
def test_a_share_is_drawn_half_up_and_at_least_one(count, percent, drawn):
    assert how_many(count, percent) == drawn


@pytest.mark.once
def test_the_first_by_their_lots_are_drawn_of_each_agents_cards_and_of_all_visits():
    cards = [Written(row, True, name, place) for name, rows in (("a", range(8)), ("b", range(8, 10))) for place, row in enumerate(rows, 1)]
    visits = [Written(row, False, "desk", place) for place, row in enumerate(range(20, 40), 1)]

    drawn = draw([*cards, *visits], secret="s", day=DAY, of_cards=20, of_visits=10)

    def first(written, many):
        return sorted(written, key=lambda one: lot("s", DAY, one.username, one.place))[:many]

    assert drawn == [*first(cards[:8], 2), *first(cards[8:], 1), *first(visits, 2)]


@pytest.mark.once
def test_another_secret_or_another_day_draws_others():
    cards = [Written(row, True, "a", row + 1) for row in range(50)]

    lots = [frozenset(draw(cards, secret=secret, day=day, of_cards=20, of_visits=10)) for secret, day in (("s", DAY), ("t", DAY), ("s", date(2026, 11, 24)))]

    assert len(set(lots)) == 3


def test_what_was_written_yesterday_is_drawn_at_eight_once(store, agent, other_agent, front_desk):
    for number in range(8):
        carded(store, agent, number)
    carded(store, other_agent, 20)
    carded(store, other_agent, 21, day=24)
    for number in range(3):
        VisitFactory(store=store, phone=f"1540001000{number}", name="某人", tag="showroom", basis="none", at=moment(25, 10, number), by=front_desk)
    VisitFactory(store=store, phone="", tag="showroom", basis="none", at=moment(25, 11), by=front_desk)

    drawn = [keep_checks(now=moment(26, *clock)) for clock in ((7, 59), (8, 0), (8, 1), (12, 0))]

    found = CheckDraw.objects.filter(day=DAY)
    assert (sum(drawn), {one.at for one in found}) == (5, {THURSDAY_8})
    assert sorted(str(one.user.username) for one in found) == sorted([agent.username] * 2 + [other_agent.username, front_desk.username])
    assert [entry["count"] for entry in trail("check.draw")] == [1, 4]


def test_a_visit_typed_late_is_drawn_of_the_day_it_was_typed(store, front_desk):
    VisitFactory(store=store, phone="15400005678", tag="showroom", basis="none", at=moment(24, 10), registered_at=moment(25, 9), by=front_desk)

    drawn = [draw_checks(store, at=moment(day, 8)) for day in (25, 26)]

    assert drawn == [0, 1]


@pytest.mark.parametrize(("at", "drawn"), [(moment(25, 0), 1), (moment(24, 23, 59), 0), (moment(25, 23, 59), 1), (moment(26, 0), 0)])
def test_yesterday_begins_and_ends_at_midnight_of_the_store(store, front_desk, at, drawn):
    VisitFactory(store=store, phone="15400005678", tag="showroom", basis="none", at=at, registered_at=at, by=front_desk)

    assert draw_checks(store, at=THURSDAY_8) == drawn


def test_a_worker_that_slept_makes_up_for_each_morning_with_its_own_moment(store, agent):
    keep_checks(now=moment(23, 8))
    for day in (23, 24, 25):
        carded(store, agent, day, day=day)

    keep_checks(now=moment(26, 15))

    assert list(CheckDraw.objects.order_by("at").values_list("at", flat=True)) == [moment(24, 8), moment(25, 8), THURSDAY_8]


def test_a_store_is_born_with_a_secret_of_its_own_and_keeps_it(db):
    one, other = (create_store(code=code, name=code, brand="", by=None, now=MONDAY_8) for code in ("A", "B"))
    before = dict(CheckSecret.objects.values_list("store__code", "secret"))

    make_secret(one)

    assert len(set(before.values())) == 2
    assert all(len(secret) == 64 for secret in before.values())
    assert dict(CheckSecret.objects.values_list("store__code", "secret")) == before
    make_secret(other, secret="told")
    assert CheckSecret.objects.get(store=other).secret == "told"


@pytest.mark.parametrize(("minutes", "word"), [(-1, ""), (0, "unchecked"), (60, "unchecked")])
def test_what_nobody_checks_within_seven_days_ends_unchecked_with_its_own_moment(card, minutes, word):
    keep_checks(now=THURSDAY_8 + timedelta(days=7, minutes=minutes))

    card.refresh_from_db()
    assert (card.ended_as, card.ended_at) == (word, THURSDAY_8 + timedelta(days=7) if word else None)


def test_what_was_taken_back_after_it_was_drawn_ends_by_itself(visit):
    Visit.objects.filter(pk=visit.visit_id).update(annulled_at=moment(26, 9))

    keep_checks(now=moment(26, 10))

    visit.refresh_from_db()
    assert (visit.ended_as, visit.ended_at) == ("gone", moment(26, 9))


def test_nothing_is_drawn_where_the_settings_want_none(store, agent, director, front_desk):
    carded(store, agent, 1)
    VisitFactory(store=store, phone="15400005678", tag="showroom", basis="none", at=moment(25, 10), by=front_desk)
    change_settings(store, values={"check_cards_percent": 0, "check_visits_percent": 0}, by=director, now=moment(25, 18))

    assert (draw_checks(store, at=THURSDAY_8), DueOfStore.objects.get(store=store, name="check_draw").at) == (0, THURSDAY_8)


def test_a_person_whose_deeds_are_few_is_drawn_once_of_each_kind(store, agent):
    leader = UserFactory(store=store, roles=["leader", "front_desk"])
    carded(store, leader, 1)
    VisitFactory(store=store, phone="15400005678", tag="showroom", basis="none", at=moment(25, 10), by=leader)

    assert draw_checks(store, at=THURSDAY_8) == 2
