"""The front desk signs its day (docs/rules/trust.md#day-signed)."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dcc.errors import Refused
from dcc.models import Store, User
from dcc.reckoning.clock import day_of, start_of
from dcc.store.store_settings import values_at, working_hours
from dcc.trail import audit
from leads.intake.rules.collecting import hold_door
from reception.day_close.day_sums import both, whole
from reception.day_close.rules.day_visits import counted, groups_of, kept_of, unsigned_days
from reception.door.rules.stating import closed_periods
from reception.door.rules.visits import leave
from reception.models import DaySigning, Visit


class TooEarly(Refused):
    """The store is still open: the desk is asked once."""

    def __init__(self, closes: datetime) -> None:
        super().__init__(_("It is not %(time)s yet. Sign all the same?") % {"time": f"{closes:%H:%M}"})


@transaction.atomic
def sign_day(store: Store, day: date, *, answers: Mapping[int, datetime | None], early: bool = False, by: User, now: datetime) -> DaySigning:
    """Sign a day: a copy of its sum, once. `answers`: of each group in the house, when it left; None where it is here still.

    A second signature returns the first. Refused for a day ahead, a closed one, while an older one waits, while a group is not answered for or one that a
    tablet kept is still asked about, and, unless `early`, before the store closes (`TooEarly`).
    """
    hold_door(store)  # nobody is registered meanwhile
    if signed := DaySigning.objects.filter(store=store, day=day).first():
        return signed
    _check_day(store, day, early=early, now=now)
    if asked := kept_of(store, day):
        raise Refused(_("%(count)d to be asked about, typed without a connection: answer first.") % {"count": len(asked)})
    visits = groups_of(store, day)
    for visit in visits:
        if visit.left_at is None:
            _answer(visit, answers, by=by, now=now)
    figures = counted(visits)
    signing = DaySigning.objects.create(store=store, day=day, at=now, by=by, figures=figures)
    groups, heads = both(whole(figures))
    audit.record("day.sign", store, by=by, now=now, day=day.isoformat(), groups=groups, heads=heads)
    return signing


def _check_day(store: Store, day: date, *, early: bool, now: datetime) -> None:
    today = day_of(now, store.zone)
    if day > today:
        raise Refused(_("This day lies ahead."))
    if day < today:
        if closed_periods(store, start_of(day, store.zone)):
            raise Refused(_("%(day)s is closed. Nothing is written into it any more.") % {"day": day})
        waiting = [one for one in unsigned_days(store, now=now) if one < day]
        if waiting:
            raise Refused(_("Sign %(day)s first: it is older.") % {"day": waiting[0]})
        return
    hours = working_hours(store, values_at(store, now))
    closes = hours.hours_of(day)[1]
    if hours.works_on(day) and now < closes and not early:
        raise TooEarly(closes.astimezone(store.zone))


def _answer(visit: Visit, answers: Mapping[int, datetime | None], *, by: User, now: datetime) -> None:
    """Write when a group left, or that it is here still."""
    name = visit.name or _("The group")
    if visit.pk not in answers:
        raise Refused(_("%(name)s is in the house: still here, or gone?") % {"name": name})
    left_at = answers[visit.pk]
    if left_at is None:
        return
    last = last_noted(visit)
    if not last <= left_at <= now:
        said = {"name": name, "time": f"{last.astimezone(visit.store.zone):%H:%M}"}
        raise Refused(_("%(name)s was seen at %(time)s. The leaving lies after that, and not ahead.") % said)
    leave(visit, at=left_at, by=by, now=now)
    visit.left_at = left_at


def last_noted(visit: Visit) -> datetime:
    """Return the last moment at which a group was seen in the house: arrival, receiving, return."""
    back = [datetime.fromisoformat(pair[1]) for pair in visit.returned]
    return max([visit.at, *back, *([visit.taken_at] if visit.taken_at else [])])
