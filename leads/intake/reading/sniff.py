"""What a file is, told by its content: names lie, and a CSV that calls itself `.xls` is common."""

from leads.intake.reading.refusals import Unreadable

_ZIP, _OLE = (b"PK\x03\x04", b"PK\x05\x06"), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NO_TABLES = (
    ("picture", (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")),
    ("recording", (b"ID3", b"\xff\xfb", b"#!AMR", b"OggS", b"fLaC")),
    ("database", (b"SQLite format 3\x00", b"\x00\x01\x00\x00Standard ")),
    ("program", (b"MZ\x90\x00", b"\x7fELF", b"L\x00\x00\x00\x01\x14\x02\x00")),
    ("pdf", (b"%PDF",)),
    ("archive", (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")),
    ("document", (b"{\\rtf",)),
)
_WITHIN = (  # where the name stands further on
    ("picture", 4, (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypavif")),
    ("recording", 4, (b"ftyp",)),
    ("picture", 8, (b"WEBP",)),
    ("recording", 8, (b"WAVE", b"AVI ")),
    ("archive", 257, (b"ustar",)),
)
_BIFF = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")  # the workbooks of Excel 5 and older, without the container of later ones
_PREFIXED = (b"PK\x07\x08PK\x03\x04", b"PK00PK\x03\x04")  # an archive that was once to be split


def kind_of(data: bytes) -> str:
    """xlsx, xls or text. What opens like something else is refused by its name."""
    if not data.strip(b"\x00\t\r\n "):
        raise Unreadable("empty")
    if data.startswith((*_ZIP, *_PREFIXED)):
        return "xlsx"
    if kind := _no_table(data):
        raise Unreadable("not_a_table", kind=kind)
    if data.startswith(_BIFF) and data[2:3] in (b"\x08", b"\x06", b"\x04", b"\x10"):
        raise Unreadable("other_format", kind="excel5")
    return "xls" if data.startswith(_OLE) else "text"


def _no_table(data: bytes) -> str:
    """What opens like something that is no table, by its name; empty where it may be one."""
    for kind, openings in _NO_TABLES:
        if data.startswith(openings):
            return kind
    for kind, place, names in _WITHIN:
        if data.startswith(names, place) and b"\x00" in data[:512]:
            return kind
    return "picture" if data.startswith(b"BM") and data[6:10] == bytes(4) else ""
