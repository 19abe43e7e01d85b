"""`manage.py erase NUMBER --store S1`: a person erased at their own request, by the operator; or once more after a backup was brought back."""

from datetime import datetime
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from dcc.errors import Refused
from dcc.frame.plain_workbook import plain_workbook
from dcc.installation.private_files import private_file
from dcc.models import Store
from reception.erasing.known_file import known_of
from reception.erasing.person_asked import Asked
from reception.erasing.rules.erasing import erase_person
from reception.erasing.rules.erasing_again import erase_those_of_the_list
from reception.erasing.rules.handing_out import record_file


class Command(BaseCommand):
    """Erases, or hands out what is known; both are on the trail."""

    help = "Erase a person at their own request: manage.py erase NUMBER --store S1 (- reads the number from standard input)"

    def add_arguments(self, parser) -> None:
        """Take the number and the store, or from when on to erase again."""
        parser.add_argument("number", nargs="?", help="the number, or - to read it from standard input, which no history of commands keeps")
        parser.add_argument("--store", help="code of the store")
        parser.add_argument("--file", type=Path, metavar="XLSX", help="erase nobody: write what is known of them into this workbook")
        parser.add_argument("--again", metavar="MOMENT", help="after a restore: erase whoever was erased since this moment, by the list beside the backups")
        parser.add_argument("--list", type=Path, metavar="FILE", help="where that list lies, if not in the folder of backups")

    def handle(self, *, number: str | None, store: str | None, file: Path | None, again: str | None, **options) -> None:
        """Do it, or say why not and end with 1."""
        now = timezone.now()
        if again:
            self.stdout.write(erase_those_of_the_list(since=_moment(again), now=now, path=options["list"]))
            return
        found = Store.objects.filter(code=store).first()
        if found is None or not number:
            raise CommandError("name a number and a store: manage.py erase NUMBER --store S1")
        with translation.override("zh-hans"), timezone.override(found.zone):
            try:
                asked = Asked.of(found, input() if number == "-" else number)
                if file:
                    self._hand_out(found, asked, file, now=now)
                else:
                    erase_person(found, asked.rows, by=None, now=now)
                    self.stdout.write(_("Erased. Every figure is as before."))
            except Refused as refusal:
                raise CommandError(str(refusal)) from None

    def _hand_out(self, store: Store, asked: Asked, file: Path, *, now: datetime) -> None:
        lines = known_of(asked.rows)
        record_file(store, asked.rows, lines=len(lines), by=None, now=now)
        said = {_("Number"): asked.masked, _("Store"): store.name}
        private_file(file)
        heads = [_("When"), _("What"), _("Field"), _("Said")]
        file.write_bytes(plain_workbook(_("What is known of a person"), heads, lines, said=said, zone=store.zone, now=now))
        self.stdout.write(str(file))


def _moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise CommandError("a moment is written like 2026-11-20T02:30:00+08:00") from None
    return found if found.tzinfo else found.replace(tzinfo=timezone.get_default_timezone())
