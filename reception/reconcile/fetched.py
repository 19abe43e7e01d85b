"""Handings over and sold cards of a day that stand beside no order, and whose they may be (docs/rules/domain.md#joining).

A fixed number of questions for any number of them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef

from dcc.models import Store
from leads.models import NO_NAME, Lead
from reception.models import Order, ShowroomCard, Visit
from reception.reconcile.hints import Leads, known_by, told_of

KINDS = ("number", "companion_number", "second_phone", "name", "companion")  # the surest first
THEIR_OWN = ("number", "second_phone")
RIGHT_BEFORE = timedelta(days=30)  # an order handed over so long before is not the one they came for
MOST = 6


@dataclass(frozen=True)
class Fit:
    """A lead that may have bought, and why: one of KINDS, or empty where somebody looked for it."""

    lead: Lead
    kind: str = ""


@dataclass(frozen=True)
class Fetched:
    """A visit for a handing over, or a card of the showroom closed as sold, without an order; and whose it may be."""

    visit: Visit | None
    card: ShowroomCard | None
    fits: Sequence[Fit] = ()

    @property
    def row(self) -> Visit | ShowroomCard:
        """What it is."""
        return self.visit or self.card  # type: ignore[return-value]

    @property
    def at(self) -> datetime:
        """When the car went."""
        return self.visit.at if self.visit else self.card.closed_at  # type: ignore[union-attr,return-value]


def fetched_in(store: Store, start: datetime, end: datetime) -> list[Fetched]:
    """Return those of [start, end), first those somebody fits, then by their moment."""
    return fetched_of(store, *not_joined_in(store, start, end))


def not_joined_in(store: Store, start: datetime, end: datetime) -> tuple[list[Visit], list[ShowroomCard]]:
    """Return the handings over and the sold cards of [start, end) that nobody joined to a lead."""
    visits = Visit.objects.filter(~_is_joined("visit"), store=store, at__gte=start, at__lt=end).fetching().select_related("lead", "reception")
    cards = ShowroomCard.objects.filter(~_is_joined("card"), store=store, state="sold", closed_at__gte=start, closed_at__lt=end)
    return list(visits.order_by("at", "id")), list(cards.order_by("closed_at", "id"))


def _is_joined(what: str) -> Exists:
    return Exists(Order.objects.filter(**{what: OuterRef("pk")}))


def fetched_of(store: Store, visits: Sequence[Visit], cards: Sequence[ShowroomCard], leads: Leads | None = None) -> list[Fetched]:
    """Return those of some visits for a handing over, and sold cards, that are not joined and stand beside no order.

    `leads`: those known by `words_of_fetched` them, where they were asked for already.
    """
    every = _every(visits, cards)
    leads = known_by(store, words_of_fetched(visits, cards)) if leads is None else leads
    found = [Fetched(one.visit, one.card, list(_fits(one, leads))) for one in every]
    left = [Fetched(one.visit, one.card, one.fits[:MOST]) for one in found if not _has_order(one)]
    return sorted(left, key=lambda one: (not one.fits, one.at, one.card is not None, one.row.pk))


def words_of_fetched(visits: Sequence[Visit], cards: Sequence[ShowroomCard]) -> set[str]:
    """Return the numbers and names by which the leads that may have bought are known."""
    return {word for one in _every(visits, cards) for _kind, word in _said(one)}


def _every(visits: Sequence[Visit], cards: Sequence[ShowroomCard]) -> list[Fetched]:
    return [*(Fetched(visit, None) for visit in visits), *(Fetched(None, card) for card in cards)]


def _has_order(one: Fetched) -> bool:
    """Whether somebody of their number has an order that runs, or was handed over lately."""
    leads = [fit.lead for fit in one.fits if fit.kind in THEIR_OWN]
    leads += [one.visit.lead] if one.visit and one.visit.lead else []
    return any(lead.ordered_at and (lead.delivered_at is None or lead.delivered_at > one.at - RIGHT_BEFORE) for lead in leads)


def _said(one: Fetched) -> list[tuple[str, str]]:
    """Return by what a lead may be known: (a kind, a number or a name)."""
    if one.visit is not None:
        said = told_of(one.visit)
    else:
        said = [("second_phone", one.row.phone)] * bool(one.row.phone) + [("name", one.row.name)] * (one.row.name not in ("", NO_NAME))
    return [("number", one.row.phone)] * bool(one.row.phone) + said


def _fits(one: Fetched, leads: Leads) -> Iterable[Fit]:
    known: set[int] = set()
    for kind, word in sorted(_said(one), key=lambda said: KINDS.index(said[0])):
        for lead in reversed(leads.get(("companion_number" if kind == "number" else kind, word), [])):
            if lead.pk not in known and lead.opened_at <= one.at:
                known.add(lead.pk)
                yield Fit(lead, kind)
