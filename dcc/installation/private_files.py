"""Files that only the program's account may read: the database, what is uploaded, what is on its way."""

import os
from contextlib import suppress
from pathlib import Path

LEFT_AFTER_SECONDS = 3600  # a body that is still on its way is younger


def private_folder(path: Path) -> Path:
    """Make a folder where there is none, and close it to other accounts where it is ours to close."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    _close(path)
    return path


def private_file(path: Path) -> None:
    """The same for a file, which is not opened where it is there: its disk may only be read. SQLite gives the files beside its own the mode of its own."""
    if not path.exists():
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    _close(path)


def owners_alone(path: str, flags: int) -> int:
    """Open a file as `open(…, opener=owners_alone)` does: a new one is readable by nobody else from its first moment."""
    return os.open(path, flags, 0o600)


def is_open_to_others(path: Path) -> bool:
    """Whether other accounts of the machine may look into a folder."""
    return path.stat().st_mode & 0o077 != 0


def sweep_spool(folder: Path, *, seconds: float) -> int:
    """Remove what uploads that broke off left behind, once it is an hour old at `seconds` since the epoch; return how many files that were."""
    left = [path for path in folder.glob("tmp*.upload*") if seconds - path.stat().st_mtime > LEFT_AFTER_SECONDS]
    for path in left:
        path.unlink(missing_ok=True)
    return len(left)


def _close(path: Path) -> None:
    mode = path.stat().st_mode
    if mode & 0o077 and path.stat().st_uid == os.geteuid():
        with suppress(OSError):  # a mounted folder may know no modes; the check at the start names it
            path.chmod(mode & 0o700)
