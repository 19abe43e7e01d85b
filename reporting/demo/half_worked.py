"""What the demo's last day leaves undone, so that every account finds work at whatever hour it is opened. All in working minutes up to now."""

from collections.abc import Callable
from datetime import datetime

from reporting.simulation import data_manager, leader
from reporting.simulation.market import Inbox
from reporting.simulation.play import Play

LEFT = {"leader": 400, "data_manager": 120, "director": 1800, "agent": 75, "reception": 15}  # since when each role did not work
LEFT |= {"agent2": 620, "agent5": 620, "agent1-b": 620}  # nor these since the day before: they are behind
HANDED_OUT = 10  # when the last files came in, and the leader gave half of what lay in the pool
MISTAKES = (1500, 1000, 200)  # when the desk sends a customer of DCC to the showroom: the first for the director to sign, the last for the data manager
SHARE = 0.6


def scenes(ago: Callable[[int], datetime]) -> list[tuple[datetime, Callable[[Play, Inbox], None]]]:
    """Return the deeds that leave work behind, each with its moment; `ago` turns working minutes before now into a moment."""
    return [*((ago(minutes), _mistake) for minutes in MISTAKES), (ago(HANDED_OUT), _hand_out)]


def _mistake(play: Play, _inbox: Inbox) -> None:
    """The next group that could be misjudged is: a leakage."""
    play.turns.cases.pop("misjudged", None)


def _hand_out(play: Play, inbox: Inbox) -> None:
    """Files come in once more and the leader gives half of the pool: agents have new leads, the leader has some left."""
    stops, play.stops = play.stops, {}
    data_manager.fetch_files(play, inbox, all_of_them=True)
    boss = play.anyone("leader")
    if boss is not None:
        leader.give(play, boss, share=SHARE)
    play.stops = stops
