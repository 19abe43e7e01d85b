"""What no column says of an event or a lead: the campaign it came by, the consultant of the card it was transferred from (docs/rules/measures.md#rows)."""

from zoneinfo import ZoneInfo

from django.db.models import BigIntegerField, F, OuterRef, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, NullIf

from leads.models import Inquiry
from reception.models import Transfer
from reporting.figures.measures import Happening


def campaign_of(happening: Happening | None, lead: str, _zone: ZoneInfo) -> Combinable:
    """Return the campaign an event names, else that of the first inquiry of its lead (`lead` is the path to that); null: none."""
    first = Inquiry.objects.filter(lead=OuterRef(lead))
    of_lead = Subquery(first.order_by("received_at", "day_only", "entered_at", "pk").values("campaign")[:1], output_field=BigIntegerField())
    return Coalesce(F("campaign"), of_lead, output_field=BigIntegerField()) if _names(happening, "campaign") else of_lead


def consultant_of(happening: Happening | None, lead: str, _zone: ZoneInfo) -> Combinable:
    """Return the consultant an event names, else whose the card was by whose transfer its lead came, the last of several; null: none."""
    cards = Transfer.objects.filter(lead=OuterRef(lead), decision="confirmed").order_by("-decided_at", "-pk")
    of_lead = NullIf(Subquery(cards.values("card__consultant")[:1]), Value(""))
    return Coalesce(NullIf(F("consultant"), Value("")), of_lead) if _names(happening, "consultant") else of_lead


def _names(happening: Happening | None, field: str) -> bool:
    return happening is not None and field in {each.name for each in happening.model._meta.concrete_fields}
