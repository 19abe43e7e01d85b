"""Whatever is readable comes in: encodings, separators, web pages, workbooks; headers wherever they stand."""

import csv
from datetime import date, datetime, time, timedelta
from io import StringIO

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.styles import PatternFill

from leads.intake.reading.encodings import decode
from leads.intake.reading.file import read_file
from leads.intake.reading.wire import pack, unpack

HEADERS = ["手机", "姓名", "车型"]
WANG = ["13812345678", "王伟", "卡罗拉"]
LI = ["13912345678", "李娜", "凌放"]
ENCODINGS = ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"]


@pytest.fixture
def read(tmp_path):
    """Read a file that has these bytes, or this workbook, under a name that says nothing."""

    def read(content, **options):
        path = tmp_path / "file"
        if isinstance(content, openpyxl.Workbook):
            content.save(path)
        else:
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_file(path, **options)

    return read


def workbook(*rows, title="线索"):
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    return book


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_text_file_is_read_in_every_encoding_and_with_every_separator(read, encoding, separator):
    text = "\r\n".join(separator.join(row) for row in (HEADERS, WANG, LI))

    sheet = read(text.encode(encoding))

    assert (sheet.headers, sheet.header_row, list(sheet.rows)) == (HEADERS, 1, [(2, WANG), (3, LI)])


@settings(max_examples=300)
@given(
    st.sampled_from(ENCODINGS),
    st.lists(st.tuples(st.from_regex(r"\A1[3-9][0-9]{9}\Z"), st.text('王伟李娜卡罗拉凌放欧阳 abc\n",;', max_size=20)), min_size=1, max_size=60),
)
def test_no_encoding_is_ever_taken_for_another(encoding, rows):
    written = StringIO()
    csv.writer(written).writerows([("手机号", "客户姓名"), *rows])

    assert decode(written.getvalue().encode(encoding)) == written.getvalue()


def test_line_breaks_separators_and_quotes_inside_quotes_are_text(read):
    sheet = read('手机,姓名,备注\n13812345678,王伟,"周末\n来店, ""再说"""\n\n13912345678,李娜,好\n')

    assert list(sheet.rows) == [(2, ["13812345678", "王伟", '周末\n来店, "再说"']), (4, ["13912345678", "李娜", "好"])]


def test_a_quote_nobody_closed_does_not_swallow_the_rest(read):
    sheet = read('手机,姓名\n13812345678,"王伟\n13912345678,李娜\n')

    assert (list(sheet.rows), sheet.broken) == ([(2, ["13812345678", "王伟"]), (3, ["13912345678", "李娜"])], frozenset())


BROKEN = [
    # the last record of a download that broke off
    ('手机,姓名,备注\n13812345678,王伟,好\n13912345678,李娜,"周末', [2], [3]),
    ('"手机","姓名","备注"\n"13812345678","王伟","好,好"\n"13912345678","李娜","周', [2], [3]),
    ('"手机","姓名","备注"\n"13812345678","王伟","好"\n"13912345678","李', [2], [3]),
    # a cell of several lines whose end was lost: its lines are not rows
    ('"手机","姓名","备注"\n"13812345678","王伟","周末\n来店\n"13912345678","李娜","好"\n', [3], [2]),
    ('手机,姓名,备注\n13812345678,王伟,"周末\n来店,好\n13912345678,李娜,好\n13712345678,陈明,"是"\n', [3, 4], [2]),
    # a separator inside a cell whose quotes do not fit
    ('手机,姓名,备注\n13812345678,王伟,"好,"来"店\n13912345678,李娜,好\n', [3], [2]),
]


@pytest.mark.parametrize(("text", "whole", "broken"), BROKEN)
def test_an_open_quote_spoils_the_record_it_stands_in_and_no_other(read, text, whole, broken):
    sheet = read(text)

    assert [number for number, _ in sheet.rows if number not in sheet.broken] == whole
    assert sorted(sheet.broken) == broken


STRAY = [
    # a quote inside, not doubled
    ('"手机","姓名","备注"\n"13812345678","王伟","他说"好",周末来"\n', '他说"好",周末来'),
    # with a backslash before it
    ('"手机","姓名","备注"\n"13812345678","王伟","他说\\"好,周末\\""\n', '他说"好,周末"'),
    ('"手机","姓名","备注"\n"13812345678","王伟","C:\\"\n"13912345678","李娜","说\\"好\\""\n', "C:\\"),
    # a letter of an unquoted cell
    ('手机,姓名,备注\n13812345678,王伟,19"轮毂\n', '19"轮毂'),
    # one that was closed too early
    ('手机,姓名,备注\n13812345678,王伟,"好"的\n13912345678,李娜,好\n', '"好"的'),
]


