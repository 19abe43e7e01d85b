"""A question about figures, as the address bar and the command line write it."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dcc.models import Store
from dcc.reckoning.clock import range_of
from reporting.figures.dimensions import SPLITS, Dimension
from reporting.figures.measures import asked_of

BASES = (("cohort", _("By day of arrival")), ("activity", _("By day of the event")))


@dataclass(frozen=True)
class Question:
    """Which store, split by what, on which basis, in a period that includes both days."""

    store: Store
    by: str
    basis: str
    first: date
    last: date
    at: datetime | None = None  # the moment it is asked at, for what lies ahead of it

    def __post_init__(self) -> None:
        """Raise ValueError for a question nobody can answer."""
        if self.by not in SPLITS or self.basis not in dict(BASES) or self.last < self.first:
            raise ValueError(f"no such question: {self.by} {self.basis} {self.first} {self.last}")

    @property
    def dimension(self) -> Dimension:
        """What the rows are split by."""
        return SPLITS[self.by]

    @property
    def measures(self) -> tuple[str, ...]:
        """The names of what is counted."""
        return asked_of(self.by, self.basis)

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """The period as a half-open range of moments of the store's zone."""
        return range_of(self.first, self.last, self.store.zone)

    def within(self, path: str) -> Q:
        """The condition that a moment lies in the period."""
        start, end = self.moments
        return Q(**{f"{path}__gte": start, f"{path}__lt": end})

    def with_(self, **changes: Any) -> "Question":
        """The same question with something changed."""
        return replace(self, **changes)

    @property
    def words(self) -> dict[str, str]:
        """The question as the address bar and the answer in JSON say it."""
        return {"store": self.store.code, "by": self.by, "basis": self.basis, "from": self.first.isoformat(), "to": self.last.isoformat()}
