"""The tenths as points: foretold to the right, kept upwards; on the line the forecast was perfect. Numbers for SVG; no database."""

from dataclasses import dataclass

from reporting.arrivals.judged_forecasts import Judged, Tenth

LEFT, FLOOR, SIDE = 34, 160, 180  # where the square begins, its lower edge; the top is as far above it as it is high
HEIGHT = 146
SMALLEST, LARGEST = 3.0, 6.0


@dataclass(frozen=True)
class Point:
    """One tenth; `line_y` is where a perfect forecast would lie."""

    tenth: Tenth
    x: float
    y: float
    line_y: float
    radius: float


def points_of(found: Judged) -> list[Point]:
    """Return a point for each tenth; the more appointments, the larger."""
    most = max((one.booked for one in found.tenths), default=1)
    return [
        Point(
            one,
            round(LEFT + float(SIDE * one.foretold), 1),
            round(FLOOR - float(HEIGHT * one.share.rate), 1),
            round(FLOOR - float(HEIGHT * one.foretold), 1),
            round(SMALLEST + (LARGEST - SMALLEST) * (one.booked / most) ** 0.5, 1),
        )
        for one in found.tenths
    ]
