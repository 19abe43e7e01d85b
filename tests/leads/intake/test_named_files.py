"""Files whose kind must be told: columns named by makers and with instructions, numberings that are no ids, hidden rows, and what is no table at all."""

import re
from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from leads.intake.reading.refusals import Unreadable
from leads.intake.refusal_words import file_refusal
from leads.models import Inquiry, Lead
from tests.factories import ChannelFactory
from tests.leads.made_files import AT_NINE, BOTH, HEADER, LI, WANG, Case, book, html, taken_in, text
from tests.leads.old_books import old_book

pytestmark = pytest.mark.django_db
UNSEEN = ("hidden_rows",)
LATIN = "姓名,手机号,意向车型,提交时间\n王伟,15400000001,卡罗拉,2026-01-05 09:30:00".encode()


def as_windows(byte):
    """The letter of a byte; where Windows has none, that of Latin-1."""
    return bytes([byte]).decode("cp1252", "ignore") or chr(byte)


def numbered(*ids):
    """Rows of the same moment, each with this in its ID."""
    return text(("ID", *HEADER), *[(number, f"人{place}", f"1540000001{place}", "", WANG[3]) for place, number in enumerate(ids)])


def people(count):
    return [(f"人{place}", f"1540000001{place}", "", AT_NINE) for place in range(count)]


def phones(*cells):
    return text(HEADER, *[(f"人{place}", cell, "", WANG[3]) for place, cell in enumerate(cells)])


def filled_second(made):
    sheet = made.create_sheet("十一月")
    for row in (HEADER, WANG, LI):
        sheet.append(row)


def show_hours(made):
    made.active["D2"].number_format = "[h]:mm:ss"


def flattened():
    """A workbook whose third row has no height."""
    written = BytesIO()
    with ZipFile(BytesIO(book(HEADER, WANG, LI)())) as old, ZipFile(written, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, re.sub(rb'<row r="3"', b'<row r="3" ht="0" customHeight="1"', old.read(name)))
    return written.getvalue()


def unseen(row):
    return html(HEADER, WANG, LI).replace("<tr><td>李".encode("gb18030"), f"<tr {row}><td>李".encode("gb18030"))


