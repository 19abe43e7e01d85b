"""The checker of ledgers can fail: for each of its rules the clean ledger of a lived store is changed so that this rule is broken, and it says so."""

import ast
from pathlib import Path

import pytest

from tests.reporting import ledger_checker
from tests.reporting.ledger_breaks import BREAKS
from tests.reporting.ledger_checker import RULES, Book, check, read

pytestmark = pytest.mark.django_db  # a database is made only for tests that say so, and the store that is judged lives in one

WAYS = [pytest.param(name, way, id=f"{name}-{way.__name__}") for name, ways in BREAKS.items() for way in ways]


@pytest.fixture(scope="module")
def clean(lived) -> list[dict]:
    """The lines of a ledger that obeys every rule."""
    return read(lived.path)


@pytest.mark.once
@pytest.mark.parametrize(("name", "break_it"), WAYS)
def test_a_broken_rule_is_found(clean, name, break_it):
    book = Book([dict(line) for line in clean])

    break_it(book)

    assert any(RULES[name](Book(book.file)))


def test_a_ledger_nobody_touched_is_clean(lived):
    found = check(lived.path)

    assert found == []


def test_there_is_a_way_to_break_every_rule_and_a_rule_for_every_way():
    rules, ways = set(RULES), set(BREAKS)

    assert rules == ways


def test_a_rule_has_one_kind_of_finding():
    trees = [ast.parse(path.read_text("utf-8")) for path in Path(ledger_checker.__file__).parent.glob("*.py")]
    rules = [one for tree in trees for one in tree.body if isinstance(one, ast.FunctionDef) and one.name in RULES]

    yields = {one.name: sum(isinstance(node, ast.Yield | ast.YieldFrom) for node in ast.walk(one)) for one in rules}

    assert yields == dict.fromkeys(RULES, 1)


def test_the_checker_shares_no_code_with_the_product():
    sources = [path.read_text("utf-8") for path in Path(ledger_checker.__file__).parent.glob("*.py")]
    nodes = [node for source in sources for node in ast.walk(ast.parse(source))]

    imported = {node.module for node in nodes if isinstance(node, ast.ImportFrom)} | {
        name.name for node in nodes if isinstance(node, ast.Import) for name in node.names
    }

    assert {name.split(".")[0] for name in imported} & {"dcc", "leads", "calls", "reception", "reporting", "django"} == set()
