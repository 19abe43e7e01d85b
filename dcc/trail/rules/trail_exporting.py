"""The trail taken along: itself a deed on it."""

from datetime import datetime
from typing import Any

from django.db import transaction

from dcc.models import User
from dcc.trail import audit


@transaction.atomic
def record_export(*, by: User, now: datetime, lines: int, **asked: Any) -> None:
    """Write that somebody took a part of the trail along: what was asked, as ids and words, and how many lines it had."""
    audit.record("trail.export", None, by=by, now=now, count=lines, **{name: value for name, value in asked.items() if value})
