"""The data manager closes what the front desk signed: the days before today once all that waited is graded, the month before when its last days are settled."""

from dcc.models import User
from dcc.reckoning.months import month_before, month_of
from reporting.closings.closable import calendar_of
from reporting.closings.frozen_figures import figures_of
from reporting.closings.rules.closing import close_again, close_day, close_month, days_of
from reporting.models import Closing
from reporting.simulation.play import Play

MONTH_CLOSED_ON = 3  # what was forgotten in its last days is written by then
LOOKED_AT = 4
AGAIN = 0.1  # so seldom is a day closed again that changed since


def close_days(play: Play) -> None:
    """Close the days before today, the oldest first; one that changed since is sometimes closed again; then the month before, where it is time."""
    who = play.anyone("data_manager")
    if who is None:
        return
    calendar = calendar_of(play.store, now=play.now)
    for day in list(calendar.open_days(play.today)):
        play.do(close_day, play.store, day, by=who)
    _close_again(play, who)
    month = month_before(month_of(play.today))
    if (
        play.today.day >= MONTH_CLOSED_ON
        and not calendar.frontier.holds_month(month)
        and not Closing.objects.of(play.store, "month", f"{month:%Y-%m}").exists()
    ):
        play.do(close_month, play.store, month, by=who)


def _close_again(play: Play, who: User) -> None:
    """The last days closed are looked at once more; one that a later deed changed is sometimes closed again."""
    days = Closing.objects.filter(store=play.store, kind="day").order_by("-period").values_list("period", flat=True).distinct()[1:LOOKED_AT]
    for day in days:
        closing = Closing.objects.of(play.store, "day", day)[0]
        if closing.figures != figures_of(play.store, *days_of(closing)) and play.by_turns("closed again", AGAIN):
            play.do(close_again, play.store, closing.number, reason="当天的数后来改过，重结", by=who)
