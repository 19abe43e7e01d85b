"""Today's leads by channel beside the median of the same weekday in the four weeks before: two queries."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from django.db.models import Count, F, Q

from dcc.models import Store
from dcc.reckoning.clock import day_of, day_range, range_of
from dcc.reckoning.rounding import percent, rounded
from leads.models import Channel, Lead

WEEKS = 4


@dataclass(frozen=True)
class Inflow:
    """One channel's day."""

    name: str
    today: int
    usual: int
    invalid: int
    in_time: str
    share: str
    scale: int
    is_total: bool = False

    @property
    def tick(self) -> float:
        """Where the usual number stands on the bar."""
        return self.usual / self.scale


def inflow_of(store: Store, *, now: datetime) -> list[Inflow]:
    """Return the channels with something today or usually, the busiest first, and the sums."""
    today = day_of(now, store.zone)
    counts = {}
    for weeks in range(WEEKS + 1):
        start, end = day_range(today - timedelta(weeks=weeks), store.zone)
        counts[f"w{weeks}"] = Count("pk", filter=Q(received_at__gte=start, received_at__lt=end))
    start, end = day_range(today, store.zone)
    of_today, passed = Q(received_at__gte=start, received_at__lt=end), Q(respond_by__lte=now)
    counts["invalid"] = Count("pk", filter=of_today & Q(closed_as="invalid"))
    counts["passed"] = Count("pk", filter=of_today & passed)
    counts["kept"] = Count("pk", filter=of_today & passed & Q(responded_at__lte=F("respond_by")))
    first = range_of(today - timedelta(weeks=WEEKS), today, store.zone)[0]
    arrived = Lead.objects.filter(store=store, received_at__gte=first, received_at__lt=end).unmerged()
    rows = arrived.order_by().values("channel").annotate(**counts)
    names = dict(Channel.objects.filter(store=store).values_list("pk", "name"))
    widest = max((max(row[f"w{weeks}"] for weeks in range(WEEKS + 1)) for row in rows), default=0)
    lines = [_line(names[row["channel"]], [row], widest) for row in rows]
    shown = sorted((line for line in lines if line.today or line.usual), key=lambda line: (-line.today, -line.usual, line.name))
    return [*shown, _line("", list(rows), widest)] if shown else []


def _line(name: str, rows: list[dict], widest: int) -> Inflow:
    sums = {key: sum(row[key] for row in rows) for key in rows[0] if key != "channel"}
    usual = median(sums[f"w{weeks}"] for weeks in range(1, WEEKS + 1))
    share = f"{sums['kept']}/{sums['passed']}" if sums["passed"] else ""
    return Inflow(name, sums["w0"], rounded(usual), sums["invalid"], percent(sums["kept"], sums["passed"]), share, max(widest, 1), is_total=not name)
