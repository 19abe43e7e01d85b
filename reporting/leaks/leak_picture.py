"""The picture of the leak map: pipes as wide as the stages hold open leads, under them blocks as high as the loss. Numbers for SVG; no database."""

from dataclasses import dataclass
from typing import Any

from reporting.leaks.lead_stages import STAGES, Chance
from reporting.leaks.leak_map import LeakMap, Line

WIDTH, MARGIN, APART, NARROWEST = 770, 8, 4, 64
PIPE_BOTTOM, BLOCK_TOP, HIGHEST, LOWEST = 50, 66, 36, 4
SPRINGS_FROM = {  # the stage a gap hangs under
    "untouched": "new", "late": "called", "nothing_next": "reached", "broken": "card", "unconfirmed": "invited", "showroom": "visited", "silent": "visited",
}  # fmt: skip


@dataclass(frozen=True)
class Pipe:
    """One stage. Coordinates as SVG takes them."""

    name: str
    label: Any
    count: int
    chance: Chance | None
    x: float
    width: float

    @property
    def middle(self) -> float:
        """Where its words stand."""
        return round(self.x + self.width / 2, 1)


@dataclass(frozen=True)
class Block:
    """What leaks through one gap; no height where nothing does."""

    line: Line
    x: float
    height: float
    join: str
    is_worst: bool

    @property
    def left(self) -> float:
        """Where the block begins."""
        return self.x - 14

    @property
    def words_y(self) -> float:
        """Where its name stands."""
        return round(BLOCK_TOP + self.height + 13, 1)

    @property
    def number_y(self) -> float:
        """Where its numbers stand."""
        return self.words_y + 14


@dataclass(frozen=True)
class Picture:
    """Pipes and blocks from left to right, and how high the picture is."""

    pipes: list[Pipe]
    blocks: list[Block]
    height: float


def picture_of(found: LeakMap) -> Picture:
    """Draw a leak map. Blocks are as high as the loss, or as the people where no money is told."""
    pipes = _pipes(found)
    middles = {pipe.name: pipe.middle for pipe in pipes}
    sizes = [(line.loss or 0) if found.loss is not None else line.people for line in found.lines]
    most = max(sizes, default=0)
    apart = (WIDTH - 2 * MARGIN) / len(found.lines)
    blocks = []
    for place, (line, size) in enumerate(zip(found.lines, sizes, strict=True)):
        x = round(MARGIN + apart * (place + 0.5), 1)
        height = round(max(HIGHEST * size / most, LOWEST), 1) if line.people and most else float(LOWEST if line.people else 0)
        source = middles[SPRINGS_FROM[line.gap.name]]
        join = f"M{source} {PIPE_BOTTOM} C{source} {PIPE_BOTTOM + 10} {x} {BLOCK_TOP - 10} {x} {BLOCK_TOP}"
        blocks.append(Block(line, x, height, join, is_worst=bool(most) and size == most and line is _largest(found)))
    return Picture(pipes, blocks, BLOCK_TOP + HIGHEST + 32)


def _largest(found: LeakMap) -> Line:
    return found.worst or max(found.lines, key=lambda line: line.people)


def _pipes(found: LeakMap) -> list[Pipe]:
    """Widths by the open leads, none so narrow that its words do not fit."""
    room = WIDTH - 2 * MARGIN - APART * (len(STAGES) - 1)
    spare, total = room - NARROWEST * len(STAGES), sum(found.stages.values())
    pipes, x = [], float(MARGIN)
    for stage in STAGES:
        count = found.stages[stage.name]
        width = NARROWEST + (spare * count / total if total else spare / len(STAGES))
        pipes.append(Pipe(stage.name, stage.label, count, found.chances[stage.name], round(x, 1), round(width, 1)))
        x += width + APART
    return pipes
