"""What code and pages cite is there: each citation names a page under docs/ and a heading of it."""

import re
from functools import cache
from pathlib import PurePosixPath

import pytest

from tests.whole import tree

CITED = re.compile(r"docs/((?:rules/)?[\w-]+\.md)(#[\w-]+(?:,\s+(?:# )?#[\w-]+)*)")  # docs/rules/domain.md#named, #which-lead
LINKED = re.compile(r"\]\((?!\w+:)([^()\s#]*)(?:#([\w-]+))?\)")  # [words](page.md#heading) of a page
BARE = re.compile(r"\((?:look )?0[1-9](?:\)|[,;:]\s[^()]*\))")  # a page's number alone, which no clone can follow
HEADING = re.compile(r"^#{1,6} (.+?)\s*$", re.MULTILINE)
TEXTS = (".py", ".html", ".css", ".js", ".mjs", ".sh", ".toml", ".md")
ITSELF = "tests/whole/test_citations.py"


@cache
def headings(page: str) -> list[str]:
    """Return the anchors of a page, as GitHub makes them of its headings."""
    return [re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in HEADING.findall(tree.read(page))]


def texts() -> list[str]:
    """Return the files in which something may be cited."""
    return [name for name in tree.named(*TEXTS) if name != ITSELF]


def cited(text: str) -> list[tuple[str, str]]:
    """Return (page, anchor) of every citation in a text."""
    return [(f"docs/{page}", anchor) for page, anchors in CITED.findall(text) for anchor in re.findall(r"#([\w-]+)", anchors)]


def linked(name: str) -> list[tuple[str, str]]:
    """Return (file, anchor) of every link of a page into the repository."""
    folder = PurePosixPath(name).parent
    return [(_plain(folder / target) if target else name, anchor) for target, anchor in LINKED.findall(tree.read(name))]


def _plain(path: PurePosixPath) -> str:
    parts: list[str] = []
    for part in path.parts:
        parts = parts[:-1] if part == ".." else [*parts, part]
    return "/".join(parts)


def is_there(page: str, anchor: str) -> bool:
    """Whether a file or folder of the repository has that heading; without an anchor, whether there is one."""
    known = page in tree.files() or any(name.startswith(f"{page.rstrip('/')}/") for name in tree.files())
    return known and (not anchor or anchor in headings(page))


def test_each_citation_names_a_heading_that_is_there():
    followed = {(name, *place) for name in texts() for place in cited(tree.read(name))}

    assert {place[1] for place in followed} >= {f"docs/rules/{page}.md" for page in ("domain", "measures", "intake", "trust", "speed", "ledger", "interface")}
    assert sorted(place for place in followed if not is_there(*place[1:])) == []


def test_each_link_of_a_page_leads_somewhere():
    links = {(name, *place) for name in tree.named(".md") for place in linked(name)}

    assert len(links) > 20
    assert sorted(place for place in links if not is_there(*place[1:])) == []


def test_no_heading_of_the_rules_stands_twice_on_its_page():
    pages = tree.named(".md", under=("docs/rules/",))

    assert pages
    assert {page: found for page in pages if (found := [anchor for anchor in headings(page) if headings(page).count(anchor) > 1])} == {}


def test_nobody_cites_a_page_by_its_number():
    assert {name: found for name in texts() if (found := BARE.findall(tree.read(name)))} == {}


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("kept (docs/rules/domain.md#credit).", [("docs/rules/domain.md", "credit")]),
        ("kept (docs/rules/domain.md#named, #which-lead).", [("docs/rules/domain.md", "named"), ("docs/rules/domain.md", "which-lead")]),
        ("docs/rules/domain.md#named,\n    #which-lead", [("docs/rules/domain.md", "named"), ("docs/rules/domain.md", "which-lead")]),
        ("docs/rules/trust.md#claims, docs/security.md#taken", [("docs/rules/trust.md", "claims"), ("docs/security.md", "taken")]),
        ("docs/measures.md is written from the table", []),
    ],
)
def test_a_citation_is_found(text, places):
    assert cited(text) == places


@pytest.mark.parametrize(
    ("page", "anchor", "answer"),
    [
        ("docs/rules/domain.md", "credit", True),
        ("docs/rules/domain.md", "no-such-rule", False),
        ("docs/rules/domain.md", "", True),
        ("docs/rules", "", True),
        ("docs/rules/no_such_page.md", "credit", False),
    ],
)
def test_a_heading_that_is_not_there_is_noticed(page, anchor, answer):
    assert is_there(page, anchor) is answer


@pytest.mark.parametrize(
    ("text", "found"),
    [("kept (01, step 3).", 1), ("as (look 06) draws", 1), ("one (06; 08, Taken back)", 1), ("date(2026, 11, 2)", 0), ("f(0.05)", 0)],
)
def test_a_number_alone_is_noticed(text, found):
    assert len(BARE.findall(text)) == found
