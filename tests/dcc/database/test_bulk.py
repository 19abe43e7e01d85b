"""Many rows at once: what the database refuses is Django's own failure, whichever way they go in (docs/rules/speed.md#bulk-writing)."""

import pytest
from django.db import IntegrityError, transaction

from dcc.database.bulk import insert_rows
from dcc.models import DueRun
from tests.moments import MONDAY_8, MONDAY_9


def test_rows_that_the_database_refuses_are_refused_by_djangos_own_failure(db):
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_rows(DueRun, ("id", "at"), [(1, MONDAY_8), (1, MONDAY_9)])

    assert DueRun.objects.count() == 0
