"""`manage.py who_saw NUMBER --store S1`: who was shown a number, when, and what came of it."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from dcc.errors import Refused
from dcc.models import Store
from reception.seen.rules.asking_who_saw import ask_who_saw
from reception.seen.showings import KINDS, showings_of


class Command(BaseCommand):
    """Prints the rows of the page in its order; the question is on the trail."""

    help = "Say who was shown a number: manage.py who_saw NUMBER --store S1 (- reads the number from standard input)"

    def add_arguments(self, parser) -> None:
        """Take the number and the store."""
        parser.add_argument("number", help="the number, or - to read it from standard input, which no history of commands keeps")
        parser.add_argument("--store", required=True, help="code of the store")

    def handle(self, *, number: str, store: str, **options) -> None:
        """Print a line for each time."""
        found_store, now = Store.objects.filter(code=store).first(), timezone.now()
        if found_store is None:
            raise CommandError(f"there is no store {store}")
        with translation.override("zh-hans"), timezone.override(found_store.zone):
            try:
                found = ask_who_saw(found_store, input() if number == "-" else number, by=None, now=now)
            except Refused as refusal:
                raise CommandError(str(refusal)) from None
            if not found.anybody:
                self.stdout.write(translation.gettext("Nobody saw it, and there is no such customer"))
            for row in showings_of(found_store, found, since=None, now=now):
                moment, who = f"{timezone.localtime(row.at):%Y-%m-%d %H:%M:%S}", row.by.name if row.by else "-"
                self.stdout.write("\t".join([moment, who, str(KINDS[row.kind]), str(row.words), row.why, row.came]))
