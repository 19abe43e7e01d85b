"""A trial of other rules is kept."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from dcc.models import Store, User
from dcc.trail import audit
from reporting.models import Trial
from reporting.trials.told import in_full
from reporting.trials.trying import Asked, try_rules


def keep_trial(store: Store, asked: Asked, *, token: UUID | None = None, by: User, now: datetime) -> Trial:
    """Try once more and keep what comes of it: values, period, result, author. A form sent twice keeps one."""
    if token and (same := Trial.objects.filter(store=store, token=token).first()):
        return same
    kept: dict[str, Any] = {"values": dict(asked.values), "result": in_full(try_rules(store, asked), store)}
    try:
        with transaction.atomic():
            trial = Trial.objects.create(store=store, first_day=asked.first, last_day=asked.last, at=now, by=by, token=token, **kept)
            audit.record("trial.keep", trial, by=by, now=now, moved=len(kept["result"]["moved"]))
    except IntegrityError:
        return Trial.objects.get(store=store, token=token)
    return trial
