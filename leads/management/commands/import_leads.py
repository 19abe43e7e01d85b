"""Import a lead file from the command line."""

import json
from functools import partial
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from dcc.management.acting import acting
from dcc.models import Store, User
from dcc.people.permissions import may
from leads.channels.rules.channels import resolver
from leads.intake.reading.file import read_file
from leads.intake.reading.refusals import Unreadable
from leads.intake.refusal_words import file_refusal
from leads.intake.remark_words import remark_in_words
from leads.intake.rules.importing import import_file
from leads.models import Channel


class Command(BaseCommand):
    """Take a file in as the page does. The last line of standard output is one JSON object; a refused file exits with 1, nothing written."""

    help = "Import a lead file: every row is created, merged, repeated or rejected with a reason."

    def add_arguments(self, parser):
        """The file, whose it is, and which channel it goes to."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--store", required=True, metavar="CODE")
        parser.add_argument("--user", required=True, metavar="USERNAME", help="who imports; needs the right to")
        parser.add_argument("--channel", metavar="NAME", help="every row goes to this channel; without it the file must name them")
        parser.add_argument("--sheet", metavar="NAME", help="the sheet of a workbook to read; without it the first that has a header")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, write nothing")

    def handle(self, *args, **options):
        """Import and print the counts."""
        store, user = self._store_and_user(options["store"], options["user"])
        channel = self._channel(store, options["channel"])
        try:
            read = partial(read_file, sheet=options["sheet"])
            batch, result = import_file(options["file"], store, channel=channel, by=user, now=timezone.now(), dry_run=options["dry_run"], read=read)
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from error
        except Unreadable as refusal:
            raise CommandError(f"{options['file'].name}: {file_refusal(refusal.code, refusal.facts)}") from refusal
        for remark in result.remarks:
            self.stderr.write(remark_in_words(remark))
        counts = {outcome: result.counts[outcome] for outcome in ("created", "merged", "repeated", "rejected")}
        answer = {"batch": batch.pk if batch else None, "rows": len(result.judged), **counts, "reasons": result.reasons}
        self.stdout.write(json.dumps(answer))

    def _store_and_user(self, code: str, username: str) -> tuple[Store, User]:
        store, user = acting(code, username)
        if not may(user, "import"):
            raise CommandError(f"{username} may not import; a data manager or marketing may")
        return store, user

    def _channel(self, store: Store, name: str | None) -> Channel | None:
        if name is None:
            return None
        channel = resolver(store)(name)
        if channel is None:
            raise CommandError(f"Store {store.code} has no channel {name}; add it under Settings, Channels")
        return channel
