"""The files of the repository, as the tests of the whole read them."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
ROOMS = ("dcc", "leads", "calls", "reception", "reporting")


@cache
def files() -> tuple[str, ...]:
    """Return the paths git keeps or would keep, so that nothing ignored is judged."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return tuple(sorted(name for name in set(names) if (ROOT / name).is_file()))


def named(*suffixes: str, under: tuple[str, ...] = ("",)) -> list[str]:
    """Return the paths with one of these endings under one of these folders."""
    return [name for name in files() if name.endswith(suffixes) and name.startswith(under)]


def code() -> list[str]:
    """Return the Python files of the rooms, without migrations."""
    return [name for name in named(".py", under=tuple(f"{room}/" for room in ROOMS)) if "/migrations/" not in name]


def templates() -> list[str]:
    """Return the templates."""
    return named(".html", ".txt", under=("templates/",))


def read(name: str) -> str:
    """Return the text of one of them."""
    return (ROOT / name).read_text(encoding="utf-8")


def lines(name: str) -> int:
    """Return how many lines it has."""
    return read(name).count("\n")
