"""`manage.py create_store`: the first minute of a store."""

import re

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dcc.errors import Refused
from dcc.log_in.rules.passwords import choose_password
from dcc.management.addresses import address
from dcc.management.passwords import read_password
from dcc.models import Store
from dcc.people.rules.people import add_person
from dcc.store.rules.stores import create_store
from dcc.store.store_defaults import BRANDS

CODE = re.compile(r"[\w.-]{1,20}")
ACCOUNT = re.compile(r"[\w.-]{2,40}")


class Command(BaseCommand):
    """Makes a store with its defaults and its first director; prints the address as its result."""

    help = "Make a store and its first person, the sales director. The password is asked for, or read from standard input."

    def add_arguments(self, parser) -> None:
        """Code and name of the store, account (and name) of the director."""
        parser.add_argument("--code", required=True, help="short and unique, for example S1")
        parser.add_argument("--name", required=True, help="the store's name, for example 长春一店")
        parser.add_argument("--director", required=True, help="account of the sales director, for example zhang")
        parser.add_argument("--brand", default="", help=f"whose models the store sells: {' '.join(BRANDS)}; without it they are added in the browser")
        parser.add_argument("--director-name", default="", help="the director's name; default: the account")

    def handle(self, *, code: str, name: str, director: str, director_name: str, brand: str, **options) -> None:
        """Refuse with a sentence and exit code 1, or make everything in one transaction."""
        self._check(code, name, director, brand)
        password = read_password(username=director, name=director_name)
        try:
            with transaction.atomic():
                now = timezone.now()
                store = create_store(code=code, name=name, brand=brand, by=None, now=now)
                person, _shown_to_nobody = add_person(username=director, name=director_name or director, roles=["director"], store=store, by=None, now=now)
                choose_password(person, password=password)
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(address())

    def _check(self, code: str, name: str, director: str, brand: str) -> None:
        if brand and brand not in BRANDS:
            raise CommandError(_("The brand %(brand)s is not known. Known are: %(known)s.") % {"brand": brand, "known": _(", ").join(BRANDS)})
        if not CODE.fullmatch(code):
            raise CommandError(_("The code may hold letters, digits, dot, hyphen and underscore, 1 to 20 of them."))
        if not name.strip() or len(name) > (Store._meta.get_field("name").max_length or 0):
            raise CommandError(_("The name must have 1 to 60 characters."))
        if not ACCOUNT.fullmatch(director):
            raise CommandError(_("The account may hold letters, digits, dot, hyphen and underscore, 2 to 40 of them."))
        taken = Store.objects.filter(code=code).first()
        if taken:
            raise CommandError(_("The code %(code)s is taken by the store %(name)s. Nothing was changed.") % {"code": code, "name": taken.name})
