"""How a command comes to a password: asked twice at a terminal, else read from standard input."""

import sys
from getpass import getpass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from dcc.models import User


def read_password(*, username: str, name: str = "") -> str:
    """Return a password that passes the rules. Raises CommandError where it does not, or where the two typed ones differ."""
    password = _ask() if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")
    try:
        validate_password(password, User(username=username, name=name or username))
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from None
    return password


def _ask() -> str:
    password = getpass(_("Password: "))
    if getpass(_("Password again: ")) != password:
        raise CommandError(_("The two passwords differ. Nothing was changed."))
    return password
