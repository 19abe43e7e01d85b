"""Privacy numbers: until when they hold, and what happens at that moment."""

from datetime import UTC, datetime, timedelta

import pytest

from calls.desk.rules.annulling_calls import annul_call
from calls.desk.rules.calling import Said, log_call
from calls.desk.rules.finishing import finish_call
from dcc.models import TrailEntry
from leads.channels.rules.channels import change_channel
from leads.customer.rules.changing import correct_number
from leads.grading.rules.closing_leads import for_review
from leads.intake.rules.importing import import_file
from leads.intake.rules.undoing import foresee_undo, undo_import
from leads.models import FollowUp, Inquiry, Lead
from leads.numbers.rules.expiring import expire_numbers
from leads.numbers.until_words import ends_soon, until_words
from tests.factories import ChannelFactory, FollowUpFactory, InquiryFactory, LeadFactory
from tests.moments import MONDAY_8, MONDAY_9, MONDAY_10, TUESDAY_9, WEDNESDAY_9, ZONE, moment

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
PRIVATE, PLAIN, OTHER = "15400000001,1234", "15400000001", "15400000002"


@pytest.fixture
def portal(store):
    return ChannelFactory(store=store, name="隐私平台", source="web", virtual_days=7)


@pytest.fixture
def bring(store, data_manager, tmp_path, portal):
    """Import rows with a column for the end of the number."""

    def run(*rows: str, now=MONDAY_9, channel=portal):
        path = tmp_path / "rows.csv"
        path.write_text("\n".join(["手机号\t姓名\t时间\t隐私号到期", *rows]), encoding="utf-8")
        batch, _result = import_file(path, store, channel=channel, by=data_manager, now=now)
        batch.refresh_from_db()
        return batch

    return run


def ends():
    """Number and end of every lead and of every inquiry, as they came in."""
    return list(Lead.objects.order_by("pk").values_list("phone", "phone_until")), list(Inquiry.objects.order_by("pk").values_list("phone", "phone_until"))


def test_a_number_ends_when_its_row_says_a_plain_one_too(bring):
    bring(f"{PRIVATE}\t王伟\t2026-11-23 08:00\t2026-11-25 09:00", f"{OTHER}\t李娜\t2026-11-23 08:00\t2026-11-25 09:00")

    assert ends() == ([(PRIVATE, WEDNESDAY_9), (OTHER, WEDNESDAY_9)], [(PRIVATE, WEDNESDAY_9), (OTHER, WEDNESDAY_9)])


def test_a_day_alone_is_meant_with_its_last_second(bring):
    bring(f"{PRIVATE}\t王伟\t2026-11-23 08:00\t2026-11-30")

    assert Lead.objects.get().phone_until == datetime(2026, 11, 30, 23, 59, 59, tzinfo=ZONE)


@pytest.mark.parametrize("name", ["有效期", "失效时间", "隐私号到期", "虚拟号有效期", "隐私号失效时间"])
def test_the_column_is_known_by_its_names(store, data_manager, portal, tmp_path, name):
    path = tmp_path / "rows.csv"
    path.write_text(f"手机号,姓名,时间,{name}\n{PRIVATE},王伟,2026-11-23 08:00,2026-11-25 09:00".replace(PRIVATE, f'"{PRIVATE}"'), encoding="utf-8")

    import_file(path, store, channel=portal, by=data_manager, now=MONDAY_9)

    assert Lead.objects.get().phone_until == WEDNESDAY_9


def test_without_a_day_one_with_an_extension_holds_as_long_as_those_of_its_channel_and_a_plain_one_for_ever(bring):
    bring(f"{PRIVATE}\t王伟\t2026-11-23 08:00\t", f"{OTHER}\t李娜\t2026-11-23 08:00\t")

    assert ends()[0] == [(PRIVATE, moment(30, 9)), (OTHER, None)]


def test_what_the_channel_held_then_stays(bring, portal, data_manager):
    bring(f"{PRIVATE}\t王伟\t2026-11-23 08:00\t")

    change_channel(portal, name="隐私平台", first_response_minutes=None, virtual_days=30, by=data_manager, now=MONDAY_10)

    assert ends()[0] == [(PRIVATE, moment(30, 9))]


def test_where_the_channel_does_not_know_nobody_does(bring, store):
    bring(f"{PRIVATE}\t王伟\t2026-11-23 08:00\t", channel=ChannelFactory(store=store, name="别的平台", virtual_days=0))

    assert ends()[0] == [(PRIVATE, None)]


def test_who_asks_again_under_the_number_has_it_until_the_later_of_both(bring):
    bring(f"{PRIVATE}\t王伟\t2026-11-23 08:00\t2026-11-25 09:00")
    bring(f"{PRIVATE}\t王伟\t2026-11-23 08:30\t2026-11-24 09:00", now=MONDAY_10)
    first = Lead.objects.get().phone_until
    bring(f"{PRIVATE}\t王伟\t2026-11-23 08:40\t2026-11-26 09:00", now=MONDAY_10)

    assert (first, Lead.objects.get().phone_until) == (WEDNESDAY_9, moment(26, 9))


def test_an_undone_import_takes_the_later_day_along(bring, leader):
    bring(f"{PRIVATE}\t王伟\t2026-11-23 08:00\t2026-11-25 09:00")
    batch = bring(f"{PRIVATE}\t王伟\t2026-11-23 08:40\t2026-11-26 09:00", now=MONDAY_10)

    undo_import(batch, sign=foresee_undo(batch).sign, by=leader, now=MONDAY_10)

    assert Lead.objects.get().phone_until == WEDNESDAY_9


def test_a_real_number_never_ends_because_a_row_names_a_day(bring, store):
    LeadFactory(store=store, phone=OTHER)

    bring(f"{OTHER}\t李娜\t2026-11-23 08:00\t2026-11-25 09:00")

    assert Lead.objects.get().phone_until is None


