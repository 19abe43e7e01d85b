"""The director sets by which weights a post is appraised: never for a month that runs, once there are any (docs/rules/domain.md#appraisal)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dcc.errors import Refused
from dcc.models import Store, User
from dcc.reckoning.clock import day_of
from dcc.reckoning.months import month_after, month_before, month_of
from dcc.trail import audit
from leads.intake.rules.collecting import hold_door
from reporting.appraisal.judged_by import POSTS, aims_of
from reporting.appraisal.scoring import FULL
from reporting.models import AppraisalRule
from reporting.models.appraisal import TABLES


@dataclass(frozen=True)
class Weight:
    """One measure of a card as it is typed; `target` in percent, None for a count, which each person's own target measures."""

    measure: str
    weight: int
    target: Decimal | None = None


@dataclass(frozen=True)
class Draft:
    """The card of a post as it is typed."""

    role: str
    table: str
    weights: Sequence[Weight]
    floor: int
    cap: int


def earliest_of(store: Store, role: str, table: str, now: datetime) -> date:
    """Return the month from which a card holds: the next, but for the first of a post and table, by which the month before may be judged."""
    month = month_of(day_of(now, store.zone))
    stands = AppraisalRule.objects.filter(store=store, role=role, table=table, first_day__lt=month).exists()
    return month_after(month) if stands else month_before(month)


@transaction.atomic
def set_weights(store: Store, draft: Draft, *, by: User, now: datetime) -> AppraisalRule:
    """Set the card of a post from the earliest month on. Refused unless its weights make 100; what stands already is left as it is."""
    hold_door(store)
    measures = _measures(draft)
    first = earliest_of(store, draft.role, draft.table, now)
    facts: dict[str, Any] = {"measures": measures, "floor": draft.floor, "cap": draft.cap}
    last = AppraisalRule.objects.filter(store=store, role=draft.role, table=draft.table).begun_by(first).last()
    if last is not None and all(getattr(last, name) == value for name, value in facts.items()):
        return last
    where: dict[str, Any] = {"store": store, "role": draft.role, "table": draft.table, "first_day": first}
    rule, _is_new = AppraisalRule.objects.update_or_create(**where, defaults={**facts, "by": by, "at": now})
    audit.record("appraisal.set", store, by=by, now=now, role=draft.role, table=draft.table, first=first.isoformat(), weights=_words(draft))
    return rule


def _measures(draft: Draft) -> list[dict[str, Any]]:
    """Return the card as it is kept. Raises Refused for what is none."""
    if draft.role not in POSTS or draft.table not in dict(TABLES) or not 0 <= draft.floor <= FULL <= draft.cap or draft.floor == draft.cap:
        raise Refused(_("This is no card of an appraisal."))
    aims = aims_of(draft.role)
    found: list[dict[str, Any]] = []
    for one in draft.weights:
        if one.measure not in aims or one.weight <= 0 or one.measure in (each["measure"] for each in found):
            raise Refused(_("This is no card of an appraisal."))
        aim = aims[one.measure]
        if aim.is_rate and not (one.target and one.target > 0):
            raise Refused(_("%(measure)s needs a target.") % {"measure": aim.label}, about=f"target_{one.measure}")
        target = f"{one.target.normalize():f}" if aim.is_rate and one.target else ""
        found.append({"measure": one.measure, "weight": one.weight, "target": target})
    if (total := sum(one["weight"] for one in found)) != FULL:
        raise Refused(_("The weights make %(total)s, not 100.") % {"total": total})
    return found


def _words(draft: Draft) -> str:
    aims = aims_of(draft.role)
    return ", ".join(f"{aims[one.measure].label} {one.weight}" for one in draft.weights)
