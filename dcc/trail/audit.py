"""The trail: one way in, and the sentences it is read back with."""

from datetime import datetime
from hashlib import sha256

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from dcc.database.one_row import insert
from dcc.models import Store, TrailEntry, User

AT_ONCE = 20  # so many deeds may be under way at once

ACTIONS: dict[str, object] = {
    "session.open": _("Logged in"),
    "session.close": _("Logged out"),
    "session.end": _("Log-in elsewhere ended"),
    "session.refuse": _("Log-in refused"),
    "session.code_wrong": _("Six digits wrong"),
    "second_factor.on": _("Second step switched on"),
    "second_factor.off": _("Second step switched off"),
    "second_factor.codes": _("New recovery codes"),
    "second_factor.reset": _("Second step reset"),
    "store.create": _("Store created"),
    "person.create": _("Person added"),
    "person.rename": _("Person renamed"),
    "person.roles": _("Roles changed"),
    "person.reset": _("One-time password given"),
    "person.password": _("Password changed"),
    "person.password_wrong": _("Present password wrong"),
    "person.unlock": _("Log-in unlocked"),
    "person.leave": _("Access ended"),
    "person.return": _("Access given back"),
    "person.away": _("Marked away"),
    "person.present": _("Marked on duty"),
    "roster.set": _("Roster changed"),
    "setting.change": _("Setting changed"),
    "trail.export": _("Trail exported"),
    "word.add": _("Word added"),
    "word.change": _("Word changed"),
    "word.move": _("Word moved"),
    "word.retire": _("Word retired"),
    "word.return": _("Word brought back"),
}


def register(actions: dict[str, object]) -> None:
    """Add a room's actions. Raises ValueError where a name is taken."""
    for name, sentence in actions.items():
        if name in ACTIONS:
            raise ValueError(f"{name} is registered already")
        ACTIONS[name] = sentence


def record(action: str, target: Model | None, *, by: User | None, now: datetime, store: Store | None = None, **detail) -> None:
    """Write one deed to the trail, inside the verb's transaction.

    `detail` holds ids and words, never a name, a number or a note; a change is `before=…, after=…`. The store is the target's unless named.
    Raises KeyError for an action without a sentence.
    """
    ACTIONS[action]
    store_id = store.pk if store else getattr(target, "store_id", None) or (target.pk if isinstance(target, Store) else None)
    if store_id is None and by is not None:
        store_id = by.store_id
    entry = TrailEntry(store_id=store_id, at=now, by=by, action=action, detail=detail)
    if target is not None:
        entry.object_type, entry.object_id = target._meta.model_name, target.pk
    insert(entry)


def version_of(store: Store) -> str:
    """Return what changes with every deed in a store: whoever counts anew under another version is never behind a deed. One query, by an index.

    The latest deeds, not the last one alone: of two at once the one that began first may be written last.
    """
    latest = TrailEntry.objects.filter(store=store).order_by("-at", "-id").values_list("pk", flat=True)[:AT_ONCE]
    return sha256(" ".join(map(str, latest)).encode()).hexdigest()[:20]
