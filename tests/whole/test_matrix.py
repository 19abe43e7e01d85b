"""The matrix: every address × every role × every method × whose object, against one table (`matrix.txt`)."""

import pytest
from django.db import connection

from tests.whole.conftest import asked as chosen
from tests.whole.matrix import ASKERS, METHODS, addresses, parse, questions, read
from tests.whole.matrix_objects import kinds_of

pytestmark = pytest.mark.django_db
WHAT_TO_DO = (
    "Add a line for each address and method it answers to tests/whole/matrix.txt: its name, the method, what it is about (a name of "
    "tests/whole/matrix_objects.py, - for nothing) and what each role gets. What no longer exists, remove."
)


def test_every_address_stands_in_the_table_and_nothing_else_does():
    there, listed = {address.name for address in addresses()}, {line.name for line in read()}

    assert (sorted(there - listed), sorted(listed - there)) == ([], []), WHAT_TO_DO


def test_an_address_with_arguments_is_about_an_object():
    arguments = {address.name: address.arguments for address in addresses()}

    assert {line.url for line in read() if bool(arguments.get(line.name)) != (line.object != "-")} == set(), WHAT_TO_DO


@pytest.mark.parametrize("asker", ASKERS)
def test_everybody_gets_what_the_table_says(walks, asker):
    wrong = [str(answer) for answer in walks[asker].answers if not answer.letter_holds]

    assert wrong == [], "\n".join(wrong)


@pytest.mark.parametrize("asker", ASKERS)
def test_who_is_refused_changes_nothing(walks, asker):
    refused = [answer for answer in walks[asker].answers if answer.question.letter not in {"y", "r"}]

    assert [(str(answer), answer.written) for answer in refused if set(answer.written) - {"django_session"}] == []
    assert walks[asker].changed == []


def test_every_cell_was_asked(walks, record_property, capsys):
    asked = [answer.question for walk in walks.values() for answer in walk.answers]
    cells = len(questions(read(), kinds_of))

    record_property("cells", len(asked))
    with capsys.disabled():
        print(f"\nmatrix: {len(asked)} cells asked of {cells}")

    assert len(set(asked)) == len(asked)
    assert cells == expected_cells()
    assert len(asked) == sum(len(chosen(asker)) for asker in ASKERS) > cells * (0.5 if connection.vendor == "sqlite" else 0.05)


def expected_cells() -> int:
    """Count anew: for every line all kinds of its object, for HEAD and every method without a line one, each for every asker."""
    lines = read()
    answered = sum(len(kinds_of(line.object)) for line in lines)
    once = sum(len(METHODS) - len({line.method for line in lines if line.url == url}) for url in {line.url for line in lines})
    return (answered + once) * len(ASKERS)


@pytest.mark.parametrize(
    "line",
    ["me GET - y y", "me GET - " + "x " * 10, "me LOOK - " + "y " * 10, "me GET - " + "y " * 10 + "\nme GET - " + "y " * 10],
    ids=["narrow", "unknown letter", "unknown method", "twice"],
)
def test_a_wrong_line_is_refused(line):
    head = "url method object " + " ".join(ASKERS)

    with pytest.raises(ValueError, match="the matrix"):
        parse(f"{head}\n{line}")


def test_letters_name_own_and_colleague_and_close_the_rest():
    head = "url method object " + " ".join(ASKERS)
    (line,) = parse(f"{head}\nlead GET lead y/n y f y/n/f/n " + "l " * 6)

    letters = [[line.letter(asker, kind) for kind in ("own", "colleague", "other_store", "missing")] for asker in ASKERS[:4]]

    assert letters == [["y", "n", "n", "n"], ["y", "y", "n", "n"], ["f", "f", "f", "f"], ["y", "n", "f", "n"]]
