"""A reception specialist's customers as they stand today: a fixed number of queries, however many."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef

from calls.desk.overdue import overdue
from calls.models import Appointment
from dcc.models import User
from dcc.reckoning.clock import day_of, day_range, range_of
from leads.models import FollowUp, Lead, Proposal
from reception.door.rules.today import Expected, expected_on
from reception.models import Order, Visit


@dataclass
class Customer:
    """One card of the board: the lead, and what is known of it."""

    lead: Lead
    visits: list[Visit] = field(default_factory=list)
    owed: FollowUp | None = None
    order: Order | None = None
    proposal: Proposal | None = None
    is_expected: bool = False
    instead_of: User | None = None  # whose customer it is, where that is somebody for whom this person stands in

    @property
    def left_without(self) -> Visit | None:
        """The last visit, where the group has gone and nobody has said what comes next: neither a visit, a call, an order nor an end."""
        settled = self.owed or self.order or self.proposal or self.is_expected or self.lead.review_since
        last = self.visits[-1] if self.visits and not settled else None
        return last if last is not None and last.left_at is not None and last.reception_id is not None else None

    @property
    def test_drive(self) -> bool:
        """Whether they drove."""
        return any(visit.test_drive for visit in self.visits)

    @property
    def quote(self) -> object:
        """The last price that was said, in ten thousand yuan."""
        return next((visit.quote for visit in reversed(self.visits) if visit.quote is not None), None)


@dataclass
class Door:
    """DCC's groups of today nobody has received yet, those that this person was called to first; `marks` change whenever a group comes, is received or goes."""

    waiting: list[Visit]
    marks: tuple[int, ...]


@dataclass
class Board:
    """The columns, each complete; the page shows the first few of each."""

    door: Door
    here: list[Visit]
    expected: list[Expected]
    unsettled: list[Customer]
    following: list[Customer]
    ordered: list[Customer]
    delivered: list[Order]
    with_leader: list[Customer]
    overdue: int
    in_hand: int
    came: list[Visit]
    due: list[Expected]
    month_visits: list[Visit]

    @property
    def today_count(self) -> int:
        """How many cards stand under today."""
        return len(self.here) + len(self.expected) + len(self.unsettled)

    @property
    def due_came(self) -> int:
        """How many of those due today came, on whatever day."""
        return sum(one.state == "arrived" for one in self.due)

    @property
    def test_drives(self) -> int:
        """How many of this month's groups drove."""
        return sum(visit.test_drive for visit in self.month_visits)


def door_of(user: User, *, now: datetime) -> Door:
    """Return what happens at the door today, and whose record this person may open. One query."""
    today = day_of(now, user.own_store.zone)
    start, end = day_range(today, user.own_store.zone)
    rows = Visit.objects.filter(store=user.store, at__gte=start, at__lt=end).select_related("lead", "by", "called", "named_user", "appointment__agent", "agent")
    waits, seen = Visit.objects.waiting().filter(pk=OuterRef("pk")), Lead.objects.visible_to(user, now=now).filter(pk=OuterRef("lead_id"))
    came: list[Any] = list(rows.annotate(waits=Exists(waits), may_open=Exists(seen)).order_by("at", "id"))
    waiting = sorted((visit for visit in came if visit.waits), key=lambda visit: (visit.called_id not in (None, user.pk), visit.at, visit.pk))
    taken, left = (sum(getattr(visit, name) is not None for visit in came) for name in ("taken_at", "left_at"))
    return Door(waiting, (max((visit.pk for visit in came), default=0), len(came), taken, left))


def board_of(user: User, *, now: datetime, door: Door | None = None) -> Board:
    """Return this person's board; `door`: what happens at it, if just asked."""
    door = door or door_of(user, now=now)
    today = day_of(now, user.own_store.zone)
    customers = _customers(user, now)
    seen = _month(user, today)
    start, end = day_range(today, user.own_store.zone)
    came = [visit for visit in seen if start <= visit.at < end]
    here = [visit for visit in came + _guests_of_the_absent(user, start, end) if visit.left_at is None]
    day = expected_on(user.own_store, today, now=now)
    expected = [one for one in day if one.specialist is None or one.specialist in user.hands]
    at_hand = {visit.lead_id for visit in here} | {one.appointment.lead_id for one in expected if one.state != "arrived"}
    rest = [customer for pk, customer in customers.items() if pk not in at_hand and customer.order is None]
    return Board(
        door=door,
        here=here,
        expected=[one for one in expected if one.state != "arrived"],
        unsettled=sorted((one for one in rest if one.left_without), key=lambda one: one.visits[-1].at),
        following=sorted((one for one in rest if not _waits(one) and not one.left_without), key=lambda one: _due(one, now)),
        ordered=[one for one, order in sorted(((one, one.order) for one in customers.values() if one.order), key=lambda pair: _promised(pair[1]))],
        delivered=_delivered(user, today),
        with_leader=[one for one in rest if _waits(one)],
        overdue=len(overdue(user.own_store, now=now, person=user)),
        in_hand=sum(one.lead.reception_id == user.pk for one in customers.values()),
        came=came,
        due=[one for one in day if one.specialist == user.pk],
        month_visits=seen,
    )


