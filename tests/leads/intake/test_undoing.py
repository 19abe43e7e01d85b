"""An import taken back: what goes, what stays, and what is as it was before."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from calls.models import Dial
from dcc.errors import Refused
from dcc.models import Notice
from leads.customer.rules.changing import change_facts
from leads.intake.rules.importing import import_file
from leads.intake.rules.undoing import foresee_undo, may_undo, undo_import
from leads.models import Allocation, FollowUp, ImportBatch, Inquiry, Lead, Refund
from tests.factories import (
    AllocationFactory,
    AppointmentFactory,
    CallFactory,
    CardFactory,
    ChannelFactory,
    FollowUpFactory,
    GradingFactory,
    OrderFactory,
    ProposalFactory,
    ShowroomCardFactory,
    UserFactory,
    VisitFactory,
)
from tests.moments import MONDAY_9
from tests.trail import trail

pytestmark = pytest.mark.django_db
HEADER = "手机号,姓名,车型,时间"
HOUR = timedelta(hours=1)
LATER = MONDAY_9 + HOUR
DAY = timedelta(hours=24)
SHAPE = ("pk", "received_at", "channel", "respond_by", "inquiry_count", "last_inquiry_at", "annulled_at")


@pytest.fixture
def portal(store):
    return ChannelFactory(store=store, name="抖音", source="web")


@pytest.fixture
def other(store):
    return ChannelFactory(store=store, name="易车", source="web")


@pytest.fixture
def bring(store, data_manager, tmp_path):
    """Import rows in a channel at a moment."""

    def run(channel, *rows: str, now=MONDAY_9) -> ImportBatch:
        path = tmp_path / f"{channel.name}.csv"
        path.write_text("\n".join([HEADER, *rows]), encoding="utf-8")
        batch, _result = import_file(path, store, channel=channel, by=data_manager, now=now)
        batch.refresh_from_db()
        return batch

    return run


def undo(batch, by, now=LATER):
    return undo_import(batch, sign=foresee_undo(batch).sign, by=by, now=now)


def as_they_stand() -> list[tuple]:
    return list(Lead.objects.order_by("pk").values_list(*SHAPE))


WANG, LI = "15400000001,王伟,卡罗拉,2026-01-05 08:00", "15400000002,李娜,卡罗拉,2026-01-05 08:10"


def test_leads_that_have_nothing_but_the_import_go_whole(bring, portal, data_manager, agent, store):
    ShowroomCardFactory(store=store, phone="15400000002")
    batch = bring(portal, WANG, LI)
    for lead in Lead.objects.all():
        AllocationFactory(lead=lead, agent=agent)
        FollowUpFactory(lead=lead, agent=agent)
        Lead.objects.filter(pk=lead.pk).update(agent=agent, allocated_at=MONDAY_9)

    plan = undo(batch, data_manager)

    assert (len(plan.leads), len(plan.inquiries), plan.kept, plan.joined) == (2, 2, {}, ())
    assert [rows.count() for rows in (Lead.objects, Inquiry.objects, Allocation.objects, FollowUp.objects)] == [0, 0, 0, 0]
    assert set(Lead.every.values_list("annulled_at", "annulled_by", "annulled_reason")) == {(LATER, data_manager.pk, "抖音.csv")}
    assert list(Notice.objects.filter(kind="lead.undone").values_list("user", "detail")) == [(agent.pk, {"count": 2, "by": data_manager.pk})]
    assert [{name: entry[name] for name in ("leads", "inquiries", "kept")} for entry in trail("import.undo")] == [{"leads": 2, "inquiries": 2, "kept": 0}]


def dial(lead):
    Dial.objects.create(store=lead.store, agent=UserFactory(store=lead.store, roles=["agent"]), lead=lead, at=MONDAY_9)


def change(lead):
    change_facts(lead, changes={"city": ("", "长春")}, by=UserFactory(store=lead.store, roles=["leader"]), now=MONDAY_9)


TOUCHED = {
    "called": lambda lead: CallFactory(lead=lead, at=MONDAY_9),
    "begun": dial,
    "card": lambda lead: CardFactory(lead=lead, at=MONDAY_9),
    "appointment": lambda lead: AppointmentFactory(lead=lead, at=MONDAY_9),
    "visit": lambda lead: VisitFactory(store=lead.store, lead=lead, at=MONDAY_9),
    "order": lambda lead: OrderFactory(lead=lead, at=MONDAY_9),
    "graded": lambda lead: GradingFactory(lead=lead, at=MONDAY_9),
    "applied": lambda lead: ProposalFactory(lead=lead, at=MONDAY_9),
    "followed": lambda lead: FollowUpFactory(lead=lead, done_at=MONDAY_9),
    "changed": change,
    "closed": lambda lead: Lead.objects.filter(pk=lead.pk).update(closed_at=MONDAY_9, closed_as="lost"),
}


@pytest.mark.parametrize("why", TOUCHED)
def test_a_lead_somebody_has_worked_with_stays_with_its_inquiry_unchanged(bring, portal, data_manager, why):
    batch = bring(portal, WANG, LI)
    touched, free = Lead.objects.order_by("pk")
    TOUCHED[why](touched)
    before = list(Lead.objects.filter(pk=touched.pk).values())

    plan = undo(batch, data_manager)

    assert (plan.leads, list(plan.kept), plan.reasons) == ((free.pk,), [touched.pk], {"called" if why == "begun" else why: 1})
    assert list(Lead.objects.values()) == before
    assert list(Inquiry.objects.values_list("lead", flat=True)) == [touched.pk]


def test_a_lead_whose_person_asked_again_stays_with_both_inquiries(bring, portal, other, data_manager):
    batch = bring(portal, WANG)
    bring(other, "15400000001,王伟,卡罗拉,2026-01-05 08:30", now=MONDAY_9 + HOUR / 2)
    before = as_they_stand()

    plan = undo(batch, data_manager)

    assert (plan.reasons, as_they_stand(), Inquiry.objects.count()) == ({"asked": 1}, before, 2)


@pytest.mark.parametrize("state", ["claimed", "waived"])
def test_a_lead_whose_inquiry_was_claimed_from_its_platform_stays_with_it(bring, portal, other, data_manager, state):
    bring(other, WANG)
    batch = bring(portal, "15400000001,王伟,卡罗拉,2026-01-05 08:30", LI, now=MONDAY_9 + HOUR / 2)
    joined, opened = Lead.objects.order_by("pk")
    for inquiry in Inquiry.objects.filter(batch=batch):
        Refund.objects.create(store=portal.store, inquiry=inquiry, reason="repeated", state=state, at=MONDAY_9 + HOUR / 2, by=data_manager)
    before = as_they_stand()

    plan = undo(batch, data_manager)

    assert (plan.reasons, sorted(plan.kept), plan.inquiries) == ({"refund": 2}, [joined.pk, opened.pk], ())
    assert (as_they_stand(), Inquiry.objects.count()) == (before, 3)


def test_two_rows_of_one_person_are_one_lead_that_goes(bring, portal, data_manager):
    batch = bring(portal, WANG, "15400000001,王伟,凯美瑞,2026-01-05 08:30")

    plan = undo(batch, data_manager)

    assert (len(plan.leads), len(plan.inquiries), Lead.objects.count(), Inquiry.objects.count()) == (1, 2, 0, 0)


def test_the_inquiries_that_go_are_those_of_whole_leads_and_those_that_joined_others(bring, portal, other, data_manager):
    bring(other, "15400000001,王,RAV4,2026-11-20 09:00")
    batch = bring(
        portal, "15400000001,王,RAV4,2026-11-21 09:00", *[f"1540000000{number},李,RAV4,2026-11-2{day} 10:00" for number, day in ((2, 0), (2, 1), (3, 0))]
    )

    plan = foresee_undo(batch)

    assert (len(plan.inquiries), plan.of_leads, plan.of_joined) == (4, 3, 1)
    assert (len(plan.leads), len(plan.joined)) == (2, 1)


def test_a_lead_it_joined_is_as_before_with_arrival_channel_and_counts(bring, portal, other, data_manager):
    bring(other, WANG, LI)
    before = as_they_stand()
    later = bring(portal, "15400000001,王伟,卡罗拉,2026-01-04 08:00", "15400000002,李娜,凯美瑞,2026-01-05 08:30", now=MONDAY_9 + HOUR / 2)
    changed = as_they_stand()

    plan = undo(later, data_manager)

    first, second = (row[0] for row in before)
    assert (plan.joined, plan.moved, plan.leads) == ((first, second), (first,), ())
    assert (changed != before, as_they_stand()) == (True, before)


def test_events_count_where_their_lead_counts_again(bring, portal, other, data_manager):
    bring(other, WANG)
    call = CallFactory(lead=Lead.objects.get(), at=MONDAY_9, channel=other)
    batch = bring(portal, "15400000001,王伟,卡罗拉,2026-01-04 08:00", now=MONDAY_9 + HOUR / 2)
    call.refresh_from_db()
    moved = call.channel

    undo(batch, data_manager)

    call.refresh_from_db()
    assert (moved, call.channel) == (portal, other)


def test_of_what_is_left_a_day_without_a_time_comes_behind_the_times_of_its_day(bring, portal, other, data_manager):
    bring(other, "15400000001,王伟,卡罗拉,2026-01-05")
    bring(portal, "15400000001,王伟,凯美瑞,2026-01-05 08:00", now=MONDAY_9 + HOUR / 4)
    before = as_they_stand()
    batch = bring(other, "15400000001,王伟,汉兰达,2026-01-04 08:00", now=MONDAY_9 + HOUR / 2)

    undo(batch, data_manager)

    assert as_they_stand() == before
    assert Lead.objects.get().channel == portal


def test_no_lead_is_ever_left_without_an_inquiry(bring, portal, other, data_manager):
    first = bring(portal, WANG)
    second = bring(other, "15400000001,王伟,卡罗拉,2026-01-05 08:30", now=MONDAY_9 + HOUR / 4)
    undo(first, data_manager)

    kept = undo(second, data_manager)

    lead = Lead.objects.get()
    assert (kept.joined, lead.inquiry_count, list(lead.inquiries.values_list("batch", flat=True))) == ((lead.pk,), 1, [first.pk])
    Inquiry.objects.update(annulled_at=LATER)
    third = bring(other, "15400000001,王伟,卡罗拉,2026-01-05 08:40", now=MONDAY_9 + HOUR / 2)
    plan = undo(third, data_manager)
    assert (list(plan.kept), plan.inquiries, Lead.objects.get().inquiries.count()) == ([lead.pk], (), 1)


def test_what_was_undone_can_be_imported_again(bring, portal, data_manager):
    undo(bring(portal, WANG, LI), data_manager)

    again = bring(portal, WANG, LI, now=LATER)

    assert (again.created, again.repeated, Lead.objects.count()) == (2, 0, 2)


@pytest.mark.parametrize(("after", "held"), [(DAY - timedelta(seconds=1), True), (DAY, True), (DAY + timedelta(seconds=1), False)])
def test_an_import_is_undone_for_24_hours(bring, portal, data_manager, after, held):
    batch, refused = bring(portal, WANG), False

    try:
        undo(batch, data_manager, now=MONDAY_9 + after)
    except Refused:
        refused = True

    assert (may_undo(batch, by=data_manager, now=MONDAY_9 + after), refused, Lead.objects.count()) == (held, not held, 0 if held else 1)


def test_whoever_uploaded_it_undoes_it_or_the_leader_and_nobody_else(bring, portal, data_manager, leader, marketing, director, store):
    batch, colleague = bring(portal, WANG), UserFactory(store=store, roles=["data_manager"])

    who = [may_undo(batch, by=person, now=LATER) for person in (data_manager, leader, colleague, marketing, director)]

    assert who == [True, True, False, False, False]
    with pytest.raises(Refused):
        undo(batch, colleague)


def test_what_happened_since_it_was_shown_undoes_nothing(bring, portal, data_manager):
    batch = bring(portal, WANG, LI)
    sign = foresee_undo(batch).sign
    CallFactory(lead=Lead.objects.first(), at=MONDAY_9)

    with pytest.raises(Refused, match="动过"):
        undo_import(batch, sign=sign, by=data_manager, now=LATER)

    assert (ImportBatch.objects.get().state, Lead.objects.count()) == ("done", 2)


def test_it_is_undone_once(bring, portal, data_manager):
    batch = bring(portal, WANG)
    undo(batch, data_manager)

    with pytest.raises(Refused, match="已经撤销"):
        undo(batch, data_manager)


def test_as_many_questions_for_many_leads_as_for_few(bring, portal, data_manager, django_assert_max_num_queries):
    batch = bring(portal, *(f"154000001{number:02d},王伟,卡罗拉,2026-01-05 08:00" for number in range(60)))

    with django_assert_max_num_queries(60):
        undo(batch, data_manager)

    assert Lead.objects.count() == 0


def test_the_ledger_keeps_what_was_taken_back(bring, portal, other, data_manager, store, tmp_path):
    bring(other, WANG)
    batch = bring(portal, "15400000001,王伟,卡罗拉,2026-01-04 08:00", LI, now=MONDAY_9 + HOUR / 2)
    undo(batch, data_manager)

    call_command("ledger", "export", "--store", store.code, str(tmp_path / "out.jsonl"), stdout=StringIO())

    lines = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert sorted(line["type"] for line in lines if line.get("annulled")) == ["inquiry", "inquiry", "lead"]


@pytest.mark.parametrize(("whose", "status"), [("agent", 410), ("leader", 410), ("other_agent", 404)])
@pytest.mark.parametrize("path", ["/leads/{}/", "/calls/{}/", "/leads/{}/change/"])
def test_whoever_had_a_lead_open_that_went_with_its_file_is_told_so(bring, portal, data_manager, client_of, request, whose, status, path):
    batch, user = bring(portal, WANG), request.getfixturevalue(whose)
    lead = Lead.objects.get()
    AllocationFactory(lead=lead, agent=request.getfixturevalue("agent"), at=MONDAY_9)
    Lead.objects.filter(pk=lead.pk).update(agent=request.getfixturevalue("agent"), allocated_at=MONDAY_9)
    undo(batch, data_manager)

    page = client_of(user).get(path.format(lead.pk))

    assert page.status_code in (status, 403)
    assert ("抖音.csv" in page.content.decode(), "王伟" in page.content.decode()) == (page.status_code == 410, False)


def test_a_lead_that_never_was_stays_unknown(client_of, leader):
    assert client_of(leader).get("/leads/999/").status_code == 404
