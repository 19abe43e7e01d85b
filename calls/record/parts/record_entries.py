"""What calls, cards and appointments add to the record of a lead, and to its timeline."""

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from calls.desk.queue_words import checks_in_words, entered_later, talk_length
from calls.desk.rules.annulling_calls import LOGGINGS
from calls.models import Appointment, Call, Card, CardFact, Confirmation, Promise
from calls.models.appointment import STATUSES
from calls.models.call import OUTCOMES
from calls.models.card import CHOSEN, CONTENT_WORDS
from calls.models.confirmation import WAYS
from calls.models.promise import KINDS
from dcc.frame.moment_words import short_moment
from dcc.models import TrailEntry
from leads.customer.history import TAKEN, Row, part, rows_of
from leads.customer.timeline import Entry, merged_words, taken_back_in
from leads.grading.rules.built_on import WITHIN
from leads.intake.phones import mask_digits
from leads.models import Lead


def parts_of(lead: Lead) -> Iterator[QuerySet]:
    """Yield the rows of this room that belong to the record."""
    said = {"agent": "agent__name", "agent_id": "agent_id", "direction": "direction", "outcome": "outcome", "name": "outcome_name", "logged": "logged_at"}
    yield part(
        "call", Call.every.filter(lead=lead), phone="phone", seconds="seconds", note="note", checks="checks", origin="merged_from__name", **said, **TAKEN
    )
    logged = TrailEntry.objects.filter(object_type="lead", object_id=lead.pk, action__in=LOGGINGS)
    yield part("call_logged", logged, call="detail__call")
    yield part("card", Card.every.filter(lead=lead), agent="agent__name", origin="merged_from__name", **TAKEN)
    yield part("card_fact", CardFact.objects.filter(lead=lead), by="by__name", key="key", before="before", after="after")
    own, booked = Appointment.objects.filter(lead=lead), Appointment.every.filter(lead=lead)
    yield part(
        "booked",
        booked,
        agent="agent__name",
        mover="moved_by__name",
        time="scheduled_for",
        replaces="replaces_id",
        note="note",
        origin="merged_from__name",
        **TAKEN,
    )
    yield part("promised", Promise.objects.filter(appointment__lead=lead), booked="appointment_id", kind="kind", text="text")
    yield part("confirmed", Confirmation.objects.filter(appointment__lead=lead), by="by__name", how="how")
    yield part("missed", own.filter(status__in=["no_show", "cancelled"]), at="ended_at", time="scheduled_for", booked="at", status="status")
    yield part("expected", own.running(), at="scheduled_for", status="status", reception="reception__name")


def entries_of(lead: Lead, user, now: datetime) -> Iterator[Entry]:
    """Yield one entry for each call, the card, and each booking with what became of it."""
    logged = {row["call"] for row in rows_of(lead, "call_logged") if row.at >= now - WITHIN}
    for row in rows_of(lead, "call"):
        ways = _ways(row.pk) if row.pk in logged and row["agent_id"] == user.pk and not row["annulled_at"] else ()
        yield _call(row, ways, now, on_second=lead.is_second(row["phone"]))
    for row in rows_of(lead, "card"):
        yield Entry(row.at, "call", "id", _("Card opened"), fact=merged_words(row["origin"]), by=row.name("agent"), taken_back=taken_back_in(row))
    for at, rows in groupby(rows_of(lead, "card_fact"), key=lambda row: row.at):
        written = list(rows)
        line = mask_digits(" · ".join(map(_revised, written)))
        yield Entry(at, "call", "id", _("Card written"), by=written[0].name("by"), line=line, is_minor=True)
    yield from _appointments(lead)


def _call(row: Row, ways: tuple[tuple[str, str, bool], ...], now: datetime, *, on_second: bool) -> Entry:
    connected = row["outcome"] == "connected"
    spoken = checks_in_words(row.parsed("checks"))
    line = " · ".join(filter(None, (mask_digits(row["note"]), _("spoke of: %(what)s") % {"what": spoken} if spoken else "")))
    title = row["name"] or str(dict(OUTCOMES)[row["outcome"]])
    icon = "phone-incoming" if row["direction"] == "in" and connected else "phone" if connected else "phone-off"
    length = talk_length(row["seconds"]) if connected and row["seconds"] else ""
    facts = (length, _("second number") if on_second else "", entered_later(row.at, row.moment("logged"), now), merged_words(row["origin"]))
    fact = " · ".join(filter(None, facts))
    said = {"fact": fact, "by": row.name("agent"), "line": line, "is_minor": not connected}
    return Entry(row.at, "call", icon, title, **said, taken_back=taken_back_in(row), ways=ways)


def _ways(call: int) -> tuple[tuple[str, str, bool], ...]:
    """What whoever logged a call just now may still do with it."""
    correct, annul = reverse("call_correct", args=[call]), reverse("call_annul", args=[call])
    return (str(_("Correct outcome, note, level")), correct, False), (str(_("Take the whole call back")), annul, True)


def _revised(row: Row) -> str:
    """Return what was written on the card, and instead of what: 预算 15 万 → 18–20 万."""
    chosen = CHOSEN.get(row["key"], {})
    before, after = (str(chosen.get(row[name], row[name])) for name in ("before", "after"))
    return f"{CONTENT_WORDS[row['key']]} {f'{before} → ' if before else ''}{after or '—'}"


def _agreed(lead: Lead, row: Row) -> str:
    """Return what was noted at a booking, and each thing that was promised for it."""
    promised = (f"{dict(KINDS)[each['kind']]} {each['text']}" for each in rows_of(lead, "promised") if each["booked"] == row.pk)
    return mask_digits(" · ".join(filter(None, (row["note"], *promised))))


def _appointments(lead: Lead) -> Iterator[Entry]:
    for row in rows_of(lead, "booked"):
        title = _("Moved to %(when)s") if row["replaces"] else _("Invited for %(when)s")
        when = short_moment(row.moment("time"), row.at)
        said = {"by": row.name("mover") or row.name("agent"), "line": _agreed(lead, row), "fact": merged_words(row["origin"])}
        said["taken_back"] = taken_back_in(row)
        yield Entry(row.at, "visit", "calendar-event", title % {"when": when}, **said)
    for row in rows_of(lead, "confirmed"):
        yield Entry(row.at, "visit", "calendar-check", _("Appointment confirmed"), fact=str(dict(WAYS)[row["how"]]), by=row.name("by"), is_minor=True)
    for row in rows_of(lead, "missed"):
        when = short_moment(row.moment("time"), row.moment("booked"))
        yield Entry(row.at, "visit", "calendar-off", str(dict(STATUSES)[row["status"]]), fact=when)
