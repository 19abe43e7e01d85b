"""The bars of a day's forecast: booked behind, expected before. Numbers for SVG; no database."""

from dataclasses import dataclass

from reporting.arrivals.expected_day import Day, Hour

WIDTH, LEFT, FLOOR, HIGHEST, BAR = 720, 76, 164, 140, 32


@dataclass(frozen=True)
class Bar:
    """One hour that has appointments."""

    hour: Hour
    x: float
    height: float
    part: float

    @property
    def middle(self) -> float:
        """Where its numbers stand."""
        return self.x + BAR / 2

    @property
    def y(self) -> float:
        """Where what is booked begins."""
        return round(FLOOR - self.height, 1)

    @property
    def part_y(self) -> float:
        """Where what is expected begins."""
        return round(FLOOR - self.part, 1)


def bars_of(found: Day) -> list[Bar]:
    """Return the bars of the hours that have appointments."""
    most = max((hour.booked for hour in found.hours), default=0)
    apart = (WIDTH - LEFT) / len(found.hours)
    bars = []
    for place, hour in enumerate(found.hours):
        if hour.booked:
            x = round(LEFT + apart * (place + 0.5) - BAR / 2, 1)
            bars.append(Bar(hour, x, round(HIGHEST * hour.booked / most, 1), round(float(HIGHEST * hour.expected / most), 1)))
    return bars
