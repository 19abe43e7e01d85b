"""Lead files as their senders really make them, each imported by command and in the browser into an empty store; the right answers were written down first."""

import json
from dataclasses import dataclass
from datetime import datetime
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from leads.models import ImportBatch, Inquiry, Lead
from leads.pool.search import find
from tests.factories import ChannelFactory
from tests.moments import MONDAY_9
from tests.samples import CASES

pytestmark = [pytest.mark.django_db, pytest.mark.once]  # how a file is read; how rows are kept the files of the samples ask


@dataclass
class Imported:
    """What the command said: the object of its last line, and its remarks."""

    answer: dict
    remarks: str

    @property
    def counts(self):
        return [self.answer[outcome] for outcome in ("created", "merged", "repeated", "rejected")]


@pytest.fixture
def take(data_manager, store):
    """Import one of the files, by 汽车之家 unless another channel is named."""
    ChannelFactory(store=store, name="汽车之家", source="web")
    ChannelFactory(store=store, name="懂车帝", source="web")

    def take(name, channel="汽车之家"):
        out, said = StringIO(), StringIO()
        call_command("import_leads", str(CASES / name), "--store", store.code, "--user", data_manager.username, "--channel", channel, stdout=out, stderr=said)
        answer = json.loads(out.getvalue().strip().splitlines()[-1])
        assert answer["rows"] == sum(answer[outcome] for outcome in ("created", "merged", "repeated", "rejected"))
        return Imported(answer, said.getvalue())

    return take


def facts(*names):
    """These facts of every inquiry, in the order they were entered; moments in the store's zone."""
    rows = Inquiry.objects.order_by("pk").values_list(*names)
    return [tuple(f"{timezone.localtime(fact):%Y-%m-%d %H:%M}" if isinstance(fact, datetime) else fact for fact in row) for row in rows]


COUNTS = {
    "02-backslash-zip.xlsx": ([2, 0, 0, 0], {}),
    "07-hidden-rows.xlsx": ([4, 0, 0, 0], {}),
    "08-date1904.xlsx": ([2, 0, 0, 0], {}),
    "10-compact-dates.csv": ([4, 0, 0, 0], {}),
    "11-date-and-time-columns.xlsx": ([3, 0, 0, 0], {}),
    "12-two-phone-columns.xlsx": ([3, 0, 0, 0], {}),
    "13-hotline-real-number.csv": ([2, 0, 0, 0], {}),
    "14-id-is-row-number-day1.csv": ([3, 0, 0, 0], {}),
    "15-rounded-numbers.xlsx": ([0, 0, 0, 3], {"precision_lost": 3}),
    "16-scientific-text.csv": ([0, 0, 0, 7], {"precision_lost": 7}),
    "17-zero-before-mobile.csv": ([4, 0, 0, 0], {}),
    "19-several-in-a-cell.xlsx": ([13, 0, 0, 0], {}),
    "20-invisible.csv": ([8, 0, 0, 0], {}),
    "21-truncated-download.csv": ([3, 0, 0, 1], {"broken_row": 1}),
    "22-backslash-quotes.csv": ([2, 0, 0, 0], {}),
    "23-ragged.csv": ([3, 0, 0, 0], {}),
    "24-null-words.csv": ([5, 0, 0, 0], {}),
    "25-null-dates.csv": ([0, 0, 0, 5], {"bad_time": 5}),
    "26-formula-no-cache.xlsx": ([2, 0, 0, 1], {"no_phone": 1}),
    "32-html-gbk.xls": ([3, 0, 0, 0], {}),
    "33-grouped-header.xlsx": ([2, 0, 0, 0], {}),
    "35-mixed-encoding.csv": ([3, 0, 0, 0], {}),
    "37-rare-names-gb18030.csv": ([4, 0, 0, 0], {}),
    "38-sep-line.csv": ([2, 0, 0, 0], {}),
    "39-time-spellings.csv": ([11, 0, 0, 4], {"bad_time": 4}),
    "40-test-marks.csv": ([1, 0, 0, 4], {"test_lead": 4}),
    "41-same-second-two-cars.csv": ([1, 1, 0, 0], {}),
    "42-long-chat.csv": ([2, 0, 0, 0], {}),
    "45-sample-row.xlsx": ([1, 0, 0, 1], {"test_lead": 1}),
    "54-unknown-time-headers.csv": ([1, 0, 0, 0], {}),
    "55-staff-sheet-first.xlsx": ([1, 0, 0, 0], {}),
    "57-tab-prefix.csv": ([3, 0, 0, 0], {}),
    "59-headers-with-instructions.xlsx": ([2, 0, 0, 0], {}),
    "61-merged-name-cells.xlsx": ([2, 0, 0, 0], {}),
    "70-template.xlsx": ([1, 0, 0, 0], {}),
    "86a-arrival.csv": ([1, 0, 0, 0], {}),
}
REFUSED = {"30-xml2003.xls": "Excel 2003", "31-biff5-raw.xls": "Excel 5"}


