"""Import the sales department's sheet of showroom cards from the command line."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from dcc.management.acting import acting
from dcc.people.permissions import may
from leads.intake.reading.refusals import Unreadable
from leads.intake.refusal_words import file_refusal
from reception.showroom.rules.card_sheets import import_cards


class Command(BaseCommand):
    """Take a sheet in as the page does. The last line of standard output is one JSON object; a refused file exits with 1, nothing written."""

    help = "Import the showroom's cards from a sheet: every row creates or updates a card, changes nothing, or is rejected with a reason."

    def add_arguments(self, parser):
        """The sheet, whose it is, and who imports."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--store", required=True, metavar="CODE")
        parser.add_argument("--user", required=True, metavar="USERNAME", help="who imports; needs the right to keep the showroom's cards")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, write nothing")

    def handle(self, *args, **options):
        """Import and print the counts."""
        store, user = acting(options["store"], options["user"])
        if not may(user, "showroom_card.keep"):
            raise CommandError(f"{user.username} may not keep the showroom's cards; the front desk may")
        try:
            result = import_cards(options["file"], store, by=user, now=timezone.now(), dry_run=options["dry_run"])
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from error
        except Unreadable as refusal:
            raise CommandError(f"{options['file'].name}: {file_refusal(refusal.code, refusal.facts)}") from refusal
        self.stdout.write(json.dumps({"rows": len(result.judged), **result.counts, "reasons": result.reasons}))
