"""What one chooses on the preview, and what the next file of the same columns takes from it."""

from datetime import datetime, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook

from dcc.models import Word
from leads.channels.rules.channels import resolver
from leads.intake.rules.importing import import_file
from leads.intake.rules.remembering import compared, such_files
from leads.models import Channel, ImportBatch, Inquiry, Lead
from tests.factories import ChannelFactory, InquiryFactory, LeadFactory
from tests.leads.intake.sent_files import NAMES, commit, csv, fields, page_of, remap, row, send
from tests.moments import NOW, ZONE
from tests.trail import trail

pytestmark = [pytest.mark.django_db, pytest.mark.once]  # of columns, whichever database keeps the rows


@pytest.fixture
def portal(store):
    return ChannelFactory(store=store, name="抖音", source="web")


def test_each_of_several_files_is_a_batch_with_its_own_state(client_of, data_manager, portal):
    client = client_of(data_manager)

    batches = send(client, csv(row(1), called="a.csv"), SimpleUploadedFile("b.xlsx", b"\x89PNG\r\n\x1a\n" + b"0" * 90), SimpleUploadedFile("c.csv", b""))
    page = client.get(reverse("import")).content.decode()

    assert [(batch.filename, batch.state) for batch in batches] == [("a.csv", "ready"), ("b.xlsx", "refused"), ("c.csv", "refused")]
    assert ["要你定" in page, "读不了" in page] == [True, True]


@pytest.mark.parametrize(("count", "kept"), [(19, 19), (20, 20), (21, 0)])
def test_up_to_twenty_files_are_taken_at_once(client_of, data_manager, portal, count, kept):
    answer = client_of(data_manager).post(reverse("import_receive"), {"file": [csv(row(number), called=f"{number}.csv") for number in range(count)]})

    assert (answer.status_code, ImportBatch.objects.count()) == (303 if kept else 422, kept)


def test_a_column_that_is_not_imported_leaves_nothing_and_an_extra_is_kept(client_of, data_manager, portal):
    client = client_of(data_manager)
    (batch,) = send(client, csv(row(1), names="姓名,手机号,车型,时间,直播间"), channel=portal)

    left_out = remap(client, batch, column_4="none", column_2="")
    commit(client, left_out)

    assert fields(left_out) == ["name", "phone", "", "received_at", "none"]
    assert (Inquiry.objects.get().extra, Lead.objects.get().model) == ({"车型": "卡罗拉"}, "")


def test_whatever_is_chosen_is_judged_at_once(client_of, data_manager, portal):
    client = client_of(data_manager)
    (batch,) = send(client, csv(row(1), row(2)), channel=portal)

    without = remap(client, batch, column_1="")
    refused = client.post(reverse("import_commit", args=[batch.pk]), follow=True).content.decode()
    again = remap(client, without, column_1="phone")

    assert [(each.created, each.rejected, each.reasons) for each in (batch, without, again)] == [(2, 0, {}), (0, 2, {"no_phone": 2}), (2, 0, {})]
    assert "还没有手机号列" in refused
    assert (again.state, Lead.objects.count()) == ("ready", 0)


def test_the_next_file_of_the_same_columns_takes_mapping_and_channel_and_says_whose(client_of, data_manager, leader, portal):
    client = client_of(data_manager)
    (first,) = send(client, csv(row(1)), channel=portal)
    commit(client, remap(client, first, column_4="remark"))

    (second,) = send(client_of(leader), csv(row(2)))
    said = page_of(client_of(leader), second)
    commit(client_of(leader), second)
    (third,) = send(client, csv(row(3)))

    assert (fields(second), second.channel) == (["name", "phone", "model", "received_at", "remark"], portal)
    assert f"按 {timezone.localtime(second.mapped_at):%m-%d} {data_manager.name}的对应" in said
    assert (third.mapped_by, third.mapped_at) == (data_manager, first.uploaded_at)


def test_what_the_command_took_in_is_remembered_as_what_was_mapped(client_of, data_manager, leader, portal, tmp_path):
    file = tmp_path / "yesterday.csv"
    file.write_text(f"{NAMES}\n{row(1)}", encoding="utf-8")
    import_file(file, leader.store, channel=portal, by=leader, now=NOW)

    (batch,) = send(client_of(data_manager), csv(row(2)))

    assert (batch.channel, batch.mapped_by, batch.to_write) == (portal, leader, 1)


