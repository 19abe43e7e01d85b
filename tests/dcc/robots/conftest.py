"""A group chat of the test's own."""

import pytest

from tests.dcc.robots.chat import a_chat


@pytest.fixture
def chat(settings):
    """A chat on this machine, which the program may write to."""
    with a_chat() as chat:
        settings.ROBOT_TEST_HOST = chat.host
        yield chat
