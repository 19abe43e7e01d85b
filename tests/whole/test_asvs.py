"""Whether the sheet of the ASVS says of itself and of the repository what is so (docs/asvs.md)."""

import re
from collections import Counter

import pytest

from tests.whole import tree

pytestmark = pytest.mark.once
SHEET = "docs/asvs.md"
ANSWERS = ("yes", "no", "not applicable")
CHAPTERS = {1: 27, 2: 11, 3: 19, 4: 10, 5: 9, 6: 35, 7: 18, 8: 7, 9: 7, 10: 29, 11: 14, 12: 9, 13: 13, 14: 9, 15: 13, 16: 16, 17: 7}  # levels 1 and 2 of 5.0.0
NO_TEST = re.compile(r"\bno test\b")
NAMED = re.compile(r"`([\w./-]*(?:/|\.(?:md|yaml|json|toml)\b|Dockerfile|\.dockerignore)[\w./-]*)(?:::(\w+))?`")


def cells() -> list[list[str]]:
    """Return the rows of the chapters: number, level, what it asks, answer, why."""
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in tree.read(SHEET).splitlines() if re.match(r"\| \d+\.\d", line)]


def named(text: str) -> list[tuple[str, str]]:
    """Return the files that a text names, each with the test of it, if it names one. An address of a page is no file."""
    return [place for place in NAMED.findall(text) if not place[0].startswith("/")]


def test_each_requirement_stands_once_with_an_answer_and_its_reason():
    rows = cells()

    assert [row for row in rows if len(row) != 5 or row[1] not in {"1", "2"} or row[3] not in ANSWERS or not row[2] or not row[4]] == []
    assert [number for number, times in Counter(row[0] for row in rows).items() if times > 1] == []
    assert Counter(int(row[0].split(".")[0]) for row in rows) == CHAPTERS


def test_the_counts_at_its_head_are_those_of_its_rows():
    found = Counter((row[1], row[3]) for row in cells())
    counts = [[found[level, answer] for answer in ANSWERS] for level in ("1", "2")]
    counts.append([sum(column) for column in zip(*counts, strict=True)])

    head = [list(map(int, line.strip("|").split("|")[1:])) for line in tree.read(SHEET).splitlines() if re.match(r"\| (?:1|2|both) \|", line)]
    assert head == [[*line, sum(line)] for line in counts]


def test_every_yes_names_where_and_by_which_test_or_that_there_is_none():
    answered = {row[0]: row[4] for row in cells() if row[3] == "yes"}
    files = {number: [path for path, _test in named(text)] for number, text in answered.items()}

    assert [number for number, paths in files.items() if not [path for path in paths if not path.startswith("tests/")]] == []
    assert [number for number, paths in files.items() if not any(path.startswith("tests/") for path in paths) and not NO_TEST.search(answered[number])] == []


def test_every_no_says_what_is_to_be_done():
    assert [row[0] for row in cells() if row[3] == "no" and "To do:" not in row[4]] == []


def test_every_file_and_test_it_names_is_there():
    places = {place for row in cells() for place in named(row[4])}

    assert len(places) > 100
    assert sorted(path for path, _test in places if not (tree.ROOT / path).exists()) == []
    assert sorted(f"{path}::{test}" for path, test in places if test and f"def {test}(" not in tree.read(path)) == []
