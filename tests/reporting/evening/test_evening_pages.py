"""The evening note as a page and a command: one's own, the team's for the leader, kept as first written."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from leads.models import FollowUp
from reporting.evening.rules.writing_notes import write_note, write_notes
from reporting.models import EveningNote
from tests.factories import CallFactory, FollowUpFactory, LeadFactory
from tests.moments import NOW, TODAY, moment

CLOSES = moment(26, 18)


@pytest.fixture
def late(agent):
    """A follow-up of an agent's that was due yesterday."""
    return FollowUpFactory(
        lead=LeadFactory(store=agent.store, agent=agent, name="孙鹏"), agent=agent, kind="retry", due_at=moment(25, 9), created_at=moment(24, 9)
    )


def test_the_notes_are_written_at_the_closing_time_once(store, agent, other_agent, late):
    before = write_notes(now=moment(26, 17, 59)), EveningNote.objects.filter(day=TODAY).count()
    written = write_notes(now=CLOSES)
    again = write_notes(now=moment(26, 20))

    notes = EveningNote.objects.filter(day=TODAY)
    assert (before[1], written, again, {note.at for note in notes}) == (0, 3, 0, {CLOSES})
    assert sorted((note.user.username if note.user else "", note.facts["slipped"]["overdue"]) for note in notes) == [("", 1), ("agent", 1), ("other_agent", 0)]


def test_a_note_stays_as_it_was_first_written(store, agent, late):
    first, _is_new = write_note(store, TODAY, agent, now=CLOSES)
    FollowUp.objects.all().delete()

    second, is_new = write_note(store, TODAY, agent, now=moment(26, 20))

    assert (second.facts, is_new) == (first.facts, False)


def test_before_the_closing_time_the_page_says_what_is_known_so_far_and_writes_nothing(client_of, agent, late):
    answer = client_of(agent).get(reverse("evening"))

    assert ("最多的是逾期跟进" in answer.content.decode(), "18:00 写" in answer.content.decode(), EveningNote.objects.exists()) == (True, True, False)


def test_the_leader_reads_the_teams_and_each_ones_and_no_colleague_does(client_of, leader, other_agent, agent, late, clock):
    write_notes(now=CLOSES)
    clock.set_to(moment(26, 19))

    team = client_of(leader).get(reverse("evening")).content.decode()
    one = client_of(leader).get(reverse("evening"), {"user": "agent"}).content.decode()
    colleague = client_of(other_agent).get(reverse("evening"), {"user": "agent"}).content.decode()

    assert ["最多的是逾期跟进" in page for page in (team, one, colleague)] == [True, True, False]


def test_what_slipped_leads_to_its_customers(client_of, agent, other_agent, late):
    query = {"what": "overdue", "day": f"{TODAY}"}

    pages = [client_of(person).get(reverse("evening_rows"), query).content.decode() for person in (agent, other_agent)]

    assert ["孙鹏" in page for page in pages] == [True, False]


def test_the_command_prints_the_very_note(store, agent, late, clock):
    CallFactory(lead=late.lead, agent=agent, at=NOW)
    clock.set_to(CLOSES)
    out = StringIO()

    call_command("evening_note", "--store", "S1", "--day", "2026-11-26", "--user", "agent", "--format", "json", stdout=out)

    said = json.loads(out.getvalue())
    assert (said["user"], said["at"], len(said["sentences"]), said["slipped"]["overdue"], said["hours"]) == (
        *("agent", "2026-11-26T18:00:00+08:00", 3),
        *(1, [[15, 1, 1]]),
    )


def test_the_command_refuses_a_day_that_has_not_closed(store, agent):
    with pytest.raises(CommandError, match="no closing time yet"):
        call_command("evening_note", "--store", "S1", "--day", "2026-11-26")
