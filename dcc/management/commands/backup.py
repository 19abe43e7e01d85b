"""`manage.py backup [FOLDER]`, `manage.py backup --verify FILE`: a copy of everything, and whether one can be brought back."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from dcc.backup.rules.backing_up import write_backup
from dcc.backup.rules.backing_up_nightly import back_up_nightly
from dcc.backup.rules.checking_copies import verify_backup
from dcc.errors import Refused


class Command(BaseCommand):
    """Writes the path of what was made as its result."""

    help = "manage.py backup [FOLDER] [--key KEY] | backup --verify FILE [--identity KEYFILE] | backup --nightly"

    def add_arguments(self, parser) -> None:
        """Take the folder, or the file to verify."""
        parser.add_argument("folder", nargs="?", type=Path, default=settings.BACKUP_FOLDER, help=f"default: {settings.BACKUP_FOLDER}")
        parser.add_argument("--key", default=settings.BACKUP_KEY, help="close it to a public key: age1…, or the file of an X.509 certificate")
        parser.add_argument("--verify", type=Path, metavar="FILE", help="bring a backup back into a scratch database and compare")
        parser.add_argument("--identity", type=Path, metavar="KEYFILE", help="the private key that opens it")

        parser.add_argument("--nightly", action="store_true", help="what the worker does each night; nothing where it is not due")

    def handle(self, *, folder: Path, key: str, verify: Path | None, identity: Path | None, nightly: bool, **options) -> None:
        """Do it, or say why not and end with 1; then nothing was written."""
        try:
            if nightly:
                self.nightly()
            elif verify:
                self.verify(verify, identity)
            else:
                self.write(folder, key)
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        except OSError as problem:
            raise CommandError(f"{problem.filename or folder}: {problem.strerror or problem}") from None

    def nightly(self) -> None:
        """Make the night's copy where it is due."""
        if made := back_up_nightly(now=timezone.now()):
            self.stdout.write(str(made.path))

    def write(self, folder: Path, key: str) -> None:
        """Make a copy; say on standard error what it holds."""
        made = write_backup(folder.absolute(), now=timezone.now(), key=key)
        facts = {"tables": len(made.manifest.counts), "rows": made.manifest.rows, "files": len(made.manifest.parts) - 1, "bytes": made.bytes}
        self.stderr.write(_("%(tables)s tables, %(rows)s rows, %(files)s uploads; %(bytes)s bytes") % facts)
        self.stdout.write(str(made.path))

    def verify(self, file: Path, identity: Path | None) -> None:
        """Compare a copy; say what was compared."""
        found = verify_backup(file, identity=identity)
        manifest = found.manifest
        facts = {"at": timezone.localtime(manifest.at).strftime("%Y-%m-%d %H:%M"), "version": manifest.version, "kind": manifest.database}
        facts |= {"tables": str(len(manifest.counts)), "rows": str(manifest.rows), "marks": ", ".join(found.marks) or "–"}
        self.stdout.write(_("Whole: %(at)s, DCC %(version)s, %(kind)s; equal: %(tables)s tables, %(rows)s rows, %(marks)s") % facts)
