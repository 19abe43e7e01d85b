"""The list beside the backups: who was erased when, by keys and digests, so that a copy that is brought back forgets them again.

No name, no number. One line of JSON each, appended once the erasure is committed; for the program's account alone.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from dcc.installation.private_files import owners_alone, private_folder
from dcc.models import Store
from reception.erasing.person_rows import PersonRows


@dataclass(frozen=True)
class Erasure:
    """One line of the list."""

    at: datetime
    store: str
    word: str
    asked: bool
    digests: list[str]
    rows: PersonRows


def list_of_erasures() -> Path:
    """Return where the list lies."""
    return settings.BACKUP_FOLDER / "erased.jsonl"


def keep_erasure(store: Store, rows: PersonRows, *, word: str, digests: list[str], asked: bool, now: datetime) -> None:
    """Write who was erased at the end of the list."""
    line = {"at": now.isoformat(), "store": store.code, "word": word, "asked": asked, "digests": digests, **rows.kept()}
    private_folder(settings.BACKUP_FOLDER)
    with open(list_of_erasures(), "a", encoding="utf-8", opener=owners_alone) as file:
        file.write(json.dumps(line) + "\n")


def erasures_since(moment: datetime, path: Path | None = None) -> Iterator[Erasure]:
    """Read the list from a moment on, in its order."""
    path = path or list_of_erasures()
    for text in path.read_text("utf-8").splitlines() if path.exists() else ():
        line = json.loads(text)
        at = datetime.fromisoformat(line["at"])
        if at >= moment:
            yield Erasure(at, line["store"], line["word"], line["asked"], line["digests"], PersonRows(line["leads"], line["visits"], line["cards"]))
