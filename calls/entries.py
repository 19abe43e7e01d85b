"""What calls, cards and appointments add to the timeline of a lead."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from calls.desk_words import checks_in_words, talk_length
from calls.models import Appointment, Call, Card
from dcc.templatetags.words import short_moment
from leads.models import Lead
from leads.phones import mask_digits
from leads.timeline import Entry


def entries_of(lead: Lead, user) -> Iterator[Entry]:
    """Yield one entry for each call, the card, and each booking with what became of it."""
    yield from _calls(lead)
    for card in Card.objects.filter(lead=lead).select_related("agent"):
        yield Entry(card.at, "call", "id", _("Card opened"), by=_name(card.agent))
    yield from _appointments(lead)


def _name(person) -> str:
    return person.name if person else ""


def _calls(lead: Lead) -> Iterator[Entry]:
    for call in Call.objects.filter(lead=lead).select_related("agent"):
        spoken = checks_in_words(call.checks)
        line = " · ".join(filter(None, (mask_digits(call.note), _("spoke of: %(what)s") % {"what": spoken} if spoken else "")))
        title = call.outcome_name or call.get_outcome_display()
        icon = "phone-incoming" if call.direction == "in" and call.connected else "phone" if call.connected else "phone-off"
        fact = talk_length(call.seconds) if call.connected and call.seconds else ""
        yield Entry(call.at, "call", icon, title, fact=fact, by=_name(call.agent), line=line, is_minor=not call.connected)


def _appointments(lead: Lead) -> Iterator[Entry]:
    for row in Appointment.objects.filter(lead=lead).select_related("agent", "reception"):
        when = short_moment(row.scheduled_for, row.at)
        title = _("Moved to %(when)s") if row.replaces_id else _("Invited for %(when)s")
        yield Entry(row.at, "visit", "calendar-event", title % {"when": when}, by=_name(row.agent), line=mask_digits(row.note))
        if row.confirmed_at:
            yield Entry(row.confirmed_at, "visit", "calendar-check", _("Appointment confirmed"), is_minor=True)
        if row.ended_at and row.status in ("no_show", "cancelled"):
            yield Entry(row.ended_at, "visit", "calendar-off", row.get_status_display(), fact=when)
