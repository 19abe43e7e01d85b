"""The file of a copy: a gzipped tar, the manifest first, that needs no DCC to be opened."""

import tarfile
import zlib
from collections.abc import Iterable
from dataclasses import replace
from hashlib import file_digest, sha256
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from dcc.backup import manifest as manifests
from dcc.backup.manifest import Manifest
from dcc.errors import Refused
from dcc.installation.private_files import owners_alone

COMPRESSION = 4  # a third of the time of 9, a twentieth larger
UPLOADS = "uploads"
DATABASES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
BLOCK = 1024**2
UNREADABLE = (tarfile.TarError, OSError, EOFError, zlib.error, ValueError, TypeError, KeyError)


def pack(folder: Path, manifest: Manifest, out: BinaryIO) -> Manifest:
    """Write all files under a folder, and what there is to say of them; return the manifest as it was written."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    parts: dict[str, dict[str, Any]] = {path.relative_to(folder).as_posix(): {"bytes": path.stat().st_size, "sha256": digest(path)} for path in files}
    whole = replace(manifest, parts=parts)
    with tarfile.open(fileobj=out, mode="w:gz", compresslevel=COMPRESSION, format=tarfile.PAX_FORMAT) as tar:
        said = whole.written()
        tar.addfile(_entry(manifests.NAME, len(said), whole), BytesIO(said))
        for name, facts in parts.items():
            with (folder / name).open("rb") as file:
                tar.addfile(_entry(name, facts["bytes"], whole), file)
    return whole


def unpack(file: Path, folder: Path) -> Manifest:
    """Write what the file holds into an empty folder, each part compared with its sum. Raises Refused for what is damaged or no copy of DCC."""
    try:
        with tarfile.open(file, mode="r:gz") as tar:
            found = _manifest(tar)
            left = _take_out(tar, found, folder)
            while tar.fileobj and tar.fileobj.read(BLOCK):  # the sum of gzip stands at the very end, where tar does not look
                pass
    except UNREADABLE as problem:
        raise Refused(_("%(file)s is damaged or no backup of DCC (%(why)s).") % {"file": file.name, "why": _reason(problem)}) from problem
    if left:
        raise Refused(_("%(file)s lacks %(parts)s.") % {"file": file.name, "parts": ", ".join(sorted(left))})
    return found


def digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _entry(name: str, size: int, manifest: Manifest) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode, entry.mtime = size, 0o600, int(manifest.at.timestamp())
    return entry


def _manifest(tar: tarfile.TarFile) -> Manifest:
    entry = tar.next()
    content = tar.extractfile(entry) if entry is not None and entry.name == manifests.NAME else None
    if content is None:
        raise ValueError("no manifest")
    return manifests.read(content.read())


def _take_out(tar: tarfile.TarFile, manifest: Manifest, folder: Path) -> set[str]:
    """Write each part the manifest names; return those that are not there."""
    left = set(manifest.parts)
    for entry in _rest(tar):
        if entry.name not in left or not entry.isfile() or not _is_ours(entry.name):
            raise ValueError(f"{entry.name} does not belong there")
        content = tar.extractfile(entry)
        if content is None or _copied(content, folder / entry.name) != manifest.parts[entry.name]["sha256"]:
            raise ValueError(f"{entry.name} is not what it was")
        left.discard(entry.name)
    return left


def _rest(tar: tarfile.TarFile) -> Iterable[tarfile.TarInfo]:
    while (entry := tar.next()) is not None:
        yield entry


def _is_ours(name: str) -> bool:
    path = PurePosixPath(name)
    return name in DATABASES.values() or (path.parts[0] == UPLOADS and ".." not in path.parts and not path.is_absolute())


def _copied(content, path: Path) -> str:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = sha256()
    with open(path, "xb", opener=owners_alone) as out:
        while block := content.read(BLOCK):
            found.update(block)
            out.write(block)
    return found.hexdigest()


def _reason(problem: BaseException) -> str:
    return str(problem) or type(problem).__name__
