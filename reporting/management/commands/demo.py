"""Fill the demo's stores."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from reporting.demo.filling import fill


class Command(BaseCommand):
    """Fill an empty database with two stores; a second run keeps what is there. Refused in production."""

    help = "Fill the demo's stores."

    def handle(self, *args, **options):
        """Fill, or say that there is something already."""
        if settings.PRODUCTION:
            raise CommandError("The demo's accounts have a public password; they are not made in production.")
        if not fill(now=timezone.now(), say=self.stderr.write):
            self.stderr.write("There is a store already; nothing was changed.")
