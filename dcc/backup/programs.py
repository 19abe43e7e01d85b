"""The programs a copy is made with where the database or the key has its own: found, asked for their version, run without a secret on their command line."""

import os
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from django.utils.translation import gettext as _

from dcc.errors import Refused

DEBIAN = Path("/usr/lib/postgresql")  # where Debian keeps the programs of each version of PostgreSQL


def program(name: str) -> str:
    """Return where a program is, of PostgreSQL's the newest there is. Raises Refused where it is missing."""
    installed = sorted(DEBIAN.glob(f"[0-9]*/bin/{name}"), key=lambda path: int(path.parent.parent.name))
    found = str(installed[-1]) if installed else shutil.which(name)
    if found is None:
        raise Refused(_("The program %(name)s is missing on this machine.") % {"name": name})
    return found


def major_version(name: str) -> int:
    """Return the major version of one of PostgreSQL's programs: 15."""
    said = subprocess.run([program(name), "--version"], capture_output=True, text=True, check=True).stdout
    found = re.search(r"\) (\d+)", said)
    return int(found[1]) if found else 0


def run(name: str, arguments: Sequence[str], *, environment: Mapping[str, str] | None = None) -> str:
    """Run a program to its end and return what it printed. Raises Refused with what it said where it fails."""
    said = subprocess.run([program(name), *arguments], env={**os.environ, "LC_ALL": "C", **(environment or {})}, capture_output=True, text=True, check=False)
    if said.returncode:
        words = [line for line in said.stderr.splitlines() if line.strip()][-3:]
        raise Refused(_("%(name)s failed: %(why)s") % {"name": name, "why": " ".join(words) or said.returncode})
    return said.stdout
