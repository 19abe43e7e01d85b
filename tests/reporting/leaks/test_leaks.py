"""The leak map: each lead in the first gap that holds, by the definitions of the pages that work it; what it may cost; who gives it to whom."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from calls.desk.overdue import broken_promises
from dcc.models import StoreSetting
from leads.grading.waiting_lists import without_next_step
from leads.models import Allocation, Lead
from reception.models import Leakage
from reporting.figures.standing_now import STANDING
from reporting.leaks.gaps import GAPS, unconfirmed_tomorrow
from reporting.leaks.lead_stages import STAGES, lend
from reporting.leaks.leak_map import PROFIT, leak_map
from tests.factories import AppointmentFactory, CallFactory, FollowUpFactory, LeadFactory, LeakageFactory, OrderFactory, VisitFactory
from tests.moments import MONDAY_8, MONDAY_9, MONDAY_10, NOW, moment

TOMORROW = moment(27, 10)


@pytest.fixture
def leaking(store, agent, other_agent, reception) -> dict[str, Lead]:
    """One lead in each gap, and one that stands in two of them."""
    mine = {"store": store, "agent": agent, "received_at": MONDAY_8, "opened_at": MONDAY_8}
    called = mine | {"first_call_at": MONDAY_9, "respond_by": MONDAY_10, "responded_at": MONDAY_9, "last_call_at": MONDAY_9}
    spoken = called | {"reached_at": MONDAY_9, "card_at": MONDAY_9}
    found = {
        "untouched": LeadFactory(**mine, respond_by=MONDAY_9),
        "late": LeadFactory(**called | {"respond_by": MONDAY_8, "agent": other_agent}),
        "nothing_next": LeadFactory(**spoken, idle_since=MONDAY_10),
        "broken": LeadFactory(**spoken),
        "unconfirmed": LeadFactory(**spoken, invited_at=MONDAY_9),
        "showroom": LeadFactory(**spoken, invited_at=MONDAY_9),
        "silent": LeadFactory(**spoken, invited_at=MONDAY_9, visited_at=MONDAY_9, reception=reception),
    }
    CallFactory(lead=found["late"], agent=other_agent, at=MONDAY_9, is_first=True, is_late=True, outcome="no_answer")
    ahead = moment(28, 9)
    for name in ("late", "showroom", "silent"):
        FollowUpFactory(lead=found[name], agent=found[name].agent, due_at=ahead)
    FollowUpFactory(lead=found["broken"], agent=agent, kind="callback", due_at=NOW - timedelta(minutes=1), note="答置换价")
    FollowUpFactory(lead=found["untouched"], agent=agent, kind="callback", due_at=MONDAY_10)
    AppointmentFactory(lead=found["unconfirmed"], agent=agent, at=MONDAY_9, scheduled_for=TOMORROW)
    LeakageFactory(lead=found["showroom"], visit=VisitFactory(store=store, lead=found["showroom"], at=MONDAY_10, tag="showroom"), at=MONDAY_10)
    VisitFactory(store=store, lead=found["silent"], at=MONDAY_9, tag="dcc")
    return found


def placed(store, **asked) -> dict[str, set[int]]:
    """Return {gap: leads} of the map."""
    return {line.gap.name: {leak.lead for leak in line.leaks} for line in leak_map(store, now=NOW, **asked).lines}


def test_each_lead_stands_in_the_first_gap_that_holds_and_a_row_says_how_many_stand_further_up(store, leaking):
    found = leak_map(store, now=NOW)

    assert placed(store) == {name: {lead.pk} for name, lead in leaking.items()}
    assert {line.gap.name: line.earlier for line in found.lines if line.earlier} == {"broken": 1}
    assert found.people == 7 == sum(found.stages.values())


def test_each_gap_is_what_its_own_page_counts(store, leaking):
    leads = Lead.objects.filter(store=store)
    found = {line.gap.name: line.people + line.earlier for line in leak_map(store, now=NOW).lines}

    assert found["untouched"] == sum(STANDING["untouched"].counts(store, NOW).values())
    assert found["nothing_next"] == without_next_step(leads, NOW).count()
    assert found["broken"] == broken_promises(store, now=NOW).values("lead").distinct().count()
    assert found["unconfirmed"] == unconfirmed_tomorrow(store, NOW).count()
    assert found["showroom"] == Leakage.objects.open().count()


@pytest.mark.parametrize(("gone", "now", "leaks"), [(timedelta(days=3), MONDAY_9, False), (timedelta(days=3, seconds=1), MONDAY_9, True)])
def test_who_came_is_silent_after_three_days(store, leaking, gone, now, leaks):
    rows = GAPS["silent"].rows(Lead.objects.filter(store=store), store, now + gone)

    assert (leaking["silent"].pk in rows.values_list("pk", flat=True)) is leaks


def test_who_ordered_is_not_silent(store, leaking, agent):
    OrderFactory(lead=leaking["silent"], agent=agent, at=MONDAY_10)

    assert placed(store)["silent"] == set()


def test_a_stage_of_fewer_than_twenty_lends_the_rate_of_the_one_before():
    under = dict(zip((stage.name for stage in STAGES), (100, 20, 19, 40, 0, 0), strict=True))
    rates = lend(lambda name: under[name.removesuffix("_under")] if name.endswith("_under") else 3)

    assert [(rate.over, rate.under, rate.lent) for rate in rates.values()] == [
        (3, 100, False), (3, 20, False), (3, 20, True), (3, 40, False), (3, 40, True), (3, 40, True),
    ]  # fmt: skip
    assert set(lend(lambda _name: 19).values()) == {None}


def test_the_loss_is_the_exact_fraction_rounded_once_at_the_sum_of_the_row(store, leaking):
    StoreSetting.objects.create(store=store, name=PROFIT, value=6_800, valid_from=MONDAY_8)
    LeadFactory.create_batch(14, store=store, received_at=MONDAY_8, closed_at=MONDAY_10, closed_as="lost", first_call_at=MONDAY_9)
    LeadFactory(store=store, received_at=MONDAY_8, closed_at=MONDAY_10, closed_as="delivered", delivered_at=MONDAY_10, first_call_at=MONDAY_9)

    found = leak_map(store, now=NOW)
    line = found.line("nothing_next")

    assert [(count, chance.over, chance.under, chance.lent) for count, chance in line.terms] == [(1, 1, 21, True)]
    assert (line.loss, found.loss) == (324, 309 + 6 * 324)  # 6,800 ÷ 21 = 323.8, of the untouched one 6,800 ÷ 22 = 309.1


def test_agents_and_specialists_see_their_own_without_money_and_marketing_and_head_office_no_page(store, leaking, client_of, agent, other_agent):
    StoreSetting.objects.create(store=store, name=PROFIT, value=6_800, valid_from=MONDAY_8)

    assert placed(store, user=other_agent) == {name: {leaking["late"].pk} if name == "late" else set() for name in GAPS}
    assert placed(store, user=leaking["silent"].reception)["silent"] == {leaking["silent"].pk}
    page = client_of(agent).get(reverse("leaks")).content.decode()
    assert [word for word in ("6,800", "估计损失", 'name="lead"') if word in page] == []


@pytest.mark.parametrize("asker", ["marketing", "hq"])
def test_who_sees_no_person_has_no_leak_map(asker, request, client_of):
    assert client_of(request.getfixturevalue(asker)).get(reverse("leaks")).status_code == 404


def test_the_leader_looks_first_and_then_gives_each_by_one_allocation_that_names_the_gap(leaking, client_of, leader, agent, other_agent):
    client, lead = client_of(leader), leaking["broken"]
    asked = {"lead": f"{lead.pk}-{agent.pk}", "agent": other_agent.pk}

    looked = client.post(reverse("leaks_give") + "?gap=broken", asked)
    assert "王伟 → 李娜" in " ".join(looked.content.decode().split())
    assert not Allocation.objects.exists()
    client.post(reverse("leaks_give") + "?gap=broken", asked | {"done": "1"})

    given = Allocation.objects.get()
    assert (given.lead_id, given.previous_id, given.agent_id, given.reason, given.by) == (lead.pk, agent.pk, other_agent.pk, "leak_broken", leader)
    assert lead.follow_ups.get().agent == other_agent
    client.post(reverse("allocate_undo", args=[given.pk]))
    assert Lead.objects.get(pk=lead.pk).agent == agent


def test_all_of_a_gap_means_as_many_as_were_seen(store, leaking, client_of, leader, agent, other_agent):
    client = client_of(leader)
    sealed = client.get(reverse("leaks") + "?gap=broken").context["sealed"]
    asked = {"all": "1", "sealed": sealed, "agent": other_agent.pk, "done": "1"}
    FollowUpFactory(lead=leaking["silent"], agent=agent, kind="callback", due_at=MONDAY_10)

    refused = client.post(reverse("leaks_give") + "?gap=broken", asked)
    assert (refused.status_code, Allocation.objects.count()) == (409, 0)
    client.post(reverse("leaks_give") + "?gap=broken", asked | {"sealed": client.get(reverse("leaks") + "?gap=broken").context["sealed"]})

    assert set(Allocation.objects.values_list("lead", flat=True)) == {leaking["broken"].pk, leaking["silent"].pk}


def test_a_list_pages_at_fifty_and_asks_no_more_for_more_rows(store, leaking, client_of, leader, agent, django_assert_max_num_queries):
    LeadFactory.create_batch(60, store=store, agent=agent, received_at=MONDAY_8, opened_at=MONDAY_8, respond_by=MONDAY_10)
    client = client_of(leader)

    with django_assert_max_num_queries(15):
        first = client.get(reverse("leaks") + "?gap=untouched")
    second = client.get(reverse("leaks") + "?gap=untouched&page=1")

    assert [len(page.context["rows"]) for page in (first, second)] == [50, 11]


def test_the_command_says_what_the_page_counts(store, leaking):
    output = StringIO()
    call_command("report", "leaks", store=store.code, stdout=output)

    said = json.loads(output.getvalue())

    assert [(line["gap"], line["people"]) for line in said["lines"]] == [(name, 1) for name in GAPS]
    assert said["lines"][1]["owners"] == {"other_agent": 1}
    assert (said["total"]["people"], said["total"]["loss"]) == (7, None)
