"""A new database is made in few steps: each table comes with its indexes and constraints."""

from importlib import import_module

import pytest

from tests.whole.first_migrations import NAME, ROOMS, folded


@pytest.mark.parametrize("room", ROOMS)
def test_a_first_migration_makes_each_table_with_all_it_has(room):
    steps = import_module(f"{room}.migrations.{NAME}").Migration.operations

    assert [type(step).__name__ for step in folded(steps)] == [type(step).__name__ for step in steps]
