"""Fill the demo's stores."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from dcc.models import Store
from reporting.demo.filling import DAYS, fill
from reporting.demo.portal_files import write_portal_files


class Command(BaseCommand):
    """Fill an empty database with two stores; a second run keeps what is there. Refused in production."""

    help = "Fill the demo's stores."

    def add_arguments(self, parser) -> None:
        """Take how long the stores have lived."""
        parser.add_argument("--days", type=int, default=DAYS, help=f"how many days they have lived: {DAYS}")

    def handle(self, *args, days, **options):
        """Fill, or say that there is something already."""
        if settings.PRODUCTION:
            raise CommandError("The demo's accounts have a public password; they are not made in production.")
        if days < 1:
            raise CommandError("They lived one day at least.")
        now = timezone.now()
        if not fill(now=now, say=self.stderr.write, days=days):
            self.stderr.write("There is a store already; nothing was changed.")
            return
        for path in write_portal_files(settings.VAR / "portals", Store.objects.get(code="S1"), now=now):
            self.stderr.write(f"to be imported: {path}")
