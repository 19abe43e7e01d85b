"""Further files of the kinds senders make, each made here: other separators, headers, encodings, dates, workbooks. What comes in is exactly what they say."""

from datetime import date, datetime, time
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.utils import timezone
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from leads.models import Lead
from tests.factories import ChannelFactory
from tests.leads.intake.test_named_files import NAMED
from tests.leads.made_files import AT_NINE, BOTH, HEADER, LI, WANG, Case, book, html, inquiries, one_time, quoted, taken_in, text
from tests.leads.old_books import old_book

pytestmark = [pytest.mark.django_db, pytest.mark.once]  # how a file is read; how rows are kept is asked of both databases by the files of the samples


def renamed(rename):
    """A workbook whose archive names its parts otherwise."""

    def make():
        written = BytesIO()
        with ZipFile(BytesIO(book(HEADER, WANG, LI)())) as old, ZipFile(written, "w", ZIP_DEFLATED) as new:
            for name in old.namelist():
                new.writestr(rename(name), old.read(name))
        return written.getvalue()

    return make


def from_1904(made):
    made.epoch = CALENDAR_MAC_1904
    made.active["D2"] = datetime(2026, 1, 5, 9, 30)  # noqa: DTZ001 — a sheet has no zones
    made.active["D3"] = 44565.4375


def with_second_sheet(made):
    for title, rows in (("说明", [("一", "二")]), ("补录", [HEADER, WANG, LI, LI])):
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(row)


def hide_third(made):
    made.active.auto_filter.ref = "A1:D3"
    made.active.row_dimensions[3].hidden = True


