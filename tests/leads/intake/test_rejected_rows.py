"""The rows nobody could take in, as a workbook to be corrected and uploaded again."""

from datetime import datetime, timedelta
from io import BytesIO

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from leads.intake.choosing import LEFT_OUT
from leads.intake.refusal_words import REASONS
from leads.intake.rules.rejected_rows import FAULTY, sweep_rejected
from leads.models import ImportBatch, Lead
from tests.factories import ChannelFactory, UserFactory
from tests.moments import NOW
from tests.trail import trail

pytestmark = pytest.mark.django_db


@pytest.fixture
def portal(store):
    return ChannelFactory(store=store, name="抖音", source="web")


def book(*rows: tuple, epoch=None) -> SimpleUploadedFile:
    made, written = Workbook(), BytesIO()
    if epoch:
        made.epoch = epoch
    for cells in rows:
        made.active.append(cells)
    for line in made.active.iter_rows():
        for cell in line:
            if isinstance(cell.value, str):
                cell.data_type = "s"
    made.save(written)
    return SimpleUploadedFile("morning.xlsx", written.getvalue())


def send(client, file, channel=None) -> ImportBatch:
    client.post(reverse("import_receive"), {"file": [file], "channel": channel.pk if channel else ""})
    return ImportBatch.objects.latest("pk")


def commit(client, batch) -> ImportBatch:
    client.post(reverse("import_commit", args=[batch.pk]))
    return ImportBatch.objects.get(pk=batch.pk)


def fetch(client, batch):
    return client.post(reverse("import_rejected", args=[batch.pk]))


def sheet_of(answer):
    return load_workbook(BytesIO(b"".join(answer.streaming_content))).active


NAMES = ("姓名", "手机号", "留资时间", "备注")
MOMENT = datetime(2026, 1, 5, 9, 30)  # noqa: DTZ001 — a sheet has no zones
GOOD = ("王伟", "15400000001", MOMENT, "好")
MASKED = ("李娜", "154****0002", MOMENT, "=1+1")
LATE = ("赵敏", "15400000003", "昨天下午", "+86 @x")
ROUNDED = ("-周", 15400000000, MOMENT, "@好")


@pytest.mark.parametrize("imported", [False, True])
def test_rejected_rows_keep_their_cells_say_why_and_mark_the_faulty_one(client_of, data_manager, portal, imported):
    client = client_of(data_manager)
    batch = send(client, book(NAMES, GOOD, MASKED, LATE, ROUNDED), portal)
    batch = commit(client, batch) if imported else batch

    sheet = sheet_of(fetch(client, batch))

    assert [[cell.value for cell in line][:4] for line in sheet.iter_rows()] == [list(row) for row in (NAMES, MASKED, LATE, ROUNDED)]
    assert [line[4].value for line in sheet.iter_rows()] == [
        "拒绝原因",
        *(f"{REASONS[code][0]}。{REASONS[code][1]}" for code in ("masked_phone", "bad_time", "precision_lost")),
    ]
    marked = [[cell.coordinate for cell in line if cell.fill.start_color.rgb == FAULTY.start_color.rgb] for line in sheet.iter_rows(min_row=2)]
    assert marked == [["B2"], ["C3"], ["B4"]]


def test_no_cell_of_a_sender_becomes_a_formula(client_of, data_manager, portal):
    client = client_of(data_manager)
    batch = send(client, book(NAMES, *((word, "154", MOMENT, word) for word in ("=1+1", "+1", "-1", "@x", "=HYPERLINK(1)"))), portal)

    sheet = sheet_of(fetch(client, batch))

    assert {cell.data_type for line in sheet.iter_rows() for cell in line if isinstance(cell.value, str)} == {"s"}
    assert [line[0].value for line in sheet.iter_rows(min_row=2)] == ["=1+1", "+1", "-1", "@x", "=HYPERLINK(1)"]


