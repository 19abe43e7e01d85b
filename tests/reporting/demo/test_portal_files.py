"""The files the demo lays beside its database: what its data manager imports by hand."""

import csv
from datetime import datetime

import pytest

from reporting.demo.portal_files import write_portal_files
from tests.factories import LeadFactory

pytestmark = pytest.mark.django_db


def test_each_senders_file_holds_a_customer_of_ours_a_row_twice_and_a_number_cut_off(store, agent, tmp_path):
    known = {LeadFactory(store=store, agent=agent, phone=phone).phone for phone in ("15400012001", "15400012002")}

    files = write_portal_files(tmp_path / "portals", store, now=datetime.fromisoformat("2026-11-24T07:10:00+00:00"))

    with files[1].open(encoding="gb18030", newline="") as opened:
        rows = list(csv.DictReader(opened))
    numbers = [row["电话"].removeprefix("+86 ") for row in rows]
    assert [file.name for file in files] == ["汽车之家_1124_1510.xlsx", "抖音_1124_1510.csv"]
    assert len(known.intersection(numbers)) == 1
    assert (len(rows), len(set(numbers))) == (15, 14)
    assert [len(number) for number in numbers if len(number) != 11] == [9]
