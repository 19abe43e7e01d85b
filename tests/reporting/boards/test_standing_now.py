"""What stands now is one figure wherever it stands: on the board, in the strips, on the allocation page, beside the navigation, and in the rows behind."""

import re
from collections import Counter
from datetime import date, timedelta

import pytest
from django.urls import reverse

from calls.desk.day_figures import today_of
from calls.desk.overdue import overdue
from leads.models import Lead
from leads.pool.rules.giving import give_lead
from reporting.boards.daily_board import snapshot
from reporting.boards.daily_table import table_of
from reporting.figures.standing_now import STANDING
from tests.factories import DoNotCallFactory, FollowUpFactory, LeadFactory, OrderFactory, UserFactory
from tests.factories.dcc import open_all_day
from tests.moments import MONDAY_9, MONDAY_17, NOW, TUESDAY_9, TUESDAY_10, moment

TUESDAY = date(2026, 11, 24)


@pytest.fixture
def owed(store, agent):
    """Return a function: a lead of the agent, called before, to whom this person owes something since Monday; `facts` are the lead's."""

    def make(person=agent, due=MONDAY_17, **facts) -> Lead:
        lead = LeadFactory(**{"store": store, "agent": agent, "first_call_at": MONDAY_9} | facts)
        FollowUpFactory(lead=lead, agent=person, due_at=due)
        return lead

    return make


def counted(store, now=TUESDAY_10) -> dict[int, int]:
    """Return {lead: whose} of those overdue."""
    return {lead: one.person for lead, one in overdue(store, now=now).items()}


def test_customers_count_and_not_what_is_owed_to_them(store, agent, owed):
    lead = owed()
    FollowUpFactory(lead=lead, agent=agent, kind="grade", due_at=MONDAY_9)

    found = overdue(store, now=TUESDAY_10)

    assert [(pk, one.person, one.since) for pk, one in found.items()] == [(lead.pk, agent.pk, MONDAY_9)]


@pytest.mark.parametrize(("due", "counts"), [(moment(23, 23, 59), True), (moment(24, 0), False), (TUESDAY_9, False)])
def test_overdue_is_what_was_due_before_today(store, owed, due, counts):
    owed(due=due)

    assert bool(counted(store)) is counts


@pytest.mark.parametrize("hour", [7, 10, 22])
def test_the_call_window_of_the_hour_changes_nothing(store, owed, hour):
    owed()

    assert len(counted(store, now=moment(24, hour))) == 1


def test_whom_nobody_can_call_and_who_is_closed_is_not_overdue(store, owed):
    barred = owed()
    DoNotCallFactory(store=store, phone=barred.phone, at=MONDAY_9)
    owed(phone=None)
    owed(closed_at=MONDAY_17, closed_as="lost")
    lifted = owed()
    DoNotCallFactory(store=store, phone=lifted.phone, at=MONDAY_9, lifted_at=MONDAY_17)

    assert list(counted(store)) == [lifted.pk]


def test_the_specialists_board_holds_those_without_a_number_too(store, reception, owed):
    lead = owed(person=reception, reception=reception, phone=None)
    owed(person=reception, phone=None)  # somebody else's customer by now

    assert counted(store) == {lead.pk: reception.pk}


def test_who_is_overdue_on_both_sides_counts_once_and_is_the_agents(store, agent, reception, owed):
    both = owed(reception=reception)
    FollowUpFactory(lead=both, agent=reception, kind="after_visit", due_at=MONDAY_9)
    hers = owed(person=reception, reception=reception)
    strays = owed(person=UserFactory(store=store, roles=["agent"]))

    assert counted(store) == {both.pk: agent.pk, hers.pk: reception.pk, strays.pk: strays.follow_ups.get().agent_id}


def test_what_barred_the_agents_side_leaves_the_specialists(store, agent, reception, owed):
    both = owed(reception=reception)
    FollowUpFactory(lead=both, agent=reception, kind="after_visit", due_at=MONDAY_9)
    DoNotCallFactory(store=store, phone=both.phone, at=MONDAY_9)

    assert counted(store) == {both.pk: reception.pk}


def test_one_persons_own_are_those_of_the_whole_store_that_are_theirs(store, agent, other_agent, reception, owed):
    both = owed(reception=reception)
    FollowUpFactory(lead=both, agent=reception, due_at=MONDAY_9)
    FollowUpFactory(lead=both, agent=other_agent, due_at=MONDAY_9)
    owed(person=other_agent, agent=other_agent)

    of_each = {person.pk: overdue(store, now=TUESDAY_10, person=person) for person in (agent, other_agent, reception)}

    everybody = overdue(store, now=TUESDAY_10)
    assert of_each == {pk: {lead: one for lead, one in everybody.items() if one.person == pk} for pk in of_each}
    assert [len(found) for found in of_each.values()] == [1, 1, 0]


