"""Who is away: nothing is allocated to them on those days (docs/rules/domain.md#on-duty)."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from dcc.errors import Refused
from dcc.models import Absence, User
from dcc.notices.telling import tell
from dcc.people.permissions import scopes
from dcc.reckoning import clock
from dcc.trail import audit

LONGEST = timedelta(days=366)


def today_of(person: User, now: datetime) -> date:
    """Return the day it is in this person's store."""
    return clock.day_of(now, person.store.zone if person.store else ZoneInfo(settings.TIME_ZONE))


@transaction.atomic
def mark_away(person: User, *, last: date, stand_in: User | None = None, by: User, now: datetime) -> bool:
    """Mark a person away from today to `last`; `stand_in` does their work meanwhile, None: all who are there. False if that stood already.

    Whoever stands in is told (docs/rules/domain.md#standing-in).
    """
    _check_right(person, by=by)
    if stand_in is not None and not may_stand_in(stand_in, person):
        raise Refused(_("Choose somebody else of the store."), about="stand_in")
    today = today_of(person, now)
    if last < today:
        raise Refused(_("The last day away lies in the past."))
    if last - today > LONGEST:
        raise Refused(_("A year is the longest absence."))
    days = {today + timedelta(days=ahead) for ahead in range((last - today).days + 1)}
    User.objects.select_for_update(no_key=True).get(pk=person.pk)  # a click that comes twice at once is one absence
    known = dict(Absence.objects.filter(user=person, day__in=days).values_list("day", "stand_in"))
    others = [day for day, named in known.items() if named != (stand_in and stand_in.pk)]
    Absence.objects.filter(user=person, day__in=others).update(stand_in=stand_in)
    Absence.objects.bulk_create(Absence(user=person, day=day, stand_in=stand_in, by=by) for day in sorted(days - known.keys()))
    changed = bool(others or days - known.keys())
    if changed:
        named: dict[str, Any] = {"user": stand_in.pk} if stand_in is not None else {}
        audit.record("person.away", person, by=by, now=now, first=today.isoformat(), last=last.isoformat(), **named)
        if stand_in is not None and stand_in.pk != by.pk:
            tell(stand_in, "absence.stand_in", now=now, person=person.pk, first=today.isoformat(), last=last.isoformat())
    return changed


def stand_in_of(person: User, day: date) -> User | None:
    """Return who stands in for somebody marked away on a day."""
    row = Absence.objects.filter(user=person, day=day).select_related("stand_in").first()
    return row.stand_in if row else None


def may_stand_in(stand_in: User, person: User) -> bool:
    """Whether somebody may stand in for a person: a colleague of the store who is still here, other than themselves."""
    return stand_in.pk != person.pk and stand_in.store_id == person.store_id and stand_in.is_active


@transaction.atomic
def mark_present(person: User, *, by: User, now: datetime) -> bool:
    """Mark a person on duty from today on. False if they were not away."""
    _check_right(person, by=by)
    today = today_of(person, now)
    removed, _models = Absence.objects.filter(user=person, day__gte=today).delete()
    if removed:
        audit.record("person.present", person, by=by, now=now, first=today.isoformat())
    return bool(removed)


def _check_right(person: User, *, by: User) -> None:
    held = scopes(by, "person.away")
    if not (("all" in held and by.store_id == person.store_id) or (held and by.pk == person.pk)):
        raise Refused(_("Only a leader marks others away."))
    if not person.is_active:
        raise Refused(_("%(name)s has left.") % {"name": person.name})
