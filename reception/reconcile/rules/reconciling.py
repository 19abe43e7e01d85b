"""Visits against leads: what the data manager, the leader and the director still have to look at. A fixed number of queries.

See docs/rules/domain.md#reconciling.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from dcc.frame.paging import counts_of
from dcc.models import Store, User
from dcc.people.permissions import decides
from dcc.reckoning.clock import day_of, day_range
from leads.models import NO_NAME, Lead, Request
from reception.models import Claim, KeptGroup, Leakage, NoRelation, Order, ShowroomCard, TagChange, Visit

LOOK_BACK = timedelta(days=7)
MOST = 50


@dataclass(frozen=True)
class Pair:
    """A visit and the lead it may belong to."""

    visit: Visit
    lead: Lead


@dataclass(frozen=True)
class Sold:
    """A transferred card the showroom sold, and the lead DCC still has open for it."""

    card: ShowroomCard
    lead: Lead | None


@dataclass
class Open:
    """Everything that waits, by kind."""

    leakages: Sequence[Leakage] = ()
    corrections: Sequence[TagChange] = ()
    proposals: Sequence[Visit] = ()
    pairs: Sequence[Pair] = ()
    doubles: Sequence[Pair] = ()
    claims: Sequence[Claim] = ()
    sold: Sequence[Sold] = ()
    numbers: Sequence[Request] = ()

    @property
    def count(self) -> int:
        """How many things wait."""
        parts = (self.leakages, self.corrections, self.proposals, self.pairs, self.doubles, self.claims, self.sold, self.numbers)
        return sum(len(part) for part in parts)


def open_things(store: Store, *, now: datetime) -> Open:
    """Return what waits in a store, the oldest first."""
    corrections = TagChange.objects.reversible(now).filter(store=store).select_related("visit__lead", "by", "agent").order_by("at", "id")
    sold = ShowroomCard.objects.filter(store=store, state="sold", transfers__decision="confirmed").order_by("-closed_at", "-id").distinct()
    return Open(
        leakages=_listed_leakages(Leakage.objects.open().filter(store=store)),
        corrections=list(corrections[:MOST]),
        proposals=list(_proposals(store)[:MOST]),
        pairs=_pairs(store, now),
        doubles=_doubles(store),
        claims=_listed_claims(Claim.objects.undecided().filter(store=store)),
        sold=_unmatched(list(sold[:MOST])),
        numbers=_listed_numbers(_numbers(store)),
    )


def things_for(user: User) -> Open:
    """Return of what waits in the store that which waits for this person: the rows `waiting_counts` counts."""
    waiting = _waiting(user)
    return Open(
        leakages=_listed_leakages(waiting.leakages),
        proposals=list(waiting.proposals[:MOST]),
        claims=_listed_claims(waiting.claims),
        numbers=_listed_numbers(waiting.numbers),
    )


def _listed_leakages(rows) -> list[Leakage]:
    return list(rows.select_related("visit__by", "lead__agent", "lead__reception", "told_by", "proposed_by")[:MOST])


def _listed_claims(rows) -> list[Claim]:
    return list(rows.select_related("lead__channel", "card")[:MOST])


def _listed_numbers(rows) -> list[Request]:
    return list(rows.select_related("lead", "by")[:MOST])


@dataclass(frozen=True)
class Waiting:
    """What waits for one person, as questions."""

    leakages: QuerySet
    proposals: QuerySet
    claims: QuerySet
    numbers: QuerySet


def works_here(user: User) -> bool:
    """Whether anything can wait for this person at all; the others only read."""
    return bool(user.roles & {"director", "leader", "data_manager"}) or decides(user, "lead.number")


def _waiting(user: User) -> Waiting:
    """The leader proposes and decides claims, the director signs, the data manager tells and corrects."""
    theirs = Q(pk=None)
    if "director" in user.roles:
        theirs |= Q(proposed_at__isnull=False)
    if "leader" in user.roles:
        theirs |= Q(proposed_at=None)
    if "data_manager" in user.roles:
        theirs |= Q(told_at=None)
    store = user.own_store
    proposals, claims, numbers = _proposals(store), Claim.objects.undecided().filter(store=store), _numbers(store)
    return Waiting(
        leakages=Leakage.objects.open().filter(theirs, store=store),
        proposals=proposals if "data_manager" in user.roles else proposals.none(),
        claims=claims if "leader" in user.roles else claims.none(),
        numbers=numbers if decides(user, "lead.number") else numbers.none(),
    )


def waiting_counts(user: User, moment: datetime) -> tuple[int, int, int]:
    """Return how many things wait for this person, how many groups of earlier days, which may be closed, a tablet kept and are asked about, and how many
    joinings the director may reverse. One query.
    """
    today = day_of(moment, user.own_store.zone)
    kept_before = KeptGroup.objects.visible_to(user).waiting().filter(at__lt=day_range(today, user.own_store.zone)[0])
    counts = counts_of(user.own_store, waiting_rows(user) | {"kept": kept_before, "joined": Order.objects.reversible(moment).filter(store=user.own_store)})
    kept, joined = counts.pop("kept"), counts.pop("joined")
    return sum(counts.values()), kept, joined


def waiting_rows(user: User) -> dict[str, QuerySet]:
    """Return the rows behind the first number, by what they are."""
    return dict(vars(_waiting(user)))


def _numbers(store: Store):
    """Return the corrected numbers that agents and reception propose (docs/rules/trust.md#duties)."""
    return Request.objects.waiting("number").filter(store=store)


def _proposals(store: Store):
    """Return the visits that were completed and for which the rules now propose another tag (docs/rules/domain.md#unknown-walk-ins)."""
    changed = Exists(TagChange.objects.filter(visit=OuterRef("pk")))
    rows = Visit.objects.filter(~changed, store=store, identified_at__isnull=False).exclude(proposed_tag="").exclude(proposed_tag=F("tag"))
    return rows.select_related("lead__agent").order_by("identified_at", "id")


def _pairs(store: Store, now: datetime) -> list[Pair]:
    """Return the showroom's visits of the last week without a lead whose name, or whose companion's, is that of an open lead; without what was refused."""
    visits = Visit.objects.filter(store=store, at__gte=now - LOOK_BACK, at__lte=now, tag="showroom", lead=None).looking()
    named = list(visits.filter(~Q(name="") | ~Q(companion="")).order_by("at", "id")[:MOST])
    names = {name for visit in named for name in (visit.name, visit.companion)} - {"", NO_NAME}
    leads: dict[str, Lead] = {}
    for lead in Lead.objects.open().filter(store=store, name__in=names).select_related("agent").order_by("received_at", "id"):
        leads[lead.name] = lead
    pairs = [Pair(visit, lead) for visit in named for name in (visit.name, visit.companion) if (lead := leads.get(name)) is not None]
    ended = NoRelation.objects.pairs_of({pair.visit.pk for pair in pairs}) if pairs else set()
    standing = [pair for pair in pairs if (pair.visit.pk, pair.lead.pk) not in ended]
    surest: dict[int, Pair] = {}
    for pair in standing:
        surest.setdefault(pair.visit.pk, pair)
    return list(surest.values())


def _doubles(store: Store) -> list[Pair]:
    """Return the leads opened for a stranger whose number turned out to be another open lead's: one person, two leads."""
    strangers = Visit.objects.filter(store=store, identified_at__isnull=False, lead__isnull=False, lead__phone=None, lead__closed_at=None)
    rows = strangers.exclude(phone="").select_related("lead")
    visits = list(rows.order_by("at", "id")[:MOST])
    leads = {lead.phone: lead for lead in Lead.objects.open().filter(store=store, phone__in=[visit.phone for visit in visits])}
    return [Pair(visit, leads[visit.phone]) for visit in visits if visit.phone in leads]


def _unmatched(cards: list[ShowroomCard]) -> list[Sold]:
    """Return the cards the showroom sold after their transfer and of which DCC has no delivered lead: sold behind its back."""
    if not cards:
        return []
    leads = list(Lead.objects.filter(store_id=cards[0].store_id, phone__in=[card.phone for card in cards]))
    delivered = {lead.phone for lead in leads if lead.delivered_at is not None}
    still_open = {lead.phone: lead for lead in leads if lead.is_open}
    return [Sold(card, still_open.get(card.phone)) for card in cards if card.phone not in delivered]
