"""渠道对比: money of whole months, less what was paid back, divided by what came of it."""

import csv
import json
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from io import BytesIO, StringIO

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from leads.models import ChannelCost, Lead, Refund
from reporting.figures.question import Question
from reporting.spending.channel_months import channel_months
from reporting.spending.month_columns import BYS, columns_of
from reporting.spending.month_spent import Spent, risen, together
from reporting.spending.spent_table import dearest
from tests.factories import ChannelFactory, InquiryFactory, LeadFactory, OrderFactory
from tests.moments import NOW, ZONE
from tests.reporting.shown import read

SEPTEMBER, OCTOBER, NOVEMBER = date(2026, 9, 1), date(2026, 10, 1), date(2026, 11, 1)
PERIOD = {"from": "2026-09-01", "to": "2026-11-26"}


def at(month: int, day: int, hour: int = 10, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ZONE)


def leads(channel, moment: datetime, *, came: int = 0, bought: int = 0, only: int = 0):
    """Leads of one moment: so many bought a car, so many came, so many did neither."""
    for number in range(bought + came + only):
        visited, sold = number < bought + came, number < bought
        passed = {"visited_at": moment if visited else None, "ordered_at": moment if sold else None, "delivered_at": moment if sold else None}
        last = LeadFactory(store=channel.store, channel=channel, received_at=moment, **passed)
    return last


@pytest.fixture
def spent(store, data_manager):
    """Three channels: two paid, of which one got money back, one free; October as the month to look at, November runs."""
    portal, video, own = (ChannelFactory(store=store, name=name) for name in ("门户", "视频", "自有"))
    leads(portal, at(9, 10), bought=1, only=1)
    bad = InquiryFactory(lead=leads(portal, at(10, 31, 23, 59), bought=2, came=1, only=1))
    leads(video, at(10, 1, 0, 0), bought=1, only=2)
    leads(own, at(10, 5), bought=1, only=1)
    leads(portal, at(11, 1, 0, 0), only=1)
    for channel, month, amount in ((portal, SEPTEMBER, 3000), (portal, OCTOBER, 7000), (video, OCTOBER, 15000), (portal, NOVEMBER, 9999)):
        ChannelCost.objects.create(store=store, channel=channel, month=month, amount=amount)
    Refund.objects.create(store=store, inquiry=bad, reason="wrong_number", state="paid", at=NOW, by=data_manager, amount=Decimal("399.50"), answered_at=NOW)
    return store


def asked(store, first=SEPTEMBER, last=date(2026, 11, 26), now=NOW):
    return channel_months(Question(store, "channel", "cohort", first, last), now=now)


@pytest.mark.parametrize(
    ("spent", "over"),
    [
        (Spent({"deals": 3}, Decimal(1000), Decimal(1)), Fraction(999, 3)),
        (Spent({"deals": 0}, Decimal(1000)), None),
        (Spent({"deals": 3}), None),
        (Spent({"deals": 3}, Decimal(0)), None),
        (Spent({"deals": 3}, Decimal(1000), is_whole=False), None),
    ],
    ids=["less what was paid back", "no deal", "cost unknown", "nothing spent", "month runs"],
)
def test_a_cost_is_divided_where_something_was_spent_and_came_of_it(spent, over):
    assert spent.over("deals") == over


def test_sums_add_what_is_known_and_hold_no_money_while_a_month_runs():
    known, unknown, runs = Spent({"leads": 2}, Decimal(10), Decimal(1)), Spent({"leads": 1}), Spent({"leads": 4}, is_whole=False)

    assert together([known, unknown]) == Spent({"leads": 3}, Decimal(10), Decimal(1))
    assert together([known, runs]).net is None
    assert (risen(Fraction(110), Fraction(100)), risen(None, Fraction(1)), risen(Fraction(1), None)) == (Fraction(1, 10), None, None)