def test_every_file_has_an_answer():
    assert {path.name for path in CASES.iterdir()} == {*COUNTS, *REFUSED, "14-id-is-row-number-day2.csv", "86b-arrival-1970.csv"}


@pytest.mark.parametrize("name", COUNTS)
def test_every_row_has_the_outcome_that_was_written_down(name, take):
    imported = take(name)

    assert (imported.counts, imported.answer["reasons"]) == COUNTS[name]


@pytest.mark.parametrize("name", COUNTS)
def test_the_same_file_again_writes_nothing(name, take):
    take(name)
    written = facts("pk", "phone", "received_at")

    again = take(name)

    assert (again.answer["created"], again.answer["merged"]) == (0, 0)
    assert facts("pk", "phone", "received_at") == written


@pytest.mark.parametrize(("name", "said"), REFUSED.items())
def test_what_is_refused_says_what_it_is_and_what_to_do(name, said, take):
    with pytest.raises(CommandError, match=rf"{said}.*xlsx"):
        take(name)

    assert (ImportBatch.objects.count(), Lead.objects.count()) == (0, 0)


@pytest.fixture
def upload(client_of, data_manager, store, settings, tmp_path):
    """Upload one of the files in the browser; return whoever uploaded, the page and the batch."""
    settings.UPLOADS = tmp_path / "uploads"
    channel = ChannelFactory(store=store, name="汽车之家", source="web")

    def upload(name):
        client, file = client_of(data_manager), SimpleUploadedFile(name, (CASES / name).read_bytes())
        page = client.post(reverse("import_receive"), {"file": file, "channel": channel.pk}, follow=True)
        return client, page.content.decode(), ImportBatch.objects.get()

    return upload


@pytest.mark.parametrize("name", COUNTS)
def test_in_the_browser_each_row_is_foreseen_and_comes_in_as_by_command(name, upload):
    client, _page, batch = upload(name)
    foreseen = ([batch.created, batch.merged, batch.repeated, batch.rejected], batch.reasons)

    if batch.created:
        client.post(reverse("import_commit", args=[batch.pk]))

    batch.refresh_from_db()
    assert foreseen == ([batch.created, batch.merged, batch.repeated, batch.rejected], batch.reasons) == COUNTS[name]
    assert (Lead.objects.count(), Inquiry.objects.count()) == (batch.created, batch.created + batch.merged)


@pytest.mark.parametrize(("name", "said"), REFUSED.items())
def test_in_the_browser_a_refusal_stands_on_the_page(name, said, upload):
    _client, page, batch = upload(name)

    assert batch.state == "refused"
    assert said in page


