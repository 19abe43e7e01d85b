"""`python -m tests.reporting.seeds [--seeds 1 2 3 4 5] [--days 90] [--leads-per-day 6]`: long lives of a store, each judged from its file.

Each seed is played in a database of its own that vanishes, its ledger read by the independent checker, taken into an empty database and exported
again, and every figure asked before and after. Prints a line a seed and what breaks a rule; ends with 1 where anything does. Ninety days of six leads
take some minutes. DCC_TEST_DATABASE=postgres plays on a PostgreSQL started for it, as the tests do.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

CODE, FIRST = "L1", date(2026, 8, 3)


def judge(seed: int, days: int, per_day: int, path: Path) -> list[str]:
    """Play, export, check and compare; return what is wrong, and say how the trade went."""
    from django.core.management import call_command  # noqa: PLC0415 - only once Django is set up
    from django.db import transaction  # noqa: PLC0415

    from reporting.ledger.verifying import verify_ledger  # noqa: PLC0415
    from tests.reporting.ledger_checker import check  # noqa: PLC0415
    from tests.reporting.lives import TRADE, figures_of, proportions, what_comes_back  # noqa: PLC0415

    last = FIRST + timedelta(days=days - 1)
    with transaction.atomic():
        call_command("simulate", store=CODE, first=FIRST, days=days, seed=seed, leads_per_day=per_day, verbosity=0, stdout=StringIO())
        call_command("ledger", "export", "--store", CODE, str(path), stdout=StringIO())
        figures = figures_of(CODE, FIRST, last)
        transaction.set_rollback(True)
    wrong = check(path)
    wrong += [f"{name} differs when verified: {differs}" for name, differs in verify_ledger(path).differ.items()]
    written, asked = what_comes_back(CODE, path, FIRST, last)
    wrong += ["the ledger does not come back as it went"] * (written != path.read_bytes())
    wrong += [f"the figures by {by}, {basis} differ" for by, basis in figures if figures[by, basis] != asked[by, basis]]
    shares = proportions(path)
    print(f"seed {seed}: {shares}")
    return wrong + [f"{name}: {share} is not as in the trade" for name, share in shares.items() if not TRADE[name][0] <= share <= TRADE[name][1]]


def main() -> int:
    """Judge every seed."""
    parser = argparse.ArgumentParser(description="Play long lives of a store and judge their ledgers")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3, 4, 5])
    parser.add_argument("--days", type=int, default=90)
    parser.add_argument("--leads-per-day", type=int, default=6)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, database(Path(folder)) as url:
        os.environ.update(DCC_VAR=folder, DJANGO_SETTINGS_MODULE="dcc.settings", DATABASE_URL=url)
        import django  # noqa: PLC0415 - it reads its settings now
        from django.core.management import call_command  # noqa: PLC0415

        django.setup()
        call_command("migrate", verbosity=0)
        found = [report(seed, asked, Path(folder)) for seed in asked.seeds]
    return 1 if any(found) else 0


@contextmanager
def database(folder: Path) -> Iterator[str]:
    """Give the address of an empty database that is gone afterwards: SQLite in the folder, or a server of its own."""
    if os.environ.get("DCC_TEST_DATABASE") != "postgres":
        yield f"sqlite:///{folder / 'dcc.sqlite3'}"
        return
    from tests import postgres  # noqa: PLC0415 - only where it is asked for

    folder.chmod(0o711)  # the server's user passes through to its own folder
    server = postgres.start(folder / "postgres")
    try:
        yield server.url
    finally:
        server.stop()


def report(seed: int, asked: argparse.Namespace, folder: Path) -> int:
    """Print what is wrong with one seed; return how much."""
    wrong = judge(seed, asked.days, asked.leads_per_day, folder / f"{seed}.jsonl")
    for sentence in wrong:
        print(f"  {sentence}")
    sys.stdout.flush()
    return len(wrong)


if __name__ == "__main__":
    sys.exit(main())
