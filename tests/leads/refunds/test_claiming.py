"""Bad leads claimed, waived, answered; what they do to the month's cost."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from dcc.errors import Refused
from leads.channels.costs import costs_of
from leads.channels.rules.costs import Change, set_price
from leads.models import Channel, Lead, Refund
from leads.refunds.refund_rows import STATES, bad_leads_of_month, paid_channels, sheet_of
from leads.refunds.rules.claiming import Answer, Changed, claim, note_answers, take_answer_back, waive, withdraw
from tests.factories import ChannelFactory, InquiryFactory, LeadFactory
from tests.moments import FRIDAY_9, MONDAY_9, MONDAY_10, THURSDAY_9, TUESDAY_9, moment
from tests.trail import trail

NOVEMBER = date(2026, 11, 1)


@pytest.fixture
def channel(store):
    """A portal paid by the lead."""
    return ChannelFactory(store=store, name="快手", price=Decimal("196.00"))


@pytest.fixture
def bad(channel):
    """Return a function: an inquiry of a lead that was closed."""

    def make(at=MONDAY_9, *, closed_as="invalid", reason="空错号", **facts):
        lead = LeadFactory(store=channel.store, channel=channel, received_at=at, closed_at=MONDAY_10, closed_as=closed_as, reason=reason, **facts)
        return InquiryFactory(lead=lead, external_id=f"QC{lead.pk}")

    return make


def rows(channel, month=NOVEMBER):
    return bad_leads_of_month(channel.store, paid_channels(channel.store), month)


def states(channel):
    return {state: sum(row.state == state for row in rows(channel)) for state in STATES}


def test_the_bad_leads_of_a_month_are_inquiries_of_paid_channels_by_their_own_day(channel, bad, store):
    first, last = bad(moment(1, 0)), bad(moment(30, 23, 59), closed_as="out_of_area", reason="在外地")
    bad(moment(1, 0) - timedelta(minutes=1))
    bad(reason="同行")
    InquiryFactory(lead=LeadFactory(store=store, channel=channel))
    unpaid = ChannelFactory(store=store, name="官网")
    InquiryFactory(lead=LeadFactory(store=store, channel=unpaid, closed_at=MONDAY_10, closed_as="invalid", reason="空错号"))

    found = rows(channel)

    assert [(row.inquiry, row.reason) for row in found] == [(last, "out_of_area"), (first, "wrong_number")]


def test_a_number_that_was_here_by_another_channel_is_bad_on_its_lead_and_on_another(channel, store):
    other = ChannelFactory(store=store, name="易车")
    joined = LeadFactory(store=store, channel=other, phone="15400000001")
    InquiryFactory(lead=joined)
    same = InquiryFactory(lead=joined, channel=channel, received_at=MONDAY_10)
    closed = LeadFactory(store=store, channel=other, phone="15400000002", closed_at=MONDAY_10, closed_as="lost", reason="价格不合")
    before = InquiryFactory(lead=closed)
    anew = InquiryFactory(lead=LeadFactory(store=store, channel=channel, phone="15400000002", received_at=TUESDAY_9))
    InquiryFactory(lead=LeadFactory(store=store, channel=channel, phone="15400000003", received_at=TUESDAY_9))

    found = rows(channel)

    assert [(row.inquiry, row.reason) for row in found] == [(anew, "other_channel"), (same, "other_channel")]
    assert found[0].judged.before.inquiry == before.pk


def test_what_was_undone_and_another_stores_is_no_row(channel, bad, other_store):
    bad().__class__.every.update(annulled_at=MONDAY_10)
    foreign = ChannelFactory(store=other_store, name="快手", price=Decimal(100))
    InquiryFactory(lead=LeadFactory(store=other_store, channel=foreign, closed_at=MONDAY_10, closed_as="invalid", reason="空错号"))

    assert rows(channel) == []


def test_claimed_answered_refused_and_waived_add_up(channel, bad, data_manager):
    inquiries = [bad().pk for _number in range(5)]
    paid, refused, _waits = claim(channel, inquiries[:3], by=data_manager, now=TUESDAY_9)
    waive(channel, inquiries[3:4], reason="单子太旧", by=data_manager, now=TUESDAY_9)

    note_answers({paid.pk: Answer(Decimal("98.50")), refused.pk: Answer(words="通话超过 30 秒")}, store=channel.store, by=data_manager, now=FRIDAY_9)

    assert states(channel) == {"claimable": 1, "claimed": 1, "paid": 1, "refused": 1, "waived": 1}
    month = costs_of(channel.store, [channel], NOVEMBER, NOVEMBER)[channel.pk, NOVEMBER]
    assert (month.cost, month.paid_back, month.net) == (Decimal(980), Decimal("98.50"), Decimal("881.50"))
    assert [entry["after"] for entry in trail("refund.answer")] == ["paid", "refused"]


def test_what_was_decided_keeps_its_reason_though_the_lead_opens_again(channel, bad, data_manager):
    inquiry = bad()
    claim(channel, [inquiry.pk], by=data_manager, now=TUESDAY_9)

    Lead.objects.update(closed_at=None, closed_as="", reason="")

    assert [(row.reason, row.state) for row in rows(channel)] == [("wrong_number", "claimed")]


def test_a_claim_is_refused_whole_where_one_of_it_is_not_bad_or_claimed_already(channel, bad, data_manager):
    first, second = bad(), bad()
    claim(channel, [first.pk], by=data_manager, now=TUESDAY_9)

    with pytest.raises(Changed, match=r"2.*1"):
        claim(channel, [first.pk, second.pk], by=data_manager, now=FRIDAY_9)
    with pytest.raises(Changed):
        waive(channel, [first.pk], reason="x", by=data_manager, now=FRIDAY_9)
    with pytest.raises(Refused):
        claim(channel, [], by=data_manager, now=FRIDAY_9)
    with pytest.raises(Refused):
        waive(channel, [second.pk], reason=" ", by=data_manager, now=FRIDAY_9)

    assert states(channel)["claimable"] == 1


def test_a_claim_is_withdrawn_whole_until_one_of_it_is_answered(channel, bad, data_manager):
    one, two, three = bad(), bad(), bad()
    sheet = claim(channel, [one.pk, two.pk], by=data_manager, now=TUESDAY_9)
    other = claim(channel, [three.pk], by=data_manager, now=THURSDAY_9)

    assert withdraw(sheet[0], by=data_manager, now=FRIDAY_9) == 2

    assert states(channel) == {"claimable": 2, "claimed": 1, "paid": 0, "refused": 0, "waived": 0}
    assert [refund.annulled_by for refund in Refund.every.filter(annulled_at=FRIDAY_9)] == [data_manager] * 2
    with pytest.raises(Refused):
        withdraw(sheet[0], by=data_manager, now=FRIDAY_9)
    again = claim(channel, [one.pk, two.pk], by=data_manager, now=FRIDAY_9)
    note_answers({again[0].pk: Answer(Decimal(196))}, store=channel.store, by=data_manager, now=FRIDAY_9)
    with pytest.raises(Refused):
        withdraw(again[1], by=data_manager, now=FRIDAY_9)
    assert sheet_of(other[0]) == other


def test_a_waiver_is_taken_back_alone(channel, bad, data_manager):
    refunds = waive(channel, [bad().pk, bad().pk], reason="单子太旧", by=data_manager, now=TUESDAY_9)

    assert withdraw(refunds[0], by=data_manager, now=FRIDAY_9) == 1

    assert (states(channel)["claimable"], states(channel)["waived"]) == (1, 1)


@pytest.mark.parametrize(("amount", "is_taken"), [("0.00", False), ("0.01", True), ("196.00", True), ("196.01", False)])
def test_a_platform_pays_back_at_most_the_price(channel, bad, data_manager, amount, is_taken):
    (refund,) = claim(channel, [bad().pk], by=data_manager, now=TUESDAY_9)

    try:
        note_answers({refund.pk: Answer(Decimal(amount))}, store=channel.store, by=data_manager, now=FRIDAY_9)
    except Refused:
        refund.refresh_from_db()

    assert (Refund.objects.get().state == "paid") is is_taken


@pytest.mark.parametrize("answer", [Answer(Decimal("0.01")), Answer(Decimal(999_999))])
def test_a_channel_that_lost_its_price_is_paid_nothing_back_until_it_has_one(channel, bad, data_manager, answer):
    (refund,) = claim(channel, [bad().pk], by=data_manager, now=TUESDAY_9)
    Channel.objects.filter(pk=channel.pk).update(price=None)

    with pytest.raises(Refused, match="快手"):
        note_answers({refund.pk: answer}, store=channel.store, by=data_manager, now=FRIDAY_9)

    assert Refund.objects.get().state == "claimed"


def test_what_is_paid_back_for_an_earlier_month_goes_by_its_price(channel, bad, data_manager, marketing):
    (refund,) = claim(channel, [bad(moment(30, 9).replace(month=10)).pk], by=data_manager, now=TUESDAY_9)
    set_price(channel, Change(Decimal(196), Decimal(100)), by=marketing, now=TUESDAY_9)

    note_answers({refund.pk: Answer(Decimal(196))}, store=channel.store, by=data_manager, now=FRIDAY_9)

    assert Refund.objects.get().amount == Decimal(196)


def test_a_refusal_needs_the_platforms_words(channel, bad, data_manager):
    (refund,) = claim(channel, [bad().pk], by=data_manager, now=TUESDAY_9)

    with pytest.raises(Refused):
        note_answers({refund.pk: Answer(words=" ")}, store=channel.store, by=data_manager, now=FRIDAY_9)

    assert Refund.objects.get().state == "claimed"


def test_an_answer_is_noted_once_and_may_be_taken_back(channel, bad, data_manager):
    (refund,) = claim(channel, [bad().pk], by=data_manager, now=TUESDAY_9)
    note_answers({refund.pk: Answer(Decimal(196))}, store=channel.store, by=data_manager, now=THURSDAY_9)
    with pytest.raises(Changed):
        note_answers({refund.pk: Answer(words="不是")}, store=channel.store, by=data_manager, now=THURSDAY_9)

    take_answer_back(refund, by=data_manager, now=FRIDAY_9)

    held = Refund.objects.get()
    assert (held.state, held.amount, held.answered_at, held.answered_by) == ("claimed", None, None, None)
    assert [(entry["before"], entry["yuan"]) for entry in trail("refund.unanswer")] == [("paid", "196.00")]
    with pytest.raises(Refused):
        take_answer_back(refund, by=data_manager, now=FRIDAY_9)


def test_what_came_while_it_was_paid_by_the_lead_is_claimed_though_it_is_no_more(client_of, channel, bad, data_manager, marketing):
    october, november = bad(moment(30, 9).replace(month=10)), bad(MONDAY_9)
    set_price(channel, Change(Decimal(196), None), by=marketing, now=MONDAY_10)

    pages = [client_of(data_manager).get("/leads/refunds/", {"month": month}).context["lines"] for month in ("2026-10", "2026-11")]
    claim(channel, [october.pk], by=data_manager, now=TUESDAY_9)

    assert [[line.channel for line in lines if line.channel] for lines in pages] == [[channel], []]
    with pytest.raises(Refused, match="按条"):
        claim(channel, [november.pk], by=data_manager, now=TUESDAY_9)
    with pytest.raises(Changed):
        claim(channel, [october.pk, november.pk], by=data_manager, now=TUESDAY_9)