NINE = datetime(2026, 1, 5, 9, 30)  # noqa: DTZ001
CASES = {
    # separators and line ends
    "semicolon": Case(text(HEADER, WANG, LI, separator=";")),
    "tab in UTF-16": Case(text(HEADER, WANG, LI, separator="\t", end="\r\n", encoding="utf-16")),
    "bar": Case(text(HEADER, WANG, LI, separator="|")),
    "full-width comma": Case(text(HEADER, WANG, LI, separator="，")),
    "sep line of a tab": Case(b"sep=\t\r\n" + text(HEADER, WANG, LI, separator="\t", end="\r\n")),
    "quoted sep line": Case(b'"sep=;"\n' + text(HEADER, WANG, LI, separator=";")),
    "only carriage returns": Case(text(HEADER, WANG, LI, end="\r")),
    "blank lines between": Case(text(HEADER, WANG, LI, end="\n\n\n")),
    "byte order mark and GBK": Case(b"\xef\xbb\xbf" + text(HEADER, WANG, LI, encoding="gbk")),
    # bytes
    "UTF-8 put behind GBK": Case(text(HEADER, WANG, encoding="gb18030") + b"\n" + text(LI)),
    "GBK put behind UTF-8": Case(text(HEADER, WANG) + b"\n" + text(LI, encoding="gbk")),
    "a character cut at the end": Case(text(HEADER, WANG, LI) + "\n备注".encode()[:-1], reasons={"no_phone": 1}),
    "a broken byte in GBK": Case(
        text(HEADER, WANG, LI, encoding="gbk").replace("拉".encode("gbk"), "拉".encode("gbk") + b"\xff"), [(*BOTH[0][:2], "卡罗拉\ufffd", AT_NINE), BOTH[1]]
    ),
    # quotes
    "all quoted, the last broken off": Case(quoted(HEADER, WANG, LI)[:-9], BOTH[:1], {"broken_row": 1}),
    "an inch sign": Case(text((*HEADER, "备注"), (*WANG, '19"轮毂'), (*LI, "好"))),
    "a stray quote before a name": Case(text(HEADER, ('"王伟', *WANG[1:]), LI)),
    "spaces before quotes": Case(text((*HEADER, "备注"), (*WANG, '"好, 的"'), (*LI, '"好"'), separator=", ")),
    "the header twice": Case(text(HEADER, WANG, HEADER, LI)),
    # headers
    "an advertising platform": Case(text(("线索ID", "姓名", "电话", "意向车型", "线索创建时间"), ("7300000000000000001", *WANG), ("7300000000000000002", *LI))),
    "a form": Case(text(("1.您的姓名", "2.您的手机号码（必填）", "3.意向车型[单选]", "提交时间"), WANG, LI)),
    "a maker": Case(text(("线索姓名", "原始线索手机号", "首触意向车型", "报名时间"), WANG, LI)),
    "names that explain themselves": Case(book(("姓名\n(必填)", "手机号\n11位", "意向车型", "提交时间\n格式：2026-01-01 09:30"), WANG, LI)),
    "two languages": Case(text(("姓名 Name", "手机号/Mobile", "车型(Model)", "提交时间\u3000Submit Time"), WANG, LI)),
    "two rows of two languages": Case(text(HEADER, ("name", "phone", "model", "submit_time"), WANG, LI)),
    "groups without merged cells": Case(
        text(("姓名", "联系方式", "", "咨询", ""), ("", "微信", "手机", "车型", "时间"), *[(n, "wx", *rest) for n, *rest in (WANG, LI)]),
        remarks=("unknown_columns",),
    ),
    "customer and adviser in groups": Case(
        text(
            ("客户", "", "", "", "顾问", ""),
            ("姓名", "手机", "意向车型", "提交时间", "姓名", "手机"),
            (*WANG, "赵", "15400000099"),
            (*LI, "赵", "15400000099"),
        ),
        remarks=("unknown_columns",),
    ),
    "notes and filters above": Case(text(("渠道:全部", "时间:全部"), ("导出时间", "2026-01-06"), (), HEADER, WANG, LI)),
    # several columns of a field
    "real before virtual": Case(text(("姓名", "虚拟号", "真实手机号", "意向车型", "留资时间"), *[(n, "17000000000", *rest) for n, *rest in (WANG, LI)])),
    "nickname where there is no name": Case(text(("姓名", "昵称", *HEADER[1:]), ("王伟", "小鱼", *WANG[1:]), ("-", "李娜", *LI[1:]))),
    "date and time apart": Case(
        book(("姓名", "手机号", "意向车型", "咨询日期", "咨询时间"), (*WANG[:3], date(2026, 1, 5), time(9, 30)), (*LI[:3], "2026/1/5", "上午10:30"))
    ),
    "the time column has it all": Case(text(("姓名", "手机号", "意向车型", "日期", "时间"), (*WANG[:3], "2026-01-05", WANG[3]), (*LI[:3], "", LI[3]))),
    "an extension of its own": Case(text((*HEADER, "分机号"), (*WANG, "1234"), (*LI, "")), [("王伟", "15400000001,1234", "卡罗拉", AT_NINE), BOTH[1]]),
    # dates
    "compact with minutes": one_time("202601050930"),
    "seconds since 1970": one_time("1767576600"),
    "milliseconds since 1970": one_time("1767576600000"),
    "a serial as text": one_time("46027.3958333333"),
    "Chinese with weekday": one_time("2026年1月5日（星期一）9时30分"),
    "morning behind": one_time("2026/1/5 9:30 AM"),
    "in the evening": one_time("2026-01-05 晚上9:30", "2026-01-05 21:30"),
    "universal time": one_time("2026-01-05T01:30:00.000Z"),
    "a zone by name": one_time("2026-01-05 09:30:00 GMT+08:00"),
    "as Java prints it": one_time("Mon Jan 05 09:30:00 CST 2026"),
    "as a browser prints it": one_time("Mon Jan 05 2026 09:30:00 GMT+0800 (中国标准时间)"),
    "as a mail has it": one_time('"Mon, 5 Jan 2026 09:30:00 +0800"'),
    "dashes in the clock": one_time("2026-01-05 09-30-00"),
    "the end of a day": one_time("2026-01-04 24:00:00", "2026-01-05 00:00"),
    "placeholders": Case(
        text(HEADER, *[(f"空{n}", f"1540000001{n}", "", at) for n, at in enumerate(("1970-01-01", "1899-12-30", "0000-00-00", "0", "1999-12-31 23:59"))]),
        [],
        {"bad_time": 5},
    ),
    "nobody knows which is the month": Case(text(HEADER, (*WANG[:3], "05/01/2026 09:30"), (*LI[:3], "1-5 10:30")), [], {"bad_time": 2}),
    # numbers
    "sent by a telephone system": Case(text(HEADER, ("王伟", "015400000001", *WANG[2:]), ("李娜", "0-154-0000-0002", *LI[2:]))),
    "words around": Case(text(HEADER, ("王伟", "15400000001（微信同号）", *WANG[2:]), ("李娜", "电话：154 0000 0002", *LI[2:]))),
    "rounded cells": Case(book(HEADER, ("王伟", 15400000000, *WANG[2:]), ("李娜", 15412000000, *LI[2:])), [], {"precision_lost": 2}),
    # ids
    "ids that count from nought": Case(text(("ID", *HEADER), ("0", *WANG), ("1", *LI)), remarks=("no_ids",)),
    "one id for all": Case(text(("订单号", *HEADER), ("A-1", *WANG), ("A-1", *LI)), remarks=("no_ids",)),
    "rounded ids": Case(text(("线索ID", *HEADER), ("7.3E+18", *WANG), ("7.3E+18", *LI)), remarks=("no_ids",)),
    "one rounded id": Case(text(("线索ID", *HEADER), ("7.3E+18", *WANG), ("X2", *LI)), remarks=("rounded_ids",)),
    "a deadline nobody believes": Case(text((*HEADER, "跟进截止时间"), (*WANG, "2099-12-31"), (*LI, "2026-01-06 10:30")), remarks=("dropped_deadlines",)),
    "an end of a number nobody believes": Case(text((*HEADER, "有效期"), (*WANG, "abc"), (*LI, "3026-01-06")), remarks=("dropped_untils",)),
    "a number that is over": Case(text((*HEADER, "有效期"), (*WANG, "2026-01-04"), (*LI, "2026-12-06")), remarks=("numbers_over",)),
    # nobody
    "a test by its state": Case(text((*HEADER, "状态"), (*WANG, "测试"), (*LI, "有效")), BOTH[1:], {"test_lead": 1}),
    "a test by yes or no": Case(text((*HEADER, "是否测试"), (*WANG, "是"), (*LI, "否")), BOTH[1:], {"test_lead": 1}),
    "an example below the header": Case(book(HEADER, ("（示例）张三", "13800138000", "卡罗拉", "2026-01-01"), WANG, LI), reasons={"test_lead": 1}),
    # words for nothing
    "nothing said in many ways": Case(
        text((*HEADER, "城市"), ("#N/A", "15400000001", "--", "NULL", "null"), ("无", "15400000002", "(null)", "", "无")),
        [("", "15400000001", "", "now"), ("", "15400000002", "", "now")],
        remarks=("without_time",),
    ),
    "no times at all": Case(text(HEADER[:3], WANG[:3], LI[:3]), [(*row[:3], "now") for row in BOTH], remarks=("no_time_column",)),
    # workbooks
    "backslashes in the archive": Case(renamed(lambda name: name.replace("/", "\\"))),
    "an archive from the root": Case(renamed(lambda name: f"/{name}")),
    "an archive in capitals": Case(renamed(str.upper)),
    "a workbook by another name": Case(renamed(lambda name: name.replace("workbook.xml", "workbook2.xml"))),
    "an archive with a note": Case(lambda: book(HEADER, WANG, LI)() + bytes(200)),
    "days from 1904": Case(book(HEADER, WANG, LI, change=from_1904)),
    "typed dates and serials": Case(book(HEADER, (*WANG[:3], NINE), (*LI[:3], 46027.4375))),
    "merged names": Case(book(HEADER, WANG, (None, *LI[1:]), merged=("A2:A3",)), [BOTH[0], ("王伟", *BOTH[1][1:])]),
    "grouped and merged": Case(
        book(
            ("姓名", "联系", None, "咨询", None),
            (None, "微信", "手机", "车型", "时间"),
            *[(n, "wx", *rest) for n, *rest in (WANG, LI)],
            merged=("A1:A2", "B1:C1", "D1:E1"),
        ),
        remarks=("unknown_columns",),
    ),
    "a filtered row": Case(book(HEADER, WANG, LI, change=hide_third), remarks=("hidden_rows",)),
    "a filtered row of an old workbook": Case(lambda: old_book(HEADER, WANG, LI, hidden=(3,), drawing=True), remarks=("hidden_rows",)),
    "filtered rows of a large old workbook": Case(lambda: old_book(HEADER, WANG, LI, *[LI] * 900, hidden=range(4, 904)), remarks=("hidden_rows",)),
    "an old workbook that hides nothing": Case(lambda: old_book(HEADER, WANG, LI, drawing=True)),
    "days from 1904 in an old workbook": Case(lambda: old_book(HEADER, (*WANG[:3], 44565.3958333333), (*LI[:3], 44565.4375), from_1904=True)),
    "another sheet with a header": Case(book(HEADER, WANG, LI, change=with_second_sheet), remarks=("sheets_left",)),
    # web pages
    "a web page": Case(html(HEADER, WANG, LI)),
    "a web page within a page": Case(b"<html><table><tr><td>" + html(HEADER, WANG, LI) + b"</td></tr></table></html>"),
    "a number kept beside": Case(html(HEADER, WANG, LI).replace(b"<td>15400000001", b'<td x:num="15400000001">1.54E+10')),
    "a web page that breaks off": Case(html(HEADER, WANG, LI)[:-45], BOTH[:1], {"broken_row": 1}),
}


