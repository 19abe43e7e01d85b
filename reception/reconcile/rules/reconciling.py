"""Visits against leads: what the data manager, the leader and the director still have to look at. A fixed number of queries.

See docs/rules/domain.md#reconciling.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from dcc.frame.paging import counts_of
from dcc.models import Store, User
from dcc.people.permissions import decides
from dcc.reckoning.clock import day_of, day_range
from leads.models import NO_NAME, Lead, Request
from reception.day_close.day_table import is_unknown
from reception.door.attribution import Answer
from reception.door.rules.tags import Correction, rejudge
from reception.models import Claim, KeptGroup, Leakage, Order, ShowroomCard, TagChange, Visit
from reception.reconcile.hints import Hint, hints_of

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


@dataclass(frozen=True)
class Seen:
    """A hint, and what the rules would say were it so, where it is the one somebody looks at."""

    hint: Hint
    answer: Answer | None = None
    agent: User | None = None


@dataclass(frozen=True)
class Hinted:
    """A visit with its hints."""

    visit: Visit
    hints: Sequence[Seen]


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


def visits_on(store: Store, day: date) -> Sequence[Visit]:
    """Return every group of a day, in the order of arrival, those that were taken back too."""
    start, end = day_range(day, store.zone)
    rows = Visit.every.filter(store=store, at__gte=start, at__lt=end).select_related("lead", "agent", "reception", "by", "named_user", "annulled_by")
    changes = Prefetch("changes", queryset=TagChange.objects.select_related("named_user"))
    leaked = Exists(Leakage.objects.filter(visit=OuterRef("pk")))
    return list(rows.annotate(leaked=leaked).prefetch_related(changes).order_by("at", "id"))


PAGE = 100
PARTS = {  # of a day, by the name in the address
    "hint": lambda visit, hints: visit.pk in hints,
    "leak": lambda visit, _hints: visit.leaked,
    "late": lambda visit, _hints: visit.after_signing,
    "unknown": lambda visit, _hints: is_unknown(visit),
}


@dataclass(frozen=True)
class Day:
    """The visits of a day on one page: those with a hint first and all on the first page, the others by arrival; `page` of `pages`.

    `annulled`: the registrations of that day that were taken back: kept, and counted nowhere; `parts` says how many there are of each of PARTS,
    `only` which of them are shown.
    """

    hinted: Sequence[Hinted]
    others: Sequence[Visit]
    annulled: Sequence[Visit]
    count: int
    page: int = 1
    pages: int = 1
    parts: Mapping[str, int] = field(default_factory=dict)
    only: str = ""

    @property
    def said_parts(self) -> list[tuple[str, str, int]]:
        """Each part: its name, in words, how many."""
        words = {"hint": _("With a hint"), "leak": _("Leakages"), "late": _("After signing"), "unknown": _("No number")}
        return [(name, words[name], count) for name, count in self.parts.items()]

    @property
    def numbers(self) -> range:
        """The pages there are."""
        return range(1, self.pages + 1)

    @property
    def hints(self) -> int:
        """How many groups have a hint."""
        return len(self.hinted)


def day_of_visits(store: Store, day: date, *, page: int = 1, opened: int | None = None, only: str = "") -> Day:
    """Return a page of the visits of a day; hints are never on a second page (docs/rules/domain.md#hints).

    `opened`: the visit whose surest hint says what the rules would make of it; else the first with one. `only`: one of PARTS.
    """
    every = visits_on(store, day)
    whole = [visit for visit in every if visit.annulled_at is None]
    hints = hints_of(store, whole)
    parts = {name: sum(holds(visit, hints) for visit in whole) for name, holds in PARTS.items()}
    only = only if parts.get(only) else ""
    visits = [visit for visit in whole if PARTS[only](visit, hints)] if only else whole
    first_hinted = next((visit.pk for visit in visits if visit.pk in hints), None)
    opened = opened if opened in hints else first_hinted
    hinted = [Hinted(visit, _seen(visit, hints[visit.pk], asked=visit.pk == opened)) for visit in visits if visit.pk in hints]
    others = [visit for visit in visits if visit.pk not in hints]
    first = max(PAGE - len(hinted), 0)  # how many of the others still fit beside the hints
    pages = 1 + -(-max(len(others) - first, 0) // PAGE)
    page = min(max(page, 1), pages)
    shown = others[:first] if page == 1 else others[first + (page - 2) * PAGE : first + (page - 1) * PAGE]
    annulled = [] if only else [visit for visit in every if visit.annulled_at]
    return Day(hinted if page == 1 else [], shown, annulled, len(whole), page, pages, parts, only)


def _seen(visit: Visit, hints: Sequence[Hint], *, asked: bool) -> list[Seen]:
    if not asked:
        return [Seen(hint) for hint in hints]
    answer = rejudge(visit, Correction(lead=hints[0].lead), unchanged=not list(visit.changes.all()))[2]
    agent = User.objects.filter(pk=answer.agent).first() if answer.agent else None
    return [Seen(hints[0], answer, agent), *(Seen(hint) for hint in hints[1:])]


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
    """Return the showroom's visits of the last week without a lead whose name, or whose companion's, is that of an open lead."""
    visits = Visit.objects.filter(store=store, at__gte=now - LOOK_BACK, at__lte=now, tag="showroom", lead=None).looking()
    named = list(visits.filter(~Q(name="") | ~Q(companion="")).order_by("at", "id")[:MOST])
    names = {name for visit in named for name in (visit.name, visit.companion)} - {"", NO_NAME}
    leads: dict[str, Lead] = {}
    for lead in Lead.objects.open().filter(store=store, name__in=names).select_related("agent").order_by("received_at", "id"):
        leads[lead.name] = lead
    pairs = [(visit, leads.get(visit.name) or leads.get(visit.companion)) for visit in named]
    return [Pair(visit, lead) for visit, lead in pairs if lead is not None]


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
    leads = Lead.objects.filter(store_id=cards[0].store_id, phone__in=[card.phone for card in cards])
    delivered = set(leads.filter(delivered_at__isnull=False).values_list("phone", flat=True))
    still_open = {lead.phone: lead for lead in leads.open()}
    return [Sold(card, still_open.get(card.phone)) for card in cards if card.phone not in delivered]
