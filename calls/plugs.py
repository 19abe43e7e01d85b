"""What this room hangs on the sockets of the rooms below."""

from django.dispatch import receiver
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from calls.call_settings import SETTINGS
from calls.models import Appointment
from calls.models.call import OUTCOMES
from calls.rules.appointments import cancel_all
from calls.rules.checking_proposals import enough_calls
from calls.rules.due import run_due
from calls.since_grading import facts_of
from dcc import audit, sockets, trail_words
from dcc.store_settings import register
from leads import sockets as lead_sockets

audit.register(
    {
        "call.log": _("Call logged"),
        "call.dial": _("Number shown to call"),
        "call.identify": _("Number of a caller typed"),
        "call.real_number": _("Real number learned"),
        "card.open": _("Card opened"),
        "appointment.book": _("Invited"),
        "appointment.move": _("Appointment moved"),
        "appointment.confirm": _("Appointment confirmed"),
        "appointment.cancel": _("Appointment cancelled"),
        "appointment.no_show": _("Did not come"),
    }
)
trail_words.register(
    {"direction": "", "call": _("Call"), "appointment": _("Appointment"), "at": "", "known": _("known")},
    {
        "call.log": lambda value: str(dict(OUTCOMES).get(value, value)),
        "direction": lambda value: str(_("Incoming") if value == "in" else _("Outgoing")),
    },
)
register(*SETTINGS)

sockets.due_verbs.add(run_due, name="calls")
lead_sockets.proposal_checks.add(enough_calls, name="calls")
lead_sockets.grading_facts.add(facts_of, name="calls")


def _about(notice) -> tuple[str, str]:
    """Return the lead's name and address; neither of a lead its reader may no longer see."""
    return (str(notice.lead), reverse("lead", args=[notice.lead_id])) if notice.lead else (_now("A customer who is no longer yours"), "")


def missed(notice):
    """A customer rang and nobody answered."""
    name, url = _about(notice)
    return _now("%(name)s rang and nobody answered: call back first") % {"name": name}, url and reverse("calls-on", args=[notice.lead_id])


def taken(notice):
    """A colleague answered one's customer."""
    name, url = _about(notice)
    by = notice.person("by")
    return _now("%(name)s rang; %(by)s took the call") % {"name": name, "by": by.name if by else ""}, url


def no_show(notice):
    """An invited customer did not come."""
    name, url = _about(notice)
    return _now("%(name)s did not come") % {"name": name}, url


def booked(notice):
    """A reception specialist has a customer to expect."""
    name, url = _about(notice)
    appointment = Appointment.objects.select_related("store").filter(pk=notice.detail.get("appointment")).first()
    when = f"{appointment.scheduled_for.astimezone(appointment.store.zone):%m-%d %H:%M}" if appointment else ""
    return _now("%(name)s comes to you on %(when)s") % {"name": name, "when": when}, url


for kind, says in (("call.missed", missed), ("call.taken", taken), ("appointment.no_show", no_show), ("appointment.booked", booked)):
    sockets.notice_kinds.add((kind, says), name=kind)


@receiver(lead_sockets.lead_closed)
def appointments_of_the_showrooms_customer_end(*, lead, by, at, **_sent) -> None:
    """Giving a lead to the showroom cancels its appointments; any other closing leaves them (01, step 7)."""
    if lead.closed_as == "showroom":
        cancel_all(lead, by=by, now=at)
