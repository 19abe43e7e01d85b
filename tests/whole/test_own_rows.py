"""What is one's own, at the doors to the rows: read, worked on, counted; each beside what is a colleague's (docs/rules/trust.md#own)."""

from datetime import date

import pytest

from dcc.models import TrailEntry, User
from dcc.people.permissions import decides, may, outranks, rank, roles_to_give, scopes
from dcc.people.roles import ROLES
from dcc.trail import audit
from leads.models import Lead
from reception.models import Leakage, Order, Visit
from reporting.figures.counting import Figures, ask
from reporting.figures.question import Question
from reporting.figures.reach import reach_of
from tests.factories import AllocationFactory, CallFactory, LeadFactory, LeakageFactory, OrderFactory, UserFactory, VisitFactory
from tests.moments import MONDAY_9, MONDAY_10, TUESDAY_9


@pytest.fixture
def other_specialist(store) -> User:
    return UserFactory(username="reception2", name="林芳", store=store, roles=["reception"])


@pytest.fixture
def leads(store, agent, other_agent, reception, other_specialist) -> dict[str, Lead]:
    """A lead of each pair of hands."""
    return {
        "mine": LeadFactory(store=store, agent=agent, reception=reception),
        "agents": LeadFactory(store=store, agent=agent, reception=other_specialist),
        "receptions": LeadFactory(store=store, agent=other_agent, reception=reception),
        "theirs": LeadFactory(store=store, agent=other_agent, reception=other_specialist),
        "pooled": LeadFactory(store=store),
    }


@pytest.fixture
def carded(store, agent, other_agent) -> Lead:
    """A lead whose card the agent opened while it was theirs, and that is a colleague's now."""
    lead = LeadFactory(store=store, agent=other_agent, card_at=MONDAY_10, card_by=agent)
    AllocationFactory(lead=lead, agent=agent, at=MONDAY_9)
    AllocationFactory(lead=lead, agent=other_agent, at=TUESDAY_9)
    return lead


def named(leads: dict[str, Lead], found) -> set[str]:
    """The names of the leads a question found."""
    return {name for name, lead in leads.items() if lead.pk in set(found)}


# leads


def test_a_lead_opened_earlier_and_now_a_colleagues_is_read_and_not_worked_on(agent, other_agent, carded):
    seen = [list(Lead.objects.visible_to(person, now=MONDAY_9)) for person in (agent, other_agent)]
    deeds = ("lead.change", "lead.number", "do_not_call.set", "call.log", "card.open", "appointment.book", "lead.propose")

    worked = {deed: [list(Lead.objects.workable_by(person, deed, now=MONDAY_9)) for person in (agent, other_agent)] for deed in deeds}

    assert seen == [[carded], [carded]]
    assert worked == {deed: [[], [carded]] for deed in deeds}


def test_what_an_agent_only_called_and_gave_on_is_not_theirs_to_read(store, agent, other_agent):
    given_on = LeadFactory(store=store, agent=other_agent)
    AllocationFactory(lead=given_on, agent=agent, at=MONDAY_9)
    CallFactory(lead=given_on, agent=agent)

    assert list(Lead.objects.visible_to(agent, now=MONDAY_9)) == []


@pytest.mark.parametrize(("closed_as", "reads"), [("delivered", [True, True, False]), ("lost", [False, False, False])])
def test_whoever_received_a_customer_before_another_reads_them_once_they_have_their_car(store, agent, reception, other_specialist, closed_as, reads):
    third = UserFactory(username="reception3", store=store, roles=["reception"])
    lead = LeadFactory(store=store, agent=agent, reception=other_specialist, phone="15400001234")
    for moment, specialist in ((MONDAY_9, reception), (MONDAY_10, other_specialist)):
        VisitFactory(store=store, lead=lead, at=moment, tag="dcc", basis="named", reception=specialist, taken_at=moment)
    Lead.objects.filter(pk=lead.pk).update(closed_at=TUESDAY_9, closed_as=closed_as)

    people = (reception, other_specialist, third)
    visible = [Lead.objects.visible_to(person, now=TUESDAY_9) for person in people]
    seen = [leads.exists() for leads in visible]
    numbers = [leads.with_number_for(person, now=TUESDAY_9).exists() for person, leads in zip(people, visible, strict=True)]
    worked = [Lead.objects.workable_by(person, "order.keep", now=TUESDAY_9).exists() or number for person, number in zip(people, numbers, strict=True)]

    assert (seen, worked) == (reads, [False] * 3)


