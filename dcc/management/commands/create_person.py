"""`manage.py create_person`: people whom nobody in a store outranks."""

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dcc.errors import Refused
from dcc.models import Store
from dcc.people.roles import ROLES
from dcc.people.rules.people import add_person


class Command(BaseCommand):
    """Makes a person of any role; prints their one-time password as its result."""

    help = "Make a person: a general manager, a further director, head office. Everyone else is made in the browser."

    def add_arguments(self, parser) -> None:
        """Account, name, roles; the store, or for head office the stores watched."""
        parser.add_argument("user", help="the account, as typed at log-in")
        parser.add_argument("--name", required=True)
        parser.add_argument("--role", action="append", required=True, choices=[name for name, _label in ROLES])
        parser.add_argument("--store", action="append", default=[], metavar="CODE", help="the store's code; head office: once for each store watched")

    def handle(self, *, user: str, name: str, role: list[str], store: list[str], **options) -> None:
        """Refuse with a sentence and exit code 1, or make the person and their list of stores."""
        stores = list(Store.objects.filter(code__in=store))
        unknown = set(store) - {known.code for known in stores}
        if unknown:
            raise CommandError(_("There is no store %(code)s.") % {"code": ", ".join(sorted(unknown))})
        watches = role == ["hq"]
        if "hq" in role and not watches:
            raise CommandError(_("Head office holds no other role."))
        if not watches and len(stores) != 1:
            raise CommandError(_("Name one store."))
        try:
            with transaction.atomic():
                person, password = add_person(username=user, name=name, roles=role, store=None if watches else stores[0], by=None, now=timezone.now())
                if watches:
                    person.stores.set(stores)
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(password)
