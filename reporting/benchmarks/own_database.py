"""A database of the benchmark's own: beside the installation's, never a store's. It is kept, so that a second run need not fill it again."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from dcc.database import statistics
from dcc.models import Store
from dcc.store.rules.stores import create_store
from reporting.benchmarks.setwise_filling import TABLES

NAME = "dcc_benchmark"


@contextmanager
def own_database() -> Iterator[None]:
    """Open the benchmark's database, migrated; the installation's is untouched and open again afterwards."""
    stores = connection.settings_dict["NAME"]
    name = str(settings.VAR / f"{NAME}.sqlite3") if connection.vendor == "sqlite" else NAME
    connection.settings_dict["TEST"]["NAME"] = name
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False, keepdb=True)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(stores, verbosity=0, keepdb=True)


def filled(code: str, leads: int, fill: Callable[[Store, int], None], say: Callable[[str], None]) -> Store:
    """Return the store of so many leads, filled now if it is not there; a store with another number gets another code."""
    code = f"{code}{leads}"
    store = Store.objects.filter(code=code).first()
    if store is None:
        say(f"filling a store with {leads:,} leads …")
        with transaction.atomic():  # a store that was filled in part would be taken for a whole one
            store = create_store(code=code, name=f"{leads:,}", by=None, now=timezone.now())
            fill(store, leads)
        statistics.gather([model._meta.db_table for model in TABLES])
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("VACUUM")  # as autovacuum leaves a store's database after a while: its indexes answer alone
    return store
