"""What waits for whom on the role's desk: one line per list. A line is shown to whoever may work its list, where something waits."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import CharField, Count, Min, Q, QuerySet, Value
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from calls.desk.nobodys import of_the_absent
from dcc.frame.moment_words import short_moment, span
from dcc.frame.waiting import DeskItem
from dcc.models import Store, User
from dcc.people.permissions import decides
from dcc.reckoning.clock import start_of
from leads.grading.waiting_lists import grading_leads, without_next_step
from leads.models import Lead, Request, Topic
from reception.models import CheckDraw, Claim, DelayRequest, Leakage, Order, TagChange, Transfer


@dataclass(frozen=True)
class Waiting:
    """One list: who works it, on which page, and its rows, waiting since a moment of each."""

    name: str
    permission: str
    what: Any
    icon: str
    page: str
    action: Any
    rows: Callable[[Store, datetime], QuerySet]
    since: str
    how_much: Any  # with %(count)d
    urgency: int = 50
    may_stay: bool = False  # to be looked at; it leaves by itself, so that it is late never


_PROPOSED = ngettext_lazy("%(count)d proposal of the leader", "%(count)d proposals of the leader", "count")

WAITING = (
    Waiting(
        "grading", "lead.grade", _("Grading"), "checks", "grading", _("Start grading"),
        lambda store, now: grading_leads(store), "waiting_since", _("%(count)d to grade"), 10,
    ),
    Waiting(
        "leakage_tell", "leakage.tell", _("Leakages to tell"), "message-report", "reconcile", _("Tell"),
        lambda store, now: Leakage.objects.open().filter(store=store, told_at=None), "at",
        ngettext_lazy("%(count)d visit became the showroom's", "%(count)d visits became the showroom's", "count"), 20,
    ),
    Waiting(
        "allocate", "lead.allocate", _("Allocation"), "arrows-split", "allocate", _("Allocate"),
        lambda store, now: Lead.objects.filter(store=store).in_pool(), "opened_at", _("%(count)d in the pool"), 10,
    ),
    Waiting(
        "absent", "lead.allocate", _("Somebody is away"), "user-off", "allocate", _("Give to others"),
        lambda store, now: of_the_absent(store, now), "allocated_at", _("%(count)d of their customers are to be called today"), 15,
    ),
    Waiting(
        "nowhere", "lead.allocate", _("No next step"), "user-question", "leads?status=nothing", _("Show them"),
        lambda store, now: without_next_step(Lead.objects.filter(store=store), now), "last_call_at", _("%(count)d in nobody's queue"), 25,
    ),
    Waiting(
        "review", "lead.review", _("Review"), "gavel", "review", _("Decide"),
        lambda store, now: Lead.objects.to_review().filter(store=store), "review_since", _("%(count)d low or lost"), 20,
    ),
    Waiting(
        "claim", "claim.decide", _("The showroom has a card"), "building-store", "reconcile", _("Decide"),
        lambda store, now: Claim.objects.undecided().filter(store=store), "at",
        ngettext_lazy("%(count)d new lead the showroom knows", "%(count)d new leads the showroom knows", "count"), 30,
    ),
    Waiting(
        "check", "check.write", _("Checks"), "shield-check", "checks", _("Ring"),
        lambda store, now: CheckDraw.objects.running().filter(store=store), "at", _("%(count)d drawn to be checked"), 35,
    ),
    Waiting(
        "unchecked", "leakage.sign", _("Nobody checked"), "shield-check", "checks_rows?result=unchecked", _("Show them"),
        lambda store, now: CheckDraw.objects.filter(store=store, ended_as="unchecked", ended_at__gt=now - timedelta(days=7)), "ended_at",
        _("%(count)d drawn and not checked within seven days"), 45,
    ),
    Waiting(
        "leakage_propose", "leakage.propose", _("Leakages"), "arrows-exchange", "reconcile", _("Propose"),
        lambda store, now: Leakage.objects.open().filter(store=store, proposed_at=None), "at", _("%(count)d to be settled"), 40,
    ),
    Waiting(
        "leakage_sign", "leakage.sign", _("Leakages to sign"), "arrows-exchange", "reconcile", _("Sign"),
        lambda store, now: Leakage.objects.open().filter(store=store, proposed_at__isnull=False), "proposed_at",
        _PROPOSED, 10,
    ),
    Waiting(
        "number", "lead.number", _("Proposed numbers"), "phone", "reconcile", _("Confirm"),
        lambda store, now: Request.objects.waiting("number").filter(store=store), "at", _("%(count)d to be confirmed"), 30,
    ),
    Waiting(
        "release", "person.release", _("Proposed releases"), "transfer", "transfers", _("Decide"),
        lambda store, now: Request.objects.waiting("release").filter(store=store), "at", _PROPOSED, 15,
    ),
    Waiting(
        "delay", "transfer.decide", _("Delay asked for"), "transfer", "transfers", _("Decide"),
        lambda store, now: DelayRequest.objects.waiting().filter(store=store), "at",
        ngettext_lazy("%(count)d consultant asks for delay", "%(count)d consultants ask for delay", "count"), 18,
    ),
    Waiting(
        "transfer", "transfer.decide", _("Cards to transfer"), "transfer", "transfers", _("Decide"),
        lambda store, now: Transfer.objects.undecided().filter(store=store), "listed_at",
        ngettext_lazy("%(count)d ripe card", "%(count)d ripe cards", "count"), 20,
    ),
    Waiting(
        "joined", "order.reverse", _("Joined by hand"), "truck-delivery", "fetched", _("Look through"),
        lambda store, now: Order.objects.reversible(now).filter(store=store), "entered_at",
        ngettext_lazy("%(count)d order, to be reversed within seven days", "%(count)d orders, each to be reversed within seven days", "count"),
        55, may_stay=True,
    ),
    Waiting(
        "corrected", "visit.decide", _("Corrected to DCC"), "arrows-exchange", "reconcile?mine=no", _("Look through"),
        lambda store, now: TagChange.objects.reversible(now).filter(store=store), "at",
        ngettext_lazy("%(count)d visit, to be reversed within seven days", "%(count)d visits, each to be reversed within seven days", "count"),
        56, may_stay=True,
    ),
    Waiting(
        "topics", "topic.settle", _("Topics"), "bulb", "topics?tab=open", _("Show them"),
        lambda store, now: Topic.objects.running().filter(store=store), "at", ngettext_lazy("%(count)d open topic", "%(count)d open topics", "count"), 60,
    ),
)  # fmt: skip


def page_url(name: str) -> str:
    """The address of a page, "" where there is none of that name."""
    try:
        page, *query = name.split("?")
        return "?".join([reverse(page), *query]) if page else ""
    except NoReverseMatch:
        return ""


def items_of(user: User, now: datetime) -> list[DeskItem]:
    """Return what waits for this person, in the order of the table: one query for all the lists they work."""
    lines = {line.name: line for line in WAITING if user.store_id and decides(user, line.permission) and page_url(line.page)}
    if not lines:
        return []
    today = start_of(now.astimezone(user.store.zone).date(), user.store.zone)
    first, *others = [_counted(line, user.store, today, now) for line in lines.values()]
    found = {name: counts for name, *counts in first.union(*others, all=True) if counts[0]}
    return [_item(line, *found[name], now) for name, line in lines.items() if name in found]


def _counted(line: Waiting, store: Store, today: datetime, now: datetime) -> QuerySet:
    """Return how many wait, since when the longest, and how many of them since before today."""
    named = line.rows(store, now).order_by().values(waiting=Value(line.name, output_field=CharField()))
    left = Count("pk", filter=Q(pk=None) if line.may_stay else Q(**{f"{line.since}__lt": today}))
    return named.annotate(count=Count("pk"), longest=Min(line.since), left=left).values_list("waiting", "count", "longest", "left")


def _item(line: Waiting, count: int, since: datetime | None, left: int, now: datetime) -> DeskItem:
    waited = span((now - since).total_seconds() / 60) if since else ""
    how_much = str(line.how_much % {"count": count})
    started = gettext("%(count)d left from before") % {"count": left} if left else short_moment(since, now) if since else ""
    words = gettext("%(how_much)s, the longest for %(waited)s") % {"how_much": how_much, "waited": waited} if waited else how_much
    return DeskItem(str(line.what), line.icon, words, page_url(line.page), str(line.action), started, bool(left), line.urgency)
