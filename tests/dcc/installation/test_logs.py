"""What a line of the log says, and what it never says."""

import json
import logging
from datetime import UTC

import pytest

from dcc.installation.logs import HideNumbers, JsonLine, without_numbers
from tests.moments import NOW

pytestmark = pytest.mark.django_db


def lines(records: list[logging.LogRecord]) -> list[dict]:
    return [json.loads(JsonLine().format(record)) for record in records if HideNumbers().filter(record)]


def test_a_refused_request_stands_with_its_id_and_whose_it_was(client_of, agent, caplog):
    answer = client_of(agent).get("/settings/people/")

    said = [line for line in lines(caplog.records) if line["logger"] == "django.request"]
    assert [(line["request"], line["from"], line["person"], line["level"]) for line in said] == [(answer["X-Request-ID"], "127.0.0.1", agent.pk, "WARNING")]


def test_a_line_end_in_a_message_begins_no_line(caplog):
    logging.getLogger("dcc").warning("asked for %s", 'x\r\n{"level": "INFO"}')

    written = JsonLine().format(caplog.records[0])
    assert (len(written.splitlines()), json.loads(written)["level"]) == (1, "WARNING")


def test_a_moment_is_said_with_its_zone():
    record = logging.makeLogRecord({"created": NOW.timestamp()})

    assert [line["at"] for line in lines([record])] == [NOW.astimezone(UTC).isoformat(timespec="milliseconds")]


@pytest.mark.parametrize(("proxies", "believed"), [(0, False), (1, True)])
def test_an_id_is_a_proxys_or_ours(client, settings, proxies, believed):
    settings.AXES_IPWARE_PROXY_COUNT = proxies

    assert (client.get("/healthz", headers={"X-Request-ID": "somebodys-own"})["X-Request-ID"] == "somebodys-own") is believed


def test_of_nobody_no_person_is_named(client, caplog):
    answer = client.get("/healthz/none/")

    assert [(line["request"], "person" in line) for line in lines(caplog.records)] == [(answer["X-Request-ID"], False)]


def test_a_number_is_masked(caplog):
    logging.getLogger("dcc").warning("called %s", "15400001234")

    assert [line["message"] for line in lines(caplog.records)] == ["called 154****1234"]


WRITTEN = {
    "15400001234": "154****1234",
    "called 154 0000 1234": "called 154****1234",
    "154-0000-1234": "154****1234",
    "154.0000.1234": "154****1234",
    "1540 000 1234": "154****1234",
    "+8615400001234": "154****1234",
    "+86 154 0000 1234": "154****1234",
    "+86-154-0000-1234": "154****1234",
    "86-15400001234": "154****1234",
    "8615400001234": "154****1234",
    "008615400001234": "154****1234",
    "015400001234": "015****1234",
    "１５４００００１２３４": "154****1234",
    "电话15400001234张": "电话154****1234张",
    "tel15400001234": "tel154****1234",
    "15400001234,6655": "154****1234,6655",
    "15400001234/19400004321": "154****1234/194****4321",
    "/search/?q=%E5%BC%A015400001234": "/search/?q=%E5%BC%A0154****1234",
    "q=%2B8615400001234": "q=%2B154****1234",
    "154%200000%201234": "154****1234",
    "021-12345678": "021****5678",
    "02112345678": "021****5678",
    "(021)12345678": "021****5678",
    "（021）1234 5678": "021****5678",
    "(0431) 8123-4567": "043****4567",
    "0431-8123456": "043****3456",
    "+86 21 1234 5678": "211****5678",
    "+862112345678": "211****5678",
    "Key (store_id, phone)=(1, 15400001234) exists": "Key (store_id, phone)=(1, 154****1234) exists",
}
OTHERS = (
    "lead 15400001",
    "batch 1540000123",  # ten digits
    "row 154000012345",  # twelve
    "at 1795690891.1",
    "at 1795690891123",
    "took 0.02112345678 s",
    "2026-11-26 15:40:00,021 12345678",
    "2026-11-26T15:40:00.021123+08:00",
    "2026-11-26 15:40:00+0800",
    "15400001-2345-4154-8000-015400001234",
    "a1540000-1540-0001-1541-f15400001234",
    "f15400001234aaaaaaaaaaaaaaaaaaaaaaaa",
    "GET /leads/154/ 200 1234",
    "prices 198000, 154000",
)


@pytest.mark.parametrize("text", WRITTEN)
def test_a_number_is_masked_however_it_is_written(text):
    assert without_numbers(text) == WRITTEN[text]


@pytest.mark.parametrize("text", OTHERS)
def test_what_is_no_number_stays(text):
    assert without_numbers(text) == text


def test_a_traceback_holds_no_number(caplog):
    try:
        raise ValueError("154-0000-1234 021-12345678")
    except ValueError:
        logging.getLogger("dcc").exception("failed")

    assert [line["traceback"].splitlines()[-1] for line in lines(caplog.records)] == ["ValueError: 154****1234 021****5678"]