def test_who_may_not_do_a_thing_works_on_no_lead(agent, manager, leader, leads):
    assert Lead.objects.workable_by(agent, "lead.allocate", now=MONDAY_9).count() == 0
    assert Lead.objects.workable_by(manager, "call.log", now=MONDAY_9).count() == 0
    assert Lead.objects.workable_by(leader, "call.log", now=MONDAY_9).count() == len(leads)


# leakages, orders, visits


def test_a_leakage_is_seen_by_whose_lead_it_is_and_by_those_who_see_all(store, agent, reception, leader, director, front_desk, leads):
    for lead in leads.values():
        LeakageFactory(lead=lead, visit=VisitFactory(store=store, lead=lead))

    seen = {person.username: named(leads, Leakage.objects.visible_to(person).values_list("lead", flat=True)) for person in (agent, reception)}

    assert seen == {"agent": {"mine", "agents"}, "reception": {"mine", "receptions"}}
    assert [Leakage.objects.visible_to(person).count() for person in (leader, director, front_desk)] == [5, 5, 0]


def test_the_leakages_of_another_store_do_not_exist(agent, leader, foreign_agent, foreign_leader, leads):
    LeakageFactory(lead=leads["mine"])

    assert [Leakage.objects.visible_to(person).count() for person in (agent, leader, foreign_agent, foreign_leader)] == [1, 1, 0, 0]


def test_an_order_is_worked_on_by_who_receives_the_customer_now(reception, other_specialist, leader, agent, leads):
    for lead in leads.values():
        OrderFactory(lead=lead, reception=reception)

    found = [named(leads, Order.objects.workable_by(person).values_list("lead", flat=True)) for person in (reception, other_specialist, leader, agent)]

    assert found == [{"mine", "receptions"}, {"agents", "theirs"}, set(leads), set()]


def test_a_specialist_reads_the_visits_they_received_those_of_their_customers_and_dccs_that_wait(store, reception, other_specialist, leads):
    def came(lead: str, **facts) -> Visit:
        return VisitFactory(**({"store": store, "lead": leads[lead], "tag": "dcc", "basis": "named", "taken_at": MONDAY_10, "reception": None} | facts))

    received, customers = came("theirs", reception=reception), came("mine", reception=other_specialist)
    waits = came("agents", taken_at=None)
    came("agents", taken_at=None, left_at=MONDAY_10)
    came("agents", taken_at=None, tag="showroom")
    came("theirs", reception=other_specialist)

    assert set(Visit.objects.visible_to(reception)) == {received, customers, waits}


# figures


def test_an_agents_figures_are_cut_to_their_own_row_and_the_teams_total(store, agent, other_agent, leads):
    for caller in (agent, agent, other_agent):
        CallFactory(lead=leads["mine"], agent=caller, at=MONDAY_10)
    figures = ask(Question(store, "agent", "activity", MONDAY_9.date(), MONDAY_9.date()), ["calls"])

    cut = reach_of(agent).cut(figures)

    assert figures.rows == {"agent": {"calls": 2}, "other_agent": {"calls": 1}}
    assert (cut.rows, cut.total) == ({"agent": {"calls": 2}}, {"calls": 3})


def test_a_specialists_figures_are_cut_to_their_own_row_and_its_sum(store, reception, other_specialist, leads):
    for specialist in (reception, other_specialist, other_specialist):
        VisitFactory(store=store, lead=leads["mine"], tag="dcc", basis="named", at=MONDAY_10, reception=specialist)
    figures = ask(Question(store, "reception", "activity", MONDAY_9.date(), MONDAY_9.date()), ["visits"])

    cut = reach_of(reception).cut(figures)

    assert (cut.rows, cut.total) == ({"reception": {"visits": 1}}, {"visits": 1})


def test_who_has_no_row_of_their_own_keeps_the_teams_total_alone(store, agent):
    figures = Figures(Question(store, "agent", "cohort", date(2026, 11, 23), date(2026, 11, 23)), {"other_agent": {"leads": 4}}, {})

    cut = reach_of(agent).cut(figures)

    assert (cut.rows, cut.total) == ({}, {"leads": 4})


def test_who_sees_all_or_splits_by_what_is_nobodys_has_nothing_cut_away(store, agent, leader):
    by_agent = Figures(Question(store, "agent", "cohort", date(2026, 11, 23), date(2026, 11, 23)), {"agent": {"leads": 1}, "": {"leads": 2}}, {})
    by_channel = Figures(by_agent.question.with_(by="channel"), {"汽车之家": {"leads": 3}}, {})

    assert reach_of(leader).cut(by_agent) is by_agent
    assert reach_of(agent).cut(by_channel) is by_channel


