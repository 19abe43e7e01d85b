"""`manage.py closings`: a store's closings, and whether their chain holds."""

from django.core.management.base import BaseCommand, CommandError

from dcc.reckoning.seal_chain import GAP
from reporting.closings.seal import first_broken
from reporting.management.arguments import store_called
from reporting.models import Closing


class Command(BaseCommand):
    """List the closings of a store; with --verify exit 1 at the first broken link."""

    help = "List the closings of a store: manage.py closings --store S1 [--verify]"

    def add_arguments(self, parser) -> None:
        """Take the store, and whether the chain is to be verified."""
        parser.add_argument("--store", required=True)
        parser.add_argument("--verify", action="store_true", help="recount every seal; exit 1 at the first that is broken")

    def handle(self, *args, store, verify, **options) -> None:
        """Print a line per closing, or what the chain is worth."""
        closings = list(Closing.objects.of_store(store_called(store)).order_by("number"))
        if not verify:
            self.stdout.write("".join(f"{row.number:04d} {row.kind:<5} {row.period:<10} {row.hash}\n" for row in closings), ending="")
            return
        if broken := first_broken(closings):
            raise CommandError(f"{store}: {broken.number:04d} {'is missing' if broken.why == GAP else 'is not what was sealed'}")
        span = f"{closings[0].number:04d}-{closings[-1].number:04d}" if closings else "none"
        self.stdout.write(f"{store}: {len(closings)} closings, {span}, unbroken")
