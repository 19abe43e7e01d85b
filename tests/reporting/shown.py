"""What a page of figures shows, read from its mark-up as a browser would: the table, the small funnels, the waterfall."""

import re
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import parse_qs, urlsplit

TAG = re.compile(r"<[^>]*>")
TABLE = re.compile(r'<table class="d-table is-report"[^>]*>(.*?)</table>', re.S)
HEAD = re.compile(r'<th scope="col"[^>]*>(.*?)</th>', re.S)
ROW = re.compile(r"<tr[^>]*>\s*<th scope=\"row\"[^>]*>(.*?)</th>(.*?)</tr>", re.S)
CELL = re.compile(r"<td[^>]*>(.*?)</td>", re.S)
SHARE = re.compile(r'<(?:a|span) class="d-share"[^>]*>(.*?)</(?:a|span)>', re.S)
LINK = re.compile(r'href="([^"]*)"')
FUNNEL = re.compile(r'<figure class="d-funnel"><h3>(.*?)</h3>(.*?)</figure>', re.S)
STAGE = re.compile(r'<title>(.*?)</title>\s*<rect class="d-funnel-bar[^>]*width="([\d.]+)"[^>]*/>(.*?)(?=</a>|</g>)', re.S)
FALL = re.compile(r'<div class="d-chart-label">([^<]*)</div></foreignObject>\s*<(?:a|g).*?<text class="d-chart-number is-plain"[^>]*>(.*?)</text>', re.S)
TOLD = re.compile(r"([\d.]+%) (\d+)/(\d+)")


def words(html: str) -> str:
    """The text of a piece of mark-up."""
    return " ".join(unescape(TAG.sub(" ", html)).split())


@dataclass
class Cell:
    """One cell: what is written, its fraction, where it leads."""

    text: str
    share: str
    url: str


@dataclass
class Stage:
    """One bar: its number, its percentage, its width, the shares its hint tells as (percentage, over, under)."""

    count: int
    rate: str
    width: float
    told: list[tuple[str, int, int]]


@dataclass
class Page:
    """All figures of one page. Rows are named by the key of their links, the total by None."""

    heads: list[str] = field(default_factory=list)
    rows: dict[str | None, list[Cell]] = field(default_factory=dict)
    funnels: dict[str | None, list[Stage]] = field(default_factory=dict)
    falls: list[tuple[str, int, str]] = field(default_factory=list)


def read(html: str) -> Page:
    """Read a page of the funnel."""
    page = Page()
    table = TABLE.search(html)
    if table:
        page.heads = [words(head) for head in HEAD.findall(table[1])][1:]
        for label, cells in ROW.findall(table[1]):
            found = [_cell(cell) for cell in CELL.findall(cells)]
            page.rows[_key_of([cell.url for cell in found], words(label))] = found
    for label, drawn in FUNNEL.findall(html):
        page.funnels[_key_of(LINK.findall(drawn), words(label))] = [_stage(*stage) for stage in STAGE.findall(drawn)]
    for label, number in FALL.findall(html):
        count, *share = words(number).split()
        page.falls.append((words(label), int(count.removeprefix("−")), *(share or [""])))
    return page


def _cell(html: str) -> Cell:
    share, link = SHARE.search(html), LINK.search(html)
    return Cell(words(SHARE.sub("", html)), words(share[1]) if share else "", unescape(link[1]) if link else "")


def _key_of(links: list[str], label: str) -> str | None:
    """The key a row or a funnel asks by; without links it is what it is called."""
    asked = next((parse_qs(urlsplit(unescape(link)).query, keep_blank_values=True) for link in links if link), None)
    if asked is None:
        return None if label in {"合计", "全店"} else label
    return asked["key"][0] if "key" in asked else None


def _stage(title: str, width: str, drawn: str) -> Stage:
    texts = words(drawn).split()
    return Stage(int(texts[0]), texts[1] if texts[1:] else "", float(width), [(text, int(over), int(under)) for text, over, under in TOLD.findall(title)])
