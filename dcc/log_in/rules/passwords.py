"""Passwords: one-time ones, given by somebody above; everyone's own."""

import secrets
from contextlib import suppress
from datetime import datetime, timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from dcc.log_in.rules.sessions import end_sessions
from dcc.log_in.rules.tries import forget_tries
from dcc.models import User
from dcc.store.store_settings import SETTINGS, value
from dcc.trail import audit

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # without those that are read wrongly: i, l, o, 0, 1


def make_one_time_password() -> str:
    """Return a random password that can be read out, three groups of four, and that would be taken from its owner too."""
    while True:
        password = "-".join("".join(secrets.choice(LETTERS) for _place in range(4)) for _group in range(3))
        with suppress(ValidationError):
            validate_password(password)
            return password


def set_one_time_password(person: User, *, now: datetime) -> str:
    """Give a password that must be changed at first log-in, end every session, return it: it is shown once and kept nowhere. No deed of its own.

    It runs out after some days (store setting): what was written on a slip of paper opens nothing for ever.
    """
    password = make_one_time_password()
    _set(person, password, until=now + _valid_for(person, now))
    return password


def _set(person: User, password: str, *, until: datetime | None) -> None:
    """Write a password: one's own, or with `until` one that must be changed at the first log-in and runs out."""
    person.set_password(password)
    person.must_change_password, person.password_until = until is not None, until
    person.save(update_fields=["password", "must_change_password", "password_until"])
    end_sessions(person)
    if until is not None:
        forget_tries(person)  # whoever got a new password from above is let in with it


def _valid_for(person: User, now: datetime) -> timedelta:
    name = "one_time_password_days"
    return timedelta(days=value(person.store, name, now) if person.store else SETTINGS[name].default)


def choose_password(person: User, *, password: str) -> None:
    """Set the password its owner chose and end every session. No deed of its own."""
    _set(person, password, until=None)


@transaction.atomic
def change_own_password(person: User, *, password: str, now: datetime) -> None:
    """Set the password its owner chose. Every other session of theirs ends; the caller renews the hash of the present one."""
    choose_password(person, password=password)
    audit.record("person.password", person, by=person, now=now)


@transaction.atomic
def set_password_for(person: User, *, password: str, now: datetime) -> None:
    """The operator's help for whoever is locked out: a password that must be changed at the next log-in."""
    _set(person, password, until=now + _valid_for(person, now))
    audit.record("person.reset", person, by=None, now=now)
