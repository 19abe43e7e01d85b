"""`manage.py ledger import FILE`, `manage.py ledger export --store CODE FILE`, `manage.py ledger verify FILE`: a store's history as a file.

It comes in, goes out, and is judged anew.
"""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from reporting.ledger.progress import Progress
from reporting.ledger.reader import import_ledger
from reporting.ledger.refusals import LedgerRefused
from reporting.ledger.verifying import verify_ledger
from reporting.ledger.writer import export_ledger
from reporting.management.arguments import store_called

DONE = {"import": "imported", "export": "exported", "verify": "verified"}


class Command(BaseCommand):
    """Import a ledger, all or nothing; export a store."""

    help = "manage.py ledger import FILE [--progress] | ledger export --store CODE FILE | ledger verify FILE"

    def add_arguments(self, parser) -> None:
        """Take what to do and the file."""
        deeds = parser.add_subparsers(dest="deed", required=True)
        reading = deeds.add_parser("import", help="take a ledger in, all or nothing")
        reading.add_argument("file", type=Path)
        reading.add_argument("--progress", action="store_true", help="show a progress bar")
        judging = deeds.add_parser("verify", help="recompute whose every visit was, from the file alone")
        judging.add_argument("file", type=Path)
        writing = deeds.add_parser("export", help="write a store's whole history")
        writing.add_argument("--store", required=True)
        writing.add_argument("file", type=Path)

    def handle(self, *args, deed: str, **options) -> None:
        """Do it, all or nothing: also where the disk is full or somebody breaks it off."""
        try:
            getattr(self, f"do_{deed}")(options)
        except OSError as problem:
            raise CommandError(f"{options['file']}: {problem.strerror or problem}; nothing was {DONE[deed]}") from None
        except KeyboardInterrupt:
            raise CommandError(f"broken off; nothing was {DONE[deed]}", returncode=130) from None

    def do_import(self, options: dict) -> None:
        """Read the file; say what came in, or why nothing did."""
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"there is no file {path}")
        bar = Progress(path.stat().st_size, self.stderr) if options["progress"] else None
        try:
            counts = import_ledger(path, now=timezone.now(), progress=bar.show if bar else None)
            if bar:
                bar.full()
        except LedgerRefused as refusal:
            raise CommandError(str(refusal)) from None
        finally:
            if bar:
                bar.end()
        self.stdout.write(", ".join(f"{kind} {count}" for kind, count in counts.items()))

    def do_export(self, options: dict) -> None:
        """Write the file; say how many lines it has."""
        store = store_called(options["store"])
        if options["file"].is_dir():
            raise CommandError(f"{options['file']} is a folder; name a file")
        self.stdout.write(f"{export_ledger(store, options['file'], now=timezone.now())} lines")

    def do_verify(self, options: dict) -> None:
        """Say how many visits agree with the rules and which differ; end with 1 where any does."""
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"there is no file {path}")
        try:
            found = verify_ledger(path)
        except LedgerRefused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(json.dumps(found.said, ensure_ascii=False))
        if found.differ:
            raise SystemExit(1)