MOMENTS = {
    "08-date1904.xlsx": ["2026-11-24 09:30"] * 2,
    "10-compact-dates.csv": ["2026-11-24 00:00", "2026-11-24 09:30", "2026-11-24 09:30", "2026-11-24 09:30"],
    "11-date-and-time-columns.xlsx": ["2026-11-24 09:30", "2026-11-24 10:30", "2026-11-24 11:30"],
    "21-truncated-download.csv": ["2026-11-24 09:31", "2026-11-24 09:32", "2026-11-24 09:33"],
    "22-backslash-quotes.csv": ["2026-11-24 09:31", "2026-11-24 09:32"],
    "33-grouped-header.xlsx": ["2026-11-24 09:30"] * 2,
    "39-time-spellings.csv": ["2026-11-24 09:30"] * 10 + ["2026-11-24 00:00"],
    "42-long-chat.csv": ["2026-11-24 09:30"] * 2,
    "54-unknown-time-headers.csv": ["2026-11-20 10:00"],
    "57-tab-prefix.csv": ["2026-11-24 09:30"] * 3,
    "59-headers-with-instructions.xlsx": ["2026-11-24 09:30"] * 2,
}


@pytest.mark.parametrize("name", MOMENTS)
def test_every_moment_is_the_one_that_was_meant(name, take):
    take(name)

    assert [moment for (moment,) in facts("received_at")] == MOMENTS[name]


def test_a_row_has_the_number_of_the_column_that_is_filled_and_the_other_is_the_second(take):
    take("12-two-phone-columns.xlsx")

    assert list(Lead.objects.order_by("pk").values_list("name", "phone", "second_phone")) == [
        ("仅座机", "043185121201", ""),
        ("仅手机", "15412000002", ""),
        ("两者", "15412000003", "043185121203"),
    ]


def test_the_real_number_goes_before_the_relayed_one(take):
    take("13-hotline-real-number.csv")

    assert list(Lead.objects.order_by("pk").values_list("phone", "second_phone")) == [("15413100001", ""), ("15413100002", "")]
    assert [extra["主叫号码"] for (extra,) in facts("extra")] == ["17013000000"] * 2


def test_a_column_that_numbers_its_rows_is_no_id_and_the_next_days_are_other_people(take):
    take("14-id-is-row-number-day1.csv")

    second = take("14-id-is-row-number-day2.csv")

    assert second.counts == [3, 0, 0, 0]
    assert "ID" in second.remarks


def test_a_zero_before_a_mobile_is_the_telephone_systems(take):
    take("17-zero-before-mobile.csv")

    assert facts("phone") == [(f"1541700000{number}",) for number in range(1, 5)]


def test_several_in_a_cell_are_number_second_number_and_words(take):
    take("19-several-in-a-cell.xlsx")

    first, second = [f"154190000{number}" for number in range(11, 18)], [f"154190000{number}" for number in range(21, 28)]
    leads = list(Lead.objects.order_by("pk").values_list("phone", "second_phone"))
    assert leads[:7] == list(zip(first, second, strict=True))
    assert leads[7:] == [
        ("15419000018", ""),
        ("15419000019", ""),
        ("15419000030", ""),
        ("15419000031", ""),
        ("15419000032", ""),
        ("15419000033", "15419000034"),
    ]
    assert [remark for (remark,) in facts("remark")][7:] == ["(微信同号)", "手机", "王先生", "85190031", "微信", "15419000033/15419000034/15419000035"]


def test_nothing_invisible_comes_in(take):
    take("20-invisible.csv")

    assert facts("name", "phone") == [(f"隐形{number}", f"1542000000{number}") for number in range(1, 9)]


def test_one_broken_record_spoils_no_other(take):
    take("21-truncated-download.csv")

    remark = "想问一下,有现车吗,几天能提"
    assert facts("name", "model", "remark") == [("断一", "卡罗拉", remark), ("断二", "凯美瑞", remark), ("断三", "汉兰达", remark)]


def test_an_escaped_quote_belongs_to_its_cell(take):
    take("22-backslash-quotes.csv")

    assert facts("model", "remark") == [("卡罗拉", '他说"好,周末来"'), ("凯美瑞", "路径C:\\")]


