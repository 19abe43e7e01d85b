"""Several processes at one database: what may happen once happens once (docs/rules/trust.md#claims, #edits)."""

from collections import Counter

import pytest

from dcc.models import TrailEntry, TrailSeal
from dcc.trail import audit
from dcc.trail.trail_seals import verify
from leads.models import Allocation, Inquiry, Lead
from tests.factories import LeadFactory, UserFactory
from tests.moments import NOW
from tests.whole.contestants import bring_again, change_name, each_their_own, give_many, give_out, seal
from tests.whole.racing import race

pytestmark = [pytest.mark.races, pytest.mark.django_db(transaction=True)]


def test_two_leaders_and_the_rule_give_each_of_fifty_leads_once(store, leader, agent, other_agent):
    """Two hundred allocations by eight processes: every lead is tried four times and given once."""
    UserFactory(store=store, username="second", roles=["leader"])
    leads = [lead.pk for lead in LeadFactory.create_batch(50, store=store)]
    halves = (leads[:25], leads[25:])
    who = [leader.username, leader.username, "second", "second", "second", "second", None, None]

    won = race(give_out, [(name, [agent.pk, other_agent.pk], halves[place % 2], place) for place, name in enumerate(who)])

    given = Counter(pk for pks in won for pk in pks)
    assert given == Counter(leads)
    assert Counter(Allocation.objects.values_list("lead", flat=True)) == Counter(leads)
    assert dict(Allocation.objects.values_list("lead", "agent")) == dict(Lead.objects.values_list("pk", "agent"))


def test_of_eight_who_change_one_name_at_once_one_prevails_and_seven_are_told(store, leader):
    lead = LeadFactory(store=store)

    won = race(change_name, [(lead.pk, leader.username, f"王{place}") for place in range(8)])

    assert Counter(won) == {True: 1, False: 7}
    assert Lead.objects.values_list("name", "version").get() == (f"王{won.index(True)}", 2)


def test_the_files_of_known_customers_and_the_allocations_of_their_leads_wait_for_each_other_in_one_order(store, leader, agent):
    leads = LeadFactory.create_batch(1_000, store=store)
    ids, phones = [lead.pk for lead in leads], [lead.phone for lead in leads]
    files = [(bring_again, leads[0].channel_id, phones, seed, 4) for seed in (1, 2)]

    done = race(each_their_own, [(give_many, leader.username, agent.pk, ids, 4)] * 2 + files)

    assert done == [4] * 4
    assert Counter(Inquiry.objects.values_list("lead", flat=True)) == dict.fromkeys(ids, 8)


def test_four_who_seal_at_once_while_people_work_leave_one_chain(store, leader, agent):
    leads = [lead.pk for lead in LeadFactory.create_batch(20, store=store)]
    for _deed in range(1_200):
        audit.record("session.open", agent, by=agent, now=NOW)

    done = race(each_their_own, [(seal, 0)] * 4 + [(give_many, leader.username, agent.pk, leads, 4)] * 2)
    done += [seal(0)]

    assert sum(done[:4]) + done[-1] == TrailSeal.objects.count() == TrailEntry.objects.count()
    assert [chain.why for chain in verify()] == [""]