def test_corrected_and_uploaded_it_reads_as_the_file_did(client_of, data_manager, portal):
    client = client_of(data_manager)
    first = commit(client, send(client, book(NAMES, GOOD, MASKED, LATE), portal))
    corrected = load_workbook(BytesIO(b"".join(fetch(client, first).streaming_content)))
    corrected.active["B2"], corrected.active["C3"] = "15400000002", "2026-01-05 09:45"
    written = BytesIO()
    corrected.save(written)

    second = send(client, SimpleUploadedFile("again.xlsx", written.getvalue()))
    commit(client, second)

    assert (second.channel, second.created, second.rejected, [column["field"] for column in second.columns]) == (
        *(portal, 2, 0),
        ["name", "phone", "received_at", "remark", LEFT_OUT],
    )
    assert sorted(Lead.objects.values_list("name", flat=True)) == ["李娜", "王伟", "赵敏"]


def test_a_sheet_without_names_gets_those_by_which_it_reads_alike(client_of, data_manager, portal):
    client = client_of(data_manager)
    plain = SimpleUploadedFile("plain.csv", "15400000001,2026-01-05 09:00,甲\n15400000002,昨天,乙\n15400000003,2026-01-05 09:00,丙".encode())
    batch = commit(client, send(client, plain, portal))

    sheet = sheet_of(fetch(client, batch))

    assert [[cell.value for cell in line][:3] for line in sheet.iter_rows()] == [["手机号", "留资时间", "C"], ["15400000002", "昨天", "乙"]]


def test_a_sheet_that_counts_its_days_from_1904_stays_one(client_of, data_manager, portal):
    client = client_of(data_manager)
    batch = send(client, book(NAMES, ("李娜", "154", MOMENT, ""), epoch=CALENDAR_MAC_1904), portal)

    answer = load_workbook(BytesIO(b"".join(fetch(client, batch).streaming_content)))

    assert (answer.epoch, answer.active["C2"].value) == (CALENDAR_MAC_1904, MOMENT)


def test_only_whoever_uploaded_the_file_gets_them_and_it_is_on_the_trail(client_of, data_manager, leader, store, portal):
    batch = commit(client_of(data_manager), send(client_of(data_manager), book(NAMES, GOOD, MASKED), portal))
    colleague = UserFactory(store=store, roles=["data_manager"])

    answers = [fetch(client_of(person), batch).status_code for person in (leader, colleague, data_manager)]

    assert answers == [303, 303, 200]
    assert [entry["rows"] for entry in trail("import.rejected")] == [1]


@pytest.mark.parametrize(("after", "given"), [(timedelta(days=7, seconds=-1), 200), (timedelta(days=7), 200), (timedelta(days=7, seconds=1), 303)])
def test_they_can_be_fetched_for_seven_days(client_of, data_manager, portal, clock, after, given):
    batch = commit(client_of(data_manager), send(client_of(data_manager), book(NAMES, GOOD, MASKED), portal))

    clock.set_to(NOW + after)

    assert fetch(client_of(data_manager), batch).status_code == given


def test_afterwards_nothing_of_them_is_left(client_of, data_manager, portal):
    client = client_of(data_manager)
    commit(client, send(client, book(NAMES, GOOD, MASKED), portal))
    kept = [sweep_rejected(now=NOW + timedelta(days=7)), len(list(settings.UPLOADS.iterdir()))]

    swept = sweep_rejected(now=NOW + timedelta(days=7, seconds=1))

    assert (kept, swept, list(settings.UPLOADS.iterdir()), ImportBatch.objects.get().rejected_file) == ([0, 1], 1, [], "")


def test_a_file_whose_every_row_came_in_leaves_nothing_behind(client_of, data_manager, portal):
    client = client_of(data_manager)

    batch = commit(client, send(client, book(NAMES, GOOD), portal))

    assert (batch.rejected_file, list(settings.UPLOADS.iterdir()), fetch(client, batch).status_code) == ("", [], 303)
