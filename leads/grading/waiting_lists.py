"""Who waits for a judgement: the grading list of the data manager and the leader's review list, each with its suggestion. Fixed numbers of queries."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from dcc.models import Store, User, Word
from dcc.reckoning.clock import day_of, start_of
from leads import sockets
from leads.grading.grade_hint import Facts, Hint, grade_meant, suggest
from leads.models import DoNotCall, FollowUp, Grading, Inquiry, Lead, Proposal, Review
from leads.models.querysets.lead import bought

MOST = 100  # rows of a list; whoever has more grades the oldest first
WEEK = timedelta(days=7)
WITH = ("store", "agent", "reception", "channel")


@dataclass
class Waiting:
    """One lead on the grading list: since when, what is applied for, what is suggested and why. `loose`: spoken with, and nothing comes next."""

    lead: Lead
    since: datetime
    proposal: Proposal | None
    facts: Facts
    hint: Hint
    loose: bool = False


def to_grade(user: User, now: datetime) -> QuerySet[Lead]:
    """The open leads with contact since their last grading, the longest waiting first."""
    return Lead.objects.visible_to(user, now=now).ungraded().select_related(*WITH).order_by("ungraded_since", "pk")


def grading_leads(store: Store) -> QuerySet[Lead]:
    """The leads of a store that stand on the grading list, each with `waiting_since`: open ones with contact since their last grading, and those with an
    application not graded since. The one definition of 待分级."""
    fresh = Proposal.objects.open().filter(_fresh("lead__"), store=store).order_by()
    since = fresh.filter(lead=OuterRef("pk")).order_by("at", "pk")
    touched = Lead.objects.ungraded().filter(store=store)
    leads = Lead.objects.open().filter(pk__any_key=touched.values("pk").union(fresh.values("lead"), all=True))
    return leads.annotate(waiting_since=Coalesce("ungraded_since", Subquery(since.values("at")[:1])))


def _fresh(of_lead: str) -> Q:
    """An application made since the last grading: once graded, one for lost waits for the leader alone."""
    return Q(**{f"{of_lead}graded_at": None}) | Q(**{f"{of_lead}graded_at__lt": F("at")})


def proposed(user: User, now: datetime) -> QuerySet[Proposal]:
    """The open applications of open leads not graded since, the oldest first."""
    of_leads = Lead.objects.visible_to(user, now=now).open()
    return Proposal.objects.open().filter(_fresh("lead__"), store_id=user.store_id, lead__in=of_leads).order_by("at", "pk")


def applications(user: User, now: datetime) -> QuerySet[Proposal]:
    """The applications of the leads this person may see, answered ones included."""
    return Proposal.objects.filter(lead__in=Lead.objects.visible_to(user, now=now)).select_related("lead__store", "lead__agent", "store", "by")


def open_applications(leads: Sequence[Lead]) -> dict[int, Proposal]:
    """Return what is applied for and not answered, by lead."""
    return {each.lead_id: each for each in Proposal.objects.open().filter(lead__in=[lead.pk for lead in leads]).select_related("by")}


def to_review(user: User, now: datetime) -> QuerySet[Lead]:
    """The open leads that wait for the leader, the longest waiting first."""
    return Lead.objects.visible_to(user, now=now).to_review().select_related(*WITH).order_by("review_since", "pk")


def barred(now: datetime, lead: str = "") -> Exists:
    """Of leads, or of the rows of which `lead` is the way to theirs, whether their number may not be called now (不再联系)."""
    return Exists(DoNotCall.objects.holding(now).filter(store=OuterRef(f"{lead}store"), phone=OuterRef(f"{lead}phone")))


def without_next_step(leads: QuerySet[Lead], now: datetime) -> QuerySet[Lead]:
    """Those in somebody's hand for whom nothing is to be done that can be done: they stand nowhere (docs/rules/domain.md#nobody-stands-nowhere).

    A call that may not be made is no next step: without a number, on the do-not-call list. Nor is one of somebody who has left, nor a routine one to
    whoever has bought, whom nobody's queue shows (docs/rules/domain.md#queue).
    """
    idle = leads.filter(closed_at=None, ungraded_since=None, review_since=None)  # what waits for a judgement is told by the lead itself
    return idle.filter(~_something_ahead(now), Q(agent__isnull=False) | Q(reception__isnull=False))


def _something_ahead(now: datetime) -> Q:
    here = Q(Exists(User.objects.employed().filter(pk=OuterRef("agent"))))
    owed = FollowUp.objects.filter(lead=OuterRef("pk"), done_at=None, agent__isnull=False, agent__left_at=None)
    applied = Proposal.objects.open().filter(lead=OuterRef("pk"))
    routine = Q(ordered_at=None) | ~bought("pk")  # an order is looked for only where one was signed
    rung = Q(first_call_at=None) & here & routine | Exists(owed) & (routine | Exists(owed.filter(kind="callback"))) | Q(missed_at__isnull=False) & here
    stands = Q(phone__isnull=False) & ~Q(phone="") & rung & ~barred(now)
    stands |= Exists(applied)
    for ahead in sockets.next_steps:
        stands |= ahead(now)
    return stands


def loose_ends(leads: QuerySet[Lead], now: datetime) -> QuerySet[Lead]:
    """Those spoken with for whom nothing comes next: they are graded before all others (docs/rules/domain.md#grading)."""
    return leads.filter(~_something_ahead(now), reached_at__isnull=False)


def last_decision(user: User, now: datetime) -> int | None:
    """Return the last decision of today that this person made on the leader's list and that stands: what the page offers to take back."""
    since = start_of(day_of(now, user.store.zone), user.store.zone)
    rows = Review.objects.filter(store=user.store_id, at__gte=since, by=user).order_by("-at", "-pk")
    return rows.values_list("pk", flat=True).first()


def count_to_grade(user: User) -> int:
    """How many stand on the grading list."""
    return grading_leads(user.store).count()


def grading_list(user: User, now: datetime, *, days: dict[str, int] | None = None) -> list[Waiting]:
    """Return the grading list with a suggestion for each, who was spoken with and has no next step first: the same few queries however long it is.

    `days`: what `level_days` says of the store, where somebody has asked it already.
    """
    applications = {each.lead_id: each for each in proposed(user, now).select_related("by", *(f"lead__{name}" for name in WITH))[:MOST]}
    loose = {lead.pk: lead for lead in loose_ends(to_grade(user, now), now)[:MOST]}
    leads = loose | {lead.pk: lead for lead in to_grade(user, now)[:MOST]}
    leads |= {pk: each.lead for pk, each in applications.items() if pk not in leads}
    since = {pk: lead.ungraded_since or applications[pk].at for pk, lead in leads.items()}
    ordered = sorted(leads.values(), key=lambda lead: (lead.pk not in loose, since[lead.pk], lead.pk))[:MOST]
    facts = facts_of(ordered, applications, now, days=days)
    return [Waiting(lead, since[lead.pk], applications.get(lead.pk), facts[lead.pk], suggest(facts[lead.pk]), lead.pk in loose) for lead in ordered]


def waiting_one(lead: Lead, now: datetime) -> Waiting:
    """Return one lead as the grading page shows it, whether or not it stands on the list."""
    proposal = Proposal.objects.open().filter(lead=lead).select_related("by").first()
    facts = facts_of([lead], {lead.pk: proposal} if proposal else {}, now)[lead.pk]
    return Waiting(lead, lead.ungraded_since or (proposal.at if proposal else lead.graded_at or lead.received_at), proposal, facts, suggest(facts))


def facts_of(leads: Sequence[Lead], applications: dict[int, Proposal], now: datetime, *, days: dict[str, int] | None = None) -> dict[int, Facts]:
    """Return what is known of each lead, the rooms above included."""
    if not leads:
        return {}
    days = level_days(leads[0].store) if days is None else days
    again = [lead.pk for lead in leads if lead.inquiry_count > 1]
    asked = Counter(Inquiry.objects.filter(lead__in=again, received_at__gt=now - WEEK).values_list("lead_id", flat=True)) if again else Counter()
    told: dict[int, dict[str, Any]] = {}
    for tell in sockets.grading_facts:
        for pk, values in tell(leads).items():
            told.setdefault(pk, {}).update(values)
    return {lead.pk: _facts(lead, applications.get(lead.pk), days, asked[lead.pk], told.get(lead.pk, {})) for lead in leads}


def _facts(lead: Lead, proposal: Proposal | None, days: dict[str, int], asked: int, told: dict[str, Any]) -> Facts:
    return Facts(
        level=lead.level,
        level_days=days.get(lead.level),
        proposal=proposal.kind if proposal else "",
        tries=lead.tries,
        unreached=lead.unreached_at is not None,
        inquiries_of_week=asked,
        visited=lead.visited_at is not None,
        **told,
    )


def level_days(store: Store) -> dict[str, int]:
    """Return how many days each level of the store means."""
    return {word.name: word.detail["days"] for word in Word.objects.filter(store=store, kind="level") if "days" in word.detail}


@dataclass(frozen=True)
class Agreement:
    """How often an agent's stated level and today's grade said the same."""

    name: str
    agreed: int
    graded: int


@dataclass
class GradedToday:
    """Today's gradings of a store: how many of each grade, how often level and grade agreed, what this person graded last."""

    by_grade: Counter
    agreements: list[Agreement]
    last: int | None


def graded_today(user: User, start: datetime, end: datetime, days: dict[str, int]) -> GradedToday:
    """Return today's gradings in one query. Level and grade agree: within 15 days high, within 30 ordinary, later low."""
    rows = Grading.objects.filter(store_id=user.store_id, at__gte=start, at__lt=end).select_related("lead__agent").order_by("at", "pk")
    by_grade: Counter = Counter()
    agreed: Counter = Counter()
    graded: Counter = Counter()
    last = None
    for row in rows:
        by_grade[row.grade] += 1
        if row.by_id == user.pk and row.lead.is_open:
            last = row.pk
        if row.lead.agent and row.lead.level:
            graded[row.lead.agent.name] += 1
            agreed[row.lead.agent.name] += grade_meant(days.get(row.lead.level)) == row.grade
    return GradedToday(by_grade, [Agreement(name, agreed[name], graded[name]) for name in sorted(graded)], last)
