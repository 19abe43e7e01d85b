"""What stands about one customer in a specialist's hands: a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass

from calls.models import Appointment
from dcc.models import User
from leads.models import FollowUp, Lead, Proposal
from reception.models import Order, Visit

RECENT = 8


@dataclass
class InHand:
    """The customer's last visits and orders, the latest first, what is agreed, what is owed, what was noted."""

    visits: list[Visit]
    orders: list[Order]
    appointment: Appointment | None
    notes: Sequence[FollowUp]
    owed: FollowUp | None
    proposal: Proposal | None

    @property
    def running(self) -> Order | None:
        """The order that was neither handed over nor cancelled."""
        return next((order for order in self.orders if order.delivered_at is None and order.cancelled_at is None), None)

    @property
    def current(self) -> Visit | None:
        """The last visit that is DCC's: the one to be described."""
        return next((visit for visit in self.visits if visit.tag == "dcc"), None)


def in_hand(lead: Lead, user: User) -> InHand:
    """Return what stands about this lead; `owed` is what this person owes it."""
    follow_ups = FollowUp.objects.filter(lead=lead)
    noted = follow_ups.filter(kind="after_visit").exclude(note="").select_related("agent").order_by("-created_at", "-id")
    return InHand(
        visits=list(Visit.objects.filter(lead=lead).select_related("reception", "by", "store").order_by("-at", "-id")[:RECENT]),
        orders=list(Order.objects.filter(lead=lead).select_related("by").order_by("-at", "-id")[:RECENT]),
        appointment=running_appointment(lead),
        notes=list(noted[:RECENT]),
        owed=follow_ups.filter(agent=user, done_at=None).order_by("due_at", "id").first(),
        proposal=Proposal.objects.filter(lead=lead, decided_at=None).first(),
    )


def running_appointment(lead: Lead) -> Appointment | None:
    """Return the appointment that still may be kept: one at most."""
    return Appointment.objects.running().filter(lead=lead).select_related("lead", "agent", "reception").first()
