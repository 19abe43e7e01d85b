"""Tokens of the capture endpoint: issued, used, revoked (docs/rules/intake.md#capture-endpoint)."""

from datetime import datetime, timedelta
from math import ceil

from django.db import transaction
from django.db.models import Case, F, Q, Value, When
from django.utils.translation import gettext as _

from dcc.errors import Refused
from dcc.installation.drawn_secrets import digest_of, drawn
from dcc.models import User
from dcc.trail import audit
from leads.models import CaptureToken, Channel

PER_MINUTE = 120  # requests of one token
MINUTE = timedelta(minutes=1)


@transaction.atomic
def issue_token(channel: Channel, *, secret: str = "", by: User | None, now: datetime) -> tuple[CaptureToken, str]:
    """Make a token of a channel and return it with its secret, which is shown once and kept nowhere. Refused for a retired channel.

    `secret`: one that is known beforehand, as the demo's is.
    """
    if channel.retired_at is not None:
        raise Refused(_("%(name)s takes no new leads. Bring it back first.") % {"name": channel.name})
    secret = secret or drawn()
    token = CaptureToken.objects.create(store_id=channel.store_id, channel=channel, digest=digest_of(secret), hint=secret[-4:], created_at=now, created_by=by)
    audit.record("capture.issue", channel, by=by, now=now, after=str(token))
    return token, secret


@transaction.atomic
def revoke_token(token: CaptureToken, *, by: User, now: datetime) -> bool:
    """End a token: from now on it opens nothing. False if somebody revoked it before us."""
    revoked = CaptureToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now, revoked_by=by)
    if revoked:
        audit.record("capture.revoke", token.channel, by=by, now=now, before=str(token))
    return bool(revoked)


def token_of(secret: str) -> CaptureToken | None:
    """Return the token in force with this secret, its channel and store with it."""
    return CaptureToken.objects.in_force().filter(digest=digest_of(secret)).select_related("channel", "store").first()


def take_turn(token: CaptureToken, *, now: datetime) -> int:
    """Count one more request of this minute. Return 0 where it is let in, else in how many seconds the next minute begins."""
    minute = now.replace(second=0, microsecond=0)
    free = CaptureToken.objects.filter(~Q(minute=minute) | Q(requests__lt=PER_MINUTE), pk=token.pk)
    counted = Case(When(minute=minute, then=F("requests") + 1), default=Value(1))
    if free.update(requests=counted, minute=minute, used_at=now):
        return 0
    return ceil((minute + MINUTE - now).total_seconds())
