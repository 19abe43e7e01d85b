"""A trial as its page shows it: the visits that move in three groups, and each person's numbers."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from calls.models import Appointment
from dcc.models import Store, User
from reception.models import Order, ShowroomCard, Visit
from reception.models.visit import BASES

KINDS = ("out", "in", "credit")
HEADS = {"out": gettext_lazy("DCC → showroom"), "in": gettext_lazy("Showroom → DCC"), "credit": gettext_lazy("Credit only")}
STOOD = {
    "named": gettext_lazy("named DCC"),
    "overruled": gettext_lazy("overruled"),
    "completed": gettext_lazy("completed later"),
    "changed": gettext_lazy("changed"),
    "signed": gettext_lazy("signed"),
    "unexplained": gettext_lazy("not explained by what is written"),
}


@dataclass
class Row:
    """A visit that moves."""

    visit: Visit
    kind: str
    before: str
    after: str
    was: str
    basis: str
    from_agent: str
    to_agent: str
    appointment: Appointment | None
    follows: str
    usernames: tuple[str | None, str | None] = (None, None)

    @property
    def off(self) -> str:
        """How far from the appointment they came."""
        if self.appointment is None:
            return ""
        late = self.visit.at - self.appointment.scheduled_for
        if abs(late) < timedelta(minutes=1):
            return _("on time")
        return (_("%(how)s late") if late >= timedelta() else _("%(how)s early")) % {"how": _spelled(abs(late))}


@dataclass
class Line:
    """One person's numbers."""

    username: str
    name: str
    now: int
    less: int
    more: int
    pay: Decimal

    @property
    def tried(self) -> int:
        """How many visits they would have."""
        return self.now - self.less + self.more


@dataclass
class Part:
    """Agents or reception, with their sum."""

    name: Any
    lines: list[Line]
    total: Line


@dataclass
class CardRow:
    """A card listed earlier or later."""

    card: ShowroomCard
    listed: datetime | None
    tried: datetime | None


class ShownTrial:
    """What came of one trial, ready for the page. `only` keeps the visits of one kind, `who` those of one person."""

    def __init__(self, store: Store, result: dict[str, Any], *, only: str = "", who: str = "") -> None:
        self.store, self.result = store, result
        self.names = dict(User.objects.filter(store=store).values_list("username", "name"))
        moved = result["moved"]
        self.counts = Counter(_kind(row) for row in moved)
        self.cards = self._cards() if only == "cards" else []
        rows = self._rows([row for row in moved if only in ("", "orders") or _kind(row) == only])
        if only == "orders":
            rows = [row for row in rows if row.follows == self._order_sentence()]
        if who:
            rows = [row for row in rows if who in row.usernames or (row.visit.reception is not None and row.visit.reception.username == who)]
        self.groups = [(HEADS[kind], group) for kind in KINDS if (group := [row for row in rows if row.kind == kind])] if only != "cards" else []
        self.parts = [self._part(_("Agents"), result["agents"]), self._part(_("Reception"), result["receptions"])]

    @property
    def moved(self) -> int:
        """How many visits move."""
        return len(self.result["moved"])

    @property
    def showroom_tried(self) -> int:
        """How many visits the showroom would have."""
        return self.result["showroom"] + self.counts["out"] - self.counts["in"]

    @property
    def orders_tried(self) -> int:
        """How many orders DCC would have."""
        return self.result["orders_now"] - len(self.result["orders"])

    @property
    def pay(self) -> Decimal:
        """The change of all rewards."""
        return sum((part.total.pay for part in self.parts), Decimal())

    def tiles(self) -> list[tuple[str, Any, Any, str]]:
        """What is counted above the list: the kind it filters by, its words, its number, what stands beside."""
        counts = [(kind, HEADS[kind], self.counts[kind], "") for kind in KINDS]
        orders, cards = len(self.result["orders"]), len(self.result["cards"])
        return [
            ("", _("Visits that move"), self.moved, f"/ {self.result['visits']:,}"),
            *counts,
            ("orders", _("Orders with them"), -orders if orders else 0, ""),
            ("cards", _("Cards earlier or later"), cards, ""),
        ]

    def replayed(self) -> str:
        """How many were replayed, and which were not judged again."""
        count = self.result["visits"]
        said = ngettext("%(count)s visit replayed.", "%(count)s visits replayed in the order they were registered.", count) % {"count": f"{count:,}"}
        stood = [f"{STOOD[why]} {number}" for why, number in self.result["stood"].items() if why in STOOD]
        return said + (" " + _("Not judged again: %(which)s.") % {"which": _(", ").join(stood)} if stood else "")

    def _rows(self, moved: list[dict[str, Any]]) -> list[Row]:
        visits = Visit.every.select_related("store", "lead", "reception").in_bulk([row["visit"] for row in moved])
        appointments = Appointment.every.in_bulk(filter(None, (row.get("appointment") for row in moved)))
        orders = Order.every.filter(pk__in=self.result["orders"])
        sold = set(orders.values_list("lead", flat=True)) | set(orders.values_list("merged_from", flat=True)) - {None}
        bases = dict(BASES)
        rows = []
        for row in moved:
            visit, kind = visits[row["visit"]], _kind(row)
            rows.append(
                Row(
                    visit, kind, row["from"], row["to"], str(bases[row["was"]]), str(bases[row["basis"]]),
                    self._name(row["agent_from"]), self._name(row["agent_to"]), appointments.get(row.get("appointment")),
                    self._follows(row, kind, sold=visit.lead_id in sold), (row["agent_from"], row["agent_to"]),
                )
            )  # fmt: skip
        return sorted(rows, key=lambda row: (row.visit.at, row.visit.pk), reverse=True)

    def _name(self, username: str | None) -> str:
        return self.names.get(username, username) if username else _("nobody's")

    def _order_sentence(self) -> str:
        return _("Its order is DCC's no more")

    def _follows(self, row: dict[str, Any], kind: str, *, sold: bool) -> str:
        if kind == "out":
            return self._order_sentence() if sold and self.result["orders"] else _("Lead open: a leakage opens") if row["leaks"] else ""
        if kind == "in":
            return _("No lead was open: one opens") if row["opens"] else _("Its leakage would not be")
        return ""

    def _part(self, name: str, counts: dict[str, list]) -> Part:
        lines = [Line(who, self.names.get(who, who) if who else _("nobody's"), *row[:3], Decimal(row[3])) for who, row in counts.items()]
        lines.sort(key=lambda line: (not line.username, -line.now, line.username))
        return Part(name, lines, Line("", name, *(sum(values) for values in _columns(lines)), sum((line.pay for line in lines), Decimal())))

    def _cards(self) -> list[CardRow]:
        found = ShowroomCard.objects.in_bulk(map(int, self.result["cards"]))
        return [CardRow(found[int(pk)], *(_moment(text) for text in moments)) for pk, moments in self.result["cards"].items()]


def _columns(lines: Iterable[Line]) -> list[list[int]]:
    return [[line.now for line in lines], [line.less for line in lines], [line.more for line in lines]]


def _kind(row: dict[str, Any]) -> str:
    return "credit" if row["from"] == row["to"] else "in" if row["to"] == "dcc" else "out"


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _spelled(span: timedelta) -> str:
    """Return a distance in days, hours and minutes, without those that are none."""
    minutes = int(span.total_seconds()) // 60
    parts = ((minutes // 1440, _("%(n)d d")), (minutes % 1440 // 60, _("%(n)d h")), (minutes % 60, _("%(n)d min")))
    return " ".join(words % {"n": number} for number, words in parts if number) or _("%(n)d min") % {"n": 0}
