"""What a copy says of itself: of when and of which program it is, what it holds, and how much of it."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any

FORMAT = 1
NAME = "manifest.json"


@dataclass(frozen=True)
class Manifest:
    """`counts`: rows by table; `marks`: what each room says of the copy (dcc.sockets.backup_marks); `parts`: size and SHA-256 of each file in it."""

    version: str
    at: datetime
    database: str  # sqlite or postgresql
    server: str
    migrations: list[str]
    counts: dict[str, int]
    marks: dict[str, Any]
    parts: dict[str, dict[str, Any]] = field(default_factory=dict)

    def written(self) -> bytes:
        """Return it as the file has it."""
        said = {"format": FORMAT, **asdict(self), "at": self.at.astimezone(UTC).isoformat()}
        return json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True).encode()

    @property
    def rows(self) -> int:
        """How many rows it holds."""
        return sum(self.counts.values())


def read(content: bytes) -> Manifest:
    """Return a manifest as it was written. Raises ValueError, TypeError or KeyError for anything else."""
    said = json.loads(content)
    if said.pop("format") != FORMAT:
        raise ValueError("another format")
    return Manifest(**{**said, "at": datetime.fromisoformat(said["at"])})


def plain(value: Any) -> Any:
    """Return a value as JSON gives it back, so that what was written can be compared with what is found."""
    return json.loads(json.dumps(value, ensure_ascii=False, sort_keys=True, default=str))


def differing(then: dict[str, Any], now: dict[str, Any]) -> Iterator[str]:
    """Yield where two tables of numbers or words differ: a name, what it was, what it is."""
    for name in sorted(then.keys() | now.keys()):
        if then.get(name) != now.get(name):
            yield f"{name}: {_short(then.get(name))} ≠ {_short(now.get(name))}"


def _short(value: Any) -> str:
    words = json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
    return words if len(words) <= 80 else f"{words[:79]}…"
