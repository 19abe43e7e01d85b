"""What stands about one customer in a specialist's hands: a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from calls.appointments.running import running_of
from calls.models import Appointment, Call, Promise
from calls.models.querysets.appointment import RUNNING
from dcc.models import TrailEntry, User
from dcc.reckoning.clock import day_of
from leads.customer.history import Row
from leads.models import FollowUp, Lead, Proposal
from reception.customers.head_tags import from_showroom
from reception.models import Order, Step, Visit

RECENT = 8


@dataclass
class InHand:
    """The customer's calls, last visits and orders, the latest first, what is agreed, what is owed, what was noted, when their real number came."""

    visits: list[Visit]
    orders: list[Order]
    appointment: Appointment | None
    notes: Sequence[FollowUp]
    owed: FollowUp | None
    proposal: Proposal | None
    calls: list[Call]
    number: TrailEntry | None
    promises: list[Promise]
    from_showroom: list[Row]  # the transfers with which a promise of the showroom's came along
    steps: list[Step]

    @property
    def open_promises(self) -> list[Promise]:
        """Those of visits that took place of which nobody has said what became of them."""
        return [promise for promise in self.promises if promise.is_open and promise.appointment.status == "arrived"]

    @property
    def untold(self) -> int:
        """Of how many promises nobody has said what became of them, though they were there."""
        return sum(said.is_open and said.may_tick for said in self.said_promises)

    @property
    def said_promises(self) -> list["SaidPromise"]:
        """Every promise as the page says it: the open ones first, the showroom's before those of calls, as they are older."""
        told = [_of_showroom(row, may_tick=self._has_come(row.at)) for row in self.from_showroom] + [_of_call(one) for one in self.promises]
        return sorted(told, key=lambda said: not said.is_open)

    def _has_come(self, since: datetime) -> bool:
        """Whether a group of theirs was DCC's since a moment."""
        return any(visit.tag == "dcc" and visit.at >= since for visit in self.visits)

    def step(self, pk: str | None) -> Step | None:
        """Return the step of this key of the last visit, None where there is none."""
        return next((step for step in self.steps if str(step.pk) == pk and self.current and step.visit_id == self.current.pk), None)

    @property
    def running(self) -> Order | None:
        """The order that was neither handed over nor cancelled."""
        return next((order for order in self.orders if order.delivered_at is None and order.cancelled_at is None), None)

    @property
    def current(self) -> Visit | None:
        """The last visit that is DCC's: the one to be described."""
        return next((visit for visit in self.visits if visit.tag == "dcc"), None)

    @property
    def talks(self) -> list[Call]:
        """The last conversations, the latest first."""
        return self._connected[:RECENT]

    @property
    def reached(self) -> int:
        """How often somebody was spoken with."""
        return len(self._connected)

    @property
    def _connected(self) -> list[Call]:
        return [call for call in self.calls if call.connected]

    def here(self, now: datetime) -> Visit | None:
        """Return the visit of today that is still in the house."""
        visit = self.current
        return visit if visit and visit.left_at is None and day_of(visit.at, visit.store.zone) == day_of(now, visit.store.zone) else None


@dataclass(frozen=True)
class SaidPromise:
    """One promise as the page says it: of a visit, or `from_card` of the showroom's. `deeds`: by which addresses is said what became of it."""

    pk: int
    kind: str
    text: str
    who: str
    at: datetime
    kept_at: datetime | None
    broken_at: datetime | None
    broken_why: str
    ticked_by: str
    may_tick: bool
    deeds: tuple[str, str] = ("promise_keep", "promise_break")
    from_card: bool = False

    @property
    def is_open(self) -> bool:
        """Whether nobody has said yet what became of it."""
        return self.kept_at is None and self.broken_at is None


def _of_call(one: Promise) -> SaidPromise:
    ticked = (one.kept_at, one.broken_at, one.broken_why, str(one.ticked_by or ""))
    return SaidPromise(one.pk, str(one.get_kind_display()), one.text, str(one.by or "—"), one.at, *ticked, may_tick=one.appointment.status == "arrived")


def _of_showroom(row: Row, *, may_tick: bool) -> SaidPromise:
    ticked = (row.moment("kept_at"), row.moment("broken_at"), row["broken_why"], row.name("ticked_by"))
    deeds = ("card_promise_keep", "card_promise_break")
    return SaidPromise(row.pk, _("Showroom"), row["promised"], row["consultant"] or "—", row.at, *ticked, may_tick=may_tick, deeds=deeds, from_card=True)


def in_hand(lead: Lead, user: User) -> InHand:
    """Return what stands about this lead; `owed` is what this person owes it, or who they stand in for."""
    owes = lead.reception_id if lead.reception_id in user.stood_in_for else user.pk
    owing, noting = Q(agent=owes, done_at=None), Q(kind="after_visit") & ~Q(note="")
    follow_ups = list(FollowUp.objects.filter(owing | noting, lead=lead).select_related("agent").order_by("-created_at", "-id"))
    visits = list(Visit.objects.filter(lead=lead).select_related("reception", "by", "agent", "appointment__agent").order_by("-at", "-id")[:RECENT])
    for visit in visits:
        visit.store = lead.store
    owed = [row for row in follow_ups if row.agent_id == owes and row.done_at is None]
    return InHand(
        visits=visits,
        orders=list(Order.objects.filter(lead=lead).select_related("by").order_by("-at", "-id")[:RECENT]),
        appointment=running_of(lead),
        notes=[row for row in follow_ups if row.kind == "after_visit" and row.note][:RECENT],
        owed=min(owed, key=lambda row: (row.due_at, row.pk), default=None),
        proposal=Proposal.objects.open().filter(lead=lead).first(),
        calls=list(Call.objects.filter(lead=lead).select_related("agent").order_by("-at", "-id")),
        number=TrailEntry.objects.filter(object_type="lead", object_id=lead.pk, action="call.real_number").select_related("by").first(),
        promises=_promises(lead),
        from_showroom=[row for row in from_showroom(lead, "transferred") if row["promised"]],
        steps=list(Step.objects.filter(visit__in=[visit.pk for visit in visits]).select_related("by").order_by("at", "id")),
    )


def _promises(lead: Lead) -> list[Promise]:
    """What was promised for the visits that took place and the one to come: the open ones first, the oldest first."""
    rows = Promise.objects.filter(appointment__lead=lead, appointment__status__in=(*RUNNING, "arrived"), appointment__annulled_at=None)
    told = rows.select_related("appointment", "by", "ticked_by").order_by("at", "pk")
    return sorted(told, key=lambda promise: not promise.is_open)
