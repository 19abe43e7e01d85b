"""Log-ins and passwords refused for a while after too many wrong tries (docs/rules/trust.md#log-in).

Each lock ends by itself, and that of an account at the word of somebody above.
"""

from datetime import datetime, timedelta

from axes.models import AccessAttempt
from django.conf import settings
from django.db import transaction
from django.db.models import Max, QuerySet, Sum
from django.utils.translation import gettext as _

from dcc.errors import Refused
from dcc.log_in.rules.tries import forget_tries, tries_of
from dcc.models import Notice, TrailEntry, User
from dcc.notices.telling import tell
from dcc.people.rules.people import may_manage
from dcc.trail import audit

WRONG_PASSWORD = "person.password_wrong"  # noqa: S105 - a deed of the trail
LOCKED = "person.locked"


def cool_off() -> timedelta:
    """How long nobody may try."""
    return timedelta(hours=settings.AXES_COOLOFF_TIME)


def too_many_from(address: str | None, *, now: datetime) -> bool:
    """Whether so many log-ins failed from an address lately that nobody may try from there, but in a browser that knows the account."""
    lately = AccessAttempt.objects.filter(ip_address=address, attempt_time__gt=now - cool_off())
    return _failures(lately) >= settings.FAILURES_PER_ADDRESS


def locked_until(person: User, *, now: datetime) -> datetime | None:
    """Return until when the account of a person is locked, None where it is not: in browsers that do not know it, or in one that does."""
    lately = tries_of(person).filter(attempt_time__gt=now - cool_off())
    rows = lately.values("username").annotate(failures=Sum("failures_since_start"), last=Max("attempt_time"))
    locked = [row["last"] + cool_off() for row in rows.order_by() if row["failures"] >= settings.AXES_FAILURE_LIMIT]
    return max(locked, default=None)


@transaction.atomic
def tell_if_locked(username: str, *, now: datetime) -> bool:
    """Tell a person that wrong tries have locked their account, once a lock: they know whether it was they. False where there is nothing to tell.

    A name that nobody bears costs the same question (docs/rules/trust.md#log-in).
    """
    until = locked_until(User(username=username), now=now)
    person = User.objects.select_for_update(no_key=True).filter(username=username).first() if until else None
    if until is None or person is None or Notice.objects.filter(user=person, kind=LOCKED, at__gte=until - cool_off()).exists():
        return False
    tell(person, LOCKED, now=now, until=until.isoformat())
    return True


@transaction.atomic
def unlock(person: User, *, by: User | None, now: datetime) -> bool:
    """Let a person try again at once. False if nobody had tried wrongly."""
    if not may_manage(by, person):
        raise Refused(_("%(name)s is not below you in rank. Ask the sales director, or the operator.") % {"name": person.name})
    forgotten = forget_tries(person)
    if forgotten:
        audit.record("person.unlock", person, by=by, now=now)
    return forgotten


def may_try_own_password(person: User, *, now: datetime) -> bool:
    """Whether a person whose session is open may still try to say their present password."""
    lately = TrailEntry.objects.filter(by=person, action=WRONG_PASSWORD, at__gt=now - cool_off())
    return lately.count() < settings.AXES_FAILURE_LIMIT


def record_wrong_password(person: User, *, now: datetime) -> None:
    """Write that the present password was said wrongly in an open session."""
    audit.record(WRONG_PASSWORD, person, by=person, now=now)


def _failures(tries: QuerySet[AccessAttempt]) -> int:
    return tries.aggregate(failures=Sum("failures_since_start"))["failures"] or 0