@pytest.mark.parametrize("count", [1, 30])
def test_one_query_however_many(store, owed, count, django_assert_num_queries):
    for _time in range(count):
        owed()

    with django_assert_num_queries(1):
        found = overdue(store, now=TUESDAY_10)

    assert len(found) == count


@pytest.mark.parametrize(("respond_by", "counts"), [(TUESDAY_10 - timedelta(seconds=1), True), (TUESDAY_10, False), (None, False)])
def test_untouched_is_open_never_called_and_past_the_limit(store, agent, respond_by, counts):
    LeadFactory(store=store, agent=agent, respond_by=respond_by)
    LeadFactory(store=store, respond_by=respond_by)
    LeadFactory(store=store, agent=agent, respond_by=respond_by, phone=None)
    LeadFactory(store=store, agent=agent, respond_by=respond_by, first_call_at=MONDAY_17)
    LeadFactory(store=store, agent=agent, respond_by=respond_by, closed_at=MONDAY_17, closed_as="invalid")

    assert STANDING["untouched"].counts(store, TUESDAY_10) == ({agent.pk: 1, None: 1} if counts else {})


def test_only_a_board_that_holds_today_shows_what_stands_now(store, agent, owed, django_assert_max_num_queries):
    owed()
    LeadFactory(store=store, respond_by=MONDAY_17)
    days = {"yesterday": (date(2026, 11, 23),) * 2, "week": (date(2026, 11, 23), TUESDAY), "today": (TUESDAY,) * 2, "ahead": (date(2026, 11, 25),) * 2}

    with django_assert_max_num_queries(12 * len(days)):
        boards = {name: snapshot(store, first, last, now=TUESDAY_10) for name, (first, last) in days.items()}

    shown = {name: [[cell.text for cell in row.cells[-2:]] for row in table_of(board, lambda *_asked: "")] for name, board in boards.items()}
    nothing, now = [["—", "—"]] * 3, [["1", "0"], ["0", "1"], ["1", "1"]]
    assert shown == {"yesterday": nothing, "week": now, "today": now, "ahead": nothing}
    assert ["overdue" in board.sums["now"] for board in boards.values()] == [False, True, True, False]


def test_in_time_above_the_queues_adds_up_to_the_leaders(store, agent, other_agent):
    limit, late = {"respond_by": TUESDAY_9, "received_at": MONDAY_17}, TUESDAY_9 + timedelta(minutes=1)
    for answered in (TUESDAY_9, late):
        LeadFactory(store=store, agent=agent, first_call_at=answered, responded_at=answered, **limit)
    LeadFactory(store=store, agent=agent, respond_by=TUESDAY_10 + timedelta(minutes=1), received_at=MONDAY_17)
    for whose in (other_agent, None):
        LeadFactory(store=store, agent=whose, **limit)

    strips = [today_of(person, TUESDAY_10) for person in (agent, other_agent)]

    assert [(strip.in_time, strip.limit_passed) for strip in strips] == [(1, 2), (0, 1)]
    assert snapshot(store, TUESDAY, TUESDAY, now=TUESDAY_10).in_time["now"] == (1, 4)  # one of them is nobody's yet


@pytest.mark.parametrize(
    ("responded", "given", "credited"),
    [
        (None, TUESDAY_9 - timedelta(minutes=1), "other_agent"),
        (None, TUESDAY_9, "other_agent"),
        (None, TUESDAY_9 + timedelta(minutes=1), "agent"),
        (TUESDAY_9 - timedelta(minutes=30), TUESDAY_9 - timedelta(minutes=20), "agent"),
        (TUESDAY_9 + timedelta(minutes=20), TUESDAY_9 + timedelta(minutes=10), "agent"),
    ],
)
def test_giving_a_lead_away_after_its_first_response_was_made_or_missed_changes_nobodys_rate(store, agent, other_agent, leader, responded, given, credited):
    lead = LeadFactory(store=store, agent=agent, respond_by=TUESDAY_9, received_at=MONDAY_17, first_call_at=responded, responded_at=responded)
    give_lead(lead, agent=other_agent, reason="hand", by=leader, now=given)

    strips = {person: today_of(user, TUESDAY_10) for person, user in (("agent", agent), ("other_agent", other_agent))}

    kept = int(responded is not None and responded <= TUESDAY_9)
    assert {name: (strip.in_time, strip.limit_passed) for name, strip in strips.items()} == {name: (kept, 1) if name == credited else (0, 0) for name in strips}
    assert snapshot(store, TUESDAY, TUESDAY, now=TUESDAY_10).in_time["now"] == (kept, 1)


