"""The senders' sample files, counted by the rules of the import page: what came of every row, and why."""

from collections import Counter
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from leads.intake.arrival import Arrival
from leads.intake.columns import recognise
from leads.intake.reading.file import read_file
from leads.intake.reading.refusals import Unreadable
from leads.intake.row_reading import read_row
from leads.intake.time_cells import Calendar
from tests.samples import SAMPLES
from tests.samples import expected as answers

SHANGHAI = Calendar(ZoneInfo("Asia/Shanghai"))
NOW = datetime(2026, 11, 20, 12, tzinfo=SHANGHAI.zone)
FILES = [
    "portal_a.xlsx",
    "portal_b_gbk.csv",
    "portal_c_utf8.csv",
    "portal_d_utf16.txt",
    "hotline_400.csv",
    "backoffice.xls",
    "oem_lms.xlsx",
    "portal_orders.csv",
]
REFUSED = {"empty.csv": "empty", "no_phone_column.csv": "no_phone_column", "not_a_workbook.xlsx": "broken", "picture.xlsx": "not_a_table"}


@pytest.fixture(scope="module")
def expected():
    return answers()


def outcomes_of(path):
    """One channel, an empty store: who is open and what was said already, in two sets."""
    sheet = read_file(path)
    columns = recognise(sheet.headers)
    open_phones, said, counted, reasons = set(), set(), Counter(), Counter()
    for _, cells in sheet.rows:
        row = read_row(cells, columns, calendar=SHANGHAI, now=NOW)
        arrival = Arrival(phone=row.phone, model=row.model, received_at=row.received_at, external_id=row.external_id)
        key = arrival.key(row.fingerprint)
        outcome = "rejected" if row.problem else "repeated" if key in said else "merged" if row.phone in open_phones else "created"
        if row.problem:
            reasons[row.problem] += 1
        else:
            said.add(key)
            open_phones.add(row.phone)
        counted[outcome] += 1
    return {"rows": len(sheet.rows), **{name: counted[name] for name in ("created", "merged", "repeated", "rejected")}, "reasons": dict(reasons)}


@pytest.mark.parametrize("name", FILES)
def test_every_row_of_a_sample_has_the_outcome_its_sender_was_promised(name, expected):
    promised = expected[name]

    counted = outcomes_of(SAMPLES / name)

    assert counted == promised


@pytest.mark.parametrize(("name", "code"), REFUSED.items())
def test_a_sample_that_is_no_lead_file_is_refused(name, code, expected):
    assert name not in expected

    with pytest.raises(Unreadable) as refusal:
        read_file(SAMPLES / name)

    assert refusal.value.code == code


def test_a_workbook_of_the_old_kind_is_read(expected):
    sheet = read_file(SAMPLES / "showroom_cards.xls")

    assert (sheet.sheet, sheet.header_row, len(sheet.rows)) == ("A卡", 2, expected["showroom_cards.xls"]["rows"])
    assert next(iter(sheet.rows))[1][2] == expected["showroom_cards.xls"]["cards"][0]["phone"]
