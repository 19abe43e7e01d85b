"""What an xlsx holds, asked before the parser unpacks it: a kilobyte can claim seventeen thousand million cells."""

import re
import zlib
from collections.abc import Iterator
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from leads.reading import limits
from leads.reading.refusals import Unreadable

_CHUNK = 1024 * 1024
_OVERLAP = 256
_MEDIA = "/media/"
_ENTITIES = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
# a cell beyond column 200 (GR) that holds a value; those with nothing but a format are left alone
_FAR_CELL = re.compile(rb' r="(?:G[S-Z]|[H-Z][A-Z]|[A-Z]{3})\d+"[^>]*(?<!/)>')
_OTHER = (("mimetype", "ods"), ("xl/workbook.bin", "xlsb"))


def inspect_archive(data: bytes) -> None:
    """Let a workbook pass, or raise Unreadable: too large unpacked, too wide, encrypted, no workbook, damaged."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            _declared(archive)
            _actual(archive, len(data))
    except (BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, KeyError, RuntimeError, UnicodeError, IndexError):
        raise Unreadable("broken") from None


def _declared(archive: ZipFile) -> None:
    entries = archive.infolist()
    names = {entry.filename for entry in entries}
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unreadable("encrypted")
    for name, kind in _OTHER:
        if name in names:
            raise Unreadable("other_format", kind=kind)
    if not any(name.lower().endswith("xl/workbook.xml") for name in names):
        raise Unreadable("not_a_table", kind="archive")
    if sum(1 for name in names if _MEDIA not in name) > limits.ENTRIES or sum(entry.file_size for entry in entries) > limits.UNPACKED_BYTES:
        raise Unreadable("unpacks_too_large", limit=limits.UNPACKED_BYTES)


def _actual(archive: ZipFile, packed: int) -> None:
    """Unpack piece by piece, keeping nothing: what the directory declares may be a lie."""
    unpacked = 0
    for entry in archive.infolist():
        for piece in _pieces(archive, entry):
            unpacked += len(piece) - _OVERLAP
            if unpacked > limits.UNPACKED_BYTES or (unpacked > limits.RATIO_FROM_BYTES and unpacked > limits.RATIO * packed):
                raise Unreadable("unpacks_too_large", limit=limits.UNPACKED_BYTES)
            _look(entry.filename, piece)


def _pieces(archive: ZipFile, entry: ZipInfo) -> Iterator[bytes]:
    with archive.open(entry) as stream:
        rest = b" " * _OVERLAP
        while chunk := stream.read(_CHUNK):
            piece = rest + chunk
            yield piece
            rest = piece[-_OVERLAP:]


def _look(name: str, piece: bytes) -> None:
    if not name.endswith((".xml", ".rels")):
        return
    if b"<!" in piece and _ENTITIES.search(piece):
        raise Unreadable("broken")
    if "worksheets/" in name and _FAR_CELL.search(piece):
        raise Unreadable("too_many_columns", limit=limits.COLUMNS)
