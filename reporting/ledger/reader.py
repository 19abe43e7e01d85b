"""Takes a ledger in: all or nothing, set-wise, in bounded memory. Checks shape, references and the database's constraints, never the rules."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.db import transaction

from dcc.models import Store
from dcc.trail import audit
from dcc.trail.rules.sealing import seal_trail
from reporting.ledger.deriving import derive
from reporting.ledger.lines import read_lines
from reporting.ledger.loading import Loader
from reporting.ledger.refusals import LedgerRefused
from reporting.ledger.shapes import SHAPES


def import_ledger(path: Path, *, now: datetime, progress: Callable[[int], None] | None = None) -> Counter:
    """Read a file into stores of its own and return how many lines of each type it had. Raises LedgerRefused; then nothing was written."""
    counts: Counter = Counter()
    with path.open("rb") as file, transaction.atomic():
        loader = Loader()
        try:
            for number, kind, line in read_lines(file, progress):
                loader.load(number, kind, SHAPES[kind].read(number, line))
                counts[kind] += 1
            if not counts:
                raise LedgerRefused(1, "", "there is no line of a ledger in it")
            loader.finish()
            derive(loader)
        finally:
            loader.close()
        for store in Store.objects.filter(pk__in=loader.stores.values()):
            audit.record("ledger.import", store, by=None, now=now, store=store, lines=counts.total())
    seal_trail(now=now)
    return counts
