"""Following what pages offer: every link, every address a part is fetched from, and where buttons send."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urljoin, urlsplit

from django.http import HttpResponse
from django.test import Client
from django.urls import resolve

TOLD = ("aria-label", "placeholder", "title", "alt", "data-key-label", "data-confirm", "data-confirm-body", "data-confirm-yes", "data-confirm-no")
SILENT = {"script", "style", "option", "datalist"}  # options are data, but for a few
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
DRAWN = {"link", "use", "base", "script", "img"}  # what a page is drawn with leads nowhere


class Reader(HTMLParser):
    """Reads a page: `links` it leads to, `sends` where its buttons send forms, `texts` a person reads or hears in the language of the page.

    What says itself in which language it is, such as a letter, is not among the texts.
    """

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address, self.within = address, []
        self.forms: list[dict[str, str]] = []
        self.buttons: list[tuple[dict[str, str], dict[str, str]]] = []  # each with its form
        self.links: list[str] = []
        self.texts: list[str] = []
        self.own_language = 0  # how deep one is where a part with a language of its own begins

    def handle_starttag(self, tag, attributes):
        """Note where an element leads and what it says by attribute."""
        facts = {name: value or "" for name, value in attributes}
        if tag not in VOID:
            self.within.append(tag)
        if "lang" in facts and tag != "html":
            self.own_language = self.own_language or len(self.within)
        if tag == "form":
            self.forms.append(facts)
        if tag == "button" and facts.get("type", "submit") == "submit" and ("form" in facts or "form" in self.within):
            self.buttons.append((facts, {} if "form" in facts else self.forms[-1]))
        self.texts += [facts[name] for name in TOLD if facts.get(name)]
        if tag not in DRAWN:
            self.links += [urljoin(self.address, facts[name]) for name in ("href", "hx-get") if facts.get(name, "#")[:1] != "#"]

    def handle_endtag(self, tag):
        """Leave an element."""
        if tag in self.within:
            while self.within.pop() != tag:
                pass
            self.own_language = self.own_language if len(self.within) >= self.own_language else 0

    def handle_data(self, text):
        """Note what stands there to be read."""
        if text.strip() and not self.own_language and not SILENT & set(self.within):
            self.texts.append(" ".join(text.split()))

    def sends(self) -> set[str]:
        """Return the addresses to which a button of this page posts."""
        by_id = {form["id"]: form for form in self.forms if "id" in form}
        sent = [(facts, by_id[facts["form"]] if "form" in facts else form) for facts, form in self.buttons]
        sent += [({}, form) for form in self.forms if "hx-post" in form and "hx-trigger" in form]
        return {urljoin(self.address, _goal(facts, form)) for facts, form in sent if form.get("method", "get").lower() == "post" or "hx-post" in form}


def _goal(button: dict[str, str], form: dict[str, str]) -> str:
    return button.get("formaction") or form.get("hx-post") or form.get("action", "")


@dataclass
class Visit:
    """An address as it answered one person: where it was found, the status, what the page holds."""

    address: str
    found_on: str
    status: int
    page: Reader


def read(address: str, response: HttpResponse, reader_of: type[Reader] = Reader) -> Reader:
    """Return what a page holds; anything but HTML holds nothing."""
    reader = reader_of(address)
    if response.headers.get("Content-Type", "").startswith("text/html"):
        reader.feed(response.content.decode())
    return reader


def shape(address: str) -> tuple:
    """Return what an address is about, objects and values aside."""
    parts = urlsplit(address)
    return resolve(parts.path).view_name, tuple(sorted({name for name, _value in parse_qsl(parts.query, keep_blank_values=True)}))


def crawl(client: Client, start: str = "/", *, per_shape: int = 2, reader_of: type[Reader] = Reader) -> Iterator[Visit]:
    """Open every page that can be reached by links, following redirects; of addresses of one shape only the first few."""
    waiting, known, opened = deque([(start, "")]), {start}, {}
    while waiting:
        address, found_on = waiting.popleft()
        kind = shape(address)
        opened[kind] = opened.get(kind, 0) + 1
        if opened[kind] > per_shape:
            continue
        response = client.get(address, follow=True)
        page = read(address, response, reader_of)
        yield Visit(address, found_on, response.status_code, page)
        for link in page.links:
            if not urlsplit(link).netloc and urlsplit(link).scheme == "" and link not in known:
                known.add(link)
                waiting.append((link, address))
