"""What a line of the log says, and what it never says."""

import json
import logging

import pytest

from dcc.installation.logs import HideNumbers, JsonLine

pytestmark = pytest.mark.django_db


def lines(records: list[logging.LogRecord]) -> list[dict]:
    return [json.loads(JsonLine().format(record)) for record in records if HideNumbers().filter(record)]


def test_a_refused_request_stands_with_its_id_and_whose_it_was(client_of, agent, caplog):
    answer = client_of(agent).get("/settings/people/")

    said = [line for line in lines(caplog.records) if line["logger"] == "django.request"]
    assert [(line["request"], line["person"], line["level"]) for line in said] == [(answer["X-Request-ID"], agent.pk, "WARNING")]


def test_of_nobody_no_person_is_named(client, caplog):
    answer = client.get("/healthz/none/")

    assert [(line["request"], "person" in line) for line in lines(caplog.records)] == [(answer["X-Request-ID"], False)]


def test_a_number_is_masked(caplog):
    logging.getLogger("dcc").warning("called %s", "15400001234")

    assert [line["message"] for line in lines(caplog.records)] == ["called 154****1234"]