def test_words_for_nothing_are_nothing(take):
    imported = take("24-null-words.csv")

    assert list(Lead.objects.values_list("name", "model", "city").distinct()) == [("未留名", "", "")]
    assert facts("external_id", "name") == [("", "")] * 5
    assert "5" in imported.remarks


def test_a_row_without_time_is_never_silently_of_now(take):
    imported = take("26-formula-no-cache.xlsx")

    assert "1 行没有时间" in imported.remarks
    assert facts("name", "phone") == [("公二", "15426000002"), ("", "15426000003")]
    assert Lead.objects.order_by("pk").last().name == "未留名"


def test_a_web_page_shows_a_number_short_and_keeps_it_whole(take):
    take("32-html-gbk.xls")

    assert facts("name", "phone") == [("超一", "15432000001"), ("超二", "15432000002"), ("超三", "15432000003")]


def test_a_group_above_its_columns_is_one_header_with_them(take):
    take("33-grouped-header.xlsx")

    assert facts("phone", "name", "model", "extra") == [
        ("15433000002", "组2", "卡罗拉", {"微信": "wx_zu2"}),
        ("15433000003", "组3", "卡罗拉", {"微信": "wx_zu3"}),
    ]


def test_a_cut_byte_costs_its_character(take):
    take("35-mixed-encoding.csv")

    assert facts("name") == [("王五",), ("李六",), ("赵七",)]


@pytest.mark.parametrize("name", ["𠮷田", "㛃小姐", "阿依古丽·买买提", "龑先生"])
def test_a_rare_name_comes_in_and_is_found(name, take, data_manager):
    take("37-rare-names-gb18030.csv")

    assert [lead.name for lead in Lead.objects.filter(name=name)] == [name]
    assert [lead.name for lead in find(data_manager, name, now=MONDAY_9).leads] == [name]


def test_a_tester_by_name_is_a_customer(take):
    take("40-test-marks.csv")

    assert facts("name") == [("测试员王",)]


def test_two_cars_in_one_second_are_two_inquiries(take):
    take("41-same-second-two-cars.csv")

    assert facts("phone", "model") == [("15441000001", "卡罗拉"), ("15441000001", "汉兰达")]


def test_an_example_of_the_template_is_no_customer(take):
    take("45-sample-row.xlsx")

    assert facts("name") == [("真一",)]


def test_the_sheet_that_was_left_is_named_with_its_rows(take):
    imported = take("55-staff-sheet-first.xlsx")

    assert "读的是工作表“联系人”，没有读：“线索”（2 行）" in imported.remarks


def test_hidden_rows_are_said(take):
    imported = take("07-hidden-rows.xlsx")

    assert "表里有 2 行被隐藏" in imported.remarks


def test_a_long_id_stays_the_text_it_is(take):
    take("57-tab-prefix.csv")

    assert facts("phone", "external_id") == [(f"1545700000{number}", f"00123456789012345678{number}") for number in range(1, 4)]


def test_a_merged_name_is_the_name_of_all_its_rows(take):
    take("61-merged-name-cells.xlsx")

    assert facts("name", "phone") == [("并一", "15461000001"), ("并一", "15461000002")]


def test_a_file_without_times_says_so(take):
    imported = take("70-template.xlsx")

    assert "没有时间列：1 行记为现在" in imported.remarks


def test_a_placeholder_never_moves_an_arrival(take):
    take("86a-arrival.csv", channel="懂车帝")

    second = take("86b-arrival-1970.csv")

    lead = Lead.objects.get()
    assert (second.counts, second.answer["reasons"]) == ([0, 0, 0, 1], {"bad_time": 1})
    assert (lead.channel.name, f"{timezone.localtime(lead.received_at):%Y-%m-%d %H:%M}") == ("懂车帝", "2026-11-24 09:30")
