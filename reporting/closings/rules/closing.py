"""The data manager closes days and months (docs/rules/domain.md#closings, docs/rules/trust.md#closings-sealed)."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dcc.errors import Refused
from dcc.models import Store, User
from dcc.reckoning.clock import day_of
from dcc.reckoning.months import last_of
from dcc.trail import audit
from leads.intake.rules.collecting import hold_door
from reporting.closings.closable import Calendar, calendar_of, is_signed, month_open_days, ungraded_of
from reporting.closings.frozen_figures import figures_of
from reporting.closings.seal import first_broken, seal_of
from reporting.models import Closing


@transaction.atomic
def close_day(store: Store, day: date, *, by: User, now: datetime) -> Closing:
    """Close a day: its figures are kept as they are counted now, sealed, under the store's next number. Closed already, it returns that closing.

    Refused before the store's closing hour, while an earlier working day is open, while the front desk has not signed, and while a lead waits for its grade
    since before the day's end.
    """
    hold_door(store)  # nobody registers, signs or closes meanwhile
    if closed := Closing.objects.of(store, "day", day.isoformat()).first():
        return closed
    _check_day(calendar_of(store, now=now), day)
    return _keep(store, "day", day, day, by=by, now=now)


def _check_day(calendar: Calendar, day: date) -> None:
    store = calendar.store
    if day > calendar.today:
        raise Refused(_("This day lies ahead."))
    if calendar.closed(day):
        raise Refused(_("%(day)s is closed.") % {"day": day})
    if not calendar.hours.works_on(day):
        raise Refused(_("The store was closed on %(day)s: it is closed with %(next)s.") % {"day": day, "next": calendar.goes_with(day)})
    if not calendar.is_over(day):
        closes = calendar.hours.hours_of(day)[1].astimezone(store.zone)
        raise Refused(_("It is not %(time)s yet: the store is open.") % {"time": f"{closes:%H:%M}"})
    if earlier := next(calendar.open_days(day), None):
        raise Refused(_("Close %(day)s first: it is older.") % {"day": earlier})
    if not is_signed(store, day):
        raise Refused(_("The front desk has not signed %(day)s.") % {"day": day})
    if waiting := ungraded_of(store, day).count():
        said = ngettext("%(count)d lead waits for its grade: grade it first.", "%(count)d leads wait for their grade: grade them first.", waiting)
        raise Refused(said % {"count": waiting})


@transaction.atomic
def close_month(store: Store, month: date, *, by: User, now: datetime) -> Closing:
    """Close a month after all its days. Closed already, it returns that closing."""
    hold_door(store)
    if closed := Closing.objects.of(store, "month", f"{month:%Y-%m}").first():
        return closed
    calendar = calendar_of(store, now=now)
    if day_of(now, store.zone) <= last_of(month):
        raise Refused(_("This month is not over."))
    if calendar.frontier.signed is None or calendar.frontier.holds_month(month):
        raise Refused(_("%(month)s lies before the first day the front desk signed.") % {"month": f"{month:%Y-%m}"})
    if waiting := month_open_days(calendar, month):
        raise Refused(_("Close %(day)s first: it is older.") % {"day": calendar.goes_with(waiting[0])})
    return _keep(store, "month", month, last_of(month), by=by, now=now)


@transaction.atomic
def close_again(store: Store, number: int, *, reason: str, by: User, now: datetime) -> Closing:
    """Close a day or month again by what is counted now, under a new number, with a reason; the closing `number` was the last of it when this was asked for.

    Refused where its figures are still what is counted, and where somebody was quicker.
    """
    if not reason.strip():
        raise Refused(_("Say why it is closed again."))
    hold_door(store)
    old = Closing.objects.filter(store=store, number=number, kind__in=("day", "month")).first()
    if old is None or Closing.objects.of(store, old.kind, old.period).values_list("number", flat=True).first() != number:
        raise Refused(_("It was closed again meanwhile. Look at the last one."))
    first, last = days_of(old)
    if old.figures == figures_of(store, first, last):
        raise Refused(_("Nothing has changed: the figures are what was closed."))
    return _keep(store, old.kind, first, last, reason=reason.strip()[:200], by=by, now=now)


def days_of(closing: Closing) -> tuple[date, date]:
    """Return the first and the last day of what was closed."""
    if closing.kind != "day":
        month = date.fromisoformat(f"{closing.period}-01")
        return month, last_of(month)
    day = date.fromisoformat(closing.period)
    return day, day


def _keep(store: Store, kind: str, first: date, last: date, *, reason: str = "", by: User, now: datetime) -> Closing:
    """Keep the figures of some days under the next number."""
    return keep(store, (kind, first.isoformat() if kind == "day" else f"{first:%Y-%m}"), figures_of(store, first, last), reason=reason, by=by, now=now)


def keep(store: Store, what: tuple[str, str], figures: dict[str, Any], *, reason: str = "", by: User, now: datetime) -> Closing:
    """Keep figures of a kind and period under the next number. The chain may not be broken: what hangs on a broken one proves nothing."""
    chain = list(Closing.objects.filter(store=store).order_by("number"))
    if broken := first_broken(chain):
        raise Refused(_("The chain is broken at %(number)s. Nothing is closed until the operator has looked.") % {"number": f"{broken.number:04d}"})
    (kind, period), before = what, chain[-1] if chain else None
    closing = Closing(store=store, kind=kind, period=period, number=before.number + 1 if before else 1, by=by, at=now, reason=reason)
    closing.figures = figures
    closing.hash = seal_of(closing, before.hash if before else "")
    closing.save(force_insert=True)
    audit.record(f"closing.{kind}", store, by=by, now=now, period=period, number=closing.number)
    return closing
