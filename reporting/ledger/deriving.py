"""What follows from all lines together, written set-wise once they are in: today's tags, whose leads were, ends of appointments, milestones, words."""

from django.db.models import F

from calls.models import Appointment, Call, Card
from dcc.database import statistics
from dcc.models import Store
from dcc.reckoning.clock import day_range
from leads.models import Allocation, Channel, Grading, Inquiry, Lead
from reception.models import DaySigning, Order, TagChange, Visit
from reporting.closings.seal import seal_of
from reporting.figures import milestones
from reporting.ledger.left_waiting import stand
from reporting.ledger.loading import Loader
from reporting.ledger.refusals import LedgerRefused
from reporting.models import Closing

TAGS = """(tag, basis, agent_id, reception_id, appointment_id) = (
  SELECT to_tag, basis, agent_id, reception_id, appointment_id FROM {change} WHERE visit_id = {visit}.id AND annulled_at IS NULL
  ORDER BY at DESC, id DESC LIMIT 1),
  name = COALESCE((
  SELECT named.name FROM {change} named WHERE named.visit_id = {visit}.id AND named.annulled_at IS NULL AND named.name <> ''
    AND ({visit}.identified_at IS NULL OR named.at >= {visit}.identified_at)
  ORDER BY named.at DESC, named.id DESC LIMIT 1), name)"""
CHANGED = "EXISTS (SELECT 1 FROM {change} WHERE visit_id = {visit}.id AND annulled_at IS NULL)"
PREVIOUS = """previous_id = (
  SELECT earlier.agent_id FROM {allocation} earlier
  WHERE earlier.lead_id = {allocation}.lead_id AND earlier.annulled_at IS NULL
    AND (earlier.at < {allocation}.at OR earlier.at = {allocation}.at AND earlier.id < {allocation}.id)
  ORDER BY earlier.at DESC, earlier.id DESC LIMIT 1)"""
ARRIVED = "ended_at = (SELECT MIN(at) FROM {visit} WHERE first_appointment_id = {appointment}.id AND annulled_at IS NULL)"
CAME = "status = 'arrived' AND ended_at IS NULL AND EXISTS (SELECT 1 FROM {visit} WHERE first_appointment_id = {appointment}.id AND annulled_at IS NULL)"
MOVED = """ended_at = (
  SELECT later.at FROM {appointment} later WHERE later.replaces_id = {appointment}.id
  ORDER BY CASE WHEN later.annulled_at IS NULL THEN 0 ELSE 1 END, later.at LIMIT 1)"""
WAS_MOVED = "status = 'moved' AND ended_at IS NULL"
STEPS = ((Visit, TAGS, CHANGED), (Allocation, PREVIOUS, "TRUE"), (Appointment, ARRIVED, CAME), (Appointment, MOVED, WAS_MOVED))  # what, its new values, which
FILLED = (Lead, Inquiry, Allocation, Grading, Call, Card, Appointment, Visit, TagChange, Order)
TABLES = {
    "visit": Visit._meta.db_table,
    "change": TagChange._meta.db_table,
    "allocation": Allocation._meta.db_table,
    "appointment": Appointment._meta.db_table,
}


def derive(loader: Loader) -> None:
    """Complete what was loaded. Raises LedgerRefused for a lead that no inquiry brought."""
    statistics.gather([model._meta.db_table for model in FILLED])
    loader.words.write(list(loader.stores.values()))
    for store in Store.objects.filter(pk__in=loader.stores.values()):
        _check_strangers(loader, store)
        for model, sets, which in STEPS:
            milestones.update_by_parts(model, store, sets.format(**TABLES), which.format(**TABLES))
        milestones.rebuild(store)
        loader.deadlines.ring_back(store)
        _mark_after_signing(store)
        _seal(store)
        if store.pk not in loader.told_standing:
            stand(store)
        _check_channels(loader, store)


def _mark_after_signing(store: Store) -> None:
    """Mark the visits that were typed into a signed day."""
    for day, at in DaySigning.objects.filter(store=store).order_by("day").values_list("day", "at"):
        first, last = day_range(day, store.zone)
        Visit.every.filter(store=store, at__gte=first, at__lt=last, registered_at__gt=at).update(after_signing=True)


def _seal(store: Store) -> None:
    """Seal the closings whose lines bear no seal, each upon the one before it; one that bears a seal is left as it is said."""
    before = ""
    for closing in Closing.objects.filter(store=store).order_by("number"):
        if not closing.hash:
            closing.hash = seal_of(closing, before)
            closing.save(update_fields=["hash"])
        before = closing.hash


def _check_strangers(loader: Loader, store: Store) -> None:
    """A visit that is DCC's in the end belongs to a lead."""
    changes = TagChange.objects.filter(store=store, visit__lead=None).order_by("at", "id").values_list("visit_id", "to_tag")
    if lines := [loader.references["visit"].line_of(visit) for visit, tag in dict(changes).items() if tag == "dcc"]:
        raise LedgerRefused(min(lines), "lead", "may not be null: a line below makes the visit DCC's")


def _check_channels(loader: Loader, store: Store) -> None:
    """A merged lead whose inquiries moved away has the channel and moment of the first of them; any other must have an inquiry."""
    placeholder = loader.placeholders.get(store.pk)
    if placeholder is None:
        return
    for lead in Lead.every.filter(store=store, channel_id=placeholder).select_related("merged_into").order_by("pk"):
        moved = lead_arrival(lead)
        if moved is None:
            raise LedgerRefused(loader.references["lead"].line_of(lead.pk), "id", "no inquiry brought this lead")
        received_at, channel_id = moved
        Lead.every.filter(pk=lead.pk).update(received_at=received_at, last_inquiry_at=received_at, channel_id=channel_id)
    Channel.objects.filter(pk=placeholder).delete()


def lead_arrival(lead: Lead) -> tuple | None:
    """Return (moment, channel) of a merged lead: those of the first inquiry that moved from it, else its own opening in its absorber's channel."""
    absorber = lead.merged_into
    if absorber is None:
        return None
    standing_first = F("annulled_at").asc(nulls_first=True)
    inquiries = Inquiry.every.filter(merged_from=lead).order_by(standing_first, "received_at", "entered_at", "id")
    return inquiries.values_list("received_at", "channel_id").first() or (lead.opened_at, absorber.channel_id)
