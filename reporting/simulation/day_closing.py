"""The front desk signs its day at closing time; a day it could not sign is signed later, the oldest first."""

from datetime import date

from dcc.models import User
from reception.day_close.rules.day_visits import groups_of, unsigned_days
from reception.day_close.rules.signing import sign_day
from reporting.simulation.play import Play


def close_day(play: Play) -> None:
    """Sign what is left of earlier days, then today: whoever is in the house still is here still."""
    desk = play.anyone("front_desk")
    if desk is None:
        return
    for day in [*unsigned_days(play.store, now=play.now), play.today]:
        _sign(play, day, desk)


def _sign(play: Play, day: date, desk: User) -> None:
    here = {visit.pk: None for visit in groups_of(play.store, day) if visit.left_at is None}
    play.do(sign_day, play.store, day, answers=here, by=desk)
