"""When a customer comes: the appointment of a lead that runs."""

from calls.models import Appointment
from dcc.database.prepared import prepared
from leads.models import Lead


def running_of(lead: Lead) -> Appointment | None:
    """Return the appointment of a lead that still may be kept, with its booker and its reception specialist; there is one at most."""
    for appointment in _running(lead.pk):
        appointment.lead = lead
        return appointment
    return None


@prepared
def _running(lead):
    return Appointment.objects.running().filter(lead=lead).select_related("agent", "reception").order_by("pk")
