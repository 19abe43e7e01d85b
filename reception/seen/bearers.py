"""Who bears a number, or ever did: leads, visits and showroom cards of every cycle (docs/rules/trust.md#who-saw)."""

from dataclasses import asdict, dataclass, field

from django.db.models import Q

from dcc.models import Store
from leads.models import ErasedNumber, Lead, NumberChange
from leads.numbers.erased_numbers import digest_of
from reception.models import ShowroomCard, Visit


@dataclass(frozen=True)
class Bearers:
    """Keys of the rows that bear a number, and the number masked. What is kept of a question: never the number."""

    masked: str
    leads: list[int] = field(default_factory=list)
    visits: list[int] = field(default_factory=list)
    cards: list[int] = field(default_factory=list)
    erased: str = ""  # on which day its owner was erased on request

    @property
    def anybody(self) -> bool:
        """Whether there is such a customer."""
        return bool(self.leads or self.visits or self.cards)

    def kept(self) -> dict:
        """Return what a session remembers of the question."""
        return asdict(self)


def bearers_of(store: Store, number: str, *, masked: str) -> Bearers:
    """Return whoever bears a number in a store, those that were merged, taken back or bear another by now included."""
    had = NumberChange.every.filter(Q(from_number=number) | Q(to_number=number), store=store).values("lead")
    leads = Lead.every.filter(Q(phone=number) | Q(second_phone=number) | Q(pk__in=had), store=store)
    visits = Visit.every.filter(store=store, phone_tail=number.partition(",")[0][-4:], phone=number)
    cards = ShowroomCard.objects.filter(store=store, phone=number)
    keys = (list(rows.order_by("pk").values_list("pk", flat=True)) for rows in (leads, visits, cards))
    erased = ErasedNumber.objects.filter(store=store, digest=digest_of(number)).values_list("at", flat=True).first()
    return Bearers(masked, *keys, erased=f"{erased.astimezone(store.zone):%m-%d}" if erased else "")