NAMED = {  # judged in test_more_files with all others
    # headers
    "a maker's": Case(text(("厂端客户姓名", "厂端手机号", "OEM意向车型", "厂家创建时间"), WANG, LI)),
    "a head office's": Case(text(("总部线索姓名", "总部线索手机号", "主机厂意向车型", "总部创建时间"), WANG, LI)),
    "a brand's": Case(text(("一汽丰田客户姓名", "一汽丰田手机号", "丰田意向车型", "TOYOTA留资时间"), WANG, LI)),
    "a system's": Case(text(("CRM_客户姓名", "DMS-手机号", "SCRM意向车型", "App创建时间"), WANG, LI)),
    "a maker's own number beside": Case(
        text((*HEADER, "厂家电话", "总部联系电话"), (*WANG, "043185120000", ""), (*LI, "", "15400000099")), remarks=("unknown_columns",)
    ),
    "an app's name and a campaign's beside": Case(
        text((*HEADER, "app_name", "OEM_name", "品牌"), (*WANG, "懂车帝", "x", "丰田"), (*LI, "懂车帝", "x", "丰田")), remarks=("unknown_columns",)
    ),
    "joint ventures' systems": Case(text(("GTMC客户姓名", "FTMS手机号", "gtmc-意向车型", "厂家留资时间"), WANG, LI)),
    "explained on further lines": Case(book(("客户姓名\n（2-20个字）", "客户手机\n*必填 11位", "意向车系\n如：卡罗拉", "线索创建时间\n精确到秒"), WANG, LI)),
    "a survey that tells begin and end": Case(
        text(("姓名", "手机号", "意向车型", "开始答题时间", "结束答题时间"), (*WANG[:3], "2026-01-05 09:00", WANG[3]), (*LI[:3], "2026-01-05 09:00", LI[3])),
        remarks=("unknown_columns",),
    ),
    "a form that wants answers": Case(text(("Q1.您的姓名（必答）", "Q2.您的手机号（主）", "Q3.意向车型【选答】", "提交时间（系统自动生成）"), WANG, LI)),
    "line breaks of a page": Case(text(("姓名<br>", "手机号<br/>", "意向车型", "提交时间"), WANG, LI)),
    "the real one told in brackets": Case(
        text(("姓名", "手机号(虚拟)", "手机号(真实)", "意向车型", "留资时间"), *[(n, "17000000000", *rest) for n, *rest in (WANG, LI)])
    ),
    "explained behind a colon": Case(book(("姓名：请如实填写", "手机号码：仅限11位，勿填座机", "车型：单选", "时间：精确到分钟"), WANG, LI)),
    "explained in brackets": Case(
        book(("姓名【必填，20字以内】", "联系电话（请填写11位手机号，例：13800138000）", "车型 *（从下拉中选择）", "留资时间（YYYY-MM-DD HH:mm:ss）"), WANG, LI)
    ),
    "sorted by an arrow": Case(text(("姓名 ▲", "手机号 ↓", "意向车型 ▾", "提交时间 ⇅"), WANG, LI)),
    "a line of instructions below": Case(book(HEADER, ("必填", "必填，11位手机号", "选填", "格式：2026-01-01"), WANG, LI), reasons={"bad_phone": 1}),
    # ids
    "counted down": Case(numbered("3", "2", "1"), people(3), remarks=("no_ids",)),
    "counted down to two": Case(numbered("4", "3", "2"), people(3)),
    "counted in words": Case(numbered("第1条", "第2条", "第3条"), people(3), remarks=("no_ids",)),
    "counted as No.": Case(numbered("No.1", "No.2", "No.3"), people(3), remarks=("no_ids",)),
    "counted with zeros before": Case(numbered("001", "002", "003"), people(3), remarks=("no_ids",)),
    "counted as fractions": Case(numbered("1.0", "2.0", "3.0"), people(3), remarks=("no_ids",)),
    "a sender's own counting": Case(numbered("101", "102", "103"), people(3)),
    # numbers
    "rounded in many spellings": Case(phones("1.54E10", "1.54e+010", "１.５４Ｅ＋１０", "1.54×10^10", "15400000000.00"), [], {"precision_lost": 5}),
    "a fraction that says nothing": Case(phones("15400000010.0", "15401000000"), [*people(1), ("人1", "15401000000", "", AT_NINE)]),
    "masked in many ways": Case(phones("138****0001", "138####0001", "138••••0001", "138----0001", "138···0001", "138…0001"), [], {"masked_phone": 6}),
    "as a number cell shows it": Case(phones('"15,400,000,010"', "+86+8615400000011", "+86：15400000012"), people(3)),
    "a trunk's zero": Case(phones("+86 0 15400000010", "8615400000011", "(0)15400000012", "0086-015400000013"), people(4)),
    "two zeros before a mobile": Case(phones("0015400000007"), [], {"bad_phone": 1}),
    "numbers that are none": Case(phones("0", "00000000000", "11111111111", "12345678901", "99999999999"), [], {"bad_phone": 5}),
    # quotes and bytes
    "pretty quotes": Case(text(HEADER, ("“王伟”", *WANG[1:]), ("”李娜“", *LI[1:]))),
    "pretty quotes around all": Case(text(*[[f"“{cell}”" for cell in row] for row in (HEADER, WANG, LI)])),
    "a database's quotes around all": Case(text(*[[f"'{cell}'" for cell in row] for row in (HEADER, WANG, LI)])),
    "each line quoted whole": Case("\n".join(f'"{",".join(row)}"' for row in (HEADER, WANG, LI)).encode()),
    "half a letter at the end of UTF-16": Case(text(HEADER, WANG, LI, encoding="utf-16") + b"x"),
    "half a letter without a mark": Case(text(HEADER, WANG, LI, encoding="utf-16-le") + b"x"),
    "UTF-8 taken for Latin-1": Case(LATIN.decode("latin-1").encode(), BOTH[:1]),
    "UTF-8 taken for Windows' Latin": Case("".join(map(as_windows, LATIN)).encode(), BOTH[:1]),
    "French as it is": Case(text(HEADER, ("José Müé", *WANG[1:])), [("José Müé", *BOTH[0][1:])]),
    "NULs in a name": Case(text(HEADER, WANG, LI).replace("王伟".encode(), "王\0伟".encode())),
    # sheets and rows
    "dates that show their hours": Case(book(HEADER, (*WANG[:3], datetime(2026, 1, 5, 9, 30)), LI, change=show_hours)),  # noqa: DTZ001 — a sheet has no zones
    "totals that count": Case(text(HEADER, WANG, ("本页小计", "", "", ""), LI, ("合计2条", "", "", ""), ("", "总计：2", "", ""))),
    "more words for nothing": Case(
        text(HEADER, ("（无）", WANG[1], "[NULL]", "无数据"), ("没有", LI[1], "暂无数据", "（无）")),
        [("", WANG[1], "", "now"), ("", LI[1], "", "now")],
        remarks=("without_time",),
    ),
    "an empty template first": Case(book(HEADER, change=filled_second)),
    "nothing but a template": Case(book(HEADER), []),
    "a row without height": Case(flattened, remarks=UNSEEN),
    "a row of a page that is not shown": Case(unseen("style='height:0;display: none'"), remarks=UNSEEN),
    "a row of a page that is hidden": Case(unseen("hidden"), remarks=UNSEEN),
    "a row of an old workbook that is hidden": Case(lambda: old_book(HEADER, WANG, LI, hidden=(2,)), remarks=UNSEEN),
}


