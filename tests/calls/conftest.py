"""A store whose customers may be called at any hour, so that pages can be asked whenever the tests run."""

import pytest

from dcc.models import StoreSetting
from tests.moments import MONDAY_8


@pytest.fixture
def any_hour(store):
    """Let the call window and the working hours last the whole day."""
    for name, value in (("call_from", "00:00"), ("call_until", "23:59"), ("opens_at", "00:00"), ("closes_at", "23:59")):
        StoreSetting.objects.create(store=store, name=name, value=value, valid_from=MONDAY_8.replace(year=2020))
