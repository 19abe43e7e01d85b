"""What a deed had ended or changed that was none: as it was before, by the moment it would have had (docs/rules/ledger.md#taken-back)."""

from datetime import datetime

from django.db.models import Case, Count, Max, Min, Q, When
from django.db.models.functions import Coalesce

from calls.appointments.rules.appointments import mark_no_show, replacements_of
from calls.appointments.rules.owing_calls import owe_calls_again
from calls.appointments.rules.promising import carry_promises
from calls.appointments.running import running_of
from calls.desk.retry import FRUITLESS, NO_SHOW_AFTER
from calls.models import Appointment, Call, Card, Confirmation
from calls.models.querysets.call import ANSWERS_AT
from dcc.models import TrailEntry, User
from dcc.store.store_settings import value
from dcc.trail import audit
from leads.models import Grading, Lead

Ended = tuple[str, datetime | None]


def put_back(appointment: Appointment, *, kept_at: datetime, by: User, now: datetime) -> Appointment:
    """A visit written at `kept_at` kept this appointment, or cancelled it in place of the one it kept, and was none. Part of the verb that takes it back.

    Moved, cancelled or missed before, it is so again. Else it runs on; where its hour is over by now it is a no-show of that moment; where another was
    agreed since, it ended with that one.
    """
    owe_calls_again(appointment.lead, kept_at, ended_as="done", missed=appointment)
    put = _end(appointment, _ended_before(appointment, kept_at) or _ended_since(appointment), by=by, now=now)
    if put.status == "moved" and (later := replacements_of(put)):
        carry_promises(put, later[-1])
    return put


def run_on(appointment: Appointment, *, by: User, now: datetime) -> Appointment:
    """What had ended this appointment was none: it runs on, or is a no-show of the moment its hour was over. Part of the verb that takes it back."""
    return _end(appointment, None, by=by, now=now)


def run_on_all(lead: Lead, ended_at: datetime, *, by: User, now: datetime) -> None:
    """Let run on what a closing had cancelled or missed at its moment."""
    ended = Appointment.objects.filter(lead=lead, ended_at=ended_at, status__in=("cancelled", "no_show"))
    for appointment in ended.select_related("lead__store", "agent"):
        run_on(appointment, by=by, now=now)


def _end(appointment: Appointment, ended: Ended | None, *, by: User, now: datetime) -> Appointment:
    confirmed = Confirmation.objects.filter(appointment=appointment).exists()
    status, ended_at = ended or ("confirmed" if confirmed else "booked", None)
    given_up = {} if status in ("cancelled", "moved") else {"cancel_reason": ""}
    Appointment.objects.filter(pk=appointment.pk).update(status=status, ended_at=ended_at, **given_up)
    audit.record("appointment.put_back", appointment.lead, by=by, now=now, appointment=appointment.pk, after=status)
    if ended_at is None and appointment.scheduled_for + NO_SHOW_AFTER <= now:
        mark_no_show(appointment)
    appointment.refresh_from_db(fields=["status", "ended_at"])
    return appointment


def write_calls(lead: Lead) -> None:
    """Write what a lead says of its calls, its card and its bookings, and which of its calls is the first, from those that stand."""
    own = Call.objects.filter(lead=lead).exclude(outcome="missed")
    first, connected = own.order_by("at", "pk").first(), own.filter(outcome="connected").order_by("at", "pk").first()
    told = own.aggregate(call_count=Count("pk"), responded_at=Min(Coalesce("logged_at", "at")), last_call_at=Max("at"))
    card = Card.objects.filter(lead=lead).first()
    Lead.objects.filter(pk=lead.pk).update(
        **told,
        first_call_at=first.at if first else None,
        reached_at=connected.at if connected else None,
        card_at=card.at if card else None,
        card_by=card.agent if card else None,
        invited_at=Appointment.objects.filter(lead=lead).aggregate(first=Min("at"))["first"],
    )
    late = lead.respond_by is not None and told["responded_at"] is not None and told["responded_at"] > lead.respond_by
    is_first, is_connected = Q(pk=first.pk if first else None), Q(pk=connected.pk if connected else None)
    is_late = is_first if late else Q(pk=None)
    flags = {"is_first": is_first, "is_first_connected": is_connected, "is_late": is_late}
    Call.every.filter(lead=lead).update(**{name: Case(When(where, then=True), default=False) for name, where in flags.items()})


def write_missed(lead: Lead) -> None:
    """Write since when a missed call of a lead waits to be rung back: for a lead that runs again."""
    own = Call.objects.filter(lead=lead)
    answered = own.exclude(outcome="missed").aggregate(last=Max(ANSWERS_AT))["last"]
    missed = own.filter(outcome="missed", at__gt=answered) if answered else own.filter(outcome="missed")
    Lead.objects.filter(pk=lead.pk).update(missed_at=missed.aggregate(first=Min("at"))["first"])


def _ended_before(appointment: Appointment, kept_at: datetime) -> Ended | None:
    """Return how the appointment had ended when the visit was written: moved since the arrival, cancelled, or missed by an hour."""
    deeds = TrailEntry.objects.filter(object_type="lead", object_id=appointment.lead_id, action__in=("appointment.cancel", "appointment.put_back"))
    last = deeds.filter(detail__appointment=appointment.pk, at__lt=kept_at).order_by("-at", "-id").first()
    if last is not None and last.action == "appointment.cancel":
        return "cancelled", last.at
    if (replacement := Appointment.objects.filter(replaces=appointment).first()) is not None:
        return "moved", replacement.at
    missed_at = appointment.scheduled_for + NO_SHOW_AFTER
    return ("no_show", missed_at) if missed_at <= kept_at else None


def _ended_since(appointment: Appointment) -> Ended | None:
    """Return how a newer appointment of the lead would have ended it: agreed after its time it is a no-show at once, before that it was given up."""
    newer = running_of(appointment.lead)
    if newer is None or newer.pk == appointment.pk:
        return None
    if newer.at < appointment.scheduled_for:
        return "cancelled", newer.at
    return "no_show", min(newer.at, appointment.scheduled_for + NO_SHOW_AFTER)


def write_ladder(lead: Lead, *, without: Call | None = None) -> None:
    """Write how far up the retry ladder a lead stands, from the calls and judgements that stand: anew after a conversation and after the grading of its end."""
    tries, ended = 0, None
    rows = Call.objects.filter(lead=lead).exclude(outcome="missed").select_related("lead__store")
    calls = [(call.known_at, call.pk, call) for call in rows if call != without]
    graded = [(at, 0, None) for at in Grading.objects.filter(lead=lead).values_list("at", flat=True)]
    for _at, _pk, call in sorted([*calls, *graded], key=lambda deed: deed[:2]):
        if (call is None and ended is not None) or (call is not None and call.connected):
            tries, ended = 0, None
        elif call is not None and call.direction == "out" and ended is None:
            tries += 1
            ended = call.at if _ends_ladder(call, tries) else None
    Lead.objects.filter(pk=lead.pk).update(tries=tries, unreached_at=ended)


def _ends_ladder(call: Call, tries: int) -> bool:
    return (call.outcome in FRUITLESS and not call.on_second) or tries > len(value(call.lead.store, "retry_ladder", call.known_at))
