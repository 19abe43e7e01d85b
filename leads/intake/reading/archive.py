"""What an xlsx holds, asked before the parser unpacks it: a kilobyte can claim seventeen thousand million cells."""

import re
import struct
import zlib
from collections.abc import Iterator
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from leads.intake.reading import file_limits
from leads.intake.reading.refusals import Unreadable

_CHUNK = 1024 * 1024
_PACKED_CHUNK = 64 * 1024
_OVERLAP = 256
_MEDIA = "/media/"
_ENTITIES = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
# a cell beyond column 200 (GR) that holds a value; those with nothing but a format are left alone
_FAR_CELL = re.compile(rb' r="(?:G[S-Z]|[H-Z][A-Z]|[A-Z]{3})\d+"[^>]*(?<!/)>')
_OTHER = (("xl/workbook.bin", "xlsb"), ("index/document.iwa", "numbers"))
_OPEN_DOCUMENTS = ((b"spreadsheet", "other_format", "ods"), (b"presentation", "not_a_table", "presentation"), (b"", "not_a_table", "document"))
_NO_TABLES = (("word/", "document"), ("ppt/", "presentation"))


_FAULTS = (BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, KeyError, RuntimeError, UnicodeError, IndexError, struct.error)
_BOOK = re.compile(r"xl/workbook\d*\.xml", re.IGNORECASE)
_SPELT = re.compile(r"(^xl/(?:_rels/)?workbook)\d+\.xml")  # workbook2.xml, as some services call it
_TARGET = re.compile(rb'\bTarget="[^"]*"')


def part_name(entry: str) -> str:
    """The name of a part however the archive writes it: with backslashes, from the root, in capitals."""
    return _usual(entry).lower()


def _usual(entry: str) -> str:
    return entry.replace("\\", "/").removeprefix("./").lstrip("/")


def usual_archive(data: bytes) -> bytes:
    """The same workbook, one that passed its inspection, with its parts named as most programs name them: the parser knows no other names."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            names = {entry: _SPELT.sub(r"\1.xml", _usual(entry)) for entry in archive.namelist()}
            odd = {entry for entry in names if entry.endswith(".rels") and b"\\" in archive.read(entry)}
            return _renamed(archive, names, odd) if odd or any(entry != name for entry, name in names.items()) else data
    except _FAULTS:
        raise Unreadable("broken") from None


def _renamed(archive: ZipFile, names: dict[str, str], odd: set[str]) -> bytes:
    written = BytesIO()
    with ZipFile(written, "w") as usual:
        for entry, name in names.items():
            content = archive.read(entry)
            usual.writestr(name, _TARGET.sub(lambda found: found[0].replace(b"\\", b"/"), content) if entry in odd else content)
    return written.getvalue()


def inspect_archive(data: bytes) -> None:
    """Let a workbook pass, or raise Unreadable: too large unpacked, too wide, encrypted, no workbook, damaged."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            _declared(archive)
            _actual(archive, data)
    except _FAULTS:
        raise Unreadable("broken") from None


def _declared(archive: ZipFile) -> None:
    entries = archive.infolist()
    names = {part_name(entry.filename) for entry in entries}
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unreadable("encrypted")
    if "mimetype" in names:
        said = archive.read("mimetype")[:200]
        code, kind = next((code, kind) for word, code, kind in _OPEN_DOCUMENTS if word in said)
        raise Unreadable(code, kind=kind)
    for name, kind in _OTHER:
        if name in names:
            raise Unreadable("other_format", kind=kind)
    if not any(map(_BOOK.fullmatch, names)):
        raise Unreadable("not_a_table", kind=next((kind for folder, kind in _NO_TABLES if any(name.startswith(folder) for name in names)), "archive"))
    if sum(1 for name in names if _MEDIA not in name) > file_limits.ENTRIES or sum(entry.file_size for entry in entries) > file_limits.UNPACKED_BYTES:
        raise Unreadable("unpacks_too_large", limit=file_limits.UNPACKED_BYTES)


def _actual(archive: ZipFile, data: bytes) -> None:
    """Unpack piece by piece, keeping nothing: what the directory declares may be a lie, and a lie is refused."""
    unpacked = 0
    for entry in archive.infolist():
        size, rest = 0, b" " * _OVERLAP
        for chunk in _chunks(data, entry):
            size += len(chunk)
            unpacked += len(chunk)
            if unpacked > file_limits.UNPACKED_BYTES or (unpacked > file_limits.RATIO_FROM_BYTES and unpacked > file_limits.RATIO * len(data)):
                raise Unreadable("unpacks_too_large", limit=file_limits.UNPACKED_BYTES)
            _look(part_name(entry.filename), rest + chunk)
            rest = (rest + chunk)[-_OVERLAP:]
        if size != entry.file_size:
            raise BadZipFile


def _chunks(data: bytes, entry: ZipInfo) -> Iterator[bytes]:
    """What a part holds, a megabyte at a time, to where its own stream ends. (ZipFile.open stops where the directory says.)"""
    name, extra = struct.unpack_from("<HH", data, entry.header_offset + 26)
    begin = entry.header_offset + 30 + name + extra
    if entry.compress_type == ZIP_STORED:
        for place in range(begin, begin + entry.compress_size, _CHUNK):
            yield data[place : min(place + _CHUNK, begin + entry.compress_size)]
        return
    if entry.compress_type != ZIP_DEFLATED:
        raise BadZipFile
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    for place in range(begin, len(data), _PACKED_CHUNK):
        packed = data[place : place + _PACKED_CHUNK]
        while packed and not stream.eof:
            yield stream.decompress(packed, _CHUNK)
            packed = stream.unconsumed_tail
        if stream.eof:
            return
    raise EOFError


def _look(name: str, piece: bytes) -> None:
    if not name.endswith((".xml", ".rels")):
        return
    if b"<!" in piece and _ENTITIES.search(piece):
        raise Unreadable("broken")
    if "worksheets/" in name and _FAR_CELL.search(piece):
        raise Unreadable("too_many_columns", limit=file_limits.COLUMNS)
