"""The three sentences of a day as facts, reckoned at its closing time."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from calls.models import Confirmation
from leads.models import FollowUp, Lead
from reporting.evening.day_slips import SLIPS, Evening, slipped
from reporting.evening.note_facts import Worked, best_of, learn, middle_of, most_apart, note_of
from reporting.evening.note_words import learn_sentence
from tests.factories import AppointmentFactory, CallFactory, ChannelFactory, DoNotCallFactory, FollowUpFactory, LeadFactory
from tests.moments import moment

DAY, CLOSES = date(2026, 11, 26), moment(26, 18)
AN_INSTANT = timedelta(microseconds=1)


@pytest.fixture
def evening(store):
    return Evening(store, DAY, CLOSES)


def count(evening, what, person):
    return slipped(evening, what, person.pk).count()


def owed(agent, due_at, **facts):
    return FollowUpFactory(lead=LeadFactory(store=agent.store, agent=agent), agent=agent, **{"created_at": moment(20, 9), "due_at": due_at, **facts})


@pytest.mark.parametrize(
    ("hours", "best"),
    [
        ([], None),
        ([[9, 2, 2]], None),
        ([[9, 3, 1], [10, 2, 2]], 9),
        ([[9, 3, 1], [10, 4, 2]], 10),
        ([[9, 4, 2], [10, 6, 3]], 10),
        ([[9, 4, 2], [10, 4, 2]], 9),
    ],
)
def test_the_best_hour_has_three_calls_at_least(hours, best):
    assert best_of(hours) == best


def test_the_calls_of_a_day_are_counted_by_hour_until_it_closes(evening, agent, other_agent):
    for at, outcome in ((moment(26, 9), "connected"), (moment(26, 9, 59), "busy"), (CLOSES, "connected"), (CLOSES + AN_INSTANT, "connected")):
        CallFactory(lead=LeadFactory(store=agent.store), agent=agent, at=at, outcome=outcome)
    CallFactory(lead=LeadFactory(store=agent.store), agent=other_agent, at=moment(26, 10))

    assert (note_of(evening, agent).hours, note_of(evening, None).hours) == ([[9, 2, 1], [18, 1, 1]], [[9, 2, 1], [10, 1, 1], [18, 1, 1]])


@pytest.mark.parametrize(
    ("due_at", "facts", "slips"),
    [
        (moment(26, 0) - AN_INSTANT, {}, 1),
        (moment(26, 0), {}, 0),
        (moment(25, 9), {"done_at": CLOSES}, 0),
        (moment(25, 9), {"done_at": CLOSES + AN_INSTANT}, 1),
        (moment(25, 9), {"created_at": CLOSES + AN_INSTANT}, 0),
    ],
)
def test_overdue_is_what_was_due_before_the_day_and_not_done_by_its_closing(evening, agent, due_at, facts, slips):
    owed(agent, due_at, kind="retry", **facts)

    assert count(evening, "overdue", agent) == slips


@pytest.mark.parametrize(
    ("due_at", "kind", "slips"),
    [
        (moment(26, 0), "callback", 1),
        (CLOSES, "callback", 1),
        (CLOSES + AN_INSTANT, "callback", 0),
        (moment(26, 9), "retry", 0),
        (moment(25, 9), "callback", 0),
    ],
)
def test_a_promise_of_the_day_is_broken_at_its_closing(evening, agent, due_at, kind, slips):
    owed(agent, due_at, kind=kind)

    assert count(evening, "broken_promises", agent) == slips


def test_a_late_first_call_counts_on_the_day_the_server_knew_of_it(evening, agent):
    late = {"agent": agent, "is_first": True, "is_late": True}
    CallFactory(lead=LeadFactory(store=agent.store), at=moment(25, 17), logged_at=moment(26, 9), **late)
    CallFactory(lead=LeadFactory(store=agent.store), at=moment(26, 17), logged_at=CLOSES + AN_INSTANT, **late)
    CallFactory(lead=LeadFactory(store=agent.store), at=moment(26, 9), agent=agent, is_first=True)

    assert count(evening, "late_first_calls", agent) == 1


@pytest.mark.parametrize(
    ("facts", "slips"),
    [
        ({}, 1),
        ({"respond_by": CLOSES}, 1),
        ({"respond_by": CLOSES + AN_INSTANT}, 0),
        ({"respond_by": moment(25, 9)}, 1),
        ({"respond_by": None}, 0),
        ({"phone": None}, 0),
        ({"closed_at": CLOSES, "closed_as": "invalid"}, 0),
        ({"closed_at": CLOSES + AN_INSTANT, "closed_as": "invalid"}, 1),
        ({"ordered_at": CLOSES}, 0),
        ({"first_call_at": CLOSES}, 0),
        ({"first_call_at": CLOSES + AN_INSTANT}, 1),
    ],
)
def test_whom_nobody_called_though_the_limit_has_passed_slipped(evening, agent, facts, slips):
    lead = LeadFactory(store=agent.store, agent=agent, **{"opened_at": moment(25, 8), "respond_by": moment(26, 10), **facts})
    if lead.first_call_at:
        CallFactory(lead=lead, agent=agent, at=lead.first_call_at, is_first=True)

    assert count(evening, "never_called", agent) == slips


@pytest.mark.parametrize(("logged_at", "slips"), [(CLOSES, 0), (CLOSES + AN_INSTANT, 1)])
def test_a_first_call_written_down_after_the_closing_had_not_been_made_by_it(evening, agent, logged_at, slips):
    lead = LeadFactory(store=agent.store, agent=agent, opened_at=moment(25, 8), respond_by=moment(26, 10), first_call_at=moment(26, 17))
    CallFactory(lead=lead, agent=agent, at=moment(26, 17), logged_at=logged_at, is_first=True)

    assert count(evening, "never_called", agent) == slips


def test_whom_nobody_called_in_the_pool_slipped_of_the_team_alone_and_who_may_not_be_called_of_nobody(evening, agent):
    facts = {"store": agent.store, "opened_at": moment(25, 8), "respond_by": moment(26, 10)}
    LeadFactory(agent=None, **facts)
    DoNotCallFactory(store=agent.store, phone=LeadFactory(agent=agent, **facts).phone, at=moment(26, 9))

    assert (count(evening, "never_called", agent), slipped(evening, "never_called", None).count()) == (0, 1)


@pytest.mark.parametrize(
    ("scheduled_for", "facts", "slips"),
    [
        (moment(27, 9), {}, 1),
        (moment(28, 0), {}, 0),
        (moment(27, 9), {"said": CLOSES}, 0),
        (moment(27, 9), {"said": CLOSES + AN_INSTANT}, 1),
        (moment(27, 9), {"status": "cancelled", "ended_at": CLOSES}, 0),
        (moment(26, 15), {}, 1),
        (moment(26, 15), {"said": moment(26, 0)}, 0),
        (moment(26, 15), {"said": moment(26, 0) - AN_INSTANT}, 1),
        (moment(26, 15), {"said": moment(26, 15)}, 0),
        (moment(26, 15), {"said": moment(26, 15) + AN_INSTANT}, 1),
        (moment(26, 15), {"at": moment(26, 13)}, 1),
        (moment(26, 15), {"at": moment(26, 13) + AN_INSTANT}, 0),
        (moment(26, 19), {}, 0),
        (moment(27, 9), {"spoken": CLOSES}, 0),
        (moment(27, 9), {"spoken": CLOSES + AN_INSTANT}, 1),
        (moment(27, 9), {"spoken": moment(26, 0)}, 0),
        (moment(27, 9), {"spoken": moment(26, 0) - AN_INSTANT}, 1),
        (moment(27, 9), {"at": moment(26, 11), "spoken": moment(26, 11)}, 1),
        (moment(26, 15), {"spoken": moment(26, 15)}, 0),
        (moment(26, 15), {"spoken": moment(26, 15) + AN_INSTANT}, 1),
        (moment(26, 15), {"spoken": moment(25, 18)}, 1),
        (moment(27, 9), {"closed": CLOSES}, 0),
        (moment(26, 15), {"closed": moment(26, 15)}, 0),
        (moment(26, 15), {"closed": moment(26, 15) + AN_INSTANT}, 1),
    ],
)
def test_a_visit_nobody_confirmed_slipped(evening, agent, scheduled_for, facts, slips):
    lead = LeadFactory(store=agent.store, agent=agent)
    facts = {"at": moment(24, 9), "scheduled_for": scheduled_for, **facts}
    said, spoken, closed = (facts.pop(name, None) for name in ("said", "spoken", "closed"))
    visit = AppointmentFactory(lead=lead, agent=agent, **facts)
    if said:
        Confirmation.objects.create(appointment=visit, at=said)
    if spoken:
        CallFactory(lead=lead, agent=agent, at=spoken)
    if closed:
        Lead.objects.filter(pk=lead.pk).update(closed_at=closed, closed_as="lost", reason="价格不合")

    assert count(evening, "unconfirmed", agent) == slips


def test_of_equal_slips_the_first_is_the_largest(evening, agent):
    owed(agent, moment(26, 9), kind="callback")
    CallFactory(lead=LeadFactory(store=agent.store), agent=agent, at=moment(26, 9), is_first=True, is_late=True)

    note = note_of(evening, agent)

    assert (note.largest, list(note.slipped)) == ("late_first_calls", list(SLIPS))


def test_what_comes_later_changes_nothing_of_what_slipped(evening, agent):
    owed(agent, moment(25, 9), kind="retry")
    before = note_of(evening, agent).slipped

    FollowUp.objects.update(done_at=CLOSES + timedelta(hours=1))

    assert note_of(evening, agent).slipped == before == {"overdue": 1, "late_first_calls": 0, "never_called": 0, "broken_promises": 0, "unconfirmed": 0}


@pytest.mark.parametrize(("theirs", "compared"), [(9, None), (10, "other_agent")])
def test_one_learns_from_the_best_of_at_least_ten_leads(evening, agent, other_agent, theirs, compared):
    channel, small = (ChannelFactory(store=agent.store, name=name) for name in ("大", "小"))
    for _number in range(2):
        LeadFactory(store=agent.store, agent=agent, channel=channel, received_at=moment(20, 9))
    LeadFactory(store=agent.store, agent=agent, channel=small, received_at=moment(20, 9))
    for _number in range(theirs):
        LeadFactory(store=agent.store, agent=other_agent, channel=channel, received_at=moment(20, 9), visited_at=moment(21, 9))

    found = learn(evening, agent)

    assert (found and found["person"], found and found["channel"]) == ((other_agent.pk, channel.pk) if compared else (None, None))


@pytest.mark.parametrize(
    ("theirs", "came", "person", "said"),
    [
        (9, 0, None, "样本不够"),
        (10, 1, "other_agent", "你的线索到店率最高"),
        (10, 2, "other_agent", "你的线索到店率最高"),
        (10, 3, "other_agent", "同事中"),
    ],
)
def test_the_best_of_all_is_compared_with_a_colleague_and_never_with_herself(evening, agent, other_agent, theirs, came, person, said):
    channel = ChannelFactory(store=agent.store)
    for whose, leads, visits in ((agent, 10, 2), (other_agent, theirs, came)):
        for number in range(leads):
            arrived = {"channel": channel, "received_at": moment(20, 9)}
            LeadFactory(store=agent.store, agent=whose, visited_at=moment(21, 9) if number < visits else None, **arrived)

    note = note_of(evening, agent)

    assert (note.learn and note.learn["person"]) == (other_agent.pk if person else None)
    assert said in str(learn_sentence(note, agent).main)


@pytest.mark.parametrize(("people", "said"), [(2, None), (3, {"rate": [1, 5], "minutes": 7.0, "tries": None, "checks": 1.5})])
def test_the_median_of_the_team_is_said_of_three_and_more(people, said):
    team = [Worked(10, 1, 6, None, Fraction(1)), Worked(10, 2, 7, None, Fraction(2)), Worked(20, 8, 30, None, None)]

    assert middle_of(team[:people]) == said


def test_a_median_of_two_in_the_middle_is_rounded_once():
    team = [Worked(10, visits, minutes=Fraction(minutes, 100)) for visits, minutes in ((0, 0), (1, 604), (2, 605), (3, 900))]

    assert (middle_of(team)["rate"], middle_of(team)["minutes"]) == ([3, 20], 6.0)


def test_what_differs_most_is_a_share_and_what_is_unknown_is_not_compared():
    apart = most_apart(Worked(minutes=6, tries=3.1, checks=4.2), Worked(minutes=17, tries=2.8, checks=3.6))

    assert (apart, most_apart(Worked(tries=3), Worked(tries=2)), most_apart(Worked(), Worked(minutes=3))) == ("minutes", "tries", "")
