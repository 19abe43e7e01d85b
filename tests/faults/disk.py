"""A disk of its own for what an installation keeps: as small as a test wants it, and read-only where it says so. Only root may have one."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOMY = "600m"  # /readyz wants a third of it free


class Disk:
    """A file system in memory at a folder; where none may be mounted, an ordinary folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(mode=0o711)
        self.is_own = os.geteuid() == 0 and _run("mount", "-t", "tmpfs", "-o", f"size={ROOMY},mode=0711", "dcc-faults", str(folder))

    @contextmanager
    def full(self) -> Iterator[None]:
        """Let it have no room any more."""
        _run("mount", "-o", f"remount,size={shutil.disk_usage(self.folder).used}", str(self.folder))
        try:
            yield
        finally:
            _run("mount", "-o", f"remount,size={ROOMY}", str(self.folder))

    @contextmanager
    def read_only(self) -> Iterator[None]:
        """Let whoever opens a file from now on only read it."""
        _run("mount", "--bind", str(self.folder), str(self.folder))
        _run("mount", "-o", "remount,bind,ro", str(self.folder))
        try:
            yield
        finally:
            _run("umount", "--lazy", str(self.folder))

    def end(self) -> None:
        """Give it back."""
        if self.is_own:
            _run("umount", "--lazy", str(self.folder))


def _run(*command: str) -> bool:
    return subprocess.run(command, check=False, capture_output=True).returncode == 0
