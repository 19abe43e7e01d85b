"""Who is away: nothing is allocated to them on those days (docs/rules/domain.md#on-duty)."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from dcc.errors import Refused
from dcc.models import Absence, User
from dcc.people.permissions import scopes
from dcc.reckoning import clock
from dcc.trail import audit

LONGEST = timedelta(days=366)


def today_of(person: User, now: datetime) -> date:
    """Return the day it is in this person's store."""
    return clock.day_of(now, person.store.zone if person.store else ZoneInfo(settings.TIME_ZONE))


@transaction.atomic
def mark_away(person: User, *, last: date, by: User, now: datetime) -> bool:
    """Mark a person away from today to `last`. False if every one of these days was marked already."""
    _check_right(person, by=by)
    today = today_of(person, now)
    if last < today:
        raise Refused(_("The last day away lies in the past."))
    if last - today > LONGEST:
        raise Refused(_("A year is the longest absence."))
    days = {today + timedelta(days=ahead) for ahead in range((last - today).days + 1)}
    User.objects.select_for_update(no_key=True).get(pk=person.pk)  # a click that comes twice at once is one absence
    known = set(Absence.objects.filter(user=person, day__in=days).values_list("day", flat=True))
    Absence.objects.bulk_create(Absence(user=person, day=day, by=by) for day in sorted(days - known))
    if days - known:
        audit.record("person.away", person, by=by, now=now, first=today.isoformat(), last=last.isoformat())
    return bool(days - known)


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
