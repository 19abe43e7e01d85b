"""A store whose customers may be called at any hour, so that pages can be asked whenever the tests run."""

import pytest

from tests.factories.dcc import open_all_day


@pytest.fixture
def any_hour(store):
    """Let the call window and the working hours last the whole day."""
    open_all_day(store)
