"""What the front that comes with DCC does (docs/operators.md, the front)."""

import json
import ssl
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress

import pytest

from dcc.frame.middleware import MOST_BYTES, MOST_UPLOAD_BYTES
from tests.whole.front import HOST, NGINX, Front

pytestmark = [pytest.mark.once, pytest.mark.skipif(not NGINX, reason="no nginx on this machine: apt-get install nginx-light")]
OLD, TLS_1_2, TLS_1_3 = ssl.TLSVersion.TLSv1_1, ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3
STRANGER, UPLOAD = "127.0.0.2", "/leads/import/receive/"
SPOOFED = "X-Forwarded-For: 10.9.8.7\r\nX-Forwarded-Proto: http\r\nX-Forwarded-Host: evil.example\r\nForwarded: for=10.9.8.7\r\nX-Request-ID: theirs\r\n"


@pytest.fixture(scope="module")
def front(tmp_path_factory):
    """An nginx with the front, before a web that answers what it was sent."""
    front = Front(tmp_path_factory.mktemp("front"))
    yield front
    front.end()


def shakes_hands(front: Front, *, host: str = HOST, newest: ssl.TLSVersion = TLS_1_3, ciphers: str = "DEFAULT") -> str:
    """Return by which version of TLS the front talks with such a client; "" where it refuses."""
    context = front.trusting()
    context.minimum_version, context.maximum_version, context.check_hostname = ssl.TLSVersion.TLSv1, newest, False
    context.set_ciphers(f"{ciphers}:@SECLEVEL=0")
    try:
        with front.connect(host=host, context=context) as line:
            return line.version() or ""
    except (ssl.SSLError, ConnectionError):
        return ""


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
def test_tls_is_of_today_and_under_the_name_alone(front):
    newest = [shakes_hands(front, newest=version) for version in (ssl.TLSVersion.TLSv1_1, ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3)]
    weak = [
        shakes_hands(front, newest=ssl.TLSVersion.TLSv1_2, ciphers=name) for name in ("AES128-SHA", "ECDHE-RSA-AES128-SHA256", "ECDHE-RSA-AES128-GCM-SHA256")
    ]

    assert (newest, weak) == (["", "TLSv1.2", "TLSv1.3"], ["", "", "TLSv1.2"])
    assert shakes_hands(front, host="somebody.example") == ""


def test_pages_in_the_clear_are_led_on_and_programs_refused(front):
    page, program = front.ask_clear("/leads/?page=2"), front.ask_clear("/api/v1/inquiries")

    assert (page[0], page[1]["Location"], program[0]) == (308, f"https://{HOST}/leads/?page=2", 403)


def test_what_a_client_says_of_its_address_is_overwritten(front):
    status, _headers, body = front.ask(headers=SPOOFED)

    got = json.loads(body)
    assert (status, got["X-Forwarded-For"], got["X-Forwarded-Proto"], got["Host"]) == (200, "127.0.0.1", "https", HOST)
    assert {"Forwarded", "X-Forwarded-Host"}.isdisjoint(got)
    assert (len(got["X-Request-ID"]), got["X-Request-ID"].isalnum()) == (32, True)


@pytest.mark.parametrize(
    ("path", "length", "status"),
    [
        ("/login/", MOST_BYTES, 200),
        ("/login/", MOST_BYTES + 1, 413),
        (UPLOAD, MOST_BYTES + 1, 200),
        (UPLOAD, MOST_UPLOAD_BYTES + 1, 413),
    ],
)
def test_a_body_past_the_limit_reaches_no_web(front, path, length, status):
    front.web.asked.clear()

    answer = front.ask(path, method="POST", headers=f"Content-Length: {length}\r\n", body=b"" if status == 413 else b"x" * length)

    assert (answer[0], front.web.asked) == (status, [path] if status == 200 else [])
    assert ("太大了" in answer[2]) is (status == 413)


def begun(front: Front) -> ssl.SSLSocket:
    """Return a client that begins to send a body and then stands still."""
    line = front.connect(of=STRANGER)
    with suppress(OSError):  # cut off already
        line.sendall(f"POST /login/ HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 900000\r\n\r\nslow".encode())
    return line


def end_of(line: ssl.SSLSocket) -> bytes:
    """Return how the front ends with a client: a refusal, or b"" where it cuts it off."""
    try:
        return line.recv(100)[:12]
    except (ConnectionError, ssl.SSLError):
        return b""


def test_a_hundred_slow_and_a_hundred_large_clients_are_refused_while_ten_people_work(front):
    with ExitStack() as open_ones, ThreadPoolExecutor(20) as hands:
        slow = [open_ones.enter_context(begun(front)) for _client in range(100)]
        front.web.asked.clear()
        length = f"Content-Length: {2 * MOST_UPLOAD_BYTES}\r\n"
        large = [hands.submit(front.ask, "/large", method="POST", headers=length, of=STRANGER) for _client in range(100)]
        work = [hands.submit(front.ask) for _deed in range(20) for _person in range(10)]

        assert {client.result()[0] for client in large} == {413}
        assert {deed.result()[0] for deed in work} == {200}
        assert {end_of(line) for line in slow} <= {b"", b"HTTP/1.1 408"}
    assert front.web.asked == ["/"] * 200


def test_while_the_web_is_away_people_read_so_and_are_asked_again(front, tmp_path):
    away = Front(tmp_path)
    away.web.shutdown()
    away.web.server_close()
    status, headers, body = away.ask()
    away.process.terminate()

    assert (status, headers["Retry-After"], "稍等" in body, headers["Cache-Control"]) == (503, "5", True, "no-store")
