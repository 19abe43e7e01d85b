"""The front desk asks the showroom's consultants what became of the leads they were given."""

from datetime import timedelta
from functools import partial

from dcc.models import User
from leads.models import Lead
from reception.given.rules.hearing import Heard, note_heard, take_back_heard
from reception.given.standing import given_leads
from reception.models import GivenOutcome
from reporting.simulation import mistakes
from reporting.simulation.play import Play

BACK = 179
WHY_LOST = ("买了别家", "不买了", "联系不上")


def ask_consultants(play: Play) -> None:
    """Ask about those of whom nothing was heard for thirty days; now and then somebody tells the desk before."""
    desk = play.anyone("front_desk")
    if desk is None:
        return
    for one in given_leads(play.store, since=play.today - timedelta(days=BACK), until=play.today, now=play.now):
        if not one.is_final and (one.group == "ask" or play.by_turns("told the desk", 0.04)):
            _note(play, desk, play.at_hand(one.lead), one.last, _heard(play))


def _note(play: Play, desk: User, lead: Lead, last: GivenOutcome | None, heard: Heard) -> None:
    seen = last.pk if last else None
    row = play.do(note_heard, lead, heard, seen=seen, by=desk)
    if row is not None and play.by_turns("heard of another", 0.08):
        mistakes.seen_soon(play, take_back_heard, row, desk, partial(play.do, note_heard, lead, Heard("following", play.today), seen=seen, by=desk))


def _heard(play: Play) -> Heard:
    stream = play.streams["given"]
    if play.by_turns("sold by the showroom", 0.25):
        return Heard("sold", play.today, contract=f"CC-{stream.randrange(1000, 9999)}")
    if play.by_turns("lost by the showroom", 0.4):
        return Heard("lost", play.today, reason=stream.choice(WHY_LOST))
    return Heard("following", play.today)
