"""The database knows how large its tables are."""

from django.db import connection

from dcc.database import statistics
from tests.factories import LeadFactory


def rows_of_leads_known() -> int:
    """How many leads the planner reckons with; 0 where it knows nothing."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT stat FROM sqlite_stat1 WHERE tbl = 'leads_lead' AND idx = 'lead_by_arrival'")
            return int((cursor.fetchone() or ["0"])[0].split()[0])
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'leads_lead'")
        return max(int(cursor.fetchone()[0]), 0)


def test_what_was_filled_is_reckoned_with_once_it_was_gathered(store):
    LeadFactory.create_batch(3, store=store)

    statistics.gather(["leads_lead"])

    assert rows_of_leads_known() == 3
