"""The showroom's wall: who is expected and who came, by surname and title alone, no figure of the team (docs/rules/interface.md#walls)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from calls.models import Appointment
from dcc.models import Store, User
from dcc.reckoning.clock import day_of, day_range
from dcc.store.store_settings import hours_lived
from leads.models import NO_NAME, Lead
from leads.pool.name_search import surname
from reception.door.rules.same_person import TITLES
from reception.models import Visit
from reporting.walls.due_today import WAITS, DueDay, due_day

NEXT, CAME_AT_MOST = 5, 5


@dataclass(frozen=True)
class Guest:
    """One of those expected or here: when, by what they are called, who receives them."""

    at: datetime
    called: str
    receiver: str
    is_here: bool = False


def called(name: str, gender: str) -> str:
    """Return how a guest is called where others read it: surname and title; a guest, where neither is known."""
    family = "" if name in ("", NO_NAME) else surname(name)
    title = next((title for title in TITLES if name.endswith(title)), "") or {"male": _("Mr"), "female": _("Ms")}.get(gender, _("guest"))
    return _("%(surname)s %(title)s") % {"surname": family, "title": title} if family else _("A guest")


def showroom_wall(store: Store, *, now: datetime) -> dict[str, Any]:
    """Return what the showroom's wall shows at a moment. Who did not come vanishes an hour after their time; nothing says so."""
    today = day_of(now, store.zone)
    due, hours = due_day(store, today, now=now), hours_lived(store, now)
    expected = [_expected(row) for row in due.rows if due.state_of(row) == WAITS]
    came = _came(store, now)
    opens, closes = hours.hours_of(today)
    return {
        "is_open": hours.works_on(today),
        "next": expected[:NEXT],
        "more": max(len(expected) - NEXT, 0),
        "came": came[:CAME_AT_MOST],
        "came_count": len(came),
        "on_duty": list(User.objects.of_store(store).employed().with_role("reception").on_duty(now, store.zone).values_list("name", flat=True)),
        "hours": _hours(due, range(opens.hour, max(closes.hour, opens.hour + 1))),
        "hour": now.astimezone(store.zone).hour,
    }


def _hours(due: DueDay, working: range) -> list[tuple[int, int]]:
    return [(hour.hour, hour.shown) for hour in due.hours(*working) if hour.shown or hour.hour in working]


def _expected(row: Appointment) -> Guest:
    receiver = row.reception or row.lead.reception
    return Guest(row.scheduled_for, _called(row.lead), receiver.name if receiver else "")


def _came(store: Store, now: datetime) -> list[Guest]:
    """Those who came today by an appointment, the latest first."""
    start, end = day_range(day_of(now, store.zone), store.zone)
    rows = Visit.objects.filter(store=store, at__gte=start, at__lt=end, at__lte=now, appointment__isnull=False)
    named = rows.select_related("lead", "reception").order_by("-at", "-pk")
    return [
        Guest(row.at, _called(row.lead) if row.lead else called(row.name, ""), row.reception.name if row.reception else "", is_here=row.left_at is None)
        for row in named
    ]


def _called(lead: Lead) -> str:
    return called(lead.name, lead.gender)
