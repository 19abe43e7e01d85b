"""How far an open lead has come, and the store's own rate from each stage to the deal (docs/rules/measures.md#leaks)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, CharField, Count, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dcc.models import Store
from dcc.reckoning.clock import day_of, range_of
from leads.models import Lead
from leads.models.querysets.lead import UNMERGED
from reporting.figures.measures import VALID, passed
from reporting.figures.proportion import Proportion

DAYS, ENOUGH = 180, 20


@dataclass(frozen=True)
class Stage:
    """One stage: the milestone that begins it, its word on the picture, and behind it (建卡后)."""

    name: str
    milestone: str
    label: Any
    after: Any


STAGES = (
    Stage("new", "", pgettext_lazy("stage of an open lead", "Not called yet"), _("arrived")),
    Stage("called", "first_call_at", pgettext_lazy("stage of an open lead", "Called, not reached"), _("after the first call")),
    Stage("reached", "reached_at", pgettext_lazy("stage of an open lead", "Reached"), _("after being reached")),
    Stage("card", "card_at", pgettext_lazy("stage of an open lead", "Card opened"), _("after the card")),
    Stage("invited", "invited_at", pgettext_lazy("stage of an open lead", "Invited"), _("after the invitation")),
    Stage("visited", "visited_at", pgettext_lazy("stage of an open lead", "Came"), _("after the visit")),
)


@dataclass(frozen=True)
class Chance(Proportion):
    """The rate of one stage: bought ÷ came so far. `lent`: too few came so far, and the stage before lends its own."""

    lent: bool = False


def stage_of() -> Case:
    """The last stage an open lead has reached, whether or not it passed those before: a column beside leads."""
    later = [When(passed(stage.milestone), then=Value(stage.name)) for stage in reversed(STAGES) if stage.milestone]
    return Case(*later, default=Value(STAGES[0].name), output_field=CharField())


def open_by_stage(leads: QuerySet[Lead]) -> dict[str, int]:
    """Return how many open leads stand in each stage."""
    rows = leads.filter(closed_at=None).order_by().values(stage=stage_of()).annotate(count=Count("pk")).values_list("stage", "count")
    return {stage.name: 0 for stage in STAGES} | dict(rows)


def chances(store: Store, now: datetime) -> dict[str, Chance | None]:
    """Return the rate of each stage: of the valid leads of 180 days that came so far, those delivered. None where not twenty arrived at all. One query."""
    today = day_of(now, store.zone)
    start, end = range_of(today - timedelta(days=DAYS - 1), today, store.zone)
    arrived = Lead.objects.filter(UNMERGED, VALID, store=store, received_at__gte=start, received_at__lt=end).order_by()
    counts = {}
    for stage in STAGES:
        so_far = passed(stage.milestone) if stage.milestone else Q(received_at__gte=start)
        counts[f"{stage.name}_under"] = Count("received_at", filter=so_far)
        counts[f"{stage.name}_over"] = Count("received_at", filter=so_far & passed("delivered_at"))
    return lend(arrived.aggregate(**counts).__getitem__)


def lend(count: Callable[[str], int]) -> dict[str, Chance | None]:
    """Return the rate of each stage out of its counts: with fewer than twenty, that of the stage before, as lent."""
    found: dict[str, Chance | None] = {}
    before: Chance | None = None
    for stage in STAGES:
        under = count(f"{stage.name}_under")
        if under >= ENOUGH:
            before = Chance(count(f"{stage.name}_over"), under)
            found[stage.name] = before
        else:
            found[stage.name] = Chance(before.over, before.under, lent=True) if before else None
    return found
