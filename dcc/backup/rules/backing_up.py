"""A copy of everything: database and uploads of one moment, in one file that is there whole or not at all (docs/rules/trust.md#backups)."""

import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from dcc.backup import contents, postgres_copy, sqlite_copy, tar_file
from dcc.backup.encryption import close, suffix_for
from dcc.backup.manifest import Manifest
from dcc.backup.rules.checking_copies import examine
from dcc.backup.workplace import workplace
from dcc.database.snapshot import one_moment
from dcc.errors import Refused
from dcc.installation.private_files import LEFT_AFTER_SECONDS, owners_alone, private_folder
from dcc.trail.rules.sealing import seal_trail

BY_HAND, NIGHTLY = "dcc-", "dcc-nightly-"
STAMP, SUFFIX, SUM = "%Y%m%dT%H%M%SZ", ".tar.gz", ".sha256"
COPIES = {"sqlite": sqlite_copy.copy_to, "postgresql": postgres_copy.copy_to}


@dataclass(frozen=True)
class Written:
    """A copy that was made."""

    path: Path
    manifest: Manifest
    bytes: int


def write_backup(folder: Path, *, now: datetime, key: str = "", prefix: str = BY_HAND, verify: bool = False) -> Written:
    """Write a copy into a folder, closed to a public key where one is given; `verify` brings it back into a scratch database before it gets its name."""
    ending = f"{SUFFIX}{suffix_for(key)}"
    with workplace() as place:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _sweep(folder, now)
        seal_trail(now=now)  # the copy's last seals stand on all that was done
        file, manifest = _packed(place, now)
        if verify:
            examine(file, place)
        if key:
            closed = place / f"closed{ending}"
            close(file, closed, key)
            file = closed
        path = folder / f"{prefix}{now.astimezone(UTC):{STAMP}}{ending}"
        _put(file, path)
    return Written(path, manifest, path.stat().st_size)


def _packed(place: Path, now: datetime) -> tuple[Path, Manifest]:
    inside, file = private_folder(place / "inside"), place / f"plain{SUFFIX}"
    _take_uploads(inside / tar_file.UPLOADS)
    with one_moment():
        vendor = connection.vendor
        found = Manifest(contents.version(), now, vendor, contents.server(), contents.migrations(), contents.counts(), contents.marks(now=now))
        COPIES[vendor](inside / tar_file.DATABASES[vendor])
    _take_uploads(inside / tar_file.UPLOADS)  # what came in while the database was read
    with open(file, "wb", opener=owners_alone) as out:
        manifest = tar_file.pack(inside, found, out)
    shutil.rmtree(inside)
    return file, manifest


def _take_uploads(into: Path) -> None:
    """Copy every file of the uploads that is new or has changed since it was; one that is gone meanwhile is nobody's any more."""
    for path in sorted(settings.UPLOADS.rglob("*")):
        held = into / path.relative_to(settings.UPLOADS)
        with suppress(FileNotFoundError):
            if path.is_file() and (not held.exists() or _stands(path) != _stands(held)):
                held.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                shutil.copy2(path, held)


def _stands(path: Path) -> tuple[int, int]:
    stands = path.stat()
    return stands.st_size, stands.st_mtime_ns


def _put(file: Path, path: Path) -> None:
    """Bring a finished file into its folder under its name, on the disk, and read again there."""
    told = tar_file.digest(file)
    part = path.with_name(f".{path.name}.part")
    try:
        with file.open("rb") as source, open(part, "wb", opener=owners_alone) as target:
            shutil.copyfileobj(source, target, tar_file.BLOCK)
            target.flush()
            os.fsync(target.fileno())
        if tar_file.digest(part) != told:
            raise Refused(_("%(folder)s does not give back what was written there.") % {"folder": path.parent})
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    with open(path.with_name(f"{path.name}{SUM}"), "w", opener=owners_alone, encoding="utf-8") as line:
        line.write(f"{told}  {path.name}\n")
    kept = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(kept)
    finally:
        os.close(kept)


def _sweep(folder: Path, now: datetime) -> None:
    """Remove what a killed backup left of a file that never got its name."""
    for part in folder.glob(f".{BY_HAND}*.part"):
        if now.timestamp() - part.stat().st_mtime > LEFT_AFTER_SECONDS:
            part.unlink(missing_ok=True)