def test_whoever_maps_it_otherwise_is_named_from_then_on(client_of, data_manager, leader, portal):
    client = client_of(data_manager)
    commit(client, send(client, csv(row(1)), channel=portal)[0])
    other = client_of(leader)
    commit(other, remap(other, send(other, csv(row(2)))[0], column_4="remark"))

    (third,) = send(client, csv(row(3)))

    assert (third.mapped_by, fields(third)[4]) == (leader, "remark")


def test_a_file_with_a_column_more_keeps_what_was_chosen_for_the_others(client_of, data_manager, portal):
    client = client_of(data_manager)
    commit(client, remap(client, send(client, csv(row(1)), channel=portal)[0], column_4="remark"))

    (wider,) = send(client, csv(row(2) + ",长春", names=NAMES + ",城市"))

    assert (fields(wider), wider.channel) == (["name", "phone", "model", "received_at", "remark", "city"], portal)


def test_other_columns_take_nothing_from_it(client_of, data_manager, portal):
    client = client_of(data_manager)
    commit(client, send(client, csv(row(1)), channel=portal)[0])

    (other,) = send(client, csv("15400000002,李娜", names="联系电话,称呼"))

    assert (other.channel, other.mapped_by, other.reasons) == (None, None, {"unknown_channel": 1})


def test_a_file_without_names_is_mapped_by_hand_and_the_next_one_reads_alike(client_of, data_manager, portal):
    client = client_of(data_manager)
    plain = [f"2026-01-05 09:0{number},王伟,1540000000{number},直播间" for number in (1, 2)]

    (first,) = send(client, csv(*plain, names=""), channel=portal)
    commit(client, remap(client, first, column_1="name"))
    (second,) = send(client, csv("2026-01-05 10:00,李娜,15400000003,小风车", names=""))

    assert (first.header_row, fields(first), first.created) == (0, ["received_at", "", "phone", ""], 2)
    assert (fields(second), second.channel, second.created) == (["received_at", "name", "phone", ""], portal, 1)
    assert list(Lead.objects.values_list("name", flat=True)) == ["王伟", "王伟"]


def test_a_file_without_names_and_numbers_is_refused(client_of, data_manager):
    (batch,) = send(client_of(data_manager), csv("甲,乙", "丙,丁", names=""))

    assert batch.state == "refused"


def test_sheet_and_line_of_names_are_chosen(client_of, data_manager, portal):
    book = Workbook()
    book.active.title = "一月"
    second = book.create_sheet("二月")
    for cells in (("姓名", "手机号", "时间"), ("王伟", "15400000001", "2026-01-05 09:00")):
        book.active.append(cells)
    for cells in (("说明", "姓名", "电话"), ("列名", "客户", "手机号"), ("x", "李娜", "15400000002"), ("x", "赵敏", "15400000003")):
        second.append(cells)
    written = BytesIO()
    book.save(written)
    client = client_of(data_manager)
    (batch,) = send(client, SimpleUploadedFile("book.xlsx", written.getvalue()), channel=portal)

    other = remap(client, batch, sheet="二月", header_row=2)
    lower = remap(client, other, header_row=3)

    assert [(each.sheet, each.header_row, each.rows) for each in (batch, other, lower)] == [("一月", 1, 1), ("二月", 2, 2), ("二月", 3, 1)]


def test_an_unknown_channel_is_chosen_for_once_and_known_from_then_on(client_of, data_manager, store, portal):
    client, names = client_of(data_manager), "姓名,手机号,渠道"
    (batch,) = send(client, csv("王伟,15400000001,车商汇-快手", "李娜,15400000002,车商汇-快手", "赵敏,15400000003,抖音", names=names))

    settled = remap(client, batch, channel_0=portal.pk)
    before = resolver(store)("车商汇-快手")
    commit(client, settled)

    assert (batch.found["channel"], batch.reasons, settled.created, before) == ([["车商汇-快手", 2]], {"unknown_channel": 2}, 3, None)
    assert resolver(store)("车商汇-快手") == portal
    assert (len(trail("channel.alias")), Lead.objects.filter(channel=portal).count()) == (1, 3)


