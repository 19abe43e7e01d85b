"""`manage.py move --to DATABASE_URL`: a store grows from SQLite to PostgreSQL."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from dcc.backup.rules.growing import move_to
from dcc.errors import Refused


class Command(BaseCommand):
    """All or nothing; the file of SQLite stays as it is."""

    help = "Take everything from SQLite to an empty PostgreSQL: manage.py move --to postgres://user:password@host:5432/name. Stop web and worker first."

    def add_arguments(self, parser) -> None:
        """Take where to."""
        parser.add_argument("--to", required=True, metavar="DATABASE_URL", help="the address, or a file that holds it")

    def handle(self, *, to: str, **options) -> None:
        """Do it, or say why not and end with 1."""
        try:
            address = to if "://" in to else Path(to).read_text(encoding="utf-8").strip()
            moved = move_to(address, now=timezone.now())
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        except OSError as problem:
            raise CommandError(f"{to}: {problem.strerror or problem}") from None
        facts = {"tables": moved.tables, "rows": moved.rows, "marks": ", ".join(moved.marks)}
        self.stdout.write(_("Moved, and equal: %(tables)s tables, %(rows)s rows, %(marks)s.") % facts)
        self.stdout.write(_("Now set DATABASE_URL to the new address and start web and worker. What is written into SQLite from now on stays there."))
