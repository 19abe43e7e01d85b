"""What a test reads of a page is the page, not its beginning, nor what stood there before the click."""

from threading import Event, Thread
from wsgiref.simple_server import make_server

import pytest

MENU = b"<details ontoggle='requestAnimationFrame(() => field.focus())'><summary>menu</summary><input id=field name=q></details>"
ASKS = b"""
<button onclick="this.className = 'htmx-request'; setTimeout(() => { this.className = ''; rows.innerHTML = '<p>1<p>2'; }, 300)">more</button>
<div id=rows></div>"""


@pytest.fixture
def slow():
    """A server whose page of rows ends half a second after it began; beside it a menu and a button that bring something later than the click."""
    ends = Event()

    def answer(environ, start_response):
        start_response("200 OK", [("Content-Type", "text/html")])
        yield b"<body><a href='/rows'>rows</a>" + MENU + ASKS
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


def test_what_a_page_asked_for_is_read_when_it_has_come(page, slow):
    page.goto(slow)

    page.click("text=more")

    assert page.locator("p").count() == 2


def test_the_cursor_is_looked_for_when_a_menu_has_taken_it(page, slow):
    page.goto(slow)

    page.click("text=menu")

    assert page.evaluate("document.activeElement.name") == "q"
