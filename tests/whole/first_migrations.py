"""`python -m tests.whole.first_migrations`: write the one first migration of each room anew from its models, until the first release freezes them.

Django's own command adds each index and each constraint in a step of its own behind all tables, and each such step reads every model anew: a new
database took half a minute. Here a table is created with all it has, wherever its columns are there by then.
"""

import os
from importlib import import_module, invalidate_caches
from pathlib import Path

ROOMS = ("dcc", "leads", "calls", "reception", "reporting")
NAME = "0001_initial"


def written(room: str) -> Path:
    """Return the file of a room's first migration."""
    return Path(room) / "migrations" / f"{NAME}.py"


def folded(operations: list) -> list:
    """Return operations that do the same, with indexes and constraints in the step that creates their table."""
    from django.db.migrations import AddConstraint, AddField, AddIndex, CreateModel  # noqa: PLC0415 - only once Django is set up

    created = {step.name_lower: step for step in operations if isinstance(step, CreateModel)}
    grown = {step.model_name_lower for step in operations if isinstance(step, AddField)}
    left = []
    for step in operations:
        table = created.get(step.model_name_lower) if isinstance(step, AddIndex | AddConstraint) else None
        if table is None or table.name_lower in grown:
            left.append(step)
        elif isinstance(step, AddIndex):
            table.options.setdefault("indexes", []).append(step.index)
        else:
            table.options.setdefault("constraints", []).append(step.constraint)
    return left


def write() -> None:
    """Write the first migration of every room."""
    import django  # noqa: PLC0415

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.db.migrations.writer import MigrationWriter  # noqa: PLC0415

    for room in ROOMS:
        written(room).unlink(missing_ok=True)
    call_command("makemigrations", *ROOMS, verbosity=0)
    invalidate_caches()
    for room in ROOMS:
        migration = import_module(f"{room}.migrations.{NAME}").Migration(NAME, room)
        migration.operations = folded(migration.operations)
        written(room).write_text(MigrationWriter(migration).as_string(), encoding="utf-8")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dcc.settings")
    write()