def _customers(user: User, now: datetime) -> dict[int, Customer]:
    """Return the open leads that are this person's or theirs for whom they stand in, with what is owed, visits, orders and applications."""
    leads = Lead.objects.received_by(user)
    if user.stood_in_for:
        leads = leads | Lead.objects.left_to(user)
    rows = leads.select_related("agent", "channel", "reception")
    customers = {lead.pk: Customer(lead, instead_of=lead.reception if lead.reception_id in user.stood_in_for else None) for lead in rows}
    ids = list(customers)
    for lead_id in Appointment.objects.running().filter(lead_id__in=ids, scheduled_for__gt=now).values_list("lead", flat=True):
        customers[lead_id].is_expected = True
    for follow_up in FollowUp.objects.filter(lead_id__in=ids, agent__in=user.hands, done_at=None).order_by("-due_at", "-id"):
        customers[follow_up.lead_id].owed = follow_up
    for order in Order.objects.running().filter(lead_id__in=ids):
        customers[order.lead_id].order = order
    for proposal in Proposal.objects.open().filter(lead_id__in=ids):
        customers[proposal.lead_id].proposal = proposal
    by_lead = defaultdict(list)
    for visit in Visit.objects.filter(lead_id__in=ids).looking().order_by("at", "id"):
        by_lead[visit.lead_id].append(visit)
    for pk, visits in by_lead.items():
        customers[pk].visits = visits
    return customers


def _guests_of_the_absent(user: User, start: datetime, end: datetime) -> list[Visit]:
    """Return the groups that somebody received today who is away by now, for whom this person stands in."""
    if not user.stood_in_for:
        return []
    rows = Visit.objects.filter(store=user.store, reception__in=user.stood_in_for, at__gte=start, at__lt=end, tag="dcc").looking()
    return list(rows.select_related("lead").order_by("at", "id"))


def _month(user: User, today: date) -> list[Visit]:
    """Return the groups this person received this month, DCC's who came to look, the latest last."""
    start, end = range_of(today.replace(day=1), today, user.own_store.zone)
    return list(
        Visit.objects.filter(store=user.store, reception=user, at__gte=start, at__lt=end, tag="dcc").looking().select_related("lead").order_by("at", "id")
    )


def _delivered(user: User, today: date) -> list[Order]:
    """Return what this person handed over this month, the latest first."""
    start, end = range_of(today.replace(day=1), today, user.own_store.zone)
    rows = Order.objects.filter(store=user.store, reception=user, delivered_at__gte=start, delivered_at__lt=end)
    return list(rows.select_related("lead__channel").order_by("-delivered_at", "-id"))


def _promised(order: Order) -> tuple[date, int]:
    """What is promised first comes first, what has no day last."""
    return order.expected_on or date.max, order.pk


def _waits(customer: Customer) -> bool:
    return customer.proposal is not None or customer.lead.review_since is not None


def _due(customer: Customer, now: datetime) -> tuple[datetime, int]:
    """What is owed first comes first; where nothing is owed the step is missing, which comes before what is far away."""
    return customer.owed.due_at if customer.owed else now + timedelta(days=1), customer.lead.pk


def visits_of_month(user: User, *, now: datetime) -> list[Visit]:
    """Return the rows behind 本月到店 and 试驾率, the latest first."""
    return list(reversed(_month(user, day_of(now, user.own_store.zone))))


def visits_of_today(user: User, *, now: datetime) -> list[Visit]:
    """Return the groups this person received today, gone or not: the rows behind 今日到店, the latest first."""
    today = day_of(now, user.own_store.zone)
    return [visit for visit in visits_of_month(user, now=now) if day_of(visit.at, user.own_store.zone) == today]


def due_today(user: User, *, now: datetime) -> list[Expected]:
    """Return the appointments that fall due today for this person, by time: the rows behind 应到. One that names nobody is nobody's."""
    return [one for one in expected_on(user.own_store, day_of(now, user.own_store.zone), now=now) if one.specialist == user.pk]
