"""What a test reads of a page is the page, not its beginning."""

from threading import Event, Thread
from wsgiref.simple_server import make_server

import pytest


@pytest.fixture
def slow():
    """A server whose second page ends half a second after it began."""
    ends = Event()

    def answer(environ, start_response):
        start_response("200 OK", [("Content-Type", "text/html")])
        yield b"<body><a href='/rows'>rows</a>"
        if environ["PATH_INFO"] == "/rows":
            ends.wait(0.5)
            yield b"<p>1<p>2"

    server = make_server("127.0.0.1", 0, answer)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def test_the_rows_behind_a_link_are_read_when_the_last_has_come(page, slow):
    page.goto(slow)

    page.click("text=rows")

    assert page.locator("p").count() == 2
