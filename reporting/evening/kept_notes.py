"""The evening notes as they were written, and what is known so far of a day without one."""

from datetime import date, datetime

from dcc.models import Store, User
from reporting.evening.day_slips import evening_of
from reporting.evening.note_facts import Note, note_of
from reporting.models import EveningNote


def read_note(store: Store, day: date, person: User | None, *, now: datetime) -> tuple[Note | None, EveningNote | None]:
    """Return the facts of a day and its note as it was first written; without one what is known so far, of a day that is not worked nothing."""
    if kept := EveningNote.objects.filter(store=store, day=day, user=person).first():
        return kept_facts(kept), kept
    evening = evening_of(store, day, now)
    return (note_of(evening, person) if evening else None), None


def kept_facts(note: EveningNote) -> Note:
    """Return the facts of a note as they were written."""
    return Note(**note.facts)


def agent_called(store: Store, username: str) -> User | None:
    """Return the agent of a store of this username."""
    return User.objects.of_store(store).with_role("agent").filter(username=username).first()


def kept_of_agents(store: Store, day: date) -> list[tuple[User, Note]]:
    """Return the agents with a note of a day, each with it: none before the closing time."""
    kept = {note.user_id: kept_facts(note) for note in EveningNote.objects.filter(store=store, day=day, user__isnull=False)}
    return [(person, kept[person.pk]) for person in User.objects.of_store(store).filter(pk__in=kept)]
