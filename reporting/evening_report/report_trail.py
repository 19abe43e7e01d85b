"""Reports, remarks and receivers as the trail names them."""

from collections.abc import Callable
from datetime import datetime

from django.db.models import Model
from django.urls import reverse

from dcc.models import User
from dcc.people.permissions import may
from reporting.models import EveningReport, Remark, ReportReceiver

TRAILED: dict[str, type[Model]] = {"remark": Remark, "eveningreport": EveningReport, "reportreceiver": ReportReceiver}


def reports_on_the_trail(kind: str) -> Callable:
    """Return what names the rows of a kind; linked for whoever may read the report."""
    model = TRAILED[kind]

    def named(user: User, ids: set[int], _now: datetime) -> dict[int, tuple[str, str]]:
        url = reverse("report_evening") if may(user, "evening_report.see") else ""
        rows = model._default_manager.visible_to(user).filter(pk__in=ids)
        return {row.pk: (row.name, url) if isinstance(row, ReportReceiver) else (f"{row.day:%m-%d}", f"{url}?day={row.day}" if url else "") for row in rows}

    return named
