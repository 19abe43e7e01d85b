"""What an address may be about: the rows of the scene by the names the matrix uses, and the arguments they make of an address."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Model

from dcc.models import Word
from leads.models import CaptureToken, Channel, ChannelAlias, Lead
from tests.whole.matrix import KINDS
from tests.whole.matrix_scene import Scene, Side, secret_of

MISSING = 999_999_999
OF_A_STORE = ("own", "other_store", "missing")  # what all colleagues share
FURTHER = ("own", "colleague", "other_store")  # a missing one is asked once, of the first object of an address


@dataclass(frozen=True)
class Thing:
    """Which kinds of it there are, the row of one side for one role, and the address's arguments."""

    row: Callable[[Side, str], Model]
    kinds: tuple[str, ...] = KINDS
    arguments: Callable[[Model], tuple] = lambda row: (row.pk,)


def _batch(side: Side, role: str) -> Model:
    """A role's own file; what the roles without one ask for is the data manager's."""
    return side.rows.get(f"batch of {role}") or side.rows["batch of data_manager"]


def _alias(side: Side, _role: str) -> Model:
    return ChannelAlias.objects.filter(store=side.store).order_by("pk").first()


def _token(side: Side, _role: str) -> Model:
    return CaptureToken.objects.filter(store=side.store).order_by("pk").first()


def _row(name: str) -> Callable[[Side, str], Model]:
    return lambda side, _role: side.rows[name]


# A name without a line here is a row of the scene (tests/whole/matrix_scene.py): lead, pool, untouched, visit, order …
OBJECTS: dict[str, Thing] = {
    "-": Thing(_row("incoming")),  # an address without an object; what it may show is the number of whoever rings
    "person": Thing(lambda side, _role: side.people["agent"]),
    "kept_group": Thing(_row("kept_group"), OF_A_STORE),
    "trial": Thing(_row("trial"), OF_A_STORE),
    "peer": Thing(lambda side, role: side.people[role], FURTHER),
    "superior": Thing(lambda side, _role: side.people["manager"], FURTHER),
    "notice": Thing(lambda side, role: side.rows[f"notice of {role}"]),
    "saved_filter": Thing(lambda side, role: side.rows[f"filter of {role}"]),
    "word": Thing(lambda side, _role: Word.objects.filter(store=side.store, kind="level").order_by("pk").first(), OF_A_STORE),
    "channel": Thing(lambda side, _role: Channel.objects.filter(store=side.store, source="web").order_by("pk").last(), OF_A_STORE),
    "token": Thing(_token, OF_A_STORE, lambda token: (token.channel_id, token.pk)),
    "alias": Thing(_alias, OF_A_STORE, lambda alias: (alias.channel_id, alias.pk)),
    "batch": Thing(_batch),
    "day_report": Thing(_row("day_report"), OF_A_STORE),
    "receiver": Thing(_row("receiver"), OF_A_STORE),
    "wall_token": Thing(_row("wall_token"), OF_A_STORE),
    "wall_secret": Thing(_row("wall_token"), OF_A_STORE, lambda token: (secret_of(token.place),)),
    **{
        name: Thing(_row(name), FURTHER)
        for name in ("carded", "handed_on", "received", "closed", "handed_booking", "handed_visit", "handed_order", "received_visit")
    },
}
# Objects that are words of the address: one there is, and one there is not where that can be.
NAMED: dict[str, tuple[str | int, ...]] = {
    "list": ("level", "no-such-list"),
    "person_list": ("leads", "no-such-list"),
    "figure": ("calls", "no-such-figure"),
    "strip_figure": ("overdue", "no-such-figure"),
    "count": (0,),
    "month": ("2026-11", "november"),
}


def thing(name: str) -> Thing:
    """Return what is known of an object."""
    return OBJECTS.get(name) or Thing(_row(name))


def kinds_of(name: str) -> tuple[str, ...]:
    """Return which kinds of an object there are; an address without one is asked as it is."""
    if name in NAMED:
        return ("own", "missing")[: len(NAMED[name])]
    return ("own",) if name == "-" else thing(name).kinds


def arguments(scene: Scene, name: str, role: str, kind: str, count: int) -> tuple:
    """Return the `count` arguments of an address about one kind of an object, as this role has it."""
    if name == "-":
        return ()
    if name in NAMED:
        return (NAMED[name][kind == "missing"],)
    if kind == "missing":
        return (MISSING,) * count
    return thing(name).arguments(thing(name).row(scene.sides[kind], role))


def numbers(scene: Scene, name: str, role: str, kind: str) -> set[str]:
    """Return the numbers a reveal of this object may show: its own and its lead's."""
    row = thing(name).row(scene.sides[kind], role)
    holders = [row, getattr(row, "lead", None)]
    known = [getattr(holder, column, "") for holder in holders if holder for column in ("phone", "second_phone")]
    return {number.partition(",")[0] for number in known if number} if isinstance(row, Lead) or any(known) else set()
