"""Why a person cannot be erased yet: what runs is ended first, by whose it is (docs/rules/trust.md#erased)."""

from datetime import datetime

from django.utils.translation import gettext as _

from calls.models import SecondLook
from leads.models import Lead
from reception import sockets
from reception.erasing.person_rows import PersonRows
from reception.models import CheckDraw, Claim, Leakage, Order, ShowroomCard, Visit


def obstacle(rows: PersonRows) -> str:
    """Return why a person cannot be erased now, "" where nothing runs. What is decided by ids goes on: claims, leakages, pay."""
    if lead := Lead.objects.filter(pk__in=rows.leads, closed_at=None).first():
        return _("A lead is open (%(channel)s). Close it first, as: refuses contact.") % {"channel": lead.channel.name}
    if Order.objects.filter(lead__in=rows.leads, delivered_at=None, cancelled_at=None).exists():
        return _("An order runs. It is delivered or cancelled first.")
    if ShowroomCard.objects.filter(pk__in=rows.cards, state="open").exists():
        return _("The showroom has a card of theirs in hand. The front desk closes it first.")
    if SecondLook.objects.filter(lead__in=rows.leads, ended_at=None).exists():
        return _("A second look runs. It is ended first.")
    if CheckDraw.objects.filter(lead__in=rows.leads, ended_at=None).exists() or CheckDraw.objects.filter(visit__in=rows.visits, ended_at=None).exists():
        return _("A check runs. It is ended first, or ends by itself after seven days.")
    return ""


def is_kept_for(rows: PersonRows, *, since: datetime, now: datetime) -> bool:
    """Whether a person is kept still: something ended or happened after `since`, runs, is undecided, or stands in a month whose pay is open."""
    return (
        bool(obstacle(rows))
        or Lead.objects.filter(pk__in=rows.leads, closed_at__gte=since).exists()
        or Visit.objects.filter(pk__in=rows.visits, at__gte=since).exists()
        or ShowroomCard.objects.filter(pk__in=rows.cards, closed_at__gte=since).exists()
        or Claim.objects.filter(lead__in=rows.leads, decided_at=None).exists()
        or Leakage.objects.filter(lead__in=rows.leads, settled_at=None).exists()
        or any(keeps(rows.leads, now=now) for keeps in sockets.kept_for)
    )
