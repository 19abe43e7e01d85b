"""Writing the evening notes: once, with what was known at the closing time, however late this runs (docs/rules/measures.md#evening-note)."""

from datetime import date, datetime, timedelta

from django.db import transaction

from dcc.models import DueOfStore, Store, User
from dcc.reckoning.clock import day_of
from leads.keeping.rules.idle import last_evening
from reporting.evening.day_slips import evening_of
from reporting.evening.note_facts import note_of
from reporting.models import EveningNote

WRITTEN = "evening_note"


def write_notes(*, now: datetime) -> int:
    """Write the notes of each store's last evening. Return how many were written."""
    return sum(_write_in(store, at) for store in Store.objects.order_by("pk") if (at := last_evening(store, now)))


@transaction.atomic
def _write_in(store: Store, at: datetime) -> int:
    done, _is_new = DueOfStore.objects.get_or_create(store=store, name=WRITTEN, defaults={"at": at - timedelta(days=1)})
    if not DueOfStore.objects.filter(pk=done.pk, at__lt=at).update(at=at):
        return 0
    agents = User.objects.of_store(store).employed().with_role("agent")
    return sum(write_note(store, day_of(at, store.zone), person, now=at)[1] for person in [*agents, None])


@transaction.atomic
def write_note(store: Store, day: date, person: User | None, *, now: datetime) -> tuple[EveningNote | None, bool]:
    """Return the note of a day as it was first written, and whether that is now. None before the closing time, and where the store does not work."""
    if kept := EveningNote.objects.filter(store=store, day=day, user=person).first():
        return kept, False
    evening = evening_of(store, day, now)
    if evening is None or now < evening.closes:
        return None, False
    note = note_of(evening, person)
    return EveningNote.objects.get_or_create(store=store, day=day, user=person, defaults={"at": evening.closes, "facts": note.as_json})
