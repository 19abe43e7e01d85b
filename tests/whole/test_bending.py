"""Nobody can bend what is paid: every way that was ever tried, as the role that could."""

import pytest

from tests.moments import NOW
from tests.whole.bending import play


@pytest.mark.long
@pytest.mark.django_db
def test_no_way_to_bend_pay_counts():
    counted = play(now=NOW)

    assert (len(counted) > 15, [name for name, bent in counted.items() if bent]) == (True, [])