def test_what_was_nobodys_when_its_limit_passed_is_nobodys_failure(store, agent, leader):
    lead = LeadFactory(store=store, respond_by=TUESDAY_9, received_at=MONDAY_17)
    give_lead(lead, agent=agent, reason="hand", by=leader, now=TUESDAY_9 + timedelta(minutes=1))

    assert today_of(agent, TUESDAY_10).limit_passed == 0


def test_the_same_minute_every_place_says_the_same(client_of, store, agent, other_agent, reception, leader, owed):
    open_all_day(store)
    now = NOW
    before, called = now - timedelta(days=2), {"first_call_at": now - timedelta(days=5)}
    for _time in range(2):
        FollowUpFactory(lead=owed(due=before, **called), agent=agent, kind="grade", due_at=before)
    DoNotCallFactory(store=store, phone=owed(due=before, **called).phone, at=before)
    owed(due=before, phone=None, **called)
    both = owed(due=before, reception=reception, **called)
    FollowUpFactory(lead=both, agent=reception, due_at=before)
    owed(person=reception, reception=reception, due=before, phone=None, **called)
    FollowUpFactory(lead=owed(due=before, **called), agent=agent, kind="retry", due_at=now)  # stands under today, is overdue all the same
    for whose in (other_agent, other_agent, None):
        LeadFactory(store=store, agent=whose, respond_by=before)
    OrderFactory(lead=LeadFactory(store=store, agent=other_agent, respond_by=before))
    DoNotCallFactory(store=store, phone=LeadFactory(store=store, agent=other_agent, respond_by=before).phone, at=before)

    said = places(client_of, leader, {person.username: person for person in (agent, other_agent, reception)})

    assert {name: said[name] for name in ("board", "strip", "rows")} == {
        name: {"agent": 4, "other_agent": 0, "reception": 1} for name in ("board", "strip", "rows")
    }
    assert said["total"] == said["total rows"] == 5
    assert said["late"] == {"agent": True, "other_agent": False, "reception": True}
    assert said["untouched"] == {"board": Counter(other_agent=2, nobody=1), "allocation": Counter(other_agent=2), "list": 2, "rows": 3}


def places(client_of, leader, people) -> dict:
    """Ask every place where the words stand."""
    browser = client_of(leader)
    board = browser.get("/reports/daily/?team=open").context["board"]
    own = {name: client_of(person) for name, person in people.items()}
    strip = {
        name: next(figure.value for figure in own[name].get(address).context["strip"] if figure.name == "overdue")
        for name, address in (("agent", "/calls/"), ("other_agent", "/calls/"), ("reception", "/reception/mine/"))
    }
    period = f"by=agent&basis=activity&from={board.first}&to={board.last}"

    def rows(measure: str, key: str | None = None) -> int:
        asked = f"/reports/rows/?{period}&measure={measure}" + ("" if key is None else f"&key={key}")
        return browser.get(asked).context["pager"].total.number

    desks = browser.get("/leads/allocate/").context["desks"]
    listed = browser.get(f"/leads/?agent={people['other_agent'].pk}&past_limit=true").context["count"].number
    sections = {name: client.get(reverse("counts")).json()["sections"] for name, client in own.items()}
    return {
        "board": {name: board.rows[name].get("overdue", 0) for name in people},
        "strip": strip,
        "rows": {name: rows("overdue", name) for name in people},
        "total": board.sums["now"]["overdue"],
        "total rows": rows("overdue"),
        "late": {name: sections[name].get("mine" if name == "reception" else "calls", ["", False])[1] for name in people},
        "untouched": {
            "board": +Counter({name or "nobody": counts.get("untouched", 0) for name, counts in board.rows.items()}),
            "allocation": +Counter({desk.person.username: desk.late for desk in desks}),
            "list": listed,
            "rows": rows("untouched"),
        },
    }


@pytest.mark.parametrize("path", ["/leads/allocate/", "/reports/daily/"])
def test_one_word_says_that_nobody_called_within_the_limit_wherever_it_stands(client_of, leader, agent, path):
    LeadFactory(store=agent.store, agent=agent, respond_by=MONDAY_17)

    heads = re.findall(r"<th\b.*?</th>", client_of(leader).get(path).content.decode(), re.DOTALL)

    assert [any(word in head for head in heads) for word in ("超限未触", "逾期")] == [True, path == "/reports/daily/"]
