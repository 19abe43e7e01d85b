"""What a file is, told by its content: names lie, and a CSV that calls itself `.xls` is common."""

import codecs

from leads.reading.refusals import Unreadable

_ZIP, _OLE = (b"PK\x03\x04", b"PK\x05\x06"), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NO_TABLES = (
    ("picture", (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")),
    ("pdf", (b"%PDF",)),
    ("archive", (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"PK\x07\x08")),
)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 65_536
_JUNK_SHARE = 50  # one control character in so many: no text


def kind_of(data: bytes) -> str:
    """xlsx, xls or text. What opens like something else is refused by its name."""
    if not data.strip(b"\x00\t\r\n "):
        raise Unreadable("empty")
    for kind, openings in _NO_TABLES:
        if data.startswith(openings):
            raise Unreadable("not_a_table", kind=kind)
    if data.startswith(_ZIP):
        return "xlsx"
    return "xls" if data.startswith(_OLE) else "text"


def decode(data: bytes) -> str:
    """The text of a file: by its byte order mark, else by the pattern of its NULs, else as UTF-8, else as GB18030. Strictly, never by statistics."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _strict(data[len(bom) :], encoding)
    for encoding in _utf16(data) or ("utf-8", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return _no_junk(text)
    raise Unreadable("encoding")


def _strict(data: bytes, encoding: str) -> str:
    try:
        return _no_junk(data.decode(encoding))
    except UnicodeDecodeError:
        raise Unreadable("encoding") from None


def _utf16(data: bytes) -> tuple[str, ...]:
    """The order of UTF-16 without a mark: separators, digits and line ends have their NUL all on the same side."""
    sample = data[:_SAMPLE]
    left, right = sample[::2].count(0), sample[1::2].count(0)
    if len(data) % 2 or left + right < len(sample) // 100 + 1:
        return ()
    if right > 9 * left:
        return ("utf-16-le",)
    return ("utf-16-be",) if left > 9 * right else ()


def _no_junk(text: str) -> str:
    """The text, if it is one: a decoder is content with many a picture."""
    sample = text[:_SAMPLE]
    controls = sum(1 for character in sample if character < " " and character not in "\t\n\v\f\r")
    if controls * _JUNK_SHARE > len(sample):
        raise Unreadable("not_a_table", kind="unknown")
    return text.removeprefix("\ufeff")
