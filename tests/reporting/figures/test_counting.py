"""The figures of the sample ledger: as expected by its makers, and as counted again from its lines."""

import json
from collections.abc import Iterator
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from dcc.models import Store
from reporting.figures.counting import ask
from reporting.figures.dimensions import DIMENSIONS
from reporting.figures.measures import MEASURES, asked_of
from reporting.figures.question import Question
from reporting.figures.rows_behind import rows_behind
from reporting.ledger.reader import import_ledger
from tests.held import held
from tests.moments import MONDAY_9
from tests.reporting.recount import Recount


@pytest.fixture(scope="module")
def taken_in(django_db_setup, django_db_blocker, sample) -> Iterator[None]:
    """The small ledger, imported once for all these tests."""
    yield from held(django_db_blocker, lambda: import_ledger(sample, now=MONDAY_9))


@pytest.fixture
def imported(taken_in, db, sample) -> Path:
    """The small ledger, imported."""
    return sample


PERIODS = (
    (date(2026, 7, 1), date(2026, 10, 31)),
    (date(2026, 8, 31), date(2026, 9, 1)),
    (date(2026, 9, 15), date(2026, 9, 15)),
    (date(2026, 10, 5), date(2026, 10, 18)),
)
QUESTIONS = [(by, basis) for by in DIMENSIONS for basis in ("cohort", "activity")]


def command(question: dict) -> dict:
    """What the command answers."""
    output = StringIO()
    words = {"first": date.fromisoformat(question["from"]), "last": date.fromisoformat(question["to"])}
    call_command("funnel", store=question["store"], by=question["by"], basis=question["basis"], format="json", stdout=output, **words)
    return json.loads(output.getvalue())


def test_the_command_gives_the_eight_expected_answers(imported):
    expected = json.loads(imported.with_suffix(".expected.json").read_text())

    answers = [command(question) for question in expected]

    assert answers == expected


@pytest.mark.parametrize(("by", "basis"), QUESTIONS)
def test_every_question_is_answered_as_counted_from_the_lines(imported, by, basis):
    recount = Recount(imported)
    stores = Store.objects.order_by("code")

    answers = {(store.code, first): ask(Question(store, by, basis, first, last)).rows for store in stores for first, last in PERIODS}

    assert answers == {(store.code, first): recount.ask(store.code, by, basis, first, last) for store in stores for first, last in PERIODS}
    assert any(answers.values())


@pytest.mark.parametrize(("by", "basis"), QUESTIONS)
def test_each_figure_counts_exactly_the_rows_behind_it(imported, by, basis):
    question = Question(Store.objects.get(code="S1"), by, basis, date(2026, 9, 1), date(2026, 9, 30))
    figures = ask(question)

    behind = {key: {name: rows_behind(question, name, key).count() for name in counts} for key, counts in figures.rows.items()}
    total = {name: rows_behind(question, name, None).count() for name in figures.total}

    assert behind == figures.rows
    assert total == figures.total


def test_the_falls_and_the_deals_add_up_to_the_valid_leads(imported):
    question = Question(Store.objects.get(code="S1"), "channel", "cohort", date(2026, 7, 1), date(2026, 10, 31))
    falls = [name for name in MEASURES if name.startswith("fall_")]

    total = ask(question, [*falls, "deals_of_valid", "valid"]).total

    assert sum(total.get(name, 0) for name in (*falls, "deals_of_valid")) == total["valid"]
    assert total["deals_of_valid"] > 0


@pytest.mark.parametrize(("basis", "queries"), [("cohort", 2), ("activity", 11)])
def test_an_answer_takes_the_same_queries_however_many_rows_it_has(imported, basis, queries, django_assert_num_queries):
    store = Store.objects.get(code="S1")

    for first, last in PERIODS[:2]:
        with django_assert_num_queries(queries):
            ask(Question(store, "channel", basis, first, last))

    assert len(asked_of("channel", basis)) >= 11
