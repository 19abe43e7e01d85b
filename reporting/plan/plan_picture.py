"""The towers of the plan: of each step what is needed and what is had, on one scale; and what joins them. Decides nothing."""

from dataclasses import dataclass

from reporting.plan.back_plan import BackPlan

HEIGHT, WIDTH = 62, 100


@dataclass(frozen=True)
class Tower:
    """One step: from its top downwards `need` is wanted and `had` is there, both from the foot; `join`: the shape from the step before."""

    top: float
    had_top: float
    join: str

    @property
    def need(self) -> float:
        """The height of what is needed."""
        return HEIGHT - self.top

    @property
    def had(self) -> float:
        """The height of what is had."""
        return HEIGHT - self.had_top


def towers_of(plan: BackPlan) -> list[Tower]:
    """Return a tower for each step."""
    most = max([1, *(max(share.need or 0, share.had) for share in plan.steps)])
    towers: list[Tower] = []
    before = None
    for share in plan.steps:
        top = _top(share.need or 0, most)
        join = "" if before is None else f"M0 {before} L{WIDTH} {top} L{WIDTH} {HEIGHT} L0 {HEIGHT} Z"
        towers.append(Tower(top, _top(share.had, most), join))
        before = top
    return towers


def _top(count: int, most: int) -> float:
    return round(HEIGHT - HEIGHT * count / most, 1)
