"""A sender's file with new names for some columns; and the rows of a channel nobody knows."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from leads.intake.open_questions import is_straight
from tests.factories import ChannelFactory
from tests.leads.intake.sent_files import NAMES, commit, csv, fields, page_of, remap, row, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def portal(store):
    return ChannelFactory(store=store, name="抖音", source="web")


@pytest.mark.parametrize(
    ("names", "read"),
    [
        ("姓名,手机号,车型,时间,房间", ["name", "phone", "model", "received_at", "remark"]),
        ("姓名,号码栏,意向的,时间,直播间", ["name", "", "", "received_at", ""]),
        ("姓名,手机号,车型,直播间,别的", ["name", "phone", "model", "", ""]),
    ],
    ids=["one new name keeps what its place was", "two of five are another sender's", "where columns moved a place says nothing"],
)
def test_a_column_with_a_new_name_is_read_by_its_place(client_of, data_manager, portal, names, read):
    client = client_of(data_manager)
    commit(client, remap(client, send(client, csv(row(1)), channel=portal)[0], column_4="remark"))

    (next_one,) = send(client, csv(row(2), names=names))

    assert [field if field in read else "" for field in fields(next_one)] == read or next_one.state == "refused"
    assert bool(next_one.found.get("renamed")) is ("remark" in read)


def test_two_of_six_names_may_be_new_and_the_preview_says_old_and_new(client_of, data_manager, portal):
    client = client_of(data_manager)
    names = NAMES + ",主播"
    commit(client, remap(client, send(client, csv(row(1) + ",小红", names=names), channel=portal)[0], column_4="remark"))

    (next_one,) = send(client, csv(row(2) + ",小红", names="姓名,手机号,哪一款,时间,房间,主播"))
    page = page_of(client, next_one)

    assert (fields(next_one), next_one.channel) == (["name", "phone", "model", "received_at", "remark", ""], portal)
    assert ["按位置认的" in page, "直播间 → <b>房间</b>" in page, is_straight(next_one)] == [True, True, False]


def test_of_two_senders_with_like_names_the_one_most_alike_is_taken(client_of, data_manager, portal):
    client, other = client_of(data_manager), ChannelFactory(store=portal.store, name="快手", source="web")
    wide = NAMES + ",主播,场次"
    commit(client, send(client, csv(row(1) + ",小红,3", names=wide), channel=portal)[0])
    commit(client, send(client, csv(row(2) + ",小红", names=NAMES + ",主播"), channel=other)[0])

    (next_one,) = send(client, csv(row(3) + ",小红,3,乙", names=wide + ",组别"))

    assert next_one.channel == portal


def test_rows_of_one_unknown_channel_are_one_line_with_their_number(client_of, data_manager, portal):
    client = client_of(data_manager)
    rows = [row(1, more="懂车"), row(2, more="懂车"), row(3, more="某某网"), row(4, more="懂车"), row(5, more="抖音"), "王伟,12,卡罗拉,2026-01-05 09:00,抖音"]
    (batch,) = send(client, csv(*rows, names="姓名,手机号,车型,时间,渠道"))

    shown = client.get(reverse("import_batch", args=[batch.pk]), {"show": "rejected"}).context
    of_channel = client.get(reverse("import_batch", args=[batch.pk]), {"show": "rejected", "reason": "unknown_channel"}).context
    lines = [(line["number"], line["reason"]) for line in of_channel["rows"].data]

    assert (batch.rejected, len(shown["rows"].data), shown["pager"].total.number) == (5, 3, 3)
    assert lines == [(2, "渠道不认得 · “懂车” · 3 行"), (4, "渠道不认得 · “某某网”")]
    assert [(reason, number) for reason, _words, number in shown["reasons"]] == [("unknown_channel", 4), ("bad_phone", 1)]


def test_the_fetched_workbook_has_every_row_of_an_unknown_channel(client_of, data_manager, portal):
    client = client_of(data_manager)
    (batch,) = send(client, csv(row(1, more="懂车"), row(2, more="懂车"), row(3, more="抖音"), names="姓名,手机号,车型,时间,渠道"))

    fetched = client.post(reverse("import_rejected", args=[batch.pk]))

    assert load_workbook(BytesIO(b"".join(fetched.streaming_content))).active.max_row == 3


@pytest.mark.parametrize("names", ["姓名,手机号,车型,时间,渠道", "姓名,手机号,车型,时间,直播间,渠道"])
def test_a_file_that_names_its_channels_is_never_taken_for_one_senders(client_of, data_manager, portal, names):
    client = client_of(data_manager)
    commit(client, send(client, csv(row(1)), channel=portal)[0])

    (mixed,) = send(client, csv("李四,15400000002,卡罗拉,2026-01-05 09:00,某某网,某某网", names=names))

    assert (mixed.channel, mixed.to_write) == (None, 0)
