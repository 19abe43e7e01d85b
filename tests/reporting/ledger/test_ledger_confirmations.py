"""The single confirmation of an older file comes in as a row of its own, and goes out as a line."""

import json

from calls.models import Appointment, Confirmation
from dcc.models import Store
from reporting.ledger.reader import import_ledger
from reporting.ledger.writer import export_ledger
from tests.moments import MONDAY_9, moment
from tests.reporting.ledger.test_ledger import BASE

BOOKED = {"type": "appointment", "id": "P1", "lead": "L1", "agent": "z1-agent", "at": "2026-11-23T09:00:00+08:00", "scheduled_for": "2026-11-25T09:00:00+08:00"}


def test_the_confirmation_of_an_older_file_comes_in_as_one(db, tmp_path):
    path, out = tmp_path / "ledger.jsonl", tmp_path / "out.jsonl"
    line = {**BOOKED, "status": "confirmed", "confirmed_at": "2026-11-24T16:05:00+08:00"}
    path.write_text("".join(f"{json.dumps(each, ensure_ascii=False)}\n" for each in (*BASE, line)), encoding="utf-8")

    import_ledger(path, now=MONDAY_9)
    export_ledger(Store.objects.get(), out, now=MONDAY_9)

    written = [json.loads(each) for each in out.read_text(encoding="utf-8").splitlines()]
    assert list(Confirmation.objects.values_list("appointment", "by", "at", "how")) == [(Appointment.objects.get().pk, None, moment(24, 16, 5), "said")]
    assert [each for each in written if each["type"] == "confirmation"] == [
        {"type": "confirmation", "appointment": "P1", "by": None, "at": "2026-11-24T16:05:00+08:00", "how": "said"}
    ]
    assert ["confirmed_at" in each for each in written if each["type"] == "appointment"] == [False]