def test_each_month_holds_its_own_leads_and_cost_to_the_minute(spent):
    found = asked(spent)

    october, video, november = found.of("门户", OCTOBER), found.of("视频", OCTOBER), found.of("门户", NOVEMBER)
    assert (october.counts, october.net, october.over("deals")) == ({"leads": 4, "valid": 4, "visits": 3, "deals": 2}, Decimal("6600.50"), Fraction(13201, 4))
    assert (video.counts["leads"], video.over("deals")) == (3, 15000)
    assert (november.counts["leads"], november.spent, november.net) == (1, None, None)
    assert (found.paid, found.free) == (["视频", "门户"], ["自有"])
    assert found.sum_of(found.names, OCTOBER).over("deals") == Fraction(43201, 8)


@pytest.mark.parametrize(("now", "whole"), [(at(10, 31, 23, 59), False), (at(11, 1, 0, 0), True)])
def test_a_month_is_told_from_the_first_moment_of_the_next(spent, now, whole):
    assert (asked(spent, now=now).of("视频", OCTOBER).net is not None) is whole


def test_the_dearest_is_told_of_two_paid_channels_and_more(spent):
    found = asked(spent)

    name, own, whole = dearest(found, OCTOBER)
    assert (name, own.over("deals"), whole.counts["deals"]) == ("视频", 15000, 4)
    assert dearest(found, SEPTEMBER) is None


def test_weeks_end_with_yesterday_and_leads_grow_older(spent):
    found = asked(spent)

    assert found.weeks["门户"] == [0, 0, 1 + 1, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0]
    assert (found.ages[NOVEMBER], found.ages[SEPTEMBER]) == (25, 77)


def test_the_page_says_each_number_and_where_there_is_none_why(client, marketing, spent):
    client.force_login(marketing)

    page = client.get(reverse("report_channels"), PERIOD).text

    assert "2026-10 最贵：<b>视频 15,000 元一台</b>，是全店 5,400 元的 2.8 倍；" in page
    assert "花掉净花费的 69.4%（15,000/21,600.50），成交 1/4" in page
    for text in (">3,300</td>", ">1,650</td>", ">2,200</td>", "−399.50", "▲ 10.0%", "没有费用的 1", "没投", "还没满月"):
        assert text in page, text


def test_whoever_opens_those_without_cost_finds_each(client, director, spent):
    client.force_login(director)
    folded, opened = (client.get(reverse("report_channels"), PERIOD | free).text for free in ({}, {"free": "1"}))

    assert ("自有" in folded, "自有" in opened) == (False, True)


@pytest.mark.parametrize(("first", "status"), [("2025-12-01", 200), ("2025-11-30", 422)])
def test_twelve_months_are_shown_and_no_more(client, leader, spent, first, status):
    client.force_login(leader)

    assert client.get(reverse("report_channels"), {"from": first, "to": "2026-11-26"}).status_code == status


def test_without_any_cost_it_says_where_to_enter_it(client, data_manager, leader, store):
    ways = []
    for person in (data_manager, leader):
        client.force_login(person)
        page = client.get(reverse("report_channels")).text
        ways.append(("还没有填费用" in page, "去填费用" in page))

    assert ways == [(True, True), (True, False)]


def test_the_workbook_holds_numbers(client, director, spent):
    client.force_login(director)
    address = f"{reverse('report_channels_workbook')}?from=2026-09-01&to=2026-11-26&month=2026-10"

    sheet = openpyxl.load_workbook(BytesIO(client.post(address).getvalue())).worksheets[0]

    rows = {row[0].value: [cell.value for cell in row[1:]] for row in sheet.iter_rows()}
    assert rows["门户"][:10] == [4, 4, 3, 2, 7000, -399.5, 6600.5, 1650, 2200, 3300]
    assert rows["视频"][7:10] == [5000, 15000, 15000]


