"""Which leads were given to the showroom, and how each stands: facts in, groups out (docs/rules/domain.md#given-back)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from dcc.models import Store
from dcc.reckoning.clock import start_of
from leads.models import Lead, Review
from reception.models import GivenOutcome
from reception.models.given import FINAL

ASKED_AFTER = timedelta(days=30)
GROUPS = ("ask", "following", "sold", "lost")


@dataclass
class Given:
    """A lead that was given to the showroom: by which review, and what was heard of it since, the oldest first."""

    review: Review
    today: date
    zone: ZoneInfo
    heard: list[GivenOutcome] = field(default_factory=list)

    @property
    def lead(self) -> Lead:
        """Whom it is about."""
        return self.review.lead

    @property
    def day(self) -> date:
        """The day on which it was given."""
        return self.review.at.astimezone(self.zone).date()

    @property
    def days(self) -> int:
        """How long ago it was given, or how long it took there."""
        return ((self.last.day if self.is_final and self.last else self.today) - self.day).days

    @property
    def last(self) -> GivenOutcome | None:
        """What was heard last."""
        return self.heard[-1] if self.heard else None

    @property
    def against(self) -> GivenOutcome | None:
        """What was entered by hand before, where a card says otherwise since: both stand until the desk is told which is right."""
        last = self.last
        if last is None or last.card_id is None:
            return None
        before = next((one for one in reversed(self.heard[:-1]) if one.card_id is None and one.outcome in ("sold", "lost")), None)
        return before if before and before.outcome != last.outcome else None

    @property
    def ask_on(self) -> date:
        """From which day on one asks: thirty days after it was given, or after it was asked last."""
        last = self.last
        return (last.day if last and last.outcome == "following" else self.day) + ASKED_AFTER

    @property
    def group(self) -> str:
        """Where it stands: to be asked, followed, sold or lost."""
        if self.against:
            return "ask"
        if self.last and self.last.outcome != "following":
            return self.last.outcome
        return "ask" if self.ask_on <= self.today else "following"

    @property
    def is_final(self) -> bool:
        """Whether it has come to an end there."""
        return self.group in ("sold", "lost")


def given_leads(store: Store, *, since: date, until: date, now: datetime) -> list[Given]:
    """Return the leads given to the showroom in a period that stand as given, the oldest of those to be asked first."""
    zone = store.zone
    today = now.astimezone(zone).date()
    first, last = (datetime(day.year, day.month, day.day, tzinfo=zone) for day in (since, until + timedelta(days=1)))
    reviews = Review.objects.filter(store=store, decision="to_showroom", lead__closed_as="showroom", at__gte=first, at__lt=last)
    found = {review.lead_id: Given(review, today, zone) for review in reviews.select_related("lead", "lead__store").order_by("at", "pk")}
    for outcome in GivenOutcome.objects.filter(store=store, lead__in=found).select_related("by", "card").order_by("at", "pk"):
        if outcome.at >= found[outcome.lead_id].review.at:
            found[outcome.lead_id].heard.append(outcome)
    return sorted(found.values(), key=lambda one: (GROUPS.index(one.group), _place(one), one.review.pk))


def asked_about(store: Store, *, since: date, until: date, now: datetime) -> QuerySet:
    """Return the reviews by which those of `given_leads` were given that are to be asked about: the same rule, as a question of its own."""
    zone = store.zone
    today = now.astimezone(zone).date()
    heard = GivenOutcome.objects.filter(lead=OuterRef("lead"), at__gte=OuterRef("at")).order_by("-at", "-pk")
    by_hand = heard.filter(card=None, outcome__in=FINAL)  # where a card said it last, what was entered by hand came before
    anew = Review.objects.filter(lead=OuterRef("lead"), decision="to_showroom").filter(Q(at__gt=OuterRef("at")) | Q(at=OuterRef("at"), pk__gt=OuterRef("pk")))
    first, last = (start_of(day, zone) for day in (since, until + timedelta(days=1)))
    given = Review.objects.filter(~Exists(anew), store=store, decision="to_showroom", lead__closed_as="showroom", at__gte=first, at__lt=last)
    said = given.annotate(said=Subquery(heard.values("outcome")[:1]), on=Subquery(heard.values("day")[:1]), card=Subquery(heard.values("card")[:1]))
    silent = Q(said=None, at__lt=start_of(today - ASKED_AFTER + timedelta(days=1), zone))
    old = Q(said="following", on__lte=today - ASKED_AFTER)
    contrary = Q(card__isnull=False, entered__isnull=False) & ~Q(entered=F("said"))
    return said.annotate(entered=Subquery(by_hand.values("outcome")[:1])).filter(silent | old | contrary)


def _place(one: Given) -> tuple:
    if one.is_final and one.last:
        return (-one.last.day.toordinal(),)
    return (one.ask_on.toordinal(), one.day.toordinal())


@dataclass(frozen=True)
class Share:
    """How many of some were given, and what became of them."""

    name: str
    given: int
    sold: int
    lost: int
    following: int
    ask: int


def shares_of(rows: Sequence[Given], key) -> list[Share]:
    """Return the shares by what `key` says of each, most sold first, then their sum where there is more than one."""
    names = sorted({key(one) for one in rows})
    shares = [_share(name, [one for one in rows if key(one) == name]) for name in names]
    shares.sort(key=lambda share: (-(share.sold / share.given), -share.given, share.name))
    return [*shares, _share("", rows)] if len(shares) > 1 else shares


def _share(name: str, rows: Sequence[Given]) -> Share:
    count = {group: sum(one.group == group for one in rows) for group in GROUPS}
    return Share(name, len(rows), count["sold"], count["lost"], count["following"], count["ask"])
