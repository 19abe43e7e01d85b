"""The front desk without a connection: a group is kept on the tablet and sent within the hour; what is not plain is asked, and answered at once."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from dcc.models import User
from reception.door.rules.evidence import Person
from reception.door.rules.kept import Kept, answer, drop, receive
from reception.door.rules.registration import Registration
from reception.models import KeptGroup, Visit
from reporting.simulation.play import Play
from reporting.simulation.play_clock import MINUTE


def keep(play: Play, desk: User, group: Registration, received: Callable[[Visit], None]) -> None:
    """The tablet keeps the group; half of them by four digits alone."""
    stream = play.streams["without a connection"]
    phone = group.person.phone
    by_tail = bool(phone) and play.by_turns("kept by four digits", 0.5)
    kept = Kept(
        replace(group, person=Person(phone="" if by_tail else phone), tag="", not_them=frozenset() if phone and not by_tail else None),
        UUID(int=stream.getrandbits(128), version=4),
        arrived_at=group.arrived_at or play.now,
        answered_at=play.now - MINUTE,
        by=desk,
        number=phone,
        tail=phone[-4:] if by_tail else "",
    )
    play.clock.at(play.now + stream.randint(5, 40) * MINUTE, _send, play, desk, kept, group, received)


def _send(play: Play, desk: User, kept: Kept, group: Registration, received: Callable[[Visit], None]) -> None:
    found = play.do(receive, play.store, kept)
    if isinstance(found, KeptGroup):
        found = _answered(play, desk, found, group)
    if isinstance(found, Visit):
        received(found)
        if found.phone and play.by_turns("kept twice", 0.3):
            _send_again(play, desk, kept)


def _send_again(play: Play, desk: User, kept: Kept) -> None:
    """A second tablet kept them as well: they are in the house already, so this one is no visit."""
    again = play.do(receive, play.store, replace(kept, token=UUID(int=kept.token.int ^ 1)))
    if isinstance(again, KeptGroup):
        play.do(drop, again, reason="两台平板都登记了", by=desk)


def _answered(play: Play, desk: User, held: KeptGroup, group: Registration) -> Visit | None:
    """Somebody says who it was; who stands there already, or cannot be found, is no visit."""
    visit = play.do(answer, play.store, held, replace(group, tag="", override_reason=""), by=desk)
    if visit is None:
        play.do(drop, held, reason="联网前已登记", by=desk)
    return visit
