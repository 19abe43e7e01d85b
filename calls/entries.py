"""What calls, cards and appointments add to the record of a lead, and to its timeline."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from calls.desk_words import checks_in_words, entered_later, talk_length
from calls.models import Appointment, Call, Card, CardFact
from calls.models.appointment import STATUSES
from calls.models.call import OUTCOMES
from calls.models.card import CONTENT_WORDS, WANTED
from dcc.templatetags.words import short_moment
from leads.history import Row, part, rows_of
from leads.models import Lead
from leads.phones import mask_digits
from leads.timeline import Entry


def parts_of(lead: Lead) -> Iterator[QuerySet]:
    """Yield the rows of this room that belong to the record."""
    said = {"agent": "agent__name", "direction": "direction", "outcome": "outcome", "name": "outcome_name", "logged": "logged_at"}
    yield part("call", Call.objects.filter(lead=lead), seconds="seconds", note="note", checks="checks", **said)
    yield part("card", Card.objects.filter(lead=lead), agent="agent__name")
    yield part("card_fact", CardFact.objects.filter(lead=lead), by="by__name", **{name: name for name in WANTED})
    own = Appointment.objects.filter(lead=lead)
    yield part("booked", own, agent="agent__name", mover="moved_by__name", time="scheduled_for", replaces="replaces_id", note="note")
    yield part("confirmed", own, at="confirmed_at")
    yield part("missed", own.filter(status__in=["no_show", "cancelled"]), at="ended_at", time="scheduled_for", booked="at", status="status")
    yield part("expected", own.running(), at="scheduled_for", status="status", reception="reception__name")


def entries_of(lead: Lead, user) -> Iterator[Entry]:
    """Yield one entry for each call, the card, and each booking with what became of it."""
    yield from map(_call, rows_of(lead, "call"))
    for row in rows_of(lead, "card"):
        yield Entry(row.at, "call", "id", _("Card opened"), by=row.name("agent"))
    for row in rows_of(lead, "card_fact"):
        yield Entry(row.at, "call", "id", _("Card written"), by=row.name("by"), line=mask_digits(_wanted(row)), is_minor=True)
    yield from _appointments(lead)


def _call(row: Row) -> Entry:
    connected = row["outcome"] == "connected"
    spoken = checks_in_words(row.parsed("checks"))
    line = " · ".join(filter(None, (mask_digits(row["note"]), _("spoke of: %(what)s") % {"what": spoken} if spoken else "")))
    title = row["name"] or str(dict(OUTCOMES)[row["outcome"]])
    icon = "phone-incoming" if row["direction"] == "in" and connected else "phone" if connected else "phone-off"
    length = talk_length(row["seconds"]) if connected and row["seconds"] else ""
    fact = " · ".join(filter(None, (length, entered_later(row.at, row.moment("logged")))))
    return Entry(row.at, "call", icon, title, fact=fact, by=row.name("agent"), line=line, is_minor=not connected)


def _wanted(row: Row) -> str:
    """Return what stands on the card: 预算 18–20 万 · 付款 贷款."""
    fields = {name: CardFact._meta.get_field(name) for name in WANTED}
    said = {name: str(dict(field.choices or ()).get(row[name], row[name])) for name, field in fields.items() if row[name]}
    return " · ".join(f"{CONTENT_WORDS[name]} {words}" for name, words in said.items())


def _appointments(lead: Lead) -> Iterator[Entry]:
    for row in rows_of(lead, "booked"):
        title = _("Moved to %(when)s") if row["replaces"] else _("Invited for %(when)s")
        when = short_moment(row.moment("time"), row.at)
        yield Entry(row.at, "visit", "calendar-event", title % {"when": when}, by=row.name("mover") or row.name("agent"), line=mask_digits(row["note"]))
    for row in rows_of(lead, "confirmed"):
        yield Entry(row.at, "visit", "calendar-check", _("Appointment confirmed"), is_minor=True)
    for row in rows_of(lead, "missed"):
        when = short_moment(row.moment("time"), row.moment("booked"))
        yield Entry(row.at, "visit", "calendar-off", str(dict(STATUSES)[row["status"]]), fact=when)
