"""The endpoint does what its own schema says, and refuses what that does not: requests made from it, as many as CAPTURE_CASES says (200)."""

import os
from collections import Counter

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings

from leads.capture.rules.tokens import issue_token
from leads.models import CaptureToken, Channel
from tests.moments import MONDAY_9

CASES = int(os.environ.get("CAPTURE_CASES", "200"))


@pytest.fixture
def secret(leader, store):
    """The secret of a token of 官网."""
    return issue_token(Channel.objects.get(store=store, name="官网"), by=leader, now=MONDAY_9)[1]


@pytest.fixture
def one_connection():
    """Let no request close the connection of the test, as the test client does."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("one_connection")
def test_every_request_is_answered_as_the_schema_says(secret):
    asked = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", WSGIHandler())["/api/v1/inquiries"]["POST"]
    answers = Counter()

    @settings(max_examples=CASES, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(case=asked.as_strategy())
    def ask(case):
        CaptureToken.objects.update(requests=0)  # none of them too often
        answers[case.call_and_validate(headers={"Authorization": f"Bearer {secret}", "Accept-Encoding": "identity"}).status_code] += 1

    ask()

    assert (answers.total() >= CASES, set(answers) <= {200, 422}, answers[200] > CASES / 10) == (True, True, True), answers
