"""为什么算我的: by which fact each line of a month is whose it is, in words. One question, however many lines."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import BooleanField, Case, CharField, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calls.models import Appointment
from dcc.models import User
from leads.models import Lead
from reception.models import Order, Visit
from reception.models.visit import BASES
from reporting.models import DealTick
from reporting.rewards.event_places import line_name
from reporting.rewards.pay_sheet import DEDUCTION, TRANSFER
from reporting.rewards.statement_rows import place_said

MINUTE = 60
STATED_WORD = gettext_lazy("stated afterwards")
STATED, SEEN = Value(value=True, output_field=BooleanField()), Value(value=False, output_field=BooleanField())
NO_WORD = Value("", output_field=CharField())
NOBODY = Cast(Value(None), IntegerField())
TICKS = DealTick.objects.filter(order=OuterRef("pk"), granted=True).order_by("-at", "-pk")

Fact = tuple[datetime | None, str, bool, int | None]  # moment, basis, whether it was stated and not seen, whose


class WhyMine:
    """The facts behind the lines of one person's month, and their words; `granted`: the lines an answer to an objection counts for them."""

    def __init__(self, steps: Iterable[dict[str, Any]], person: User, people: Mapping[int, User], *, is_own: bool, granted: set[str]) -> None:
        self.person, self.people, self.is_own, self.granted = person, people, is_own, granted
        self.zone: ZoneInfo = person.own_store.zone
        self.facts = _facts(steps)

    def words(self, role: str, step: dict[str, Any], line: dict[str, Any]) -> str:
        """Why a line is whose it is."""
        measure, key = place_said(step["measure"], line)
        if line_name(role, (measure, key)) in self.granted:
            return _("counts for %(who)s by an objection") % {"who": self._who(self.person.pk)}
        what = "tick" if step["kind"] == TRANSFER else "late" if step["kind"] == DEDUCTION else WHAT.get(measure, "")
        say: Callable[[str, str, Fact, datetime], str] | None = getattr(self, f"_{what}", None)
        fact = self.facts.get((what, key), (None, "", False, None))
        said = say(role, measure, fact, datetime.fromisoformat(line["at"])) if say else ""
        return f"{said} · {STATED_WORD}" if fact[2] and said else said

    def _who(self, pk: int | None) -> str:
        if pk == self.person.pk and self.is_own:
            return _("me")
        return self.people[pk].name if pk in self.people else _("a colleague")

    def _when(self, moment: datetime) -> str:
        return f"{moment.astimezone(self.zone):%m-%d %H:%M}"

    def _visit(self, role: str, _measure: str, fact: Fact, _at: datetime) -> str:
        booked, basis, _stated, whose = fact
        if role == "reception":
            return _("%(who)s received them") % {"who": self._who(self.person.pk)}
        if basis == "appointment" and booked is not None:
            return _("appointment of %(when)s, booked by %(who)s") % {"when": self._when(booked), "who": self._who(whose)}
        said = {"basis": dict(BASES).get(basis, basis), "who": self._who(self.person.pk)}
        return _("%(basis)s; the lead was %(who)s's as they came") % said

    def _order(self, role: str, _measure: str, fact: Fact, at: datetime) -> str:
        day = self._when(fact[0] or at)[:5]
        said = {"day": day, "who": self._who(self.person.pk)}
        if role == "reception":
            return _("signed %(day)s, customer of %(who)s") % said
        return _("signed %(day)s, lead of %(who)s") % said

    def _card(self, _role: str, _measure: str, _fact: Fact, _at: datetime) -> str:
        return _("card opened by %(who)s") % {"who": self._who(self.person.pk)}

    def _appointment(self, _role: str, _measure: str, fact: Fact, at: datetime) -> str:
        return _("appointment of %(when)s, booked by %(who)s") % {"when": self._when(fact[0] or at), "who": self._who(fact[3])}

    def _tick(self, _role: str, _measure: str, fact: Fact, _at: datetime) -> str:
        if fact[0] is None:
            return ""
        return _("ticked %(day)s by %(who)s") % {"day": self._when(fact[0])[:5], "who": self._who(fact[3])}

    def _late(self, _role: str, _measure: str, fact: Fact, at: datetime) -> str:
        limit = fact[0]
        if limit is None:
            return ""
        if limit.astimezone(self.zone).date() != at.astimezone(self.zone).date():
            return _("limit %(when)s") % {"when": self._when(limit)}
        said = {"when": self._when(limit)[6:], "minutes": int((at - limit).total_seconds()) // MINUTE}
        return _("limit %(when)s, %(minutes)s minutes late") % said


WHAT = {"visits": "visit", "first_visits": "visit", "orders": "order", "deals": "order", "invited": "appointment", "cards": "card"}


def _facts(steps: Iterable[dict[str, Any]]) -> dict[tuple[str, int], Fact]:
    """Read what each line rests on, by what it is and its row."""
    keys: dict[str, set[int]] = defaultdict(set)
    for step in steps:
        for line in step.get("lines", ()):
            measure, key = place_said(step["measure"], line)
            keys["late" if step["kind"] == DEDUCTION else WHAT.get(measure, "")].add(key)
            if step["kind"] == TRANSFER:
                keys["tick"].add(key)
    parts = [ASKED[what](found) for what, found in sorted(keys.items()) if what in ASKED]
    rows = parts[0].union(*parts[1:], all=True) if parts else []
    return {(what, pk): (moment, basis, bool(stated), whose) for what, pk, moment, basis, stated, whose in rows}


def _said(what: str, rows: QuerySet, moment: Any, basis: Any = NO_WORD, stated: Any = SEEN, whose: Any = NOBODY) -> QuerySet:
    return rows.order_by().values_list(Value(what, output_field=CharField()), "pk", moment, basis, stated, whose)


def _where(condition: Q) -> Case:
    return Case(When(condition, then=STATED), default=SEEN, output_field=BooleanField())


ASKED: dict[str, Callable[[set[int]], QuerySet]] = {
    "visit": lambda keys: _said(
        "visit", Visit.every.filter(pk__in=keys), F("appointment__scheduled_for"), F("basis"), _where(~Q(late_reason="")), F("appointment__agent")
    ),
    "order": lambda keys: _said("order", Order.every.filter(pk__in=keys), F("at"), stated=_where(Q(logged_at__isnull=False)), whose=F("agent")),
    "appointment": lambda keys: _said("appointment", Appointment.every.filter(pk__in=keys), F("scheduled_for"), whose=F("agent")),
    "late": lambda keys: _said("late", Lead.every.filter(pk__in=keys), F("respond_by")),
    "tick": lambda keys: _said("tick", Order.every.filter(pk__in=keys), Subquery(TICKS.values("at")[:1]), whose=Subquery(TICKS.values("by")[:1])),
}
