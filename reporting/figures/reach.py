"""What of the figures a person sees (docs/rules/trust.md#duties): which stores, split by what, and whose rows."""

from dataclasses import dataclass, field

from dcc.models import Store, User
from dcc.people.permissions import scopes
from reporting.figures.counting import Figures
from reporting.figures.dimensions import DIMENSIONS, LOSSES
from reporting.figures.standing_now import Key

PERSONS = ("agent", "reception", "consultant")
NOBODY = tuple(name for name in DIMENSIONS if name not in PERSONS)


@dataclass(frozen=True)
class Reach:
    """`own`: {split: username} where only this person's row is theirs to see; `team` whether the totals beside it are, too."""

    stores: list[Store]
    dimensions: tuple[str, ...]
    own: dict[str, str] = field(default_factory=dict)
    team: bool = True
    further: tuple[str, ...] = ()  # splits of single reports
    rows: bool = False  # whether every number may be opened; one's own always may

    def cut(self, figures: Figures) -> Figures:
        """Leave of an answer what this person may see."""
        mine = self.own.get(figures.question.by)
        if mine is None:
            return figures
        rows = {mine: figures.rows[mine]} if mine in figures.rows else {}
        return Figures(figures.question, rows, figures.labels, figures.total if self.team else None)

    def store_of(self, code: str | None) -> Store:
        """The store of this code within reach, else the first."""
        return next((store for store in self.stores if store.code == code), self.stores[0])

    def opens(self, by: str, key: Key) -> bool:
        """Whether this person may see the rows behind a number."""
        return self.rows or (key is not None and self.own.get(by) == key)

    @property
    def sees_people(self) -> bool:
        """Whether figures by person are shown at all."""
        return "agent" in self.dimensions and not self.own


def reach_of(user: User) -> Reach:
    """Return the sum of what a person's roles let them see."""
    held = scopes(user, "figures.see")
    stores = [user.store] if user.store else list(user.stores.order_by("code"))
    if "all" in held:
        return Reach(stores, tuple(DIMENSIONS), further=tuple(LOSSES), rows=True)
    own = {by: user.username for by, scope in (("agent", "team"), ("reception", "own")) if scope in held}
    if held & {"channels", "stores"}:
        return Reach(stores, (*NOBODY, *own), own=own, further=tuple(LOSSES))
    return Reach(stores if held else [], tuple(own), own=own, team="team" in held)
