"""The room that rows of earlier tests take: PostgreSQL keeps it when they are rolled back, and every later question reads through it.

After the store of 300,000 leads each test took ten times as long.
"""

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import connection
from pytest_django.plugin import blocking_manager_key

MOST = 4_000_000  # bytes of rows that are gone, before they are swept


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """Sweep between two files of tests: nothing stands then that a later test asks for."""
    result = yield
    if nextitem is not None and nextitem.path != item.path and connection.vendor == "postgresql":
        with item.config.stash[blocking_manager_key].unblock():
            if taken() > MOST:
                call_command("flush", verbosity=0, interactive=False)
    return result


def taken() -> int:
    """Return how many bytes the rows of all tables take, those that are gone among them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sum(pg_relation_size(oid)) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace")
        return int(cursor.fetchone()[0])
