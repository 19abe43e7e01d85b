"""What is known of a person leaves as one file: on the trail, and counted as a number shown (docs/rules/trust.md#erased)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dcc.errors import Refused
from dcc.models import Store, User
from dcc.trail import audit
from leads.customer.rules.revealing import record_showing
from leads.models import Lead
from reception.erasing.person_rows import PersonRows
from reception.models import ShowroomCard, Visit


@transaction.atomic
def record_file(store: Store, rows: PersonRows, *, lines: int, by: User | None, now: datetime) -> None:
    """Write that somebody took along what is known of a person; refused past their numbers of the day. `by` None: the operator."""
    about = (
        Lead.every.filter(store=store, pk__in=rows.leads).order_by("received_at", "pk").last()
        or Visit.every.filter(store=store, pk__in=rows.visits).first()
        or ShowroomCard.objects.filter(store=store, pk__in=rows.cards).first()
    )
    if about is None:
        raise Refused(_("There is no such customer."))
    if by is None:
        audit.record("person.file", about, by=None, now=now, store=store, count=lines)
    else:
        record_showing("person.file", about, which=["phone"], by=by, now=now, count=lines)
