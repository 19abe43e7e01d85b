"""What is written wrongly, seen within minutes by whoever wrote it, taken back, and written right."""

from collections.abc import Callable

from django.db.models import Model

from dcc.models import User
from reporting.simulation.play import Play
from reporting.simulation.play_clock import MINUTE


def seen_soon(play: Play, take_back: Callable, written: Model, by: User, right: Callable[[], object]) -> None:
    """Let somebody take back in some minutes what they wrote just now, and do what is right."""
    play.clock.at(play.now + play.streams["mistakes"].randint(1, 3) * MINUTE, _put_right, play, take_back, written, by, right)


def _put_right(play: Play, take_back: Callable, written: Model, by: User, right: Callable[[], object]) -> None:
    play.do(take_back, written, by=by)
    right()
