"""A copy brought back into a scratch database and compared with what it says of itself (docs/rules/trust.md#backups)."""

from dataclasses import dataclass
from pathlib import Path

from django.db import DatabaseError
from django.utils.translation import gettext as _

from dcc.backup import contents, postgres_copy, sqlite_copy, tar_file
from dcc.backup.encryption import is_closed, open_with
from dcc.backup.manifest import Manifest, differing
from dcc.backup.workplace import workplace
from dcc.errors import Refused
from dcc.installation.private_files import private_folder

OPENED = {"sqlite": sqlite_copy.opened, "postgresql": postgres_copy.opened}


@dataclass(frozen=True)
class Verified:
    """What was found. `marks`: the names of what else was compared; none where the copy is of another version of the program, which may count otherwise."""

    manifest: Manifest
    marks: tuple[str, ...]


def verify_backup(file: Path, *, identity: Path | None = None) -> Verified:
    """Bring a copy back into a scratch database, and compare. Raises Refused where anything differs."""
    with workplace() as place:
        return examine(plain_of(file, place, identity=identity), place)


def plain_of(file: Path, place: Path, *, identity: Path | None) -> Path:
    """Return the file as it is without a key. Raises Refused where it is not there, not what its sum says, or closed to a key that was not given."""
    if not file.is_file():
        raise Refused(_("There is no file %(file)s.") % {"file": file})
    told = file.with_name(f"{file.name}.sha256")
    if told.is_file() and told.read_text(encoding="utf-8").split()[:1] != [tar_file.digest(file)]:
        raise Refused(_("%(file)s is not what it was: its checksum differs.") % {"file": file.name})
    if not is_closed(file):
        return file
    if identity is None:
        raise Refused(_("%(file)s is closed to a key. Give the private one: --identity KEYFILE.") % {"file": file.name})
    plain = place / "opened.tar.gz"
    open_with(file, plain, identity)
    return plain


def examine(plain: Path, place: Path) -> Verified:
    """Compare what an open copy holds with what its manifest says."""
    inside = private_folder(place / "examined")
    manifest = tar_file.unpack(plain, inside)
    refuse_newer(manifest)
    with OPENED[manifest.database](inside / tar_file.DATABASES[manifest.database]):
        try:
            marks = compared(manifest)
        except DatabaseError as problem:
            raise Refused(_("The backup cannot be read by this version: %(why)s") % {"why": problem}) from problem
    return Verified(manifest, marks)


def compared(manifest: Manifest) -> tuple[str, ...]:
    """Compare the database as it is met now with a manifest; return which marks were compared. Raises Refused with the first differences."""
    differences = list(differing(manifest.counts, contents.counts()))
    same = manifest.version == contents.version() and manifest.migrations == contents.migrations()
    found = contents.marks(now=manifest.at) if same else {}
    names = tuple(sorted(manifest.marks.keys() & found.keys()))
    differences += differing({name: manifest.marks[name] for name in names}, {name: found[name] for name in names})
    if differences:
        raise Refused(_("The backup differs from what it says of itself: %(what)s") % {"what": "; ".join(differences[:5])})
    return names


def refuse_newer(manifest: Manifest) -> None:
    """Raise Refused for a copy of a version that this program does not know yet."""
    if unknown := set(manifest.migrations) - contents.known_migrations():
        facts = {"version": manifest.version, "what": ", ".join(sorted(unknown)[:3])}
        raise Refused(_("The backup is of a newer version of DCC (%(version)s: %(what)s). Install that one first.") % facts)
