"""`manage.py set_password USER`: helps whoever is locked out."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from dcc.log_in.rules.passwords import set_password_for
from dcc.log_in.rules.second_factor import reset_second_factor
from dcc.management.passwords import read_password
from dcc.models import User


class Command(BaseCommand):
    """Sets a password that must be changed at the next log-in, and lifts the throttle of this account."""

    help = "Set somebody's password. It is asked for, or read from standard input, and must be changed at the next log-in."

    def add_arguments(self, parser) -> None:
        """The account."""
        parser.add_argument("user", help="the account, as typed at log-in")
        parser.add_argument("--lost-phone", action="store_true", help="take the second step of the log-in away as well")

    def handle(self, *, user: str, lost_phone: bool = False, **options) -> None:
        """Refuse an unknown account with a sentence and exit code 1."""
        person = User.objects.filter(username=user.lower()).first()
        if person is None:
            raise CommandError(_("There is no account %(user)s.") % {"user": user})
        set_password_for(person, password=read_password(username=person.username, name=person.name), now=timezone.now())
        if lost_phone:
            reset_second_factor(person, by=None, now=timezone.now())
        self.stderr.write(_("%(name)s must choose a new password at the next log-in.") % {"name": person.name})
        if not person.is_active:
            self.stderr.write(_("%(name)s has left and still has no access.") % {"name": person.name})
