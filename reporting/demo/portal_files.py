"""Files as two portals send them, laid beside the demo's database: what its data manager imports by hand."""

from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from dcc.models import Store
from leads.models import Lead
from reporting.simulation import invented
from reporting.simulation.portals import PORTALS, Portal, make_file

SEED = 11
ROWS = 14  # a file
SENDERS = ("汽车之家", "抖音")


def write_portal_files(folder: Path, store: Store, *, now: datetime) -> list[Path]:
    """Write a file a sender with whoever asked within the last two hours, and return them.

    Each holds new people, one who is a customer already, one row twice and one number that is cut off: every answer of the preview.
    """
    folder.mkdir(parents=True, exist_ok=True)
    local = now.astimezone(store.zone).replace(tzinfo=None)
    known = list(Lead.objects.open().filter(store=store, phone__startswith="1", agent__isnull=False).order_by("-opened_at", "-id")[: len(SENDERS)])
    portals = [portal for portal in PORTALS if portal.channel in SENDERS]
    return [make_file(folder, portal, _rows(portal, lead.phone, local), local) for portal, lead in zip(portals, known, strict=False)]


def _rows(portal: Portal, known: str, local: datetime) -> list[tuple]:
    random = Random(f"{SEED}/{portal.channel}")  # noqa: S311 - a play, not a secret
    numbers = [invented.phone(random) for _row in range(ROWS)]
    numbers[3], numbers[7] = numbers[3][:9], known
    asked = sorted(local - timedelta(seconds=random.randrange(60, 7200)) for _row in range(ROWS))
    rows = [
        (f"X{random.randrange(10**9):09d}", invented.name(random), number, invented.model(random), invented.city(random), at, invented.remark(random))
        for number, at in zip(numbers, asked, strict=True)
    ]
    return [*rows, rows[5]]
