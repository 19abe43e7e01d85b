"""Questions about appointments."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, Value

from dcc.database.kept_rows import StandingQuerySet
from dcc.database.related_rows import across
from dcc.people.permissions import scopes

RUNNING = ["booked", "confirmed"]  # may still be kept
GONE = ["cancelled", "moved", "no_show"]  # who is not expected in a half hour


class AppointmentQuerySet(StandingQuerySet):
    """Questions about appointments. Whose lead one may not see, their appointments one may not see either."""

    def workable_by(self, user, *, now: datetime) -> "AppointmentQuerySet":
        """Those this person may confirm, move and cancel: of all leads of the store, or of those that are theirs."""
        mine = self.filter(store_id=user.store_id)
        if "all" in scopes(user, "appointment.book"):
            return mine
        leads = across(self.model, "lead").workable_by(user, "appointment.book", now=now)
        return mine.filter(Exists(leads.filter(pk=OuterRef("lead"))))  # asked for each that runs: they are few, an agent's leads are many

    def workable_or_booked_by(self, user, *, now: datetime) -> "AppointmentQuerySet":
        """Those workable by this person, and their own bookings, whoever has the lead now; `is_mine` tells them apart."""
        rows = self.filter(store_id=user.store_id)
        if "all" in scopes(user, "appointment.book"):
            return rows.annotate(is_mine=Value(value=True))
        leads = across(self.model, "lead").workable_by(user, "appointment.book", now=now)
        return rows.annotate(is_mine=Exists(leads.filter(pk=OuterRef("lead")))).filter(Q(is_mine=True) | Q(agent=user))

    def running(self) -> "AppointmentQuerySet":
        """Those that still may be kept."""
        return self.filter(status__in=RUNNING, ended_at=None)

    def coming(self, end: datetime) -> "AppointmentQuerySet":
        """The running ones until a moment, in the order of their time: what stands in the list of appointments."""
        return self.running().filter(scheduled_for__lt=end).order_by("scheduled_for", "id")

    def unconfirmed(self, start: datetime, end: datetime) -> "AppointmentQuerySet":
        """The running ones of a half-open range of time whose customer has not said again that they come (没确认), of leads that are open."""
        return self.between(start, end).filter(status="booked", ended_at=None, lead__closed_at=None)

    def between(self, start: datetime, end: datetime) -> "AppointmentQuerySet":
        """Those of a half-open range of time, in its order."""
        return self.filter(scheduled_for__gte=start, scheduled_for__lt=end).order_by("scheduled_for", "id")

    def overdue(self, moment: datetime) -> "AppointmentQuerySet":
        """The running ones whose time was at or before `moment`."""
        return self.running().filter(scheduled_for__lte=moment).order_by("scheduled_for", "id")
