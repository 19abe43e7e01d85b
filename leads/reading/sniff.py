"""What a file is, told by its content: names lie, and a CSV that calls itself `.xls` is common."""

from leads.reading.refusals import Unreadable

_ZIP, _OLE = (b"PK\x03\x04", b"PK\x05\x06"), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NO_TABLES = (
    ("picture", (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")),
    ("pdf", (b"%PDF",)),
    ("archive", (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")),
    ("document", (b"{\\rtf",)),
)
_BIFF = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")  # the workbooks of Excel 5 and older, without the container of later ones
_PREFIXED = (b"PK\x07\x08PK\x03\x04", b"PK00PK\x03\x04")  # an archive that was once to be split


def kind_of(data: bytes) -> str:
    """xlsx, xls or text. What opens like something else is refused by its name."""
    if not data.strip(b"\x00\t\r\n "):
        raise Unreadable("empty")
    if data.startswith((*_ZIP, *_PREFIXED)):
        return "xlsx"
    for kind, openings in _NO_TABLES:
        if data.startswith(openings):
            raise Unreadable("not_a_table", kind=kind)
    if data.startswith(_BIFF) and data[2:3] in (b"\x08", b"\x06", b"\x04", b"\x10"):
        raise Unreadable("other_format", kind="excel5")
    return "xls" if data.startswith(_OLE) else "text"