def virtual(store, **facts):
    """A lead whose number ends on Tuesday at nine."""
    return LeadFactory(store=store, phone=PRIVATE, phone_until=TUESDAY_9, **facts)


@pytest.mark.parametrize(("late", "gone"), [(-SECOND, False), (timedelta(), True), (timedelta(days=3), True)])
def test_at_its_moment_the_number_is_nobodys_however_late_the_program_comes(store, late, gone):
    virtual(store)

    done = expire_numbers(now=TUESDAY_9 + late)

    lead = Lead.objects.get()
    assert (done, lead.phone, lead.phone_tail, lead.phone_until) == ((1, None, "", TUESDAY_9) if gone else (0, PRIVATE, "0001", TUESDAY_9))
    assert list(TrailEntry.objects.filter(action="lead.number_ended").values_list("at", "by")) == ([(TUESDAY_9, None)] if gone else [])


def test_it_waits_for_the_leader_and_nothing_is_owed_any_more(store, agent):
    lead = virtual(store, agent=agent)
    FollowUpFactory(lead=lead, agent=agent, kind="callback", created_at=MONDAY_9, due_at=WEDNESDAY_9)

    expire_numbers(now=WEDNESDAY_9)

    lead.refresh_from_db()
    assert (lead.review_since, for_review(lead)) == (TUESDAY_9, TUESDAY_9)
    assert list(FollowUp.objects.values_list("done_at", "ended_as")) == [(TUESDAY_9, "no_number")]


def test_a_second_number_that_no_open_lead_has_takes_its_place(store):
    virtual(store, second_phone=OTHER)
    LeadFactory(store=store, phone=OTHER, closed_at=MONDAY_9, closed_as="lost")

    expire_numbers(now=TUESDAY_9)

    lead = Lead.objects.open().get()
    assert (lead.phone, lead.phone_tail, lead.second_phone, lead.phone_until, lead.review_since) == (OTHER, "0002", "", None, None)


def test_a_second_number_that_another_open_lead_has_does_not(store):
    lead = virtual(store, second_phone=OTHER)
    LeadFactory(store=store, phone=OTHER)

    expire_numbers(now=TUESDAY_9)

    lead.refresh_from_db()
    assert (lead.phone, lead.second_phone, lead.review_since, for_review(lead)) == (None, OTHER, TUESDAY_9, TUESDAY_9)


def test_of_two_that_share_a_second_number_the_first_to_end_takes_it(store):
    later = virtual(store, second_phone=OTHER)
    first = LeadFactory(store=store, phone="15400000009,1", phone_until=MONDAY_9, second_phone=OTHER)

    expire_numbers(now=TUESDAY_9)

    assert (Lead.objects.get(pk=first.pk).phone, Lead.objects.get(pk=later.pk).phone) == (OTHER, None)


def test_a_closed_lead_keeps_its_number(store):
    virtual(store, closed_at=MONDAY_9, closed_as="lost")

    assert (expire_numbers(now=WEDNESDAY_9), Lead.objects.get().phone) == (0, PRIVATE)


def test_it_ends_once(store):
    virtual(store)
    expire_numbers(now=TUESDAY_9)

    assert expire_numbers(now=WEDNESDAY_9) == 0


def test_a_real_number_ends_the_virtual_one(store, agent, data_manager):
    told, corrected = virtual(store, agent=agent), LeadFactory(store=store, phone="15400000008,1", phone_until=TUESDAY_9)

    finish_call(told, said=Said("connected", "已接通"), real_number=OTHER, by=agent, now=MONDAY_10)
    correct_number(corrected, number="15400000007", by=data_manager, now=MONDAY_10)

    assert list(Lead.objects.order_by("pk").values_list("phone", "phone_until")) == [(OTHER, None), ("15400000007", None)]
    assert expire_numbers(now=WEDNESDAY_9) == 0


@pytest.mark.parametrize(("said", "number"), [(Said("connected", "已接通"), OTHER), (Said("virtual_expired", "虚拟号已失效"), "")])
def test_a_call_taken_back_gives_number_and_day_back(store, agent, said, number):
    lead = InquiryFactory(lead=virtual(store, agent=agent), phone=PRIVATE, phone_until=TUESDAY_9).lead
    call = finish_call(lead, said=said, real_number=number, by=agent, now=MONDAY_10)

    annul_call(call, by=agent, now=MONDAY_10 + SECOND)

    assert list(Lead.objects.values_list("phone", "phone_until")) == [(PRIVATE, TUESDAY_9)]


def test_a_call_that_finds_it_gone_ends_it_before_its_day(store, agent):
    lead = virtual(store, agent=agent)

    log_call(lead, said=Said("virtual_expired", "虚拟号已失效"), by=agent, now=MONDAY_10)

    lead.refresh_from_db()
    assert (lead.phone, lead.phone_until, lead.review_since) == (None, None, MONDAY_10)


@pytest.mark.parametrize(("now", "soon"), [(TUESDAY_9 - timedelta(days=2) - SECOND, False), (TUESDAY_9 - timedelta(days=2), True), (TUESDAY_9, True)])
def test_from_two_days_before_it_is_urgent(store, now, soon):
    assert ends_soon(virtual(store), now) is soon


def test_it_is_said_with_its_day(store):
    day = Lead(phone=OTHER, phone_until=datetime(2026, 11, 30, 15, 59, 59, tzinfo=UTC))

    assert [until_words(lead) for lead in (day, Lead(phone=PRIVATE), Lead(phone=OTHER), Lead(phone=None, phone_until=MONDAY_8))] == [
        "虚拟号 至 11-30",
        "虚拟号",
        "",
        "",
    ]
