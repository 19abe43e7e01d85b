"""Which days and months were closed."""

from collections.abc import Iterable
from datetime import datetime

from dcc.models import Store
from reporting.models import Closing

FORMATS = {"day": "%Y-%m-%d", "month": "%Y-%m"}


def closed_periods(store: Store, moment: datetime) -> Iterable[str]:
    """Return which of the periods a moment lies in were closed: "day", "month"."""
    periods = {f"{moment.astimezone(store.zone):{pattern}}": name for name, pattern in FORMATS.items()}
    return [periods[period] for period in Closing.objects.filter(store=store, period__in=periods).values_list("period", flat=True)]
