"""Pictures of figures as shapes of SVG: numbers and places only, drawn by the templates without any style of their own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from dcc.reckoning.rounding import percent
from reporting.figures.measures import FALLS, MEASURES, Counts
from reporting.figures.rates import COUNTED, RATES
from reporting.funnel.stages import Step

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
    formula: str = ""
    join: str = ""

    @property
    def roomy(self) -> bool:
        """Whether the rate fits inside, too."""
        return self.inside and self.width >= 44 + 7.5 * len(str(self.count))

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


def funnel(key: str | None, label: str, counts: Counts, steps: Sequence[Step], url: Url, *, basis: str) -> Funnel:
    """Draw one funnel: widths are shares of the first stage; in a cohort each stage says which part of the stage before came on."""
    widest = counts.get(steps[0].measure, 0)
    widths = [WIDTH * min(counts.get(step.measure, 0) / widest, 1) if widest else 0.0 for step in steps]
    drawn = Funnel(key, label)
    for index, (step, width) in enumerate(zip(steps, widths, strict=True)):
        y = index * (HEIGHT + GAP)
        rate = step.of_before.of(counts, basis, 0) if step.of_before and counts.get(step.of_before.under) else ""
        count, place = counts.get(step.measure, 0), (round((WIDTH - width) / 2, 1), y, round(width, 1))
        stage = Stage(step.measure, str(step.label), count, *place, rate, url(step.measure), step.formula(counts, basis))
        join = _join(width, widths[index + 1], y + HEIGHT) if index + 1 < len(steps) else ""
        drawn.stages.append(replace(stage, join=join))
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
    formula: str = ""

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
    worst = max((name for name, _label, _why in FALLS), key=lambda name: counts.get(name, 0))
    steps, left = [_stage("valid", "valid", counts, url, 0)], valid
    for index, (name, label, _why) in enumerate(FALLS, start=1):
        count = counts.get(name, 0)
        left -= count
        look = "is-worst" if name == worst and count else "is-fall"
        place = round(FALL_WIDTH * left / valid, 1), _across(count, valid), index * FALL_STEP
        steps.append(Fall(name, str(label), count, percent(count, valid), *place, look, url(name), MEASURES[name].explained("cohort")))
    return [*steps, _stage("deals", RATES["deal_rate"].inner, counts, url, len(FALLS) + 1)]


def _stage(name: str, counted: str, counts: Counts, url: Url, index: int) -> Fall:
    """One of the two bars between which the leads fall."""
    count = counts.get(counted, 0)
    place = 0, _across(count, counts["valid"]), index * FALL_STEP
    return Fall(counted, str(MEASURES[name].label), count, "", *place, "is-stage", url(counted), COUNTED[counted].explained("cohort"))


def _across(count: int, valid: int) -> float:
    return max(round(FALL_WIDTH * count / valid, 1), 1)