@pytest.mark.parametrize(
    ("role", "opened"),
    [
        ("agent", {("agent", "agent")}),
        ("reception", {("reception", "reception")}),
        ("marketing", set()),
        ("hq", set()),
        ("leader", {("agent", "agent"), ("agent", "other_agent"), ("agent", ""), ("agent", None), ("reception", "reception"), ("channel", "汽车之家")}),
    ],
)
def test_the_rows_behind_a_number_open_to_whose_they_are_and_to_who_sees_all(request, role, opened):
    reach = reach_of(request.getfixturevalue(role))
    numbers = [("agent", "agent"), ("agent", "other_agent"), ("agent", ""), ("agent", None), ("reception", "reception"), ("channel", "汽车之家")]

    assert {number for number in numbers if reach.opens(*number)} == opened


@pytest.mark.parametrize(
    ("role", "dimensions", "people"),
    [
        ("agent", ("agent",), False),
        ("reception", ("reception",), False),
        ("marketing", ("channel", "source", "model", "campaign", "sub-channel", "hour", "weekday", "day", "week", "month"), False),
        (
            "leader",
            ("channel", "source", "agent", "reception", "model", "campaign", "sub-channel", "consultant", "hour", "weekday", "day", "week", "month"),
            True,
        ),
        ("front_desk", (), False),
    ],
)
def test_by_what_a_role_splits_its_figures(request, role, dimensions, people):
    reach = reach_of(request.getfixturevalue(role))

    assert (reach.dimensions, reach.sees_people) == (dimensions, people)


# the trail


def test_the_trail_shows_a_leader_the_deeds_up_to_their_rank_and_an_agent_what_they_revealed(agent, other_agent, leader, director, manager, foreign_agent):
    above = UserFactory(username="both", store=agent.store, roles=["agent", "director"])
    for person in (agent, other_agent, leader, director, manager, foreign_agent, above):
        for action in ("lead.reveal", "session.open"):
            audit.record(action, person, by=person, now=MONDAY_9)
    audit.record("session.refuse", agent, by=None, now=MONDAY_9)

    def read(reader: User) -> set[tuple]:
        rows = TrailEntry.objects.visible_to(reader).exclude(action="store.create")
        return set(rows.values_list("by__username", "action"))

    team = {(name, action) for name in ("agent", "other_agent", "leader") for action in ("lead.reveal", "session.open")}
    assert read(agent) == {("agent", "lead.reveal")}
    assert read(leader) == team
    assert (
        read(director)
        == read(manager)
        == team | {(name, action) for name in ("director", "manager", "both") for action in ("lead.reveal", "session.open")} | {(None, "session.refuse")}
    )


# rank


@pytest.mark.parametrize(
    ("roles", "height"),
    [([], 0), (["agent"], 1), (["front_desk", "marketing"], 1), (["leader"], 2), (["agent", "leader"], 2), (["director"], 3), (["manager"], 3), (["hq"], 3)],
)
def test_a_person_ranks_as_their_highest_role(roles, height):
    assert rank(roles) == height


def test_of_equal_ranks_neither_is_above_the_other(agent, leader, director, manager):
    ranks = {"agent": agent, "leader": leader, "director": director, "manager": manager}

    above = {(name, role) for name, person in ranks.items() for role in (*ranks, "data_manager") if outranks(person, [role])}

    assert above == {
        ("leader", "agent"),
        ("leader", "data_manager"),
        *((name, role) for name in ("director", "manager") for role in ("agent", "data_manager", "leader")),
    }


def test_all_the_roles_of_somebody_must_be_below(leader, director):
    assert [outranks(leader, roles) for roles in (["agent"], ["agent", "leader"], ["agent", "director"])] == [True, False, False]
    assert [outranks(director, roles) for roles in (["agent", "leader"], ["agent", "manager"])] == [True, False]


def test_one_gives_the_roles_below_ones_own_and_never_head_offices(leader, director, manager, agent):
    below_leader = [name for name, _label in ROLES if name not in {"leader", "director", "manager", "hq"}]

    given = [[name for name, _label in roles_to_give(person)] for person in (leader, director, manager, agent)]

    assert given == [below_leader, [name for name, _label in ROLES if name in {*below_leader, "leader"}], [], []]


def test_somebody_of_two_roles_may_do_the_sum_and_decides_where_one_of_them_does(store, agent, leader):
    both = UserFactory(store=store, roles=["agent", "data_manager"])

    assert (scopes(both, "lead.see"), scopes(both, "lead.number")) == ({"own", "all"}, {"propose", "all"})
    assert [decides(person, "lead.number") for person in (agent, both, leader)] == [False, True, True]
    assert [may(person, "lead.grade") for person in (agent, both, leader)] == [False, True, False]