@pytest.mark.parametrize(("text", "remark"), STRAY)
def test_quotes_that_are_letters_spoil_nothing(read, text, remark):
    sheet = read(text)

    assert (next(iter(sheet.rows))[1], sheet.broken) == (["13812345678", "王伟", remark], frozenset())


def test_two_stray_quotes_do_not_swallow_the_rows_between_them(read):
    sheet = read('手机,姓名,备注\n13812345678,"王伟,好\n13912345678,李娜,好\n13712345678,陈明",好\n13612345678,赵,好\n')

    assert [cells[0] for number, cells in sheet.rows if number not in sheet.broken] == ["13812345678", "13912345678", "13712345678", "13612345678"]


def test_a_text_formula_of_a_platform_is_its_text(read):
    sheet = read('手机,姓名,线索ID\n="13812345678",王伟,="001"\n')

    assert list(sheet.rows) == [(2, ["13812345678", "王伟", "001"])]


def test_titles_and_notes_above_the_header_are_passed_over(read):
    sheet = read("导出说明,手机\n,,,\n手机号为授权信息\n姓名,手 机 号*,备注（选填）\n王伟,13812345678,好\n")

    assert (sheet.header_row, sheet.headers, list(sheet.rows)) == (4, ["姓名", "手 机 号*", "备注（选填）"], [(5, ["王伟", "13812345678", "好"])])


def test_the_header_may_stand_in_row_20_but_not_in_row_21(read):
    sheet = read("x,y\n" * 19 + "手机,姓名\n13812345678,王伟\n")

    assert (sheet.header_row, list(sheet.rows)) == (20, [(21, ["13812345678", "王伟"])])
    with pytest.raises(Exception, match="no_header"):
        read("x,y\n" * 20 + "手机,姓名\n13812345678,王伟\n")


def test_blank_rows_and_totals_are_passed_over_and_rows_keep_their_numbers(read):
    rows = [
        "手机,姓名,金额",
        "13812345678,王伟,1",
        ",,",
        " ,\u3000,\u00a0",
        "小 计,,1",
        "13912345678,合计,2",
        ",合计：,3",
        "总计,13812345678,",
        "10086,总计算,3",
    ]

    sheet = read("\n".join(rows))

    assert [number for number, _ in sheet.rows] == [2, 6, 8, 9]


def test_rows_are_as_wide_as_the_table_and_trailing_separators_are_no_columns(read):
    sheet = read("手机,姓名,,,,\n13812345678\n13912345678,李娜,x,,,\n")

    assert (sheet.headers, list(sheet.rows)) == (["手机", "姓名", ""], [(2, ["13812345678", "", ""]), (3, ["13912345678", "李娜", "x"])])


def test_a_web_page_that_calls_itself_a_workbook_is_its_table(read):
    page = """\ufeff<html><head><meta charset="gb2312"><title>手机</title><style>td{}</style></head><body>
        <TABLE><tr><td colspan=3>线索导出</td></tr>
        <tr><th rowspan="2">手机</th><th colspan="2">客户</th></tr><tr><th>姓名</th><th>备注</th></tr>
        <tr><td>13812345678</td><td>王&amp;伟<script>x</script></td><td>周末<br>来店</td></tr>
        <tr><td>13912345678<td>李娜<td rowspan=2>好<tr><td>13712345678<td>陈明</TABLE>"""

    sheet = read(page.encode("gb18030"))

    assert (sheet.header_row, sheet.headers) == (3, ["手机", "姓名", "备注"])
    assert list(sheet.rows) == [(4, ["13812345678", "王&伟", "周末\n来店"]), (5, ["13912345678", "李娜", "好"]), (6, ["13712345678", "陈明", "好"])]


def test_the_cells_of_a_workbook_keep_their_types(read):
    moment, day, hour = datetime(2026, 11, 2, 9, 5, 7), date(2026, 11, 2), time(13, 5)  # noqa: DTZ001 — a sheet has no zones
    book = workbook(["手机", "姓名", *"abcdef"], [13812345678, "王伟", moment, day, hour, True, 0.5, timedelta(hours=30, minutes=5)])

    sheet = read(book)

    assert list(sheet.rows) == [(2, [13812345678.0, "王伟", moment, day, hour, True, 0.5, "30:05:00"])]
    assert [type(cell) for cell in next(iter(sheet.rows))[1]] == [float, str, datetime, date, time, bool, float, str]