def test_an_unknown_channel_becomes_a_new_one_with_the_import_and_not_before(client_of, data_manager, store):
    client = client_of(data_manager)
    (batch,) = send(client, csv("王伟,15400000001,快手直播", names="姓名,手机号,渠道"))

    settled = remap(client, batch, channel_0="new:web")
    before = Channel.objects.filter(store=store, name="快手直播").count()
    commit(client, settled)

    channel = Channel.objects.get(store=store, name="快手直播")
    assert (before, settled.created, channel.source, Lead.objects.get().channel) == (0, 1, "web", channel)


def test_a_channel_that_somebody_else_settled_meanwhile_stays_as_they_did(client_of, data_manager, store, portal):
    client, other = client_of(data_manager), ChannelFactory(store=store, name="易车", source="web")
    first, second = send(client, *(csv(f"王伟,1540000000{n},快手直播", names="姓名,手机号,渠道", called=f"{n}.csv") for n in (1, 2)))
    first, second = remap(client, first, channel_0=portal.pk), remap(client, second, channel_0="new:web")
    remap(client, first, channel_0=other.pk)

    commit(client, first)
    done = commit(client, second)

    assert (done.state, Channel.objects.filter(name="快手直播").count()) == ("done", 0)
    assert set(Lead.objects.values_list("channel__name", flat=True)) == {"易车"}


def test_an_unknown_model_never_rejects_and_may_become_a_further_name_or_a_new_one(client_of, data_manager, store, portal):
    client = client_of(data_manager)
    known = Word.objects.of(store, "car_model").first()
    (batch,) = send(client, csv(row(1, model="锐放双擎"), row(2, model="铂智7"), row(3, model="某某"), row(4, model=known.name)), channel=portal)
    told = [name for name, _count in batch.found["model"]]

    settled = remap(client, batch, **{f"model_{told.index('锐放双擎')}": known.name, f"model_{told.index('铂智7')}": "new"})
    commit(client, settled)

    assert (batch.created, sorted(told)) == (4, ["某某", "铂智7", "锐放双擎"])
    assert list(Lead.objects.order_by("pk").values_list("model", flat=True)) == [known.name, "铂智7", "某某", known.name]
    assert Inquiry.objects.order_by("pk").first().extra == {"车型": "锐放双擎", "直播间": "甲"}
    assert Word.objects.of(store, "car_model").filter(name="铂智7").count() == 1
    (again,) = send(client, csv(row(5, model="锐放双擎")))
    assert again.found["model"] == []


def test_the_same_row_is_a_repeat_whatever_its_model_is_called_meanwhile(client_of, data_manager, store, portal):
    client = client_of(data_manager)
    commit(client, send(client, csv(row(1, model="锐放双擎")), channel=portal)[0])
    (batch,) = send(client, csv(row(2, model="锐放双擎")))
    commit(client, remap(client, batch, model_0=Word.objects.of(store, "car_model").first().name))

    (again,) = send(client, csv(row(1, model="锐放双擎"), row(2, model="锐放双擎")))

    assert again.repeated == 2


def test_another_channel_than_the_one_these_columns_had_is_asked_about_and_taken_back(client_of, data_manager, store, portal):
    client, other = client_of(data_manager), ChannelFactory(store=store, name="易车", source="web")
    commit(client, send(client, csv(row(1)), channel=portal)[0])
    (batch,) = send(client, csv(row(2), called="抖音_0105.csv"))

    elsewhere = remap(client, batch, channel=other.pk)
    asked = page_of(client, elsewhere)
    back = remap(client, elsewhere, channel=portal.pk)

    assert ("这样的列名上次归 抖音。这份归 易车？" in asked, "文件名里是“抖音”" in asked) == (True, True)
    assert "这份归" not in page_of(client, back)


def test_files_that_are_as_always_are_taken_in_together_and_the_others_wait(client_of, data_manager, portal):
    client = client_of(data_manager)
    commit(client, send(client, csv(row(1)), channel=portal)[0])
    usual, odd = send(client, csv(row(2), called="usual.csv"), csv("赵敏,154,卡罗拉,2026-01-05 09:00,甲", row(3), called="odd.csv"))

    page = client.get(reverse("import")).content.decode()
    client.post(reverse("import_straight"))

    assert "一起导入 1 个，1 行" in page
    assert [ImportBatch.objects.get(pk=each.pk).state for each in (usual, odd)] == ["done", "ready"]


