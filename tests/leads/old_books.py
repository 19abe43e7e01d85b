"""Makes workbooks of the old kind (.xls): records in a container of sectors, as Excel 97 and what came after it write them."""

import struct

SECTOR, SMALL, LARGE = 512, 64, 4096
END, FREE, TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def old_book(*rows, hidden=(), from_1904=False, title="线索", drawing=False, locked=False):
    """Return a workbook of one sheet; `hidden`: numbers of rows, from 1, that a filter hides; `drawing`: with a chart between, which hides a row too.

    `locked`: with the record that says that what follows needs a password.
    """
    lock = record(0x2F, struct.pack("<HHH", 1, 1, 1) + bytes(48)) if locked else b""
    dates = record(0x22, struct.pack("<H", from_1904))
    before = record(0x0809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)) + lock + dates
    place = len(before) + 4 + 8 + 2 * len(title) + 4
    book = before + record(0x85, struct.pack("<IBBBB", place, 0, 0, len(title), 1) + title.encode("utf-16-le")) + record(0x0A)
    return container(book + sheet(rows, hidden, drawing))


def record(kind, content=b""):
    """One record: what it is, how long, and what it says."""
    return struct.pack("<HH", kind, len(content)) + content


def sheet(rows, hidden, drawing):
    """The records of a sheet: its rows, then their cells."""
    said = record(0x0809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
    if drawing:
        said += record(0x0809, struct.pack("<HHHHII", 0x600, 0x20, 0, 0, 0, 0)) + row_record(0, 1, zero_height=True) + record(0x0A)
    for number, cells in enumerate(rows):
        said += row_record(number, len(cells), zero_height=number + 1 in hidden)
    for number, cells in enumerate(rows):
        said += b"".join(cell(number, column, value) for column, value in enumerate(cells))
    return said + record(0x0A)


def row_record(number, width, *, zero_height):
    """What is said of a whole row."""
    return record(0x0208, struct.pack("<HHHHHHHH", number, 0, width, 255, 0, 0, 0x120 if zero_height else 0x100, 15))


def cell(row, column, value):
    """A number or a text."""
    if isinstance(value, (int, float)):
        return record(0x0203, struct.pack("<HHHd", row, column, 0, value))
    return record(0x0204, struct.pack("<HHHHB", row, column, 0, len(value), 1) + value.encode("utf-16-le"))


def container(stream):
    """Put one stream into a container: the table of sectors, the directory, the table of small sectors, then the stream."""
    small = len(stream) < LARGE
    sectors = -(-len(stream) // SECTOR)
    tables = -(-(sectors + 3) // 127)
    chain = [*[TABLE] * tables, END, END, *range(tables + 3, tables + 2 + sectors), END]
    parts = -(-len(stream) // SMALL)
    root = entry("Root Entry", 5, tables + 2 if small else END, len(stream) if small else 0)
    directory = root + entry("Workbook", 2, 0 if small else tables + 2, len(stream))
    return b"".join((header(tables), numbers(chain), padded(directory), numbers([*range(1, parts), END] if small else []), padded(stream)))


def header(tables):
    """The first sector: how large sectors are and where the tables begin."""
    start = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    places = struct.pack("<IIIIIIIII", 0, tables, tables, 0, LARGE, tables + 1, 1, END, 0)
    return start + places + struct.pack("<109I", *range(tables), *[FREE] * (109 - tables))


def entry(name, kind, start, size):
    """A name of the directory."""
    written = (name + "\0").encode("utf-16-le")
    family = struct.pack("<III", FREE, FREE, 1 if kind == 5 else FREE)
    return written.ljust(64, b"\0") + struct.pack("<HBB", len(written), kind, 1) + family + bytes(36) + struct.pack("<III", start, size, 0)


def numbers(chain):
    """A table of which sector follows which, in whole sectors."""
    places = max(-(-len(chain) // (SECTOR // 4)), 1) * (SECTOR // 4)
    return struct.pack(f"<{places}I", *chain, *[FREE] * (places - len(chain)))


def padded(data):
    """Whole sectors."""
    return data.ljust(-(-len(data) // SECTOR) * SECTOR, b"\0")
