"""The page of bad leads: its counts and links, the claim with its workbook, answers, and who sees what."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook

from leads.models import Refund
from leads.refunds.plugs import may_be_claimed
from leads.refunds.rules.claiming import Answer, claim, note_answers
from tests.factories import CallFactory, ChannelFactory, InquiryFactory, LeadFactory
from tests.moments import MONDAY_9, MONDAY_10, MONDAY_11, NOW, TUESDAY_9, moment

PAGE = "/leads/refunds/"


@pytest.fixture
def channel(store):
    """A portal paid by the lead."""
    return ChannelFactory(store=store, name="快手", price=Decimal("196.00"))


@pytest.fixture
def bad(channel, agent):
    """Return a function: an inquiry whose number was none, called once."""

    def make(**facts):
        lead = LeadFactory(store=channel.store, channel=channel, name="王女士", closed_at=MONDAY_11, closed_as="invalid", reason="空错号", **facts)
        CallFactory(lead=lead, agent=agent, at=MONDAY_10, outcome="empty_number", outcome_name="空号", note="打过去是空号")
        return InquiryFactory(lead=lead, external_id=f"=QC{lead.pk}")

    return make


def test_every_count_leads_to_its_rows(client_of, data_manager, channel, bad):
    inquiry = bad(phone="15400004419")

    page = client_of(data_manager).get(PAGE)

    text = page.content.decode()
    (row,) = page.context["rows"]
    assert (row["row"].inquiry, row["row"].number, row["evidence"]) == (inquiry, "154****4419", "11-23 10:00 空号")
    assert f"?month=2026-11&amp;channel={channel.pk}&amp;state=all&amp;reason=wrong_number" in text
    assert f"?month=2026-11&amp;channel={channel.pk}&amp;state=claimable" in text
    assert "/reports/rows/?by=channel&amp;basis=activity&amp;measure=inquiries" in text
    assert "15400004419" not in text


def test_another_month_a_state_and_a_reason_are_asked_by_the_address(client_of, data_manager, channel, bad):
    bad()
    browser = client_of(data_manager)

    counts = [
        len(browser.get(f"{PAGE}?{query}").context["rows"]) for query in ("month=2026-10", "state=all&reason=wrong_number", "reason=out_of_area", "state=paid")
    ]

    assert counts == [0, 1, 0, 0]
    assert [browser.get(f"{PAGE}?month={month}").status_code for month in ("2026-12", "november")] == [404, 404]


def test_a_claim_brings_its_workbook_without_names_and_notes(client_of, data_manager, channel, bad):
    inquiry = bad(phone="15400004419")
    browser = client_of(data_manager)

    answer = browser.post(f"{PAGE}{channel.pk}/claim/?month=2026-11", {"inquiry": [inquiry.pk]})

    refund = Refund.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"{PAGE}?month=2026-11&channel={channel.pk}&sheet={refund.pk}")
    assert browser.get(answer["Location"])["Refresh"] == f"0; url={PAGE}claims/{refund.pk}/"
    file = browser.get(f"{PAGE}claims/{refund.pk}/")
    rows = list(load_workbook(BytesIO(b"".join(file.streaming_content))).active.values)
    assert rows[1:] == [(f"=QC{inquiry.lead_id}", "154****4419", "2026-11-23 09:00", "空错号", "11-23 10:00 空号")]


@pytest.mark.parametrize(("age", "status"), [(timedelta(days=7), 200), (timedelta(days=7, seconds=1), 404)])
def test_the_workbook_is_kept_seven_days_for_whoever_claimed(client_of, data_manager, channel, bad, age, status):
    (refund,) = claim(channel, [bad().pk], by=data_manager, now=NOW - age)

    assert client_of(data_manager).get(f"{PAGE}claims/{refund.pk}/").status_code == status


def test_another_data_managers_workbook_is_not_there(client_of, data_manager, channel, bad, leader):
    (refund,) = claim(channel, [bad().pk], by=leader, now=TUESDAY_9)

    assert client_of(data_manager).get(f"{PAGE}claims/{refund.pk}/").status_code == 404


def test_what_somebody_else_claimed_meanwhile_is_said_with_409(client_of, data_manager, channel, bad):
    first, second = bad(), bad()
    claim(channel, [first.pk], by=data_manager, now=TUESDAY_9)
    browser = client_of(data_manager)

    answer = browser.post(f"{PAGE}{channel.pk}/claim/", {"inquiry": [first.pk, second.pk]})
    nothing = browser.post(f"{PAGE}{channel.pk}/waive/", {"inquiry": [second.pk], "reason": ""})

    assert (answer.status_code, nothing.status_code) == (409, 422)
    assert Refund.objects.count() == 1


def test_answers_are_noted_together_and_the_rest_goes_on_waiting(client_of, data_manager, channel, bad):
    paid, refused, waits = claim(channel, [bad().pk for _number in range(3)], by=data_manager, now=TUESDAY_9)
    browser = client_of(data_manager)
    said = {f"answer-{paid.pk}": "paid", f"amount-{paid.pk}": "98.5", f"answer-{refused.pk}": "refused", f"words-{refused.pk}": "通话超过 30 秒"}

    wrong = browser.post(f"{PAGE}{channel.pk}/answers/", {**said, f"amount-{paid.pk}": "NaN"})
    right = browser.post(f"{PAGE}{channel.pk}/answers/", said)

    assert (wrong.status_code, right.status_code) == (422, 303)
    assert "通话超过 30 秒" in wrong.content.decode()
    states = dict(Refund.objects.values_list("pk", "state"))
    assert states == {paid.pk: "paid", refused.pk: "refused", waits.pk: "claimed"}
    text = browser.get(right["Location"]).content.decode()
    assert "98.50" in text


def test_the_ways_back_lead_to_the_page(client_of, data_manager, channel, bad):
    one, two = claim(channel, [bad().pk, bad().pk], by=data_manager, now=TUESDAY_9)
    note_answers({one.pk: Answer(Decimal(196))}, store=channel.store, by=data_manager, now=TUESDAY_9)
    browser = client_of(data_manager)

    refused = browser.post(f"{PAGE}claims/{two.pk}/withdraw/")
    unanswered = browser.post(f"{PAGE}claims/{one.pk}/unanswer/")
    withdrawn = browser.post(f"{PAGE}claims/{two.pk}/withdraw/")

    assert [answer.status_code for answer in (refused, unanswered, withdrawn)] == [303, 303, 303]
    assert (Refund.objects.count(), Refund.every.count()) == (0, 2)


def test_marketing_sees_counts_and_money_and_no_row(client_of, marketing, data_manager, channel, bad):
    inquiry = bad(phone="15400004419")
    claim(channel, [inquiry.pk], by=data_manager, now=TUESDAY_9)
    browser = client_of(marketing)

    page = browser.get(f"{PAGE}?state=all")

    assert "rows" not in page.context
    assert inquiry.external_id not in page.content.decode()
    assert [answer.status_code for answer in (browser.post(f"{PAGE}{channel.pk}/claim/"), browser.get(f"{PAGE}claims/1/"))] == [403, 403]


def test_a_claimed_one_who_came_after_all_is_marked(client_of, data_manager, channel, bad):
    inquiry = bad(phone="15400004419")
    claim(channel, [inquiry.pk], by=data_manager, now=MONDAY_11)
    again = LeadFactory(store=channel.store, channel=channel, phone="15400004419", received_at=TUESDAY_9, visited_at=moment(25, 10))
    InquiryFactory(lead=again)

    (row,) = client_of(data_manager).get(f"{PAGE}?state=claimed").context["rows"]

    assert row["row"].proved_good_at == moment(25, 10)


def test_the_navigation_counts_what_may_be_claimed(data_manager, channel, bad):
    waiting, done = bad(), bad()
    claim(channel, [done.pk], by=data_manager, now=TUESDAY_9)

    assert may_be_claimed(data_manager, NOW) == (1, False)
    assert waiting.received_at == MONDAY_9


def test_without_a_paid_channel_the_page_says_what_to_do(client_of, data_manager):
    assert "/settings/channels/" in client_of(data_manager).get(PAGE).content.decode()


def test_the_page_asks_the_database_few_things(client_of, data_manager, channel, bad, django_assert_max_num_queries):
    claim(channel, [bad().pk, bad().pk], by=data_manager, now=TUESDAY_9)
    bad()
    browser = client_of(data_manager)

    with django_assert_max_num_queries(15):
        browser.get(PAGE)


def test_what_is_refused_of_one_answer_stands_at_that_answer(client_of, data_manager, channel, bad):
    first, second = claim(channel, [bad().pk, bad().pk], by=data_manager, now=TUESDAY_9)
    browser, address = client_of(data_manager), f"{PAGE}{channel.pk}/answers/"

    silent = browser.post(address, {f"answer-{second.pk}": "refused"})
    much = browser.post(address, {f"answer-{first.pk}": "paid", f"amount-{first.pk}": "196.01"})
    nothing = browser.post(address, {})

    assert [answer.status_code for answer in (silent, much, nothing)] == [422, 422, 422]
    assert [answer.context["sentence"] for answer in (silent, much)] == ["", ""]
    assert nothing.context["sentence"] != ""
    assert [answer.context["wrong"].about for answer in (silent, much, nothing)] == [f"words-{second.pk}", f"amount-{first.pk}", ""]
    fields = [[part for part in answer.content.decode().split("<fieldset")[1:] if "d-error" in part.partition("</fieldset>")[0]] for answer in (silent, much)]
    assert [(len(parts), f"words-{pk}" in parts[0]) for parts, pk in zip(fields, (second.pk, first.pk), strict=True)] == [(1, True), (1, True)]


def test_once_all_are_claimed_the_page_says_so(client_of, data_manager, channel, bad):
    one = bad()
    browser = client_of(data_manager)
    claim(channel, [one.pk], by=data_manager, now=TUESDAY_9)

    done, none = (browser.get(f"{PAGE}?month=2026-11&state={state}").content.decode() for state in ("claimable", "paid"))

    assert ["2026-11 能提的都提了" in text for text in (done, none)] == [True, False]
    assert "没有这样的坏线索" in none
