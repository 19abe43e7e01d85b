"""What became of the leads of a period: each stage by the moment the lead carries, each lead once; and the rows behind a figure."""

from datetime import date, timedelta

import pytest

from leads.models import Channel, Lead
from reporting.figures.counting import ask
from reporting.figures.measures import COHORT, FALLS, MEASURES, asked_of
from reporting.figures.question import Question
from reporting.figures.rows_behind import rows_behind
from tests.factories import CallFactory, LeadFactory
from tests.moments import MONDAY_9, MONDAY_10, SUNDAY_9, TUESDAY_9, moment

SECOND = timedelta(seconds=1)
MONDAY, SUNDAY = date(2026, 11, 23), date(2026, 11, 29)
STAGES = ("first_call_at", "reached_at", "card_at", "invited_at", "visited_at", "ordered_at", "delivered_at")
COUNTED = ("contacted", "reached", "cards", "invited", "visits", "orders", "deals")
FALLEN = [name for name, *_words in FALLS]
WON = "deals_of_valid"
CLOSED = {"closed_at": TUESDAY_9, "reason": "其他"}


@pytest.fixture
def lead_of(store):
    """Return a function: a lead of Monday."""
    channel = Channel.objects.filter(store=store, source="web").first()
    return lambda **facts: LeadFactory(**({"store": store, "channel": channel, "received_at": MONDAY_9} | facts))


def question(store, by: str = "channel", first: date = MONDAY, last: date = MONDAY, basis: str = "cohort") -> Question:
    return Question(store, by, basis, first, last)


def total(store, *names: str) -> dict:
    return ask(question(store), names).total


@pytest.mark.parametrize(("stage", "measure"), list(zip(STAGES, COUNTED, strict=True)))
def test_a_stage_counts_the_leads_that_carry_its_moment_whatever_stands_before_it_and_however_late(store, lead_of, stage, measure):
    lead_of(**{stage: SUNDAY_9})
    lead_of()

    assert total(store, *COUNTED) == {measure: 1}


def test_the_leads_of_a_period_are_those_that_arrived_from_its_first_moment_to_its_last(store, lead_of):
    start, end = moment(23, 0), moment(24, 0)
    for at in (start - SECOND, start, end - SECOND, end):
        lead_of(received_at=at, card_at=MONDAY_10)

    assert total(store, "leads", "cards") == {"leads": 2, "cards": 2}


def test_a_merged_lead_counts_in_no_figure(store, lead_of):
    kept = lead_of()
    lead_of(closed_at=TUESDAY_9, closed_as="merged", merged_into=kept, **dict.fromkeys(STAGES, MONDAY_10))

    assert ask(question(store), [name for name, measure in MEASURES.items() if measure.cohort is not None]).total == {
        "leads": 1,
        "valid": 1,
        "waiting": 1,
        "fall_called": 1,
    }


@pytest.mark.parametrize(
    ("closed_as", "counts"),
    [
        ("", {"leads": 1, "valid": 1, "waiting": 1}),
        ("invalid", {"leads": 1, "invalid": 1}),
        ("lost", {"leads": 1, "valid": 1, "lost": 1}),
        ("unreachable", {"leads": 1, "valid": 1}),
        ("showroom", {"leads": 1, "valid": 1}),
    ],
)
def test_only_what_was_never_a_customer_leaves_the_valid_ones(store, lead_of, closed_as, counts):
    lead_of(closed_as=closed_as, **(CLOSED if closed_as else {}))

    assert total(store, "leads", "invalid", "valid", "waiting", "lost") == counts


def test_who_was_called_waits_for_no_call(store, lead_of):
    lead_of(first_call_at=MONDAY_10)

    assert total(store, "waiting", "contacted") == {"contacted": 1}


@pytest.mark.parametrize("passed", range(len(STAGES) + 1))
def test_a_valid_lead_falls_where_it_stopped_and_the_delivered_one_is_won(store, lead_of, passed):
    lead_of(**dict.fromkeys(STAGES[:passed], MONDAY_10))
    lead_of(closed_as="invalid", **CLOSED, **dict.fromkeys(STAGES[:passed], MONDAY_10))

    assert total(store, *FALLEN, WON) == {[*FALLEN, WON][passed]: 1}


@pytest.mark.parametrize("stage", range(len(STAGES)))
def test_a_lead_that_skipped_a_stage_falls_after_the_last_it_passed(store, lead_of, stage):
    lead_of(**{STAGES[stage]: MONDAY_10})

    assert total(store, *FALLEN, WON) == {[*FALLEN, WON][stage + 1]: 1}