@pytest.fixture
def take(data_manager, store, tmp_path):
    channel = ChannelFactory(store=store, name="汽车之家", source="web")

    def take(content, by=None):
        return taken_in(content, tmp_path / "file", store, channel=by or channel, by=data_manager)

    return take


@pytest.mark.parametrize("name", [*CASES, *NAMED])
def test_what_a_file_says_is_what_comes_in(name, take):
    case = (CASES | NAMED)[name]

    batch, result, now = take(case.content)

    assert inquiries(now) == case.come
    assert result.reasons == case.reasons
    assert tuple(remark["code"] for remark in batch.remarks) == case.remarks
    assert (batch.rows, Lead.objects.count()) == (batch.created + batch.merged + batch.repeated + batch.rejected, batch.created)


def test_there_are_enough_kinds():
    assert len(CASES) >= 60
    assert set(CASES) & set(NAMED) == set()


def test_the_same_rows_under_another_channel_are_said_before_they_are_written(take, store):
    take(text(HEADER, WANG, LI))

    batch, result, _now = take(book(HEADER, WANG, LI), by=ChannelFactory(store=store, name="易车", source="web"))

    assert (result.counts["merged"], batch.remarks) == (2, [{"code": "same_content", "channel": "汽车之家", "rows": 2, "of": 2}])


