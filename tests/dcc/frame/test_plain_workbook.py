"""What leaves as a workbook comes back as it went: every text a text, whatever it looks like (docs/rules/trust.md#exports)."""

import random
from io import BytesIO

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from dcc.frame.plain_workbook import plain_workbook
from tests.moments import MONDAY_9, ZONE

STRINGS = 10_000
BEGINNINGS = ("", "=", "+", "-", "@", "'", "\t", " ", "0", "00", "1e5", "=cmd|' /C calc'!A0", "http://", "{=", "_x0041_", "<b>", "&amp;", "真", "😀", "TRUE")
LETTERS = "=+-@0159aZ._'\"<>&;:/ \n\t，、张王李〇𠮷😀"


def texts() -> list[str]:
    """Return as many different texts as are asked for, the awkward ones first; none is empty, for an empty cell has no text."""
    drawn = random.Random(7)
    found = dict.fromkeys(text for text in (f"{start}{end}" for start in BEGINNINGS for end in ("", "1+1", "SUM(A1:A9)", " ")) if text)
    while len(found) < STRINGS:
        found.setdefault(drawn.choice(BEGINNINGS) + "".join(drawn.choices(LETTERS, k=drawn.randint(1, 30))))
    return list(found)


@pytest.mark.once
def test_ten_thousand_texts_go_out_and_come_back_unchanged_and_none_is_a_formula():
    sent = texts()

    content = plain_workbook("名单", ["文本", "又"], ([text, text[::-1]] for text in sent), said={}, zone=ZONE, now=MONDAY_9)

    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python(skip_empty_area=False)[1:]
    cells = load_workbook(BytesIO(content), read_only=True).worksheets[0].iter_rows(min_row=2)
    assert len(sent) == STRINGS
    assert rows == [[text, text[::-1]] for text in sent]
    assert {cell.data_type for row in cells for cell in row} == {"s"}
