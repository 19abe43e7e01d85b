"""Everything a store has of one person: leads of every cycle, visits, showroom cards, and the numbers they ever had (docs/rules/trust.md#erased)."""

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db.models import Model, Q

from calls.models import Call, IncomingNumber
from dcc.models import Store
from leads.models import Inquiry, Lead, NumberChange, Request
from leads.numbers.erased_numbers import is_word
from reception.models import KeptGroup, ShowroomCard, TagChange, Transfer, Visit

# Where a number stands: which rows, by what they belong to, and in which columns.
NUMBERS: tuple[tuple[type[Model], str, tuple[str, ...]], ...] = (
    (Lead, "pk", ("phone", "second_phone")),
    (Visit, "pk", ("phone",)),
    (ShowroomCard, "pk", ("phone",)),
    (Inquiry, "lead", ("phone",)),
    (NumberChange, "lead", ("from_number", "to_number")),
    (Call, "lead", ("phone", "real_number")),
    (Request, "lead", ("number", "second")),
    (IncomingNumber, "lead", ("phone",)),
    (TagChange, "visit", ("phone_from",)),
    (KeptGroup, "visit", ("phone",)),
)


@dataclass(frozen=True)
class PersonRows:
    """Keys of what a store has of one person."""

    leads: list[int] = field(default_factory=list)
    visits: list[int] = field(default_factory=list)
    cards: list[int] = field(default_factory=list)

    @property
    def anything(self) -> bool:
        """Whether there is such a person."""
        return bool(self.leads or self.visits or self.cards)

    def kept(self) -> dict[str, list[int]]:
        """Return them as a session or a list on the disk remembers them."""
        return asdict(self)

    def of(self, model: type[Model], path: str) -> list[int]:
        """Return the keys by which rows of a model are this person's."""
        if path == "pk":
            return {Lead: self.leads, Visit: self.visits, ShowroomCard: self.cards}[model]
        return {"lead": self.leads, "visit": self.visits, "card": self.cards}[path.rpartition("__")[2]]


def rows_of_number(store: Store, number: str) -> PersonRows:
    """Return what a store has of whoever bears a number; those merged into each other are one person."""
    return _gathered(store, {number}, set())


def rows_of_lead(lead: Lead) -> PersonRows:
    """The same, of the person of a lead."""
    return _gathered(lead.store, set(), {lead.pk})


def _gathered(store: Store, numbers: set[str], leads: set[int]) -> PersonRows:
    """Follow numbers and merges until nobody is added. A privacy number leads no further: portals give it to the next one."""
    while True:
        found = Lead.every.filter(Q(phone__in=numbers) | Q(pk__in=leads) | Q(merged_into__in=leads), store=store)
        rows = list(found.values_list("pk", "phone", "phone_until", "merged_into"))
        more = leads | {pk for pk, *_rest in rows} | {into for *_rest, into in rows if into}
        own = numbers | {phone for _pk, phone, until, _into in rows if phone and until is None and "," not in phone}
        if more == leads and own == numbers:
            break
        leads, numbers = more, own
    visits = Visit.every.filter(Q(lead__in=leads) | Q(merged_from__in=leads) | Q(phone__in=numbers), store=store)
    cards = ShowroomCard.objects.filter(Q(phone__in=numbers) | Q(pk__in=Transfer.every.filter(lead__in=leads).values("card")), store=store)
    return PersonRows(sorted(leads), *(list(rows.order_by("pk").values_list("pk", flat=True)) for rows in (visits, cards)))


def numbers_of(store: Store, rows: PersonRows) -> list[str]:
    """Return every number a person ever had here, that of their latest lead first. One that somebody else's lead bears is theirs and is left out."""
    found: set[str] = set()
    for model, path, columns in NUMBERS:
        for column in columns:
            found.update(_values(model, path, column, rows.of(model, path)))
    found = {number for number in found if number and not is_word(number)}
    others = Lead.every.filter(store=store, phone__in=found).exclude(pk__in=rows.leads).values_list("phone", flat=True)
    found -= set(others)
    latest = Lead.every.filter(pk__in=rows.leads, phone__in=found).order_by("-received_at", "-pk").values_list("phone", flat=True).first()
    return sorted(found, key=lambda number: (number != latest, number))


def _values(model: type[Model], path: str, column: str, keys: Collection[int]) -> Iterable[Any]:
    return model._base_manager.filter(**{f"{path}__in": keys}).order_by().values_list(column, flat=True).distinct()


def own_numbers(rows: PersonRows, numbers: Collection[str]) -> list[str]:
    """Return those of a person's numbers by which nobody else may come in: no privacy number, which the portal gives to the next one."""
    hidden = set(Lead.every.filter(pk__in=rows.leads, phone_until__isnull=False).values_list("phone", flat=True))
    ended = set(NumberChange.every.filter(lead__in=rows.leads, basis__in=("expired", "dead")).values_list("from_number", flat=True))
    return [number for number in numbers if "," not in number and number not in hidden | ended]
