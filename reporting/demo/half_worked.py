"""What the demo's last day leaves undone, so that every account finds work at whatever hour it is opened. All in working minutes up to now."""

from collections.abc import Callable
from datetime import datetime

from calls.appointments.rules.appointments import book
from calls.models import Appointment
from dcc.people.rules.absences import mark_present
from leads.models import Lead
from reporting.simulation import data_manager, leader, market
from reporting.simulation.market import Inbox
from reporting.simulation.play import Play
from reporting.simulation.play_clock import HOUR

LEFT = {"leader": 45, "data_manager": 120, "director": 1800, "agent": 75, "reception": 15}  # since when each role did not work
LEFT |= {"leader reviews": 620, "data_manager grading": 300, "reception calls": 300}  # nor did this part of its work
LEFT |= {"agent2": 620, "agent1-b": 620}  # nor these since the day before: they are behind
HANDED_OUT = 10  # when the last files came in, and the leader gave most of what lay in the pool
MISTAKES = (1500, 1000, 200)  # when the desk sends a customer of DCC to the showroom: the first for the director to sign, the last for the data manager
SHARE = 0.7  # of the pool
ASKED = 0.75  # of the leads of a day, on portals within the last hour before: who is given out then
INVITED = 3  # so many come in within hours, or in the morning


def scenes(ago: Callable[[int], datetime]) -> list[tuple[datetime, Callable[[Play, Inbox], None]]]:
    """Return the deeds that leave work behind, each with its moment; `ago` turns working minutes before now into a moment."""
    return [*((ago(minutes), _mistake) for minutes in MISTAKES), (ago(HANDED_OUT), _hand_out)]


def _mistake(play: Play, _inbox: Inbox) -> None:
    """The next group that could be misjudged is: a leakage."""
    play.turns.cases.pop("misjudged", None)


def _hand_out(play: Play, inbox: Inbox) -> None:
    """Files come in once more, the leader calls everybody in and gives most of the pool: agents have new leads, the leader has some left."""
    stops, play.stops = play.stops, {}
    market.hurry(play, inbox, round(play.per_day * ASKED))
    data_manager.fetch_files(play, inbox, all_of_them=True)
    boss = play.anyone("leader")
    if boss is not None:
        for agent in play.cast.of("agent"):
            if agent.pk in play.away.get(play.today, []):
                play.do(mark_present, agent, by=boss)
        leader.give(play, boss, share=SHARE)
    play.stops = stops
    _invite(play)


def _invite(play: Play) -> None:
    """Some whom agents spoke with last are invited for the next hours of work: the desk expects somebody."""
    own = Lead.objects.open().filter(store=play.store, agent__isnull=False, reached_at__isnull=False, ordered_at=None, review_since=None)
    expected = Appointment.objects.running().filter(store=play.store)
    for number, lead in enumerate(own.exclude(pk__in=expected.values("lead_id")).order_by("-reached_at", "-id")[:INVITED]):
        slot = play.hours.next_opening(play.now + (1 + number) * HOUR).replace(minute=30, second=0, microsecond=0)
        play.do(book, play.at_hand(lead), scheduled_for=slot, by=lead.agent)
