"""Why a card, or whatever else is of a lead, pays nothing: the one place that says so (docs/rules/domain.md#card, #the-showroom-has-them, #virtual-numbers)."""

from collections.abc import Collection

from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.lookups import Exact

from calls.models import Call, Card, CardCheck
from leads.models import Lead, ToldApart
from reception.models import Claim

CLAIMED, VOID, WAITS = "claimed", "void", "waits"


def _others() -> QuerySet:
    """Other open leads that have the number told in a call, but those somebody told apart from the lead of the call."""
    one, other = OuterRef(OuterRef("lead")), OuterRef("pk")
    apart = ToldApart.objects.filter(Q(lead=one, other=other) | Q(lead=other, other=one))
    return Lead.objects.open().filter(store=OuterRef("store"), phone=OuterRef("real_number")).exclude(pk=OuterRef("lead")).exclude(Exists(apart))


IS_CLAIMED = Exists(Claim.objects.filter(lead=OuterRef("lead")).exclude(decision="ours"))  # the showroom's claim is open or granted
LAST_CHECK = CardCheck.objects.filter(lead=OuterRef("lead"), at__gte=OuterRef("at")).order_by("-at", "-pk").values("upheld")[:1]
IS_TOLD = Exists(Call.objects.filter(store=OuterRef("store"), lead=OuterRef("lead"), lead__closed_at=None).exclude(real_number="").filter(Exists(_others())))
OF_LEAD = (When(IS_CLAIMED, Value(CLAIMED)),)
OF_CARD = (*OF_LEAD, When(Exact(Subquery(LAST_CHECK), Value(value=False)), Value(VOID)), When(IS_TOLD, Value(WAITS)))


def why_unpaid(*, is_card: bool) -> Case:
    """Return why a row with a `lead` pays nothing, "" where it pays; a card also where its last check that stands found it not true, or while
    the real number its customer told is another open lead's."""
    return Case(*(OF_CARD if is_card else OF_LEAD), default=Value(""), output_field=CharField())


def unpaid(leads: Collection[int]) -> dict[int, str]:
    """Return why the cards of these leads pay nothing, by lead; a card that pays is left out."""
    cards = Card.objects.filter(lead__in=leads).annotate(why=why_unpaid(is_card=True)).exclude(why="")
    return dict(cards.values_list("lead_id", "why"))


def pays(lead: Lead) -> bool:
    """Whether the card of this lead pays."""
    return lead.pk not in unpaid([lead.pk])
