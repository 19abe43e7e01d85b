"""Say what hangs where."""

from django.core.management.base import BaseCommand

from dcc.installation.plugs_hung import table

ROOMS = ("dcc", "leads", "calls", "reception", "reporting")


class Command(BaseCommand):
    """Print every socket with what the rooms hung on it, as the table of docs/architecture.md has it."""

    help = __doc__

    def handle(self, *args, **options) -> None:
        """Print the table."""
        self.stdout.write(table(ROOMS))
