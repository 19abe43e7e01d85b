"""What is refused, with which reason, how soon, and that whoever asked is none the worse for it."""

import os
import random
import struct
import time
import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import openpyxl
import pytest

from leads.intake.reading import file_limits
from leads.intake.reading.file import read_file
from leads.intake.reading.refusals import CODES, Unreadable
from tests.leads.old_books import old_book

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEADER = "手机,姓名\n"
CELL = '<c r="{}" t="inlineStr"><is><t>{}</t></is></c>'


def sheet_xml(*rows):
    """A sheet of rows given as (number, {reference: text})."""
    body = "".join(f'<row r="{number}">{"".join(CELL.format(*cell) for cell in cells.items())}</row>' for number, cells in rows)
    return f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{body}</sheetData></worksheet>'.encode()


TWO_ROWS = ((1, {"A1": "手机", "B1": "姓名"}), (2, {"A2": "13812345678", "B2": "王伟"}))


def workbook(**parts):
    """A workbook as bytes; `sheet`: the XML of its sheet, `entries`: more parts of the archive."""
    empty = BytesIO()
    openpyxl.Workbook().save(empty)
    written = BytesIO()
    with ZipFile(empty) as old, ZipFile(written, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, parts.get("sheet", sheet_xml(*TWO_ROWS)) if name == "xl/worksheets/sheet1.xml" else old.read(name))
        for name, content in parts.get("entries", {}).items():
            new.writestr(name, content)
    return written.getvalue()


def archive(**entries):
    written = BytesIO()
    with ZipFile(written, "w", ZIP_STORED) as zipped:
        for name, content in entries.items():
            zipped.writestr(name.replace("__", "/"), content)
    return written.getvalue()


@pytest.fixture
def refusal(tmp_path):
    """Return the refusal of a file with these bytes."""

    def refusal(content):
        path = tmp_path / "file"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        with pytest.raises(Unreadable) as refused:
            read_file(path)
        assert tuple(refused.value.facts) == CODES[refused.value.code]
        return refused.value

    return refusal


KINDS = [
    ("empty", b""),
    ("empty", b"\n \r\n\t"),
    ("empty", b"\xef\xbb\xbf"),
    ("empty", b"\xff\xfe"),
    ("empty", b",,,\r\n,,,\r\n"),
    ("empty", b'\xef\xbb\xbf"";"";""\n'),
    ("empty", workbook(sheet=sheet_xml())),
    ("empty", workbook(sheet=sheet_xml((1, {"A1": " ", "B1": "\u3000"})))),
    ("not_a_table", b"\x89PNG\r\n\x1a\n" + bytes(100)),
    ("not_a_table", b"\xff\xd8\xff\xe0" + bytes(100)),
    ("not_a_table", b"%PDF-1.7 \n"),
    ("not_a_table", b"Rar!\x1a\x07"),
    ("not_a_table", archive(word__document="x")),
    ("not_a_table", OLE + "WordDocument".encode("utf-16-le")),
    ("not_a_table", bytes(range(32)) * 20),
    ("not_a_table", "一封信，没有表格。\n第二行"),
    ("not_a_table", "<html><body>登录已过期</body></html>"),
    ("other_format", archive(mimetype="application/vnd.oasis.opendocument.spreadsheet", content="x")),
    ("other_format", archive(xl__workbook_bin="x").replace(b"workbook_bin", b"workbook.bin")),
    ("other_format", "<ss:Workbook xmlns:ss='urn:schemas-microsoft-com:office:spreadsheet'><ss:Table/></ss:Workbook>"),
    ("other_format", b"\x09\x08\x08\x00\x00\x05\x10\x00" + "手机".encode("gbk")),
    ("other_format", b"\x09\x04\x06\x00\x00\x00\x10\x00" + bytes(20)),
    ("not_a_table", archive(word__document="x")),
    ("not_a_table", b"{\\rtf1 x}"),
    ("other_format", "<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'/>"),
    ("encrypted", OLE + "EncryptedPackage".encode("utf-16-le") + bytes(600)),
    ("encrypted", old_book(("手机", "姓名"), ("13812345678", "王伟"), locked=True)),
    ("encoding", b"\xff\xe0\x81, \xa0\xff\n" * 20),
    ("broken", b"PK\x03\x04 this is no archive"),
    ("broken", workbook()[:-40]),
    ("no_header", "手机,甲,乙\n13812345678,王伟,x\n"),
    ("no_header", "13812345678,王伟\n"),
    ("no_phone_column", "姓名,车型\n王伟,卡罗拉\n"),
    ("no_phone_column", "被叫号码,呼叫时间,归属地\n4001234567,2026-11-02,长春\n"),
]


@pytest.mark.parametrize(("code", "content"), KINDS)
def test_what_is_no_lead_file_is_refused_by_its_content(code, content, refusal):
    assert refusal(content).code == code


def test_a_header_without_phone_says_where_it_stands_so_that_it_can_be_mapped(refusal):
    assert refusal("导出,,\n姓名,车型,热线\n王伟,卡罗拉,13812345678\n").facts == {"sheet": "", "sheets": [""], "header_row": 2}


ENTITIES = [
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
    f'<!DOCTYPE x [<!ENTITY a "{"a" * 100_000}">]>',
    '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
    '<!DOCTYPE x [<!ENTITY % a SYSTEM "file:///etc/passwd">%a;]>',
    '<!DOCTYPE x [<!ENTITY a "&b;"><!ENTITY b "&a;">]>',
]


