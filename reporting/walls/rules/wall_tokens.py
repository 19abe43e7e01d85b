"""Addresses of walls: made and shown once, ended (docs/rules/trust.md#walls)."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from dcc.errors import Refused
from dcc.installation.drawn_secrets import digest_of, drawn
from dcc.models import Store, User
from dcc.reckoning.clock import day_of
from dcc.store.store_settings import value
from dcc.trail import audit
from reporting.models import WallToken
from reporting.models.wall_token import FACES, SHOWROOM

MOST_DAYS = 366  # from today to the last day
MAY_HANG = "showroom_wall"  # the setting by which the director switches the showroom's face off


@transaction.atomic
def make_wall(store: Store, *, face: str, place: str, ends_on: date, by: User | None, now: datetime, secret: str = "") -> tuple[WallToken, str]:
    """Make the address of a wall and return it with its secret, which is shown once and kept nowhere. Refused for a last day gone by or too far ahead.

    `secret`: one that is known beforehand, as the demo's is. Raises ValueError for a face there is not.
    """
    if face not in dict(FACES):
        raise ValueError(face)
    if face == SHOWROOM and not value(store, MAY_HANG, now):
        raise Refused(_("The showroom's wall is switched off under settings."), about="face")
    today = day_of(now, store.zone)
    if not today <= ends_on <= today + timedelta(days=MOST_DAYS):
        raise Refused(_("The last day is today or later, and within a year."), about="ends_on")
    secret = secret or drawn()
    token = WallToken.objects.create(store=store, face=face, place=place, digest=digest_of(secret), hint=secret[-4:], ends_on=ends_on, at=now, by=by)
    audit.record("wall.make", token, by=by, now=now, face=face, last=ends_on.isoformat())
    return token, secret


@transaction.atomic
def end_wall(token: WallToken, *, by: User, now: datetime) -> bool:
    """Let an address open nothing from now on. False if somebody ended it before us."""
    ended = WallToken.objects.filter(pk=token.pk, ended_at=None).update(ended_at=now, ended_by=by)
    if ended:
        audit.record("wall.end", token, by=by, now=now, face=token.face)
    return bool(ended)


def wall_of(secret: str, *, now: datetime) -> WallToken | None:
    """Return the wall that this secret opens today, its store with it; None for a wrong one, one that is over, a face that is switched off."""
    token = WallToken.objects.not_ended().filter(digest=digest_of(secret)).select_related("store").first()
    if token is None or not token.shows_on(day_of(now, token.store.zone)):
        return None
    return None if token.face == SHOWROOM and not value(token.store, MAY_HANG, now) else token
