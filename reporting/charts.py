"""Pictures of figures as shapes of SVG: numbers and places only, drawn by the templates without any style of their own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from reporting.figures import Counts
from reporting.measures import FALLS, MEASURES
from reporting.rates import percent

WIDTH, HEIGHT, GAP = 96, 32, 7
Url = Callable[[str], str]  # measure -> address of its rows, "" where they may not be seen


@dataclass(frozen=True)
class Stage:
    """One bar of a funnel. `join`: the path of the tint to the next bar, "" at the last."""

    measure: str
    label: str
    count: int
    x: float
    y: float
    width: float
    rate: str
    url: str
    join: str = ""
    roomy: bool = False  # whether the rate fits inside, too

    @property
    def inside(self) -> bool:
        """Whether the number fits into its bar."""
        return self.width >= 12 + 7.5 * len(str(self.count))

    @property
    def text_y(self) -> float:
        """The base line of what is written."""
        return self.y + HEIGHT / 2 + 4.5

    @property
    def left(self) -> float:
        """Where a number outside ends."""
        return self.x - 4

    @property
    def right(self) -> float:
        """Where a rate outside begins."""
        return self.x + self.width + 4


@dataclass
class Funnel:
    """One of several small funnels on one axis."""

    key: str | None
    label: str
    stages: list[Stage] = field(default_factory=list)

    @property
    def height(self) -> int:
        """The height of the whole picture."""
        return len(self.stages) * (HEIGHT + GAP) - GAP


def funnel(key: str | None, label: str, counts: Counts, measures: Sequence[str], url: Url, *, rates: bool) -> Funnel:
    """Draw one funnel: widths are shares of the first stage, `rates` writes what came from the step before."""
    widest = counts.get(measures[0], 0)
    widths = [WIDTH * min(counts.get(name, 0) / widest, 1) if widest else 0.0 for name in measures]
    drawn = Funnel(key, label)
    for index, name in enumerate(measures):
        before = counts.get(measures[index - 1], 0) if index else 0
        rate = percent(counts.get(name, 0), before, 0) if rates and index and before else ""
        width, y = widths[index], index * (HEIGHT + GAP)
        join = _join(width, widths[index + 1], y + HEIGHT) if index + 1 < len(measures) else ""
        stage = Stage(name, str(MEASURES[name].label), counts.get(name, 0), round((WIDTH - width) / 2, 1), y, round(width, 1), rate, url(name), join)
        drawn.stages.append(Stage(**{**stage.__dict__, "roomy": stage.inside and width >= 44 + 7.5 * len(str(stage.count))}))
    return drawn


def _join(upper: float, lower: float, y: float) -> str:
    left, right = (WIDTH - upper) / 2, (WIDTH + upper) / 2
    return f"M{left:.1f} {y}H{right:.1f}L{(WIDTH + lower) / 2:.1f} {y + GAP}H{(WIDTH - lower) / 2:.1f}Z"


@dataclass(frozen=True)
class Fall:
    """One step of the waterfall: where the valid leads stop."""

    measure: str
    label: str
    count: int
    share: str
    x: float
    width: float
    y: float
    look: str  # is-stage, is-fall or is-worst
    url: str

    @property
    def text_x(self) -> float:
        """Where the number begins."""
        return self.x + self.width + 5

    @property
    def text_y(self) -> float:
        """The base line of what is written."""
        return self.y + 12


FALL_WIDTH, FALL_STEP = 186, 28


def waterfall(counts: Counts, url: Url) -> list[Fall]:
    """Return the valid leads, each fall and what became deals; only the largest fall is worst."""
    valid = counts.get("valid", 0)
    if not valid:
        return []
    worst = max((name for name, _label in FALLS), key=lambda name: counts.get(name, 0))
    steps, left = [Fall("valid", str(MEASURES["valid"].label), valid, "", 0, FALL_WIDTH, 0, "is-stage", url("valid"))], valid
    for index, (name, label) in enumerate(FALLS, start=1):
        count = counts.get(name, 0)
        left -= count
        look = "is-worst" if name == worst and count else "is-fall"
        x, width = round(FALL_WIDTH * left / valid, 1), max(round(FALL_WIDTH * count / valid, 1), 1)
        steps.append(Fall(name, str(label), count, percent(count, valid), x, width, index * FALL_STEP, look, url(name)))
    won = counts.get("won", 0)
    width = max(round(FALL_WIDTH * won / valid, 1), 1)
    return [*steps, Fall("won", str(MEASURES["won"].label), won, "", 0, width, (len(FALLS) + 1) * FALL_STEP, "is-stage", url("won"))]