@pytest.mark.parametrize("declaration", ENTITIES)
def test_a_sheet_that_declares_entities_is_refused(declaration, refusal):
    assert refusal(workbook(sheet=declaration.encode() + sheet_xml(*TWO_ROWS).replace("王伟".encode(), b"&a;"))).code == "broken"


def forged(content, declared):
    """The archive with its large part declared small, in both of its headers and with a checksum to match."""
    with ZipFile(BytesIO(content)) as zipped:
        info = zipped.getinfo("xl/big.xml")
    sizes = struct.pack("<L", info.file_size)
    checksum = struct.pack("<L", zlib.crc32(b"0" * declared))
    return content.replace(struct.pack("<L", info.CRC), checksum).replace(sizes, struct.pack("<L", declared))


MANY = 201 * 1024**2
BOMBS = {
    "far corner": lambda: workbook(sheet=sheet_xml((1, {"A1": "手机"}), (1048576, {"XFD1048576": "x"}))),
    "corner within the columns": lambda: workbook(sheet=sheet_xml(*TWO_ROWS, (1048576, {"GR1048576": "x"}))),
    "far corner without references": lambda: workbook(
        sheet=sheet_xml()
        .replace(b"<sheetData/>", b"")
        .replace(b"<sheetData>", b"<sheetData>" + b'<row><c t="n"><v>1</v></c></row>' + b"<row>" + b'<c t="n"><v>1</v></c>' * 300_000 + b"</row>")
    ),
    "too much declared": lambda: workbook(entries={"xl/big.xml": b"0" * MANY}),
    "too much of a picture": lambda: workbook(entries={"xl/media/big.png": b"0" * MANY}),
    "too much in many parts": lambda: workbook(entries={f"xl/{number}.xml": b"0" * (21 * 1024**2) for number in range(10)}),
    "too well packed": lambda: workbook(entries={"xl/big.xml": b"0" * (30 * 1024**2)}),
    "a sheet too well packed": lambda: workbook(sheet=sheet_xml(*TWO_ROWS) + b" " * (60 * 1024**2)),
    "a lie about its size": lambda: forged(workbook(entries={"xl/big.xml": b"0" * (30 * 1024**2)}), 1000),
    "too many parts": lambda: workbook(entries={f"xl/{number}.xml": b"" for number in range(2_001)}),
    "one endless row": lambda: HEADER + "," * 5_000_000 + "x\n",
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_within_seconds_and_its_reader_lives(name, refusal):
    bomb = BOMBS[name]()
    begun = time.monotonic()

    refused = refusal(bomb)

    assert refused.code in ("unpacks_too_large", "too_many_columns", "broken")
    assert time.monotonic() - begun < 6


def test_a_file_of_twenty_megabytes_is_read_and_a_byte_more_refused(tmp_path):
    path = tmp_path / "file.csv"
    path.write_text(HEADER + "13812345678,王伟\n")
    filled = path.stat().st_size
    with path.open("ab") as file:
        file.write((b" " * 999 + b"\n") * ((file_limits.FILE_BYTES - filled) // 1000) + b"\n" * ((file_limits.FILE_BYTES - filled) % 1000))

    rows = len(read_file(path).rows)
    with path.open("ab") as file:
        file.write(b"\n")

    assert rows == 1
    with pytest.raises(Unreadable, match="too_large limit=20971520 found=20971521"):
        read_file(path)


def test_two_hundred_thousand_rows_are_read_and_one_more_refused(tmp_path, refusal):
    path = tmp_path / "file.csv"
    path.write_text(HEADER + "13812345678,w\n\n" * 200_000)

    rows = len(read_file(path).rows)

    assert rows == 200_000
    assert refusal(HEADER + "13812345678,w\n" * 200_001).code == "too_many_rows"


def test_two_hundred_columns_are_read_and_one_more_refused(tmp_path, refusal):
    path = tmp_path / "file.csv"
    path.write_text(HEADER + "," * 199 + "x\n")

    width = len(read_file(path).headers)

    assert width == 200
    assert refusal(HEADER + "," * 200 + "x\n").code == "too_many_columns"
    assert refusal(workbook(sheet=sheet_xml(*TWO_ROWS, (3, {"GS3": "x"})))).code == "too_many_columns"


def test_one_endless_cell_costs_nothing_but_itself(tmp_path):
    path = tmp_path / "file.csv"
    path.write_text(HEADER + '13812345678,"' + "x" * 5_000_000 + '"\n13912345678,李娜\n')

    rows = list(read_file(path).rows)

    assert [(number, len(cells[1])) for number, cells in rows] == [(2, 5_000_000), (3, 2)]


def test_a_child_that_takes_too_long_is_ended(refusal, monkeypatch):
    monkeypatch.setattr(file_limits, "CHILD_WALL_SECONDS", 0.01)

    assert refusal(HEADER + "13812345678,王伟\n").code == "too_slow"


def test_an_empty_environment_is_all_the_child_gets(tmp_path, monkeypatch):
    path = tmp_path / "file.csv"
    path.write_text(HEADER + "13812345678,王伟\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    (tmp_path / "csv.py").write_text("raise SystemExit(3)")

    assert len(read_file(path).rows) == 1


def test_a_file_that_is_no_lead_file_leaves_nothing_open(refusal):
    before = len(os.listdir("/proc/self/fd"))

    for _ in range(5):
        refusal(random.Random(1).randbytes(1000))

    assert len(os.listdir("/proc/self/fd")) == before
