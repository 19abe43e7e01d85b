"""Passwords: one-time ones, given by somebody above; everyone's own."""

import secrets
from datetime import datetime

from django.db import transaction

from dcc import audit
from dcc.models import User
from dcc.rules.sessions import end_sessions

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # without those that are read wrongly: i, l, o, 0, 1


def make_one_time_password() -> str:
    """Return a random password that can be read out: three groups of four."""
    return "-".join("".join(secrets.choice(LETTERS) for _place in range(4)) for _group in range(3))


def set_one_time_password(person: User) -> str:
    """Give a password that must be changed at first log-in, end every session, return it: it is shown once and kept nowhere. No deed of its own."""
    password = make_one_time_password()
    person.set_password(password)
    person.must_change_password = True
    person.save(update_fields=["password", "must_change_password"])
    end_sessions(person)
    return password


def choose_password(person: User, *, password: str) -> None:
    """Set the password its owner chose and end every session. No deed of its own."""
    person.set_password(password)
    person.must_change_password = False
    person.save(update_fields=["password", "must_change_password"])
    end_sessions(person)


@transaction.atomic
def change_own_password(person: User, *, password: str, now: datetime) -> None:
    """Set the password its owner chose. Every other session of theirs ends; the caller renews the hash of the present one."""
    choose_password(person, password=password)
    audit.record("person.password", person, by=person, now=now)


@transaction.atomic
def set_password_for(person: User, *, password: str, now: datetime) -> None:
    """The operator's help for whoever is locked out: a password that must be changed at the next log-in."""
    person.set_password(password)
    person.must_change_password = True
    person.save(update_fields=["password", "must_change_password"])
    end_sessions(person)
    audit.record("person.reset", person, by=None, now=now)
