"""The page of closings: what the next day lacks, what was closed beside today's count, and a broken chain (docs/rules/interface.md#closing-page)."""

from datetime import date, timedelta

import pytest

from calls.models import Card
from reception.models import DaySigning, TagChange, Visit
from reporting.closings.frozen_figures import FROZEN
from reporting.closings.later_rows import difference_of
from reporting.closings.rules.closing import close_again, close_day, days_of
from reporting.models import Closing
from tests.factories import CallFactory, CardFactory, LeadFactory, OrderFactory, VisitFactory
from tests.moments import MONDAY_8, MONDAY_9, MONDAY_10, NOW, TUESDAY_9, moment

MONDAY = date(2026, 11, 23)
PAGE = "/reports/closings/"
SECOND = timedelta(seconds=1)


@pytest.fixture
def lead(store, agent):
    return LeadFactory(store=store, agent=agent, received_at=MONDAY_8, name="万女士")


@pytest.fixture
def signed(store, front_desk) -> None:
    DaySigning.objects.create(store=store, day=MONDAY, at=moment(23, 18), by=front_desk)


@pytest.fixture
def closed(store, signed, lead, agent, data_manager) -> Closing:
    """Monday, closed at six: a call, a card, a visit of the showroom's, an order."""
    CallFactory(lead=lead, agent=agent, at=MONDAY_9)
    CardFactory(lead=lead, agent=agent, at=MONDAY_9)
    VisitFactory(store=store, lead=lead, at=MONDAY_10, registered_at=MONDAY_10, tag="showroom")
    OrderFactory(lead=lead, agent=agent, at=MONDAY_10)
    return close_day(store, MONDAY, by=data_manager, now=moment(23, 18))


def beside(closing: Closing):
    return difference_of(closing, *days_of(closing))


def test_the_page_says_what_the_next_day_lacks_and_closes_it(client_of, store, lead, data_manager, leader):
    page = client_of(data_manager)
    assert page.get(PAGE).context["next"] is None
    DaySigning.objects.create(store=store, day=MONDAY, at=moment(23, 18))
    lead.ungraded_since = MONDAY_9
    lead.save()
    assert page.get(PAGE).context["next"]["missing"] == 1
    assert page.post(f"{PAGE}close/", {"period": "2026-11-23"}, follow=True).context["next"]["missing"] == 1
    lead.ungraded_since = None
    lead.save()

    for _time in range(2):
        assert page.post(f"{PAGE}close/", {"period": "2026-11-23"}).status_code == 303

    assert Closing.objects.get().at == NOW
    assert client_of(leader).get(PAGE).context["chosen"].number == 1
    assert "closings/close" not in client_of(leader).get(PAGE).content.decode()


def test_each_later_deed_stands_with_what_it_moved_and_they_add_up_to_the_difference(store, closed, lead, agent, data_manager):
    CallFactory(lead=lead, agent=agent, at=MONDAY_10, logged_at=TUESDAY_9, outcome="connected")
    Card.every.filter(lead=lead).update(annulled_at=TUESDAY_9 + SECOND, annulled_by=data_manager, annulled_reason="开错人")
    visit = Visit.objects.get(lead=lead)
    facts = {"at": TUESDAY_9 + 2 * SECOND, "from_tag": "showroom", "to_tag": "dcc", "basis": "named", "by": data_manager, "reason": "号码对上"}
    TagChange.objects.create(store=store, visit=visit, **facts)
    Visit.objects.filter(pk=visit.pk).update(tag="dcc", channel=lead.channel)

    found = beside(closed)

    assert [(row.kind, row.moved, row.who) for row in found.rows] == [
        ("call", {"calls": 1, "connected": 1}, agent.name),
        ("taken_back", {"cards": -1}, data_manager.name),
        ("tag", {"visits": 1}, data_manager.name),
    ]
    assert adds_up(found)


def adds_up(found) -> bool:
    told = {name: sum(row.moved.get(name, 0) for row in found.rows) for name in FROZEN}
    return told == found.moved and any(told.values())


def test_what_happens_on_the_day_after_it_was_closed_is_no_change(closed, lead, agent):
    CallFactory(lead=lead, agent=agent, at=moment(23, 18) + SECOND)

    found = beside(closed)

    assert (found.after["calls"], found.moved["calls"], found.rows) == (1, 0, [])


def test_a_figure_altered_in_the_database_is_found_by_the_page_and_nothing_is_closed(client_of, closed, data_manager):
    Closing.objects.update(figures=closed.figures | {"store": closed.figures["store"] | {"orders": 3}})

    page = client_of(data_manager).get(PAGE)

    assert page.context["broken"].number == 1
    assert [row["row"].moved for row in page.context["rows"]] == [{"orders": -2}]
    assert "链断了" in page.content.decode()
    assert "closings/again" not in page.content.decode()


def test_closed_again_from_the_page_it_says_why(client_of, closed, lead, agent, data_manager, django_assert_max_num_queries):
    CallFactory(lead=lead, agent=agent, at=MONDAY_10, logged_at=TUESDAY_9, outcome="no_answer")
    page = client_of(data_manager)
    page.get(PAGE)
    with django_assert_max_num_queries(15):
        line = next(line for line in page.get(PAGE).context["lines"] if line.first == MONDAY)
    assert line.changed == 1

    for _time in range(2):
        page.post(f"{PAGE}again/", {"number": "1", "reason": "补了一通"})

    assert list(Closing.objects.values_list("number", "reason")) == [(1, ""), (2, "补了一通")]
    assert page.get(f"{PAGE}?number=1").context["is_last"] is False
    assert page.get(f"{PAGE}?number=9").status_code == 404


def test_the_day_before_the_next_is_named_though_an_earlier_one_was_closed_again_since(client_of, store, closed, lead, agent, data_manager, front_desk, clock):
    for day in (24, 25):
        DaySigning.objects.create(store=store, day=date(2026, 11, day), at=moment(day, 18), by=front_desk)
    tuesday = close_day(store, date(2026, 11, 24), by=data_manager, now=moment(24, 18))
    CallFactory(lead=lead, agent=agent, at=MONDAY_10, logged_at=TUESDAY_9)
    close_again(store, closed.number, reason="补录", by=data_manager, now=moment(25, 9))
    clock.set_to(moment(25, 10))

    shown = client_of(data_manager).get(PAGE).context["next"]

    assert (shown["day"], shown["before"]) == (date(2026, 11, 25), tuesday)
