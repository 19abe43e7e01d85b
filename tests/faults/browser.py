"""Somebody's browser, or a program: asks over a connection of its own, and may never hear the answer."""

import select
from dataclasses import dataclass
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from tests.factories.dcc import PASSWORD

SECONDS = 45
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: str


class Unheard(OSError):
    """It was sent, and the answer never came."""


class Browser:
    """One who asks the web at a port."""

    def __init__(self, port: int, *, username: str = "") -> None:
        self.port, self.username = port, username
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, body: str | None = None, headers: dict[str, str] | None = None, *, unheard: str = "") -> Answer:
        """Send a request. `unheard`: "sent" goes away at once, "answered" when the answer stands at the door. Raises OSError, or HTTPException."""
        line = HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        try:
            said = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            line.request(method, path, body, (headers or {}) | ({"Cookie": said} if said else {}))
            if unheard:
                if unheard == "answered":
                    select.select([line.sock], [], [], SECONDS)
                raise Unheard(unheard)
            answer = line.getresponse()
            text = answer.read().decode()
            for cookie in answer.headers.get_all("Set-Cookie") or []:
                self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(cookie).items()}
            return Answer(answer.status, dict(answer.getheaders()), text)
        finally:
            line.close()

    def get(self, path: str) -> Answer:
        """Open a page."""
        return self.ask("GET", path)

    def post(self, path: str, form: dict, *, unheard: str = "") -> Answer:
        """Send a form."""
        body = urlencode(form | {"csrfmiddlewaretoken": self.cookies.get("dcc-csrf", "")})
        return self.ask("POST", path, body, FORM, unheard=unheard)

    def log_in(self) -> bool:
        """Go through the log-in; whether it let in."""
        self.get("/login/")
        answer = self.post("/login/", {"username": self.username, "password": PASSWORD})
        return answer.status in {302, 303} and "dcc-session" in self.cookies
