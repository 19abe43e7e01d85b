"""What the showroom had promised a customer whose card it gave to DCC: ticked by whoever receives them (docs/rules/domain.md#promise-card)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from calls.appointments.rules.promising import UNTICKED, refuse_untick, said_why, tell_broken
from dcc.errors import Refused
from dcc.models import User
from dcc.models.annulled import hold_standing
from dcc.trail import audit
from leads.models import Lead
from reception.models import Transfer, Visit


@transaction.atomic
def keep_card_promise(transfer: Transfer, *, by: User, now: datetime) -> None:
    """It was kept (兑现). Refused where somebody has said already what became of it, and before anybody came."""
    held = _open(transfer)
    Transfer.objects.filter(pk=held.pk).update(kept_at=now, ticked_by=by)
    audit.record("promise.keep", customer_of(held), by=by, now=now, promise=held.card.promised)


@transaction.atomic
def break_card_promise(transfer: Transfer, *, why: str, by: User, now: datetime) -> None:
    """It was not kept (没兑现): why is written down; the lead's agent and the leaders are told."""
    why = said_why(why)
    held = _open(transfer)
    Transfer.objects.filter(pk=held.pk).update(broken_at=now, broken_why=why, ticked_by=by)
    tell_broken(customer_of(held), held.card.promised, why, by=by, now=now)


@transaction.atomic
def untick_card_promise(transfer: Transfer, *, by: User, now: datetime) -> None:
    """Take back what was said of it: by whoever said it."""
    held = _hold(transfer)
    refuse_untick(is_open=held.is_open, ticked_by=held.ticked_by_id, by=by)
    Transfer.objects.filter(pk=held.pk).update(**UNTICKED)
    audit.record("promise.untick", customer_of(held), by=by, now=now, promise=held.card.promised)


def customer_of(transfer: Transfer) -> Lead:
    """Return the lead of whoever came by a transfer."""
    if transfer.lead is None:
        raise ValueError(transfer)
    return transfer.lead


def _open(transfer: Transfer) -> Transfer:
    held = _hold(transfer)
    if not held.is_open:
        raise Refused(_("Somebody has ticked this promise already."))
    if not Visit.objects.filter(lead=customer_of(held), tag="dcc", at__gte=held.decided_at).exists():
        raise Refused(_("Nobody came for this visit yet."))
    return held


def _hold(transfer: Transfer) -> Transfer:
    held = hold_standing(Transfer.every, transfer.pk)
    if held.lead_id is None or held.decision != "confirmed" or not held.card.promised:
        raise Refused(_("The showroom has promised them nothing."))
    return held
