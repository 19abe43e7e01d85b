"""The walk-in says a name: the desk finds who it is, whether they are there, and whom they invited (docs/rules/interface.md#who-is-who)."""

from datetime import date

import pytest

from dcc.models import Absence, Shift, StoreSetting
from dcc.store.store_settings import SETTINGS
from reception.who.questions import questions_of
from reception.who.rules.people_here import appointments_of, called, groups_of
from tests.factories import AppointmentFactory, LeadFactory, UserFactory, VisitFactory
from tests.moments import MONDAY_9, NOW, moment

TODAY = date(2026, 11, 26)


@pytest.fixture
def people(store):
    """Two specialists, one with a group; an agent on leave for two days with a stand-in."""
    busy = UserFactory(store=store, name="陈嘉怡", roles=["reception"])
    UserFactory(store=store, name="梁宇", roles=["reception"])
    agent = UserFactory(store=store, name="孙悦", roles=["agent"])
    VisitFactory(store=store, at=moment(26, 14), reception=busy, name="谭丽")
    for day in (26, 27):
        Shift.objects.create(user=agent, day=date(2026, 11, day), leave="annual", stand_in=busy)
    return busy, agent


def test_who_is_free_stands_first_and_who_is_away_says_until_when_and_who_stands_in(store, people):
    groups = {group.name: group.people for group in groups_of(store, now=NOW)}

    (agent,) = groups["agent"]
    assert [one.person.name for one in groups["reception"]] == ["梁宇", "陈嘉怡"]
    assert (groups["reception"][1].with_group.name, groups["reception"][1].minutes) == ("谭丽", 60)
    assert (agent.until, agent.stand_in, agent.is_there) == (date(2026, 11, 27), people[0], False)


def test_who_marked_themselves_away_today_is_away_until_today(store, agent):
    Absence.objects.create(user=agent, day=TODAY, by=agent)

    (group,) = groups_of(store, now=NOW)

    assert [one.until for one in group.people] == [TODAY]


@pytest.mark.parametrize(("typed", "names"), [("孙", ["孙悦"]), ("悦", ["孙悦"]), ("sy", ["孙悦"]), ("y", ["梁宇", "孙悦"]), ("赵", [])])
def test_a_part_of_the_name_and_its_initials_find_somebody(store, people, typed, names):
    found = called(groups_of(store, now=NOW), typed)

    assert [one.person.name for group in found for one in group.people] == names


def test_of_one_person_the_appointments_of_three_days_around_are_shown(store, agent):
    for day in (22, 23, 29, 30):
        AppointmentFactory(lead=LeadFactory(store=store, agent=agent), agent=agent, at=MONDAY_9, scheduled_for=moment(day, 12))

    assert [row.scheduled_for for row in appointments_of(store, agent, now=NOW)] == [moment(23, 12), moment(29, 12)]


def test_the_store_writes_its_own_questions_and_without_them_the_shipped_ones_are_asked(store, leader):
    assert len(questions_of(store, now=NOW).pairs) == 5
    kept = SETTINGS["desk_questions"].field().clean("今天是谁约您来的？｜说了名字就选\n\n您看哪款车？")
    StoreSetting.objects.create(store=store, name="desk_questions", value=kept, valid_from=MONDAY_9, by=leader)

    asked = questions_of(store, now=NOW)

    assert asked.pairs == [("“今天是谁约您来的？”", "说了名字就选"), ("“您看哪款车？”", "")]
    assert (asked.by, asked.since) == (leader, MONDAY_9)


def test_the_page_is_open_to_desk_reception_and_leader_and_one_hit_opens_its_appointments(client_of, front_desk, agent, lead, invited):
    page = client_of(front_desk).get(f"/reception/who/?q={agent.name}").content.decode()

    assert lead.name in page
    assert "r-invited" in page
