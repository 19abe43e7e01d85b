"""What was drawn as rows of a list: whose, when written, how it stands, in the order in which it is worked."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet

from calls.models import Card, CardCheck
from dcc.models import User
from dcc.reckoning.clock import day_of
from reception.models import CheckDraw, CheckTry, VisitCheck
from reception.models.checks import WRONGS


@dataclass
class Row:
    """One draw. `written_at`: when its card was opened or its group came; `found`: what a judged one says, with the leader who wrote it."""

    one: CheckDraw
    written_at: datetime
    standing: list[CheckTry] = field(default_factory=list)
    found: CardCheck | VisitCheck | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is to be asked about still."""
        return self.one.ended_at is None and not (self.one.visit and self.one.visit.annulled_at)

    @property
    def look(self) -> str:
        """Its classes, where it is not to be worked any more."""
        return (" is-done" if not self.is_open else "") + (" is-wrong" if self.one.ended_as == "wrong" else "")

    @property
    def tries(self) -> int:
        """How often nobody answered."""
        return sum(each.outcome == "unreached" for each in self.standing)

    @property
    def kind(self) -> str:
        """In which way it is not true, in words."""
        return str(dict(WRONGS).get(self.found.kind, "")) if self.found and not self.found.upheld else ""

    def ringing_of(self, user: User, now: datetime) -> CheckTry | None:
        """The ring of today that this person began and has not written down."""
        if not self.is_open:
            return None
        zone = self.one.store.zone
        mine = [each for each in self.standing if each.by_id == user.pk and not each.outcome and day_of(each.at, zone) == day_of(now, zone)]
        return mine[-1] if mine else None


def rows_of(draws: Iterable[CheckDraw] | QuerySet, *, now: datetime, with_words: bool = True) -> list[Row]:
    """Return draws as rows: those judged first, then the open ones by when they were written, last those that nobody answered yet."""
    draws = list(draws)
    leads = [one.lead_id for one in draws if one.lead_id]
    cards = dict(Card.every.filter(lead__in=leads).order_by("-at", "-pk").values_list("lead_id", "at"))
    found: dict[tuple[bool, int], CardCheck | VisitCheck] = {}
    if with_words and any(one.ended_as in ("upheld", "wrong") for one in draws):
        found = {(True, each.lead_id): each for each in CardCheck.objects.filter(lead__in=leads).select_related("by").order_by("at")}
        visits = VisitCheck.objects.filter(visit__in=[one.visit_id for one in draws if one.visit_id])
        found |= {(False, each.visit_id): each for each in visits.select_related("by").order_by("at")}
    rows = [_row(one, cards, found) for one in draws]
    return sorted(rows, key=lambda row: (row.is_open, row.tries, row.written_at, row.one.pk))


def _row(one: CheckDraw, cards: dict, found: dict) -> Row:
    written_at = one.visit.at if one.visit else cards.get(one.lead_id, one.at)
    standing = [each for each in one.tries.all() if each.annulled_at is None]
    key = (True, one.lead_id) if one.lead_id else (False, one.visit_id)
    return Row(one, written_at, standing, found.get(key) if one.ended_as in ("upheld", "wrong") else None)


def first_open(draws: QuerySet, *, now: datetime, after: CheckDraw) -> CheckDraw | None:
    """Return the draw to be worked next: that stands open, not tried today first."""
    rows = [row for row in rows_of(draws, now=now, with_words=False) if row.one.pk != after.pk]
    untried = [row for row in rows if not any(day_of(each.at, row.one.store.zone) == day_of(now, row.one.store.zone) for each in row.standing)]
    return next((row.one for row in [*untried, *rows]), None)