def test_of_two_alike_files_taken_in_together_the_copy_is_counted_as_repeated(client_of, data_manager, portal):
    client = client_of(data_manager)
    commit(client, send(client, csv(row(1)), channel=portal)[0])
    send(client, csv(row(2), row(3), called="one.csv"), csv(row(2), row(3), called="copy.csv"))

    page = client.post(reverse("import_straight"), follow=True).content.decode()

    assert "导入了 2 个文件" in page
    assert "新增 2 · 并入 0 · 重复 2 · 不能导 0" in page


def test_a_file_unlike_those_before_says_which_columns_and_how_many_rows(client_of, data_manager, portal):
    client, places = client_of(data_manager), iter(range(1, 1000))
    for _file in range(3):
        commit(client, send(client, csv(*(row(next(places)) for _row in range(10))), channel=portal)[0])

    usual, more = (send(client, csv(*(row(next(places)) for _row in range(count))))[0] for count in (13, 14))
    other = send(client, csv(*(f"{row(next(places))},长春" for _row in range(10)), names=NAMES + ",展厅码"))[0]

    said = [[remark for remark in batch.remarks if remark["code"] in ("other_size", "other_columns")] for batch in (usual, more, other)]
    assert [[remark["code"] for remark in remarks] for remarks in said] == [[], ["other_size"], ["other_columns"]]
    assert "行数多 40%：14 行，前 3 份中位 10 行" in page_of(client, more)
    assert "多了列：展厅码" in page_of(client, other)


@pytest.mark.parametrize(
    ("rows", "usual", "code"),
    [(6, 10, "other_size"), (7, 10, ""), (8, 10, ""), (12, 10, ""), (13, 10, ""), (14, 10, "other_size"), (1, 0, "other_size"), (0, 0, "")],
)
def test_a_third_more_or_fewer_rows_than_the_median_is_said(rows, usual, code):
    files = [(["手机号"], count) for count in (usual - 1 if usual else 0, usual, usual + 90)]

    assert [remark["code"] for remark in compared(["手机号"], rows, files)] == ([code] if code else [])


def test_two_files_before_say_nothing_of_the_third_and_the_ninth_is_not_looked_at(client_of, data_manager, portal):
    client, places = client_of(data_manager), iter(range(1, 1000))
    seen = []
    for count in (9, 2, 2, 2, 2, 2, 2, 2, 2):
        (batch,) = send(client, csv(*(row(next(places)) for _row in range(count))), channel=portal)
        seen.append(len(such_files(batch, NAMES.split(","))))
        commit(client, batch)

    (tenth,) = send(client, csv(row(next(places))))

    assert seen == [0, 1, 2, 3, 4, 5, 6, 7, 8]
    assert [rows for _names, rows in such_files(tenth, NAMES.split(","))] == [2] * 8
    assert compared(["手机号"], 90, [(["手机号"], 1)] * 2) == []


@pytest.mark.parametrize(("ago", "said"), [(timedelta(days=7, minutes=-1), True), (timedelta(days=7), True), (timedelta(days=7, minutes=1), False)])
def test_people_who_came_through_another_channel_within_seven_days_are_counted(client_of, data_manager, store, portal, ago, said):
    other = ChannelFactory(store=store, name="易车", source="web")
    at = datetime(2026, 1, 5, 9, tzinfo=ZONE)
    lead = LeadFactory(store=store, phone="15400000001", channel=other, received_at=at - ago)
    InquiryFactory(lead=lead)

    (batch,) = send(client_of(data_manager), csv(row(1), row(2), row(3)), channel=portal)

    assert ("1 人 7 天内从别的渠道来过（易车 1）" in page_of(client_of(data_manager), batch)) == said


def test_a_choice_that_is_gone_changes_nothing(client_of, data_manager, portal):
    client = client_of(data_manager)
    (batch,) = send(client, csv(row(1)), channel=portal)

    after = remap(client, batch, column_1="no such field")

    assert (fields(after), after.created) == (fields(batch), 1)
