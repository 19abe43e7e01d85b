"""The same seed gives the same ledger: on either database, under any hash seed, whatever stood in the database before."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.database import chosen

ROOT = Path(__file__).resolve().parents[3]
# What differs between databases shows on PostgreSQL, which plays the longer life against SQLite's; a hash seed shows at once.
DAYS = "4" if chosen() == "postgres" else "2"
PLAY = {"store": "L1", "first": "2026-08-03", "days": DAYS, "seed": "11", "leads_per_day": "12"}


@pytest.mark.long
def test_a_play_is_the_same_in_another_process_under_another_hash_seed_on_sqlite(db, other_store, tmp_path):
    here, there = tmp_path / "here.jsonl", tmp_path / "there.jsonl"

    play_here(here)
    play_there(there, tmp_path / "var", hash_seed="4711")

    assert here.read_text() == there.read_text()


def play_here(path: Path) -> None:
    """Play in this process, on the database of this run, in which another store stands."""
    call_command("simulate", "--store", PLAY["store"], "--from", PLAY["first"], *options(), verbosity=0)
    call_command("ledger", "export", "--store", PLAY["store"], str(path))


def play_there(path: Path, var: Path, *, hash_seed: str) -> None:
    """Play in a process of its own, on a fresh SQLite file."""
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "DCC_VAR": str(var), "DJANGO_SETTINGS_MODULE": "dcc.settings"}
    environment.pop("DATABASE_URL", None)
    commands = (
        ["migrate", "--verbosity", "0"],
        ["simulate", "--store", PLAY["store"], "--from", PLAY["first"], *options(), "--verbosity", "0"],
        ["ledger", "export", "--store", PLAY["store"], str(path)],
    )
    run = f"import django; django.setup(); from django.core.management import call_command\nfor each in {commands!r}: call_command(*each)"
    ended = subprocess.run([sys.executable, "-c", run], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if ended.returncode:
        pytest.fail(ended.stderr[-2000:])


def options() -> list[str]:
    """The rest of the command line."""
    return ["--days", PLAY["days"], "--seed", PLAY["seed"], "--leads-per-day", PLAY["leads_per_day"]]