def test_the_command_says_money_of_whole_months_alone(spent):
    def said(*period, form="json"):
        out = StringIO()
        call_command("report", "channels", "--store", "S1", "--from", period[0], "--to", period[1], "--format", form, stdout=out)
        return json.loads(out.getvalue()) if form == "json" else list(csv.reader(StringIO(out.getvalue())))

    whole, short, both = said("2026-10-01", "2026-10-31"), said("2026-10-01", "2026-10-30"), said("2026-09-01", "2026-10-31")
    assert whole["rows"]["门户"] == {"leads": 4, "valid": 4, "visits": 3, "deals": 2, "spent": "7000.00", "refunded": "399.50", "net_spent": "6600.50"}
    assert whole["total_rates"]["cost_per_deal"] == ["21600.50", 4]
    assert (short["rows"]["视频"], short["rates"]) == ({"leads": 3, "valid": 3, "visits": 1, "deals": 1}, {})
    assert both["rates"]["门户"]["cost_per_deal"] == ["9600.50", 3]
    assert said("2026-10-01", "2026-10-31", form="csv")[-1] == ["total", "9", "9", "5", "4", "22000.00", "399.50", "21600.50"]


def test_sources_add_up_their_channels_and_what_has_no_cost_is_told_without(client, director, spent):
    OrderFactory(lead=(lead := Lead.objects.filter(channel__name="门户").first()), at=at(10, 20), payment="loan")
    InquiryFactory(lead=lead, received_at=lead.received_at, levels="垂媒 / 门户 / 直播")
    client.force_login(director)
    pages = {by: client.get(reverse("report_channels"), PERIOD | {"by": by, "month": "2026-10"}).text for by in BYS}

    assert ">21,600.50</td>" in pages["source"]
    assert "垂媒 / 门户 / 直播" in pages["sub-channel"]
    assert ["净花费" in page for page in pages.values()] == [True, True, False, False]
    assert channel_months(Question(spent, "source", "cohort", OCTOBER, OCTOBER), now=NOW).of("web", OCTOBER).net == Decimal("21600.50")


def test_the_columns_that_are_chosen_stand_there_and_in_every_link_and_no_others(client, director, spent):
    client.force_login(director)
    html = client.get(reverse("report_channels"), PERIOD | {"column": ["loan_rate", "leads", "nonsense"]}).text
    page = read(html)

    assert page.heads == ["线索", "金融渗透率 ÷ 订单"]
    assert html.count("column=leads&amp;column=loan_rate") > 5
    assert read(client.get(reverse("report_channels"), PERIOD | {"column": "nonsense"}).text).heads[:4] == ["线索", "有效", "来店", "成交"]


@pytest.mark.parametrize("basis", ["cohort", "activity"])
@pytest.mark.parametrize("by", ["channel", "campaign"])
def test_with_every_column_the_page_asks_no_more_than_fifteen_questions(client, director, spent, by, basis, django_assert_max_num_queries):
    client.force_login(director)
    client.get("/reports/")

    with django_assert_max_num_queries(15):
        page = client.get(reverse("report_channels"), PERIOD | {"by": by, "basis": basis, "column": columns_of(by, basis)})

    assert len(read(page.text).heads) > 10


def test_the_command_says_the_columns_it_is_asked_for(spent):
    out = StringIO()
    call_command("report", "channels", store="S1", by="source", first=OCTOBER, last=date(2026, 10, 31), columns=["leads", "deal_rate", "net_spent"], stdout=out)
    said = json.loads(out.getvalue())

    assert said["rows"]["web"] == {"leads": 9, "spent": "22000.00", "refunded": "399.50", "net_spent": "21600.50"}
    assert (said["question"]["columns"], said["rates"]["web"]) == (["leads", "deal_rate", "net_spent"], {"deal_rate": [4, 9]})
    with pytest.raises(CommandError, match="no such column"):
        call_command("report", "channels", store="S1", by="campaign", first=OCTOBER, last=OCTOBER, columns=["net_spent"], stdout=out)
