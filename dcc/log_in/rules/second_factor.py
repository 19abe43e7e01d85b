"""The second step of the log-in: six digits of an authenticator app, or a recovery code (docs/rules/trust.md#second-factor)."""

import logging
import re
import secrets
from datetime import datetime, timedelta

import pyotp
from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from dcc.errors import Refused
from dcc.log_in.app_keys import close_key, open_key
from dcc.log_in.browsers import Place
from dcc.log_in.rules.passwords import LETTERS
from dcc.log_in.rules.sessions import end_sessions
from dcc.models import RecoveryCode, SecondFactor, TrailEntry, User
from dcc.people.rules.people import may_manage
from dcc.store.store_settings import value
from dcc.trail import audit

STEP = 30  # seconds that six digits hold; those before and after are taken too, for clocks that differ
CODES, HALF = 10, 4
TRIES, COOL_OFF = 5, timedelta(minutes=15)
log = logging.getLogger(__name__)
WRONG, BY_APP, BY_CODE = "session.code_wrong", "app", "recovery"


def new_key() -> str:
    """Return a key for an app to share with us; it is theirs once they have shown that they have it."""
    return pyotp.random_base32()


def address_of(person: User, key: str) -> str:
    """Return what the app reads out of the QR code."""
    return pyotp.TOTP(key).provisioning_uri(name=person.username, issuer_name="DCC")


def is_required_of(person: User, *, now: datetime) -> bool:
    """Whether a person must have a second step: head office, and whom the store's setting names."""
    if not settings.SECOND_FACTOR:
        return False
    return person.store is None or bool(person.roles.intersection(value(person.store, "second_factor_roles", now)))


def is_asked(person: User) -> bool:
    """Whether the log-in of a person has a second step."""
    return settings.SECOND_FACTOR and SecondFactor.objects.filter(user=person).exists()


def factor_of(person: User) -> SecondFactor | None:
    """Return the app of a person, None where they set none up."""
    return SecondFactor.objects.filter(user=person).first()


def may_try(person: User, *, now: datetime) -> bool:
    """Whether a person may still say a code: not after five wrong ones in a quarter of an hour."""
    wrong = TrailEntry.objects.filter(action=WRONG, object_type="user", object_id=person.pk, at__gt=now - COOL_OFF)
    return wrong.count() < TRIES


def check_code(person: User, text: str, *, now: datetime, place: Place) -> str:
    """Take six digits or a recovery code, each once; return which it was. Refused where it is neither, which counts, with the place it came from.

    Tries at the same moment are counted one after the other.
    """
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=person.pk)
        if not may_try(person, now=now):
            raise Refused(_("Too many tries. Try again in %(minutes)d minutes.") % {"minutes": COOL_OFF.seconds // 60})
        how = _taken(person, _bare(text), now=now)
        if not how:
            audit.record(WRONG, person, by=None, now=now, **place.said())
    if not how:
        raise Refused(_("Wrong or used already. Type the six digits the app shows now, or a recovery code."))
    return how


def _taken(person: User, code: str, *, now: datetime) -> str:
    factor = factor_of(person)
    if factor is None:
        return ""
    key = open_key(factor)
    if key is None:
        log.error("the key of this installation does not open that of the second step of person %d", person.pk)
    elif (step := _step_of(key, code, now)) and SecondFactor.objects.filter(pk=factor.pk, last_step__lt=step).update(last_step=step):
        return BY_APP
    codes = RecoveryCode.objects.filter(factor=factor, digest=_digest(person, code), used_at=None)
    return BY_CODE if codes.update(used_at=now) else ""


def _step_of(key: str, code: str, now: datetime) -> int:
    """Return the step of time whose digits these are, of the present one and its neighbours; 0 where none."""
    present = int(now.timestamp()) // STEP
    return next((step for step in (present, present - 1, present + 1) if pyotp.utils.strings_equal(pyotp.TOTP(key).at(step * STEP), code)), 0)


def _bare(text: str) -> str:
    return re.sub(r"[\s-]", "", text).lower()


def _digest(person: User, code: str) -> str:
    return salted_hmac("dcc.recovery", f"{person.pk}:{code}", algorithm="sha256").hexdigest()


@transaction.atomic
def switch_on(person: User, *, key: str, code: str, now: datetime) -> list[str]:
    """Give a person the second step with an app that showed it has the key; return ten recovery codes, kept nowhere. A new app takes the place of the old."""
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    step = _step_of(key, _bare(code), now)
    if not step:
        raise Refused(_("These are not the six digits the app shows now. Check the clock of the phone."))
    SecondFactor.objects.filter(user=person).delete()
    factor = SecondFactor.objects.create(user=person, closed_key=close_key(key, person), since=now, last_step=step)
    audit.record("second_factor.on", person, by=person, now=now)
    return _write_codes(factor)


@transaction.atomic
def renew_codes(person: User, *, now: datetime) -> list[str]:
    """Return ten new recovery codes; the old ones open nothing any more."""
    factor = SecondFactor.objects.select_for_update().filter(user=person).first()
    if factor is None:
        raise Refused(_("The second step is not switched on."))
    RecoveryCode.objects.filter(factor=factor).delete()
    audit.record("second_factor.codes", person, by=person, now=now)
    return _write_codes(factor)


def _write_codes(factor: SecondFactor) -> list[str]:
    drawn: set[str] = set()
    while len(drawn) < CODES:
        drawn.add("".join(secrets.choice(LETTERS) for _sign in range(2 * HALF)))
    RecoveryCode.objects.bulk_create(RecoveryCode(factor=factor, digest=_digest(factor.user, code)) for code in drawn)
    return [f"{code[:HALF]}-{code[HALF:]}".upper() for code in sorted(drawn)]


@transaction.atomic
def switch_off(person: User, *, now: datetime) -> bool:
    """Let a person log in by their password alone. Refused of whom it is required; False where it was off."""
    if is_required_of(person, now=now):
        raise Refused(_("It is required of you. Ask the sales director."))
    removed, _models = SecondFactor.objects.filter(user=person).delete()
    if removed:
        audit.record("second_factor.off", person, by=person, now=now)
    return bool(removed)


@transaction.atomic
def reset_second_factor(person: User, *, by: User | None, now: datetime) -> bool:
    """The device is lost: its second step is taken away and every session ends; of whom it is required sets it up anew. `by` None: the operator."""
    if not may_manage(by, person):
        raise Refused(_("%(name)s is not below you in rank. Ask the sales director, or the operator.") % {"name": person.name})
    removed, _models = SecondFactor.objects.filter(user=person).delete()
    if removed:
        end_sessions(person)
        audit.record("second_factor.reset", person, by=by, now=now)
    return bool(removed)
