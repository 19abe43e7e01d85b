"""A copy brought back into an empty place (docs/rules/trust.md#backups)."""

import shutil
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils.translation import gettext as _

from dcc.backup import contents, postgres_copy, sqlite_copy, tar_file
from dcc.backup.manifest import Manifest
from dcc.backup.rules.checking_copies import compared, plain_of, refuse_newer
from dcc.backup.workplace import workplace
from dcc.errors import Refused
from dcc.installation.private_files import private_folder


def restore_backup(file: Path, *, identity: Path | None = None) -> Manifest:
    """Make a copy the installation's database and uploads. Raises Refused, and changes nothing, where there is one already or the copy is not whole.

    Nobody is logged in afterwards: who was when the copy was made may have left since.
    """
    with workplace() as place:
        refuse_unless_empty()
        inside = private_folder(place / "restored")
        manifest = tar_file.unpack(plain_of(file, place, identity=identity), inside)
        if manifest.database != connection.vendor:
            facts = {"kind": manifest.database, "own": connection.vendor}
            raise Refused(_("The backup is of %(kind)s, DATABASE_URL names %(own)s. Restore it there; `move` brings SQLite to PostgreSQL.") % facts)
        refuse_newer(manifest)
        {"sqlite": _as_file, "postgresql": _into_server}[manifest.database](inside, manifest)
    Session.objects.all().delete()
    return manifest


def refuse_unless_empty() -> None:
    """Raise Refused, and say what was found, unless there is neither a table nor an upload."""
    found = contents.counts()
    if found:
        facts = {"tables": str(len(found)), "rows": str(sum(found.values()))}
        raise Refused(_("The database is not empty: %(tables)s tables, %(rows)s rows. A backup is restored into an empty place only.") % facts)
    files = [path for path in settings.UPLOADS.rglob("*") if path.is_file()]
    if files:
        facts = {"folder": str(settings.UPLOADS), "count": str(len(files))}
        raise Refused(_("%(folder)s is not empty: %(count)s files. A backup is restored into an empty place only.") % facts)


def _as_file(inside: Path, manifest: Manifest) -> None:
    file = inside / tar_file.DATABASES["sqlite"]
    with sqlite_copy.opened(file):
        compared(manifest)
    _put_uploads(inside)
    sqlite_copy.put_in_place(file)


def _into_server(inside: Path, manifest: Manifest) -> None:
    postgres_copy.restore_from(inside / tar_file.DATABASES["postgresql"], postgres_copy.direct())
    compared(manifest)
    _put_uploads(inside)


def _put_uploads(inside: Path) -> None:
    held = inside / tar_file.UPLOADS
    if held.is_dir():
        if settings.UPLOADS.exists():
            shutil.rmtree(settings.UPLOADS)
        held.rename(settings.UPLOADS)