@pytest.fixture
def take(data_manager, store, tmp_path):
    channel = ChannelFactory(store=store, name="汽车之家", source="web")
    return lambda content: taken_in(content, tmp_path / "file", store, channel=channel, by=data_manager)


@pytest.mark.parametrize(("ids", "kept"), [(("3", "2", "1"), ["", "", ""]), (("4", "3", "2"), ["4", "3", "2"]), (("No.7", "No.8"), ["No.7", "No.8"])])
def test_a_numbering_is_nobodys_id_and_other_numbers_are(ids, kept, take):
    take(numbered(*ids))

    assert list(Inquiry.objects.order_by("pk").values_list("external_id", flat=True)) == kept


def zipped(**parts):
    written = BytesIO()
    with ZipFile(written, "w") as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return written.getvalue()


REFUSED = {
    "a letter of LibreOffice": (zipped(mimetype="application/vnd.oasis.opendocument.text"), "文档"),
    "slides of LibreOffice": (zipped(mimetype="application/vnd.oasis.opendocument.presentation"), "演示文稿"),
    "a table of LibreOffice": (zipped(mimetype="application/vnd.oasis.opendocument.spreadsheet"), "ods"),
    "a flat table of LibreOffice": (b"<?xml version='1.0'?>\n<office:document xmlns:office='urn:oasis'/>", "ods"),
    "a tape": (b"a.csv".ljust(257, b"\0") + b"ustar\x0000" + bytes(300), "压缩包"),
    "a telephone's picture": (b"\0\0\0\x18ftypheic" + bytes(60), "图片"),
    "a page's picture": (b"RIFF\x10\0\0\0WEBPVP8 " + bytes(60), "图片"),
    "a drawing": (b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>", "图片"),
    "a painted picture": (b"BM\x10\0\0\0\0\0\0\0" + bytes(90), "图片"),
    "a talk": (b"RIFF\x10\0\0\0WAVEfmt " + bytes(60), "录音"),
    "a film": (b"\0\0\0\x18ftypmp42" + bytes(60), "录音"),
    "a database": (b"SQLite format 3\0" + bytes(100), "数据库"),
    "a program": (b"MZ\x90\0" + bytes(100), "程序"),
    "a list for programs": (b'[{"phone": "15400000001", "name": "x"}]', "JSON"),
    "lines for programs": (b'{"phone": "15400000001"}\n{"phone": "15400000002"}', "JSON"),
    "other markup": (b"<?xml version='1.0'?><leads><lead><phone>1</phone></lead></leads>", "XML"),
    "a mail": (b"Received: from x\r\nFrom: a@b\r\n\r\nhi", "邮件"),
    "a saved page": (b"From: <Saved by WPS>\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related\r\n", "mht"),
    "an address book": ("BEGIN:VCARD\nFN:王伟\nTEL:15400000001\nEND:VCARD".encode(), "通讯录"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_table_is_told_what_it_is(name, take):
    content, said = REFUSED[name]

    with pytest.raises(Unreadable) as refusal:
        take(content)

    sentence = file_refusal(refusal.value.code, refusal.value.facts)
    assert said in sentence
    assert "xlsx" in sentence
    assert Lead.objects.count() == 0