def test_a_lead_counts_in_the_row_of_whoever_has_it_now_and_nobodys_in_the_row_unassigned(store, agent, reception, lead_of):
    lead_of(agent=agent)
    lead_of(reception=reception)

    assert ask(question(store, "agent"), ["leads"]).rows == {"": {"leads": 1}, "agent": {"leads": 1}}
    assert ask(question(store, "reception"), ["leads"]).rows == {"": {"leads": 1}, "reception": {"leads": 1}}


# the rows behind a figure


@pytest.mark.parametrize("by", ["agent", "channel", "source", "model", "day", "week", "month"])
@pytest.mark.parametrize("basis", ["cohort", "activity"])
def test_the_rows_behind_a_key_are_those_its_figure_counts(store, agent, other_agent, lead_of, by, basis):
    other = Channel.objects.filter(store=store, source="event").first()
    mine = lead_of(agent=agent, model="卡罗拉", card_at=MONDAY_10)
    theirs = lead_of(agent=other_agent, model="凯美瑞", channel=other, received_at=SUNDAY_9, card_at=SUNDAY_9)
    nobodys = lead_of(agent=None, received_at=moment(30, 9))
    for lead in (mine, theirs, nobodys):
        CallFactory(lead=lead, agent=lead.agent, at=lead.received_at)
    asked = question(store, by, MONDAY, date(2026, 12, 1), basis)
    name = "leads" if basis == "cohort" else "calls"

    figures = ask(asked, [name])

    assert {key: rows_behind(asked, name, key).count() for key in figures.rows} == {key: row[name] for key, row in figures.rows.items()}
    assert (figures.total, rows_behind(asked, name, None).count()) == ({name: 3}, 3)
    assert len(figures.rows) >= (1 if by == "month" else 2)


@pytest.mark.parametrize(
    ("by", "key", "first", "last", "counted"),
    [
        ("day", "2026-11-23", MONDAY, SUNDAY, 1),
        ("week", "2026-11-23", MONDAY, date(2026, 12, 6), 3),
        ("week", "2026-11-23", date(2026, 11, 24), date(2026, 12, 6), 2),
        ("week", "2026-11-30", MONDAY, date(2026, 12, 6), 2),
        ("month", "2026-11", MONDAY, date(2026, 12, 6), 4),
        ("month", "2026-11", MONDAY, SUNDAY, 3),
        ("month", "2026-12", MONDAY, date(2026, 12, 6), 1),
    ],
)
def test_a_step_of_time_is_cut_to_the_period_asked(store, lead_of, by, key, first, last, counted):
    for at in (moment(23, 0), moment(24, 12), moment(29, 23), moment(30, 0), moment(30, 0) + timedelta(days=1)):
        lead_of(received_at=at)

    assert rows_behind(question(store, by, first, last), "leads", key).count() == counted


def test_several_keys_are_several_people_and_nothing_else(store, agent, other_agent, reception, lead_of):
    for person in (agent, other_agent, other_agent, None):
        lead_of(agent=person)

    counted = [rows_behind(question(store, "agent"), "leads", key).count() for key in (["agent"], ["agent", "other_agent"], [], "", None)]

    assert counted == [1, 3, 0, 1, 4]
    with pytest.raises(ValueError, match="several"):
        rows_behind(question(store, "channel"), "leads", ["agent"])


def test_a_figure_that_a_basis_does_not_know_has_no_rows(store):
    for asked, name in ((question(store), "calls"), (question(store, basis="activity"), "valid"), (question(store, "reception", basis="activity"), "calls")):
        with pytest.raises(KeyError):
            rows_behind(asked, name, None)
    with pytest.raises(ValueError, match="yesterday"):
        rows_behind(question(store, "day"), "leads", "yesterday")


def test_rows_behind_an_unknown_key_are_none_at_all(store, agent, lead_of):
    lead_of(agent=agent)

    assert [rows_behind(question(store, by), "leads", "no-such-key").count() for by in ("agent", "channel", "source", "model")] == [0, 0, 0, 0]


# what is asked


def test_which_measures_answer_which_question():
    received = ("visits", "first_visits", "orders", "cancelled", "deals")
    done = ("calls", "connected", "contacted", "reached", "cards", "invited", *received, "lost")

    assert COHORT == ("leads", "invalid", "valid", "contacted", "reached", "cards", "invited", "visits", "orders", "deals", "lost")
    assert [asked_of(by, "cohort") for by in ("channel", "agent", "reception")] == [COHORT] * 3
    assert asked_of("channel", "activity") == asked_of("day", "activity") == ("leads", "inquiries", *done)
    assert (asked_of("agent", "activity"), asked_of("reception", "activity")) == (("allocated", *done), received)


def test_leads_stay_within_their_store(store, other_store, lead_of):
    lead_of()
    LeadFactory(store=other_store, received_at=MONDAY_9)

    assert (total(store, "leads"), Lead.objects.count()) == ({"leads": 1}, 2)
