"""What no column says of an event or a lead: its campaign, its sub-channel, whose card it was transferred from (docs/rules/measures.md#rows)."""

from zoneinfo import ZoneInfo

from django.db.models import BigIntegerField, F, OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Concat, NullIf

from leads.models import Inquiry, Proposal
from reception.models import Transfer
from reporting.figures.measures import Happening


def campaign_of(happening: Happening | None, lead: str, _zone: ZoneInfo) -> Combinable:
    """Return the campaign an event names, else that of the first inquiry of its lead (`lead` is the path to that); null: none."""
    of_lead = Subquery(_first_inquiry(lead).values("campaign")[:1], output_field=BigIntegerField())
    return Coalesce(F("campaign"), of_lead, output_field=BigIntegerField()) if _names(happening, "campaign") else of_lead


def levels_of(happening: Happening | None, lead: str, _zone: ZoneInfo) -> Combinable:
    """Return the levels of the channel as the sender named them: an inquiry's own, else those of the first inquiry of its lead; null: none."""
    if _names(happening, "levels"):
        return NullIf(F("levels"), Value(""), output_field=TextField())
    return NullIf(Subquery(_first_inquiry(lead).values("levels")[:1]), Value(""), output_field=TextField())


def _first_inquiry(lead: str) -> QuerySet:
    return Inquiry.objects.filter(lead=OuterRef(lead)).order_by("received_at", "day_only", "entered_at", "pk")


def consultant_of(happening: Happening | None, lead: str, _zone: ZoneInfo) -> Combinable:
    """Return the consultant an event names, else whose the card was by whose transfer its lead came, the last of several; null: none."""
    cards = Transfer.objects.filter(lead=OuterRef(lead), decision="confirmed").order_by("-decided_at", "-pk")
    of_lead = NullIf(Subquery(cards.values("card__consultant")[:1]), Value(""))
    return Coalesce(NullIf(F("consultant"), Value("")), of_lead) if _names(happening, "consultant") else of_lead


def reason_of(_happening: Happening | None, _lead: str, _zone: ZoneInfo) -> Combinable:
    """Return the word of the first level for which a lead was lost, or an application was made; null: none."""
    return NullIf(F("reason"), Value(""), output_field=TextField())


def word_of(happening: Happening | None, lead: str, _zone: ZoneInfo) -> Combinable:
    """Return both words, joined: of a lost lead the second is that of the application by which it was lost; null: none."""
    both = Concat(F("reason"), Value(" / "), _applied(happening, lead, "detail"), output_field=TextField())
    return NullIf(both, Value(" / "), output_field=TextField())


def rival_of(happening: Happening | None, lead: str, _zone: ZoneInfo) -> Combinable:
    """Return the model that was bought elsewhere; null: none is named."""
    return NullIf(_applied(happening, lead, "competitor"), Value(""), output_field=TextField())


def _applied(happening: Happening | None, lead: str, field: str) -> Combinable:
    """Return what the application says: its own field, of a lead that of the last one confirmed."""
    if _names(happening, field):
        return F(field)
    confirmed = Proposal.objects.filter(lead=OuterRef(lead), kind="lost", decision="confirmed").order_by("-decided_at", "-pk")
    return Coalesce(Subquery(confirmed.values(field)[:1]), Value(""), output_field=TextField())


def _names(happening: Happening | None, field: str) -> bool:
    return happening is not None and field in {each.name for each in happening.model._meta.concrete_fields}
