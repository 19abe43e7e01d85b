"""Every form and every address a role is offered, filled with what nobody would type: the server answers, whatever it is."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from urllib.parse import parse_qsl, quote, urljoin, urlsplit

from django.conf import settings
from django.db import transaction
from django.test import Client

from tests.whole.crawling import Reader, crawl
from tests.whole.matrix_scene import Scene

ROLES = ("data_manager", "agent", "leader", "reception", "front_desk", "marketing", "director", "manager", "hq")
FIELDS = {"input", "select", "textarea", "button"}
TEXTS = (
    "", " ", "²", "٣", "１２", "1²", "-1", "0", "+1", "1_000", "1.5", "1e309", "NaN", "Infinity", "0x10", "9" * 10, "9" * 19, "9" * 30, "9" * 5000,
    "9223372036854775807", "9223372036854775808", "-9223372036854775809", "2147483648", "true", "None", "null", "[]", "{}", "1,2,3", "1-0", "²-0", "1-²",
    "0001-01-01", "9999-12-31", "0000-00-00", "10000-01-01", "2026-02-30", "²026-01-01", "2026-13", "0001-01", "9999-12", "0001-01-01T00:00",
    "9999-12-31T23:59", "0001-01-01T00:00+14:00", "9999-12-31T23:59-12:00", "2026-11-26T10:00Z", "24:00", "99:99", "00:00",
    "\x00", "a\x00b", "\r\n", "\u202e王", "\ufeff", "\U0001f600" * 50, "王" * 20_000, "'; DROP TABLE leads_lead; --", "%s %(x)s {0}", "=1+1", "@x",
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "../../etc/passwd", "//evil.example", "javascript:alert(1)", "15400009999",
    "１５４００００９９９９", "+86 154-0000-9999", "00000000-0000-0000-0000-000000000000", "not-a-uuid",
)  # fmt: skip
NASTY = (*(text.encode() for text in TEXTS), b"\xed\xa0\x80", b"\xff\xfe", b"\xc3", b"\xb9\xfa")  # half a character, another code, no character at all


@dataclass
class Form:
    """Where something is sent, how, and the fields with the values they may have."""

    method: str
    address: str
    fields: dict[str, list[str]] = field(default_factory=dict)


class FormReader(Reader):
    """Reads the forms of a page with their fields, and the addresses it leads to as forms of their own."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.offered: list[Form] = []
        self.by_id: dict[str, Form] = {}
        self.select = ""

    def handle_starttag(self, tag, attributes):
        """Note a form, a field of one, or a choice of a field."""
        super().handle_starttag(tag, attributes)
        facts = {name: value or "" for name, value in attributes}
        if tag == "form":
            self._open(facts)
        form = self.by_id.get(facts["form"]) if "form" in facts else self.offered[-1] if self.offered and "form" in self.within else None
        if form is not None and tag in FIELDS and facts.get("name"):
            form.fields.setdefault(facts["name"], []).append(facts.get("value", ""))
            self.select = facts["name"] if tag == "select" else self.select
        if form is not None and tag == "option" and self.select in form.fields:
            form.fields[self.select].append(facts.get("value", ""))
        if tag == "button" and facts.get("hx-post"):
            self.offered.insert(0, Form("POST", urljoin(self.address, facts["hx-post"])))

    def _open(self, facts: dict[str, str]) -> None:
        posts = "hx-post" in facts or facts.get("method", "").lower() == "post"
        goal = facts.get("hx-post") or facts.get("hx-get") or facts.get("action", "")
        self.offered.append(Form("POST" if posts else "GET", urljoin(self.address, goal)))
        if "id" in facts:
            self.by_id[facts["id"]] = self.offered[-1]


class Fuzzer:
    """Sends bent forms of every role, the same for the same seed; nothing that happens stays."""

    def __init__(self, scene: Scene, seed: int, *, roles: tuple[str, ...] = ROLES) -> None:
        self.chance = Random(seed)
        self.browsers = {role: Client(raise_request_exception=False) for role in roles}
        self.sessions, self.forms = {}, {}
        for role, browser in self.browsers.items():
            browser.force_login(scene.person(role), "dcc.log_in.backends.PersonBackend")
            self.sessions[role] = browser.cookies[settings.SESSION_COOKIE_NAME].value
            self.forms[role] = list(self._offered(browser))

    def _offered(self, browser: Client) -> Iterator[Form]:
        """Return every form of every page this role reaches, each once, and every address as a form of its query."""
        known = set()
        for visit in crawl(browser, per_shape=1, reader_of=FormReader):
            parts = urlsplit(visit.address)
            further = Form("GET", parts.path, {name: [value] for name, value in parse_qsl(parts.query)} | {"page": ["1"], "after": ["1"]})
            for form in [*visit.page.offered, further]:
                key = form.method, urlsplit(form.address).path, tuple(sorted(form.fields))
                if key not in known and not urlsplit(form.address).netloc:
                    known.add(key)
                    yield form

    def send(self) -> tuple[str, int]:
        """Send one bent form; return what was sent, in words, and the status."""
        role = self.chance.choice(list(self.browsers))
        form = self.chance.choice(self.forms[role])
        sent = self._bent(form)
        query = b"&".join(quote(name).encode() + b"=" + quote(value).encode() for name, value in sent)
        address = self._address(form)
        headers = {"HX-Request": "true"} if self.chance.random() < 0.3 else {}
        browser = self.browsers[role]
        browser.cookies.clear()
        browser.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[role]
        with transaction.atomic():
            if form.method == "GET":
                answer = browser.generic("GET", address, QUERY_STRING=query.decode(), headers=headers)
            else:
                answer = browser.generic("POST", address, query, "application/x-www-form-urlencoded", headers=headers)
            transaction.set_rollback(True)
        failure = getattr(answer, "exc_info", None)
        why = f" {failure[0].__name__}: {str(failure[1])[:100]}" if failure and answer.status_code >= 500 else ""
        return f"{role} {form.method} {address} {[(name, value[:30]) for name, value in sent]}{why}", answer.status_code

    def _bent(self, form: Form) -> list[tuple[str, bytes]]:
        """Fill a form as it might be filled, and bend one to three of its fields."""
        sent = [(name, self.chance.choice(values).encode()) for name, values in form.fields.items() if values]
        for _time in range(self.chance.randint(1, 3)):
            if not sent:
                break
            place = self.chance.randrange(len(sent))
            sent[place] = (sent[place][0], self.chance.choice(NASTY))
        return sent

    def _address(self, form: Form) -> str:
        """Mostly the address itself; sometimes with another number in it."""
        path = urlsplit(form.address).path
        if self.chance.random() < 0.1:
            parts = [self.chance.choice(("0", "9" * 19, "9" * 30, "²", "-1")) if part.isdigit() else part for part in path.split("/")]
            return quote("/".join(parts))
        return path


def failures(scene: Scene, seed: int, requests: int, *, roles: tuple[str, ...] = ROLES) -> list[str]:
    """Send so many bent forms; return those after which the server said that it is to blame."""
    fuzzer = Fuzzer(scene, seed, roles=roles)
    sent = (fuzzer.send() for _request in range(requests))
    return [f"{status} {what}" for what, status in sent if status >= 500]
