"""A few hundred bent forms, always the same ones; `python -m tests.whole.fuzz` sends five thousand."""

import pytest

from tests.database import chosen
from tests.whole.fuzzing import Fuzzer, failures

pytestmark = [pytest.mark.long]
SEED, REQUESTS = 20, 100 if chosen() == "postgres" else 250


def test_nothing_that_is_sent_is_answered_with_a_fault(scene):
    found = failures(scene, SEED, REQUESTS, roles=("agent", "leader", "front_desk"))

    assert found == [], "\n".join(found)


def test_it_reaches_the_forms_that_change_something(scene):
    fuzzer = Fuzzer(scene, SEED, roles=("agent",))

    posted = {form.address for form in fuzzer.forms["agent"] if form.method == "POST"}
    assert {"/me/look/", "/password/", "/calls/incoming/number/"} <= posted
    assert any(address.endswith("/log/") for address in posted)
