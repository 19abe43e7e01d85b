"""What the director pays each post for: written on the first day, mended once for the months to come."""

from decimal import Decimal

from dcc.models import User
from dcc.reckoning.months import last_of, month_after
from reporting.models import RewardRate, RewardRule
from reporting.rewards.pay_sheet import ALL_GOALS, DEDUCTION, EVENT, FACTOR, GOAL, MODEL, TIER, TRANSFER
from reporting.rewards.rules.setting_rules import Draft, change_rule, earliest_of, end_rule, open_rule
from reporting.simulation.play import Play

BY_CARDS = {"over": "visits", "under": "cards"}
BY_VISITS = {"over": "deals", "under": "visits"}
PUSHED = "亚洲龙"
BEFORE, AFTER = Decimal(30), Decimal(25)
DRAFTS = (
    Draft("agent", EVENT, "cards", Decimal(5)),
    Draft("agent", EVENT, "visits", Decimal(60)),
    Draft("agent", EVENT, "deals", Decimal(40)),
    Draft("agent", TIER, "visits", Decimal(10), BY_CARDS | {"from": "15", "to": None}),
    Draft("agent", TIER, "deals", Decimal(20), BY_VISITS | {"from": "30", "to": "35"}),
    Draft("agent", TIER, "deals", Decimal(30), BY_VISITS | {"from": "35", "to": None}),
    Draft("agent", FACTOR, "deals", Decimal(), {"cap": "1.2"}),
    Draft("agent", GOAL, "", Decimal(100)),
    Draft("agent", ALL_GOALS, "", Decimal(300)),
    Draft("agent", MODEL, "deals", Decimal(200), {"model": PUSHED}),
    Draft("agent", TRANSFER, "deals", Decimal(300)),
    Draft("agent", DEDUCTION, "late", Decimal(20)),
    Draft("reception", EVENT, "visits", BEFORE),
    Draft("reception", EVENT, "deals", Decimal(100)),
)
MENDED_ON = 10  # of a month


def keep_pay_rules(play: Play, director: User) -> None:
    """On a store's first day the rules are written; some days later one is mended, one is given an end."""
    first = earliest_of(play.store, play.now)
    rates = RewardRate.objects.filter(store=play.store).order_by("pk")
    if not rates.exists():
        for draft in DRAFTS:
            play.do(open_rule, play.store, draft, first_day=first, by=director)
    elif play.today.day >= MENDED_ON and rates.filter(role="reception", measure="visits", amount=BEFORE, last_day=None).exists():
        visits = rates.get(role="reception", measure="visits", last_day=None)
        play.do(change_rule, play.store, f"rate-{visits.pk}", Draft("reception", EVENT, "visits", AFTER), first_day=month_after(play.today), by=director)
        for pushed in RewardRule.objects.filter(store=play.store, kind=MODEL, last_day=None):
            play.do(end_rule, play.store, f"rule-{pushed.pk}", last_day=last_of(month_after(play.today)), by=director)
