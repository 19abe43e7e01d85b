"""`manage.py ledger import FILE`, `manage.py ledger export --store CODE FILE`: a store's history as a file comes in and goes out."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from dcc.models import Store
from reporting.ledger.progress import Progress
from reporting.ledger.reader import import_ledger
from reporting.ledger.refusals import LedgerRefused
from reporting.ledger.writer import export_ledger


class Command(BaseCommand):
    """Import a ledger, all or nothing; export a store."""

    help = "manage.py ledger import FILE [--progress] | ledger export --store CODE FILE"

    def add_arguments(self, parser) -> None:
        """Take what to do and the file."""
        deeds = parser.add_subparsers(dest="deed", required=True)
        reading = deeds.add_parser("import", help="take a ledger in, all or nothing")
        reading.add_argument("file", type=Path)
        reading.add_argument("--progress", action="store_true", help="show a progress bar")
        writing = deeds.add_parser("export", help="write a store's whole history")
        writing.add_argument("--store", required=True)
        writing.add_argument("file", type=Path)

    def handle(self, *args, deed: str, **options) -> None:
        """Do it."""
        getattr(self, f"do_{deed}")(options)

    def do_import(self, options: dict) -> None:
        """Read the file; say what came in, or why nothing did."""
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"there is no file {path}")
        bar = Progress(path.stat().st_size, self.stderr) if options["progress"] else None
        try:
            counts = import_ledger(path, now=timezone.now(), progress=bar.show if bar else None)
        except LedgerRefused as refusal:
            raise CommandError(str(refusal)) from None
        if bar:
            bar.end()
        self.stdout.write(", ".join(f"{kind} {count}" for kind, count in counts.items()))

    def do_export(self, options: dict) -> None:
        """Write the file; say how many lines it has."""
        store = Store.objects.filter(code=options["store"]).first()
        if store is None:
            raise CommandError(f"there is no store {options['store']}")
        self.stdout.write(f"{export_ledger(store, options['file'], now=timezone.now())} lines")
