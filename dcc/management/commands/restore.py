"""`manage.py restore FILE`: a backup brought back into an empty place."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from dcc import sockets
from dcc.backup import contents
from dcc.backup.manifest import Manifest
from dcc.backup.rules.restoring import restore_backup
from dcc.errors import Refused


def _done_again(manifest: Manifest) -> list[str]:
    """Let the rooms do once more what was not to be undone by a copy; a copy of an older program is migrated first."""
    if contents.known_migrations() - set(contents.migrations()):
        return [_("The copy is of an older version. After manage.py migrate: manage.py erase --again %(since)s") % {"since": manifest.at.isoformat()}]
    return [again(since=manifest.at, now=timezone.now()) for again in sockets.restored]


class Command(BaseCommand):
    """Refuses where there is anything already."""

    help = "Bring a backup back: manage.py restore FILE [--identity KEYFILE]. The database must be empty, without a table, and so must the uploads."

    def add_arguments(self, parser) -> None:
        """Take the file."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--identity", type=Path, metavar="KEYFILE", help="the private key that opens it")

    def handle(self, *, file: Path, identity: Path | None, **options) -> None:
        """Do it, or say why not and end with 1."""
        try:
            manifest = restore_backup(file, identity=identity)
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        except OSError as problem:
            raise CommandError(f"{problem.filename or file}: {problem.strerror or problem}") from None
        facts = {"at": timezone.localtime(manifest.at).strftime("%Y-%m-%d %H:%M"), "version": manifest.version, "rows": manifest.rows}
        for text in _done_again(manifest):
            self.stdout.write(text)
        self.stdout.write(_("Restored: everything of %(at)s (DCC %(version)s), %(rows)s rows. Now: manage.py migrate, then start web and worker.") % facts)