def test_most_people_from_another_channel_within_a_day_are_said_too(take, store):
    take(text(HEADER, WANG, LI))
    later = [(name, phone, model, "2026-01-05 21:00") for name, phone, model, _at in (WANG, LI)] + [("陈明", "15400000003", "", "2026-01-05 21:00")]

    batch, _result, _now = take(text(HEADER, *later), by=ChannelFactory(store=store, name="易车", source="web"))

    assert batch.remarks == [{"code": "same_people", "channel": "汽车之家", "people": 2, "of": 3}]


@pytest.mark.parametrize(("at", "remarks"), [("2026-01-06 09:30:00", ["same_people"]), ("2026-01-06 10:30:01", ["seen_elsewhere"])])
def test_people_who_come_again_later_than_a_day_are_not_the_same_list(take, store, at, remarks):
    take(text(HEADER, WANG, (*LI[:3], WANG[3])))

    batch, _result, _now = take(text(HEADER, (*WANG[:3], at), (*LI[:3], at)), by=ChannelFactory(store=store, name="易车", source="web"))

    assert [remark["code"] for remark in batch.remarks] == remarks


def test_half_of_the_people_is_not_most_of_them(take, store):
    take(text(HEADER, WANG))
    now = (*LI[:3], WANG[3])

    batch, _result, _now = take(text(HEADER, (*WANG[:3], LI[3]), now), by=ChannelFactory(store=store, name="易车", source="web"))

    assert [remark["code"] for remark in batch.remarks] == ["seen_elsewhere"]


def test_a_further_inquiry_of_a_moment_that_is_there_never_takes_the_first_place(take, store):
    take(text(HEADER, LI))
    other = ChannelFactory(store=store, name="易车", source="web")
    take(text(HEADER, (*LI[:3], WANG[3])), by=other)

    take(text(HEADER, (*LI[:2], "卡罗拉", WANG[3])))

    lead = Lead.objects.get()
    assert (lead.channel, f"{timezone.localtime(lead.received_at):%Y-%m-%d %H:%M}", lead.inquiry_count) == (other, AT_NINE, 3)
