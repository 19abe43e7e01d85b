"""Browsers in which somebody logged in rightly before: a stranger's wrong tries do not lock their account there.

A signed cookie holds a random name of the browser and a hash of each account that logged in. Tries for such an account are counted under a name of
this browser's own, beside those from anywhere else.
"""

import secrets
from dataclasses import dataclass

from axes.helpers import get_client_ip_address
from django.conf import settings
from django.core import signing
from django.utils.crypto import salted_hmac

from dcc.log_in.browsers import Place, words_of

SALT = "dcc.device"
MOST = 20  # accounts of one browser; the oldest is forgotten
LASTS_SECONDS = 90 * 86400
LOOKED_AT = 400  # signs of what a browser says of itself


@dataclass(frozen=True)
class Device:
    """What a browser says of itself; `accounts`: hashes, the latest last."""

    name: str = ""
    accounts: tuple[str, ...] = ()

    def knows(self, username: str) -> bool:
        """Whether somebody logged in to this account here before."""
        return _hash(username) in self.accounts

    def remembering(self, username: str) -> str:
        """Return the cookie of this browser once somebody logged in to this account."""
        accounts = [account for account in self.accounts if account != _hash(username)] + [_hash(username)]
        return signing.dumps([self.name or secrets.token_hex(8), *accounts[-MOST:]], salt=SALT)


def device_of(request) -> Device:
    """Return the browser of a request; one nobody knows where its cookie is none of ours, or is too old."""
    try:
        name, *accounts = signing.loads(request.COOKIES.get(settings.DEVICE_COOKIE_NAME, ""), salt=SALT, max_age=LASTS_SECONDS)
    except signing.BadSignature:
        return Device()
    return Device(name, tuple(accounts))


def place_of(request) -> Place:
    """Return from where a request comes."""
    return Place(words_of(request.headers.get("User-Agent", "")[:LOOKED_AT]), get_client_ip_address(request) or "")


def name_of_try(request, credentials: dict | None = None) -> str:
    """Return under which name the throttle counts a try (AXES_USERNAME_CALLABLE): the account, or the account in the browser that knows it."""
    given = (credentials or {}).get("username") or (request.POST.get("username", "") if request else "")
    username = str(given).strip().lower()
    device = device_of(request) if request else Device()
    return in_device(username, device.name) if device.knows(username) else username


def in_device(username: str, name: str) -> str:
    """Return the name of an account's tries in one browser. No account holds an “@ ”."""
    return f"{username}@ {name}"


def _hash(username: str) -> str:
    return salted_hmac(SALT, username, algorithm="sha256").hexdigest()[:16]
