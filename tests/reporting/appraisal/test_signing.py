"""Leader and director sign a month's appraisal; signed it never changes (docs/rules/domain.md#appraisal)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from dcc.errors import Changed, Refused
from leads.models import Grading, Review
from reception.models import DaySigning
from reporting.appraisal.month_counts import counts_of
from reporting.appraisal.month_scores import appraisal_of
from reporting.appraisal.rules.signing_cards import sign_month, sum_of, to_sign
from reporting.closings.seal import first_broken
from reporting.ledger.deriving import _seal
from reporting.models import AppraisalRule, Closing, Objection, Target
from tests.factories import CardFactory, LeadFactory, VisitFactory
from tests.moments import NOW

OCTOBER = date(2026, 10, 1)
ON = NOW.replace(month=10, day=5)
PAGE = "/reports/appraisal/"
OWN = {
    "data_manager": [{"measure": "grades_kept", "weight": 70, "target": "50"}, {"measure": "days_closed", "weight": 30, "target": "100"}],
    "front_desk": [
        {"measure": "tags_kept", "weight": 50, "target": "100"},
        {"measure": "typed_soon", "weight": 20, "target": "100"},
        {"measure": "days_signed", "weight": 30, "target": "100"},
    ],
}


@pytest.fixture
def cards(store, director, agent, leader) -> None:
    """Three cards of the agent's against a target of four, and a store's of six."""
    weights = {post: [{"measure": "cards", "weight": 100, "target": ""}] for post in ("agent", "leader")} | OWN
    for post, measures in weights.items():
        AppraisalRule.objects.create(store=store, role=post, table="own", first_day=OCTOBER, measures=measures, floor=60, cap=120, by=director, at=NOW)
    Target.objects.create(store=store, month=OCTOBER, measure="cards", user=agent, value=4)
    Target.objects.create(store=store, month=OCTOBER, measure="cards", value=3)
    for _number in range(3):
        CardFactory(lead=LeadFactory(store=store, agent=agent), agent=agent, at=ON)


def closed(store) -> None:
    Closing.objects.create(store=store, kind="month", period="2026-10", number=1, at=NOW, figures={})
    _seal(store)


def signed(store, by):
    return sign_month(store, OCTOBER, total=sum_of(to_sign(appraisal_of(store, OCTOBER), by)), by=by, now=NOW)


def totals(store) -> dict[str, Decimal | None]:
    return {one.role: one.total("own") for one in appraisal_of(store, OCTOBER).judged if one.total("own") is not None}


def test_the_leader_signs_all_but_their_own_card_and_the_director_that(store, cards, agent, leader, director):
    closed(store)

    mine, theirs = signed(store, leader), signed(store, director)

    assert mine.figures == {"agent": {agent.username: {"own": {
        "floor": 60, "cap": 120, "total": "75.0",
        "measures": [{"measure": "cards", "weight": 100, "over": 3, "target": "4", "score": "75.0"}],
    }}}}  # fmt: skip
    assert {post: list(people) for post, people in theirs.figures.items()} == {"leader": [leader.username]}
    assert (signed(store, leader), signed(store, director)) == (mine, theirs)
    assert first_broken(Closing.objects.filter(store=store).order_by("number")) is None


def test_signed_it_does_not_change_with_what_is_counted_later(store, cards, agent, leader):
    closed(store)
    signed(store, leader)

    CardFactory(lead=LeadFactory(store=store, agent=agent), agent=agent, at=ON)

    assert totals(store) == {"agent": Decimal("75.0"), "leader": Decimal("120.0")}


def test_it_is_not_signed_before_its_month_is_closed(store, cards, leader):
    with pytest.raises(Refused, match="2026-10"):
        signed(store, leader)


def test_it_is_not_signed_while_an_objection_waits(store, cards, agent, leader):
    closed(store)
    facts = {"store": store, "role": "agent", "user": agent, "measure": "cards", "lead": LeadFactory(store=store), "counts": True, "text": "我的", "at": NOW}
    Objection.objects.create(**facts, month=OCTOBER)

    with pytest.raises(Refused):
        signed(store, leader)


def test_it_is_not_signed_where_the_scores_changed_since_they_were_seen(store, cards, leader):
    closed(store)

    with pytest.raises(Changed):
        sign_month(store, OCTOBER, total=Decimal("74.9"), by=leader, now=NOW)


def test_grades_count_as_changed_where_the_leader_gave_the_lead_on_before_another_grading(store, cards, data_manager, leader):
    given, graded_again, kept = (LeadFactory(store=store) for _number in range(3))
    for lead in (given, graded_again, kept):
        Grading.objects.create(store=store, lead=lead, grade="L", by=data_manager, at=ON)
    Grading.objects.create(store=store, lead=graded_again, grade="H", by=data_manager, at=ON + timedelta(minutes=1))
    for lead, decision in ((given, "reassign"), (graded_again, "reassign"), (kept, "nurture")):
        Review.objects.create(store=store, lead=lead, decision=decision, by=leader, at=ON + timedelta(minutes=2))

    counts = counts_of(store, OCTOBER, ["data_manager"])["data_manager"][data_manager.pk]

    assert dict(counts) == {"grades": 4, "grades_kept": 2}  # the first of the one graded again stands: another grading came between


def test_days_count_by_the_end_of_the_day_they_are_to_be_signed_and_closed_by(store, cards, front_desk):
    midnight = NOW.astimezone(store.zone).replace(month=10, day=6, hour=0)
    for day, late in ((5, timedelta(seconds=-1)), (6, timedelta(days=1))):
        DaySigning.objects.create(store=store, day=OCTOBER.replace(day=day), at=midnight + late, by=front_desk)
        at = midnight + timedelta(days=1) + late
        Closing.objects.create(store=store, kind="day", period=f"2026-10-{day:02}", number=day, at=at, figures={})

    found = counts_of(store, OCTOBER, ["data_manager", "front_desk"])

    assert found["front_desk"][None] == {"desk_days": 2, "days_signed": 1}
    assert found["data_manager"][None] == {"days": 2, "days_closed": 1}


@pytest.mark.parametrize(("minutes", "soon"), [(9, 1), (10, 1), (11, 0)])
def test_groups_count_as_registered_soon_within_ten_minutes(store, cards, front_desk, minutes, soon):
    VisitFactory(store=store, at=ON, registered_at=ON + timedelta(minutes=minutes), purpose="look", by=front_desk)

    counts = counts_of(store, OCTOBER, ["front_desk"])["front_desk"][front_desk.pk]

    assert (counts["typed"], counts["typed_soon"]) == (1, soon)


def test_the_page_explains_a_score_and_signs(client_of, store, cards, agent, leader):
    closed(store)
    client = client_of(leader)

    page = client.get(f"{PAGE}?month=2026-10&post=agent&user={agent.username}&measure=cards").content.decode()
    answer = client.post(PAGE + "sign/", {"month": "2026-10", "total": "75.0"})

    assert "100 × 75.0% = <b>75.0</b>" in page
    assert "签 2026-10 考核 1 人" in page
    assert answer.status_code == 303
    assert Closing.objects.get(kind="appraisal").by == leader


def test_others_see_their_own_card_alone_and_once_it_is_signed(client_of, store, cards, agent, other_agent, leader):
    closed(store)
    before = client_of(agent).get(f"{PAGE}?month=2026-10").content.decode()
    signed(store, leader)

    after, colleague = (client_of(who).get(f"{PAGE}?month=2026-10").content.decode() for who in (agent, other_agent))

    assert ["<b>75.0</b>" in page for page in (before, after, colleague)] == [False, True, False]