def test_rows_and_columns_are_counted_from_the_edge_of_the_sheet(read):
    book = openpyxl.Workbook()
    for row, cells in ((5, HEADERS), (7, WANG)):
        for column, cell in enumerate(cells, 3):
            book.active.cell(row, column, cell)

    sheet = read(book)

    assert (sheet.header_row, sheet.headers, list(sheet.rows)) == (5, ["", "", *HEADERS], [(7, ["", "", *WANG])])


def test_merged_titles_are_passed_over_and_names_merged_downwards_stand_in_the_header(read):
    book = workbook(["线索导出"], ["线索ID", "客户", None], [None, "姓名", "手机"], ["X1", "王伟", "13812345678"])
    for merged in ("A1:C1", "A2:A3", "B2:C2"):
        book.active.merge_cells(merged)

    sheet = read(book)

    assert (sheet.header_row, sheet.headers, list(sheet.rows)) == (3, ["线索ID", "姓名", "手机"], [(4, ["X1", "王伟", "13812345678"])])


def test_hidden_sheets_are_ignored_and_another_can_be_chosen(read):
    book = workbook(HEADERS, LI, title="隐藏")
    book.active.sheet_state = "hidden"
    for title, rows in (("说明", [["一", "二"]]), ("十月", [HEADERS, WANG]), ("十一月", [HEADERS, LI])):
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)

    proposed, chosen = read(book), read(book, sheet="十一月")

    assert (proposed.sheet, proposed.other_sheets, list(proposed.rows)) == ("十月", ["说明", "十一月"], [(2, WANG)])
    assert (chosen.sheet, chosen.other_sheets, list(chosen.rows)) == ("十一月", ["说明", "十月"], [(2, LI)])
    with pytest.raises(Exception, match="no_such_sheet"):
        read(book, sheet="隐藏")


def test_cells_with_nothing_but_a_format_are_no_columns(read):
    book = workbook(HEADERS, WANG)
    book.active["XFD900"].fill = PatternFill("solid", fgColor="FF0000")

    assert list(read(book).rows) == [(2, WANG)]


def test_a_formula_is_never_evaluated(read):
    book = workbook(HEADERS, WANG, ["=1+1", "=HYPERLINK(1)", "凌放"])

    assert list(read(book).rows) == [(2, WANG), (3, ["", "", "凌放"])]


def test_a_sheet_without_header_is_read_for_mapping_by_hand(read):
    text = ",".join(WANG) + "\n" + ",".join(LI)

    sheet = read(text, header_row=0)

    assert (sheet.header_row, sheet.headers, list(sheet.rows)) == (0, ["", "", ""], [(1, WANG), (2, LI)])


def test_another_row_can_be_named_the_header(read):
    sheet = read("手机,姓名\n电话号,称谓\n13812345678,王伟\n", header_row=2)

    assert (sheet.header_row, sheet.headers, list(sheet.rows)) == (2, ["电话号", "称谓"], [(3, ["13812345678", "王伟"])])


def test_nul_is_dropped_and_nothing_else(read):
    book = workbook(HEADERS, ["13812345678", "王_x0000_伟", "\\u0000"])

    assert list(read(book).rows) == [(2, ["13812345678", "王伟", "\\u0000"])]


def test_the_rows_can_be_gone_through_again_and_in_parts(read):
    sheet = read("手机,姓名\n" + "13812345678,王伟\n" * 1200)
    first, second = iter(sheet.rows), iter(sheet.rows)

    together = [(next(first)[0], next(second)[0]) for _ in range(1200)]

    assert len(sheet.rows) == 1200
    assert together == [(number, number) for number in range(2, 1202)]
    assert next(first, None) is None


@given(
    st.lists(
        st.lists(st.text() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.datetimes() | st.dates() | st.times(), max_size=8), max_size=8
    )
)
def test_cells_travel_from_the_child_as_they_are(table):
    rows = list(enumerate(([cell.replace("\0", "") if isinstance(cell, str) else cell for cell in cells] for cells in table), 1))

    arrived = [row for _, line in pack(rows) for row in unpack(line)]

    assert arrived == rows
