"""Customers who came and of whom nothing was heard since (来店后没动静). The one definition."""

from datetime import datetime, timedelta

from django.db.models import DateTimeField, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from leads.models import Lead
from leads.models.querysets.lead import bought
from reception.models import Visit

SILENCE = timedelta(days=3)


def silent(leads: QuerySet[Lead], now: datetime) -> QuerySet[Lead]:
    """The open leads that came as DCC's and have neither order nor, for three days, a call or a visit; each with `silent_since`."""
    since = now - SILENCE
    visits = Visit.objects.filter(lead=OuterRef("pk"))
    last_visit = Subquery(visits.order_by("-at").values("at")[:1], output_field=DateTimeField())
    quiet = leads.filter(Q(last_call_at=None) | Q(last_call_at__lt=since), ~Exists(visits.filter(at__gte=since)), closed_at=None, visited_at__lt=since)
    return quiet.exclude(bought("pk")).annotate(silent_since=Greatest(Coalesce(last_visit, F("visited_at")), Coalesce("last_call_at", "visited_at")))
