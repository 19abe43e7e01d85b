"""Nobody reads a number or a name that is not theirs: every answer of the matrix, pages and files, is searched."""

import io

import pytest
import xlsxwriter

from tests.whole import canary
from tests.whole.matrix import ASKERS

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("asker", ASKERS)
def test_a_full_number_stands_in_the_answer_that_reveals_it_and_nowhere_else(walks, asker):
    leaks = [f"{answer.numbers} in {answer}" for answer in walks[asker].answers if answer.numbers]

    assert leaks == [], "\n".join(leaks)


@pytest.mark.parametrize("asker", ASKERS)
def test_who_does_not_exist_for_somebody_is_not_named_to_them(walks, asker):
    found = [(set(answer.strangers) - canary.named_by_rule(answer.question.url), answer) for answer in walks[asker].answers]
    named = [f"{strangers} in {answer}" for strangers, answer in found if strangers]

    assert named == [], "\n".join(named)


def workbook(cell: str) -> bytes:
    """A workbook of one cell."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        book.add_worksheet().write_string(0, 0, cell)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b'<td data-phone="15417000001">154****0001</td>', {"15417000001"}),
        (b"<td>154 1700 0001</td>", {"15417000001"}),
        (b"<b>154</b><b>1700</b>-<i>0001</i>", {"15417000001"}),
        (b"tel:0431-17000001", {"043117000001"}),
        ("电话：13812345678。".encode(), {"13812345678"}),
        (b'{"phone": "\\u0031\\u0035\\u0034\\u0031\\u0037\\u0030\\u0030\\u0030\\u0030\\u0030\\u0031"}', {"15417000001"}),
        (workbook("19427000003"), {"19427000003"}),
        (b'<input name="token" value="5f0c1a2b-90ab-4cde-8f01-a13812345678">', set()),
        (b"154****0001 0001 1700000001 v=1.13812345678 20261123154170", set()),
    ],
    ids=["attribute", "spaced", "in pieces", "landline", "any mobile", "escaped", "workbook", "token of a form", "masked and other digits"],
)
def test_a_number_is_found_however_it_is_written(content, found):
    assert canary.numbers_in(canary.text_of(content)) == found


@pytest.mark.parametrize(
    ("text", "asker", "found"),
    [
        ("诸葛lead 在 吉林三店", "director", {"诸葛", "吉林三店"}),
        ("欧阳pool 司马pool", "leader", set()),
        ("欧阳pool 司马pool", "agent", {"司马pool"}),
        ("欧阳pool 司马lead", "front_desk", {"欧阳pool"}),
        ("欧阳lead", "marketing", {"欧阳lead"}),
        ("长春一店", "nobody", {"长春一店"}),
    ],
)
def test_a_stranger_is_found(text, asker, found):
    assert canary.strangers_in(text, asker) == found
