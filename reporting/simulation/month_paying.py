"""The leader pays the month before: ticks the deals of transferred cards, and freezes what it comes to."""

from dcc.reckoning.months import month_before, month_of
from reporting.models import Closing
from reporting.rewards.month_pay import pay_of
from reporting.rewards.rules.freezing import KIND, freeze_month, tick_deal
from reporting.simulation.play import Play

WHY_NOT = "客户本来就在展厅谈妥了"


def pay_month(play: Play) -> None:
    """Once the month before is closed; one deal in some is refused first and granted after all."""
    leader, month = play.anyone("leader"), month_before(month_of(play.today))
    period = f"{month:%Y-%m}"
    is_closed = Closing.objects.of(play.store, "month", period).exists()
    if leader is None or not is_closed or Closing.objects.of(play.store, KIND, period).exists():
        return
    pay = pay_of(play.store, month)
    for key in dict.fromkeys(one.event.key for _pay, one in pay.transferred if one.ticked is None):
        if play.by_turns("deal not paid", 0.3):
            play.do(tick_deal, play.store, key, granted=False, reason=WHY_NOT, by=leader)
        if not play.by_turns("deal refused for good", 0.1):
            play.do(tick_deal, play.store, key, granted=True, by=leader)
    play.do(freeze_month, play.store, month, total=pay_of(play.store, month).total, by=leader)
