"""The letters of a text file: UTF-8, GB18030, UTF-16, or lines of several; a broken byte costs its character and no more."""

import codecs
import re
from collections.abc import Iterator

from leads.intake.reading.refusals import Unreadable

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 65_536
_JUNK_SHARE = 50  # one control character in so many: no text
_LOST = "\ufffd"
_LOST_FEW, _LOST_SHARE = 3, 10  # so many lost characters, or one in so many that are not ASCII: still a text
_WIDE = re.compile("[\u0800-\uffef]")  # three bytes in UTF-8; GB18030 hardly ever looks so
_LINE = re.compile(rb"[^\n]*\n?")
_LATIN = {ord(letter): byte for byte in range(0x80, 0xA0) if (letter := bytes([byte]).decode("cp1252", "ignore"))}  # what Windows puts there
_TWICE = re.compile(f"[\u00e4-\u00e9][\u0080-\u00bf{''.join(map(chr, _LATIN))}]{{2}}")  # three bytes of a Chinese letter, taken for three letters


def decode(data: bytes) -> str:
    """The text of a file: by its byte order mark, else by the pattern of its NULs, else as UTF-8, as GB18030, or line by line."""
    for bom, encoding in _BOMS:
        if data.startswith(bom) and (encoding != "utf-8"):
            return _no_junk(_whole(data[len(bom) :], encoding).decode(encoding, "replace"))
    data = data.removeprefix(codecs.BOM_UTF8)
    if encoding := _utf16(data):
        return _no_junk(_whole(data, encoding).decode(encoding, "replace"))
    return _no_junk(_once(_bytewise(data)))


def _whole(data: bytes, encoding: str) -> bytes:
    """The bytes that make whole letters: half of one at the end is none."""
    return data[: len(data) - len(data) % (4 if encoding == "utf-32-le" else 2)]


def _once(text: str) -> str:
    """UTF-8 that somebody took for Latin letters and wrote as UTF-8 once more, read as it was."""
    if not _TWICE.search(text[:_SAMPLE]):
        return text
    try:
        return text.translate(_LATIN).encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def _bytewise(data: bytes) -> str:
    for encoding in ("utf-8", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8" or not any(_surely_utf8(line) for line in _lines(data)):
            return text
    text = "".join(map(_line, _lines(data)))
    if text.count(_LOST) > max(sum(1 for character in text if character > "\x7f") / _LOST_SHARE, _LOST_FEW):
        raise Unreadable("encoding")
    return text


def _lines(data: bytes) -> Iterator[bytes]:
    return (found[0] for found in _LINE.finditer(data) if found[0])


def _surely_utf8(line: bytes) -> bool:
    return not line.isascii() and bool(_WIDE.search(line.decode("utf-8", "ignore"))) and _is_better_utf8(line)


def _line(line: bytes) -> str:
    return line.decode("utf-8" if line.isascii() or _is_better_utf8(line) else "gb18030", "replace")


def _is_better_utf8(line: bytes) -> bool:
    """Whether more of a line is wide characters in UTF-8 than is broken."""
    text = line.decode("utf-8", "replace")
    return len(_WIDE.findall(text.replace(_LOST, ""))) > text.count(_LOST)


def _utf16(data: bytes) -> str:
    """The order of UTF-16 without a mark: separators, digits and line ends have their NUL all on the same side."""
    sample = data[:_SAMPLE]
    left, right = sample[::2].count(0), sample[1::2].count(0)
    if left + right < len(sample) // 100 + 1:
        return ""
    if right > 9 * left:
        return "utf-16-le"
    return "utf-16-be" if left > 9 * right else ""


def _no_junk(text: str) -> str:
    """The text, if it is one: a decoder is content with many a picture."""
    sample = text[:_SAMPLE]
    controls = sum(1 for character in sample if character < " " and character not in "\t\n\v\f\r")
    if controls * _JUNK_SHARE > len(sample):
        raise Unreadable("not_a_table", kind="unknown")
    return text.removeprefix("\ufeff")
