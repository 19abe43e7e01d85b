"""The money: what channels cost, what platforms pay back for bad leads, the campaigns of marketing."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from dcc.models import User
from dcc.reckoning.clock import day_of
from dcc.reckoning.months import month_before, month_of
from leads.campaigns.rules.marketing_plans import change_campaign, plan_campaign
from leads.channels.prices import price_of
from leads.channels.rules.costs import Change, set_month_costs, set_price
from leads.models import Campaign, Channel, Refund
from leads.models.channel import ChannelCost
from leads.refunds.refund_rows import bad_leads_of_month, paid_channels
from leads.refunds.rules.claiming import Answer, claim, note_answers, take_answer_back, waive, withdraw
from reception.campaigns.invitable import choice_of, found
from reception.campaigns.rules.inviting import invite_found, withdraw_invitations
from reporting.simulation.play import Play
from reporting.simulation.play_clock import MINUTE

PRICES = {"汽车之家": 196, "易车": 210, "懂车帝": 168, "抖音": 120}  # of one lead
RISES = "懂车帝"
BILLS = {"400热线": 1800, "电台": 6000, "官网": 900}  # of a month
AMONG = {"status": "hand", "grade": ["H", "A"]}  # whom the leader invites
DAYS_AHEAD = 11  # from the Tuesday on which it is planned to a Saturday
SETTLES = timedelta(days=2)  # so long a bad lead lies before it is claimed
ANSWERS = timedelta(days=5)  # so long a platform takes


def keep_costs(play: Play) -> None:
    """On the first day marketing writes the prices, one of which rises with each month; on it and the first of each month what the others cost."""
    who, month = play.anyone("marketing"), month_of(play.today)
    if who is None:
        return
    for name, price in PRICES.items():
        channel = play.channels.get(name)
        if channel is not None and channel.price is None and not play.rules_set:
            play.do(set_price, channel, Change(None, Decimal(price)), by=who)
    rising = play.channels.get(RISES)
    if rising is not None and rising.price is not None and play.rules_set and play.today.day == 1:
        play.do(set_price, rising, Change(rising.price, rising.price + 8), by=who)
    for name, bill in BILLS.items():
        channel = play.channels.get(name)
        if channel is not None and not ChannelCost.objects.filter(channel=channel, month=month).exists():
            play.do(set_month_costs, channel, {month: Change(None, Decimal(bill))}, by=who)


def settle_refunds(play: Play) -> None:
    """Once a week the data manager notes what platforms answered, and claims what has become bad since."""
    who = play.anyone("data_manager")
    if who is None or play.today.weekday() != 0:
        return
    for channel in paid_channels(play.store):
        channel.store = play.store
        _note(play, who, channel)
        _claim(play, who, channel)


def _claim(play: Play, who: User, channel: Channel) -> None:
    this = month_of(play.today)
    rows = [row for month in (month_before(this), this) for row in bad_leads_of_month(play.store, [channel], month)]
    bad = [row.inquiry.pk for row in rows if row.state == "claimable" and row.inquiry.received_at < play.now - SETTLES]
    if bad and play.by_turns("not claimed", 0.2):
        waived = play.do(waive, channel, [bad.pop()], reason="平台规定超期不收", by=who)
        if waived and play.by_turns("claimed after all", 0.3):
            play.clock.at(play.now + 3 * MINUTE, _withdraw, play, who, waived[0])
    claimed = play.do(claim, channel, bad, by=who) if bad else None
    if claimed and play.by_turns("claimed too early", 0.15):
        play.clock.at(play.now + 4 * MINUTE, _withdraw, play, who, claimed[0])


def _withdraw(play: Play, who: User, refund: Refund) -> None:
    play.do(withdraw, refund, by=who)


def _note(play: Play, who: User, channel: Channel) -> None:
    """A platform pays the price, or half of it, or says why not."""
    waiting = Refund.objects.filter(store=play.store, inquiry__channel=channel, state="claimed", at__lt=play.now - ANSWERS).order_by("at", "pk")
    answers = {refund.pk: _answer(play, channel, refund) for refund in waiting.select_related("inquiry")}
    noted = play.do(note_answers, answers, store=play.store, by=who) if answers else None
    if noted and play.by_turns("noted in the wrong line", 0.15):
        play.clock.at(play.now + 2 * MINUTE, _note_anew, play, who, noted[-1], answers[noted[-1].pk])


def _answer(play: Play, channel: Channel, refund: Refund) -> Answer:
    price = price_of(channel, month_of(day_of(refund.inquiry.received_at, play.store.zone))) or Decimal(1)
    if play.by_turns("refused by the platform", 0.25):
        return Answer(words="通话超过 30 秒，不符合退费规定")
    return Answer(price / 2 if play.by_turns("half paid back", 0.1) else price)


def _note_anew(play: Play, who: User, refund: Refund, answer: Answer) -> None:
    play.do(take_answer_back, refund, by=who)
    play.do(note_answers, {refund.pk: answer}, store=play.store, by=who)


def plan_campaigns(play: Play) -> None:
    """Every Tuesday on which none lies ahead marketing plans the next; the Tuesday after one it writes what was spent."""
    who, first = play.anyone("marketing"), play.today + timedelta(days=DAYS_AHEAD)
    if who is None or play.today.weekday() != 1:
        return
    for campaign in Campaign.objects.filter(store=play.store, last_day__lt=play.today, spent=None).order_by("pk"):
        play.do(change_campaign, campaign, facts=_facts(campaign.first_day) | {"spent": campaign.budget * 9 / 10}, by=who)
    if not Campaign.objects.filter(store=play.store, last_day__gte=play.today).exists():
        play.do(plan_campaign, play.store, facts=_facts(first), by=who)


def _facts(first: date) -> dict[str, Any]:
    said = {"place": "本店展厅", "offer": "到店送 200 元油卡", "words": "就这个周末有团购价，给您留名额", "agreed": "组长、接待"}
    aims = {"aim_visits": 12, "aim_orders": 3}
    return {
        "name": f"{first.month} 月团购会",
        "first_day": first,
        "last_day": first + timedelta(days=1),
        "budget": Decimal(9000),
        "spent": None,
        **said,
        **aims,
    }


def invite_to_campaigns(play: Play) -> None:
    """On the Wednesday before a campaign the leader invites; once too many at a time, taken back for whom nobody has called."""
    leader = play.anyone("leader")
    if leader is None or play.today.weekday() != 2:
        return
    week = play.today + timedelta(days=4)
    for campaign in Campaign.objects.filter(store=play.store, first_day__gt=play.today, first_day__lte=week).select_related("store").order_by("pk"):
        _invite(play, leader, campaign)
        if play.by_turns("invited too many", 0.5):
            play.clock.at(play.now + MINUTE, _take_back, play, leader, campaign, play.now)


def _invite(play: Play, leader: User, campaign: Campaign) -> None:
    _filter, rows = found(campaign, AMONG, user=leader, now=play.now)
    free = choice_of(rows).free
    if free:
        play.do(invite_found, campaign, rows, count=free, by=leader)


def _take_back(play: Play, leader: User, campaign: Campaign, made_at: datetime) -> None:
    play.do(withdraw_invitations, campaign, made_at, by=leader)
    _invite(play, leader, campaign)
