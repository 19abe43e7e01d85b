"""Connections to a server: their limits behind a pooler, and how they are given back. SQLite has none."""

import pytest
from django.db import DataError, connection, connections, transaction

from dcc.database.address import configured
from dcc.database.connections import IDLE_SECONDS, Watch
from dcc.models import DueRun, User
from dcc.settings import env

pytestmark = pytest.mark.django_db(transaction=True)

if connection.vendor == "postgresql":

    def test_behind_a_pooler_each_transaction_has_the_limits_and_nothing_outside_does(store):
        connection.settings_dict["SET_IN_TRANSACTIONS"] = {"lock_timeout": "4s", "random_page_cost": "1.2"}
        connection.close()
        try:
            seen = [_limits() for _time in range(2)]
        finally:
            del connection.settings_dict["SET_IN_TRANSACTIONS"]
            connection.execute_wrappers = []
            connection.close()

        assert seen == [("4s", "1.2", "1min")] * 2

    def test_what_fails_at_the_beginning_of_a_transaction_is_djangos_own_failure(store):
        connection.settings_dict["SET_IN_TRANSACTIONS"] = {"lock_timeout": "not a time"}
        connection.close()
        try:
            with pytest.raises(DataError):
                _limits()
        finally:
            del connection.settings_dict["SET_IN_TRANSACTIONS"]
            connection.execute_wrappers = []
            connection.close()

    def _limits() -> tuple:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SELECT current_setting('lock_timeout'), current_setting('random_page_cost')")
            inside = cursor.fetchone()
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('lock_timeout')")
            return (*inside, *cursor.fetchone())

    @pytest.fixture
    def pooled(store):
        """The database of the test under the address an operator writes for a pooler, nothing else said."""
        before = dict(connection.settings_dict)
        address = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}?pooler=transaction".format(**before)
        connection.close()
        connection.settings_dict.update(configured(env.db_url_config(address)))
        yield
        connection.close()
        connection.settings_dict.clear()
        connection.settings_dict.update(before)
        connection.execute_wrappers = []

    def test_a_pooler_named_in_the_address_is_asked_for_nothing_that_outlives_a_transaction(pooled, agent, other_agent):
        rows = User.objects.order_by("pk").iterator(chunk_size=1)
        first = next(rows)
        for _time in range(10):  # more often than it takes psycopg to prepare a statement
            DueRun.objects.filter(pk=1).exists()
        with connection.cursor() as cursor:
            cursor.execute("SELECT (SELECT count(*) FROM pg_cursors), (SELECT count(*) FROM pg_prepared_statements), current_setting('lock_timeout')")
            kept = cursor.fetchone()
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('lock_timeout'), current_setting('jit')")
            inside = cursor.fetchone()

        assert "options" not in connection.get_connection_params()
        assert (kept, inside) == ((0, 0, "0"), ("1min", "off"))
        assert [first, *rows] == [agent, other_agent]

    def test_a_connection_that_is_idle_for_half_a_minute_is_given_back_and_made_again_when_needed(store):
        connection.settings_dict["CONN_HEALTH_CHECKS"] = True
        connection.close()
        connection.ensure_connection()
        watch = Watch()
        watch.begin()
        while_busy = watch.close_idle(now=float("inf"))
        watch.end()
        since = watch.idle_since[connections["default"]]

        closed = [watch.close_idle(since + seconds) for seconds in (IDLE_SECONDS - 0.1, IDLE_SECONDS, IDLE_SECONDS + 1)]
        connection.close_if_unusable_or_obsolete()

        assert (while_busy, closed) == (0, [0, 1, 0])
        assert DueRun.objects.count() == 0
        connection.settings_dict["CONN_HEALTH_CHECKS"] = False
