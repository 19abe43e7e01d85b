"""Three hundred damaged files: each is read or refused with a reason, and none ends the process that asked."""

import json
import os
import random
import resource
import signal
import subprocess
import sys
from collections import Counter
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest

from leads.intake.reading import child, file_limits
from leads.intake.reading.file import read_file
from leads.intake.reading.old_parts import OldParts
from leads.intake.reading.refusals import CODES, Unreadable
from leads.intake.reading.wire import pack
from tests.leads.old_books import old_book
from tests.samples import SAMPLES

SEED = 20261123
EACH = int(os.environ.get("DAMAGED_EACH", "100"))  # by hand 700: more than two thousand
ROW = ("13812345678", "王伟", "卡罗拉", "2026-11-02 09:00:00")


def workbook():
    book, written = openpyxl.Workbook(), BytesIO()
    for row in (("手机", "姓名", "车型", "提交时间"), *[ROW] * 40):
        book.active.append(row)
    book.save(written)
    return written.getvalue()


def damaged(content, chance):
    """The bytes with a few of them changed, cut out, repeated or put in."""
    piece = bytearray(content)
    for _ in range(chance.randint(1, 8)):
        place, length = chance.randrange(len(piece) or 1), chance.randint(1, 60)
        piece[place : place + chance.choice((0, 1, length))] = chance.choice(
            (b"", chance.randbytes(1), chance.randbytes(length), piece[place : place + length])
        )
    return bytes(piece if chance.random() < 0.9 else piece[: chance.randrange(len(piece) or 1)])


def damaged_inside(content, chance):
    """The workbook, a sound archive, with one of its parts damaged."""
    written = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(written, "w", ZIP_DEFLATED) as new:
        unlucky = chance.choice(old.namelist())
        for name in old.namelist():
            new.writestr(name, damaged(old.read(name), chance) if name == unlucky else old.read(name))
    return written.getvalue()


def outcome(content):
    """What the child would say of a file: its rows, or the code of the refusal. Any other exception is a fault of ours."""
    try:
        chosen = child.choose(child.open_table(content).sheets, sheet=None, header_row=None)
        return str(sum(count for count, _ in pack(chosen.rows())))
    except Unreadable as refusal:
        return refusal.code


def outcomes(contents):
    """The outcomes of many files in one process with the child's limits; those after the file that ended it are missing."""
    receiving, sending = os.pipe()
    worker = os.fork()
    if not worker:
        os.close(receiving)
        resource.setrlimit(resource.RLIMIT_AS, (file_limits.CHILD_MEMORY_BYTES,) * 2)
        with os.fdopen(sending, "w", buffering=1) as out:
            for content in contents:
                out.write(json.dumps(outcome(content)) + "\n")
        os._exit(0)
    os.close(sending)
    with os.fdopen(receiving) as answers:
        found = [json.loads(line) for line in answers]
    os.waitpid(worker, 0)
    return found


KINDS = {
    "archive": lambda chance: damaged(workbook(), chance),
    "inside": lambda chance: damaged_inside(workbook(), chance),
    "text": lambda chance: damaged(
        "\n".join(map(",".join, [("手机", "姓名", "车型", "提交时间"), *[ROW] * 40])).encode(chance.choice(("utf-8", "gb18030", "utf-16"))), chance
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_damaged_file_is_read_or_refused_and_nothing_else(kind):
    print(f"seed {SEED}")
    chance = random.Random(SEED)

    found = outcomes([KINDS[kind](chance) for _ in range(EACH)])

    assert len(found) == EACH
    assert [answer for answer in found if answer not in CODES and not answer.isdigit()] == []
    assert Counter(answer.isdigit() for answer in found)[kind == "text"] > EACH // 10  # workbooks break, of a text most is still read


def far_corner():
    """A workbook of a few kilobytes with one cell so far down and right that the parser, filling the space between, is out of memory."""
    book, written = openpyxl.Workbook(), BytesIO()
    for row in (("手机", "姓名"), ROW[:2]):
        book.active.append(row)
    book.active.cell(1_048_576, 200, "x")
    book.save(written)
    return written.getvalue()


def test_a_file_that_ends_its_reader_is_a_refusal_like_any_other(tmp_path):
    path = tmp_path / "file.xlsx"
    path.write_bytes(far_corner())
    reader = subprocess.run([sys.executable, "-m", "leads.intake.reading.child", path, '{"sheet": null, "header_row": null}'], capture_output=True, check=False)

    with pytest.raises(Unreadable) as refusal:
        read_file(path)

    assert (reader.returncode, reader.stdout) == (-signal.SIGABRT, b"")
    assert refusal.value.code == "unpacks_too_large"


def test_damaged_workbooks_of_the_old_kind_end_their_reader_and_nobody_else(tmp_path):
    sample = SAMPLES / "showroom_cards.xls"
    chance, path, found = random.Random(SEED), tmp_path / "file.xls", Counter()

    for _ in range(40):
        path.write_bytes(damaged(sample.read_bytes(), chance))
        try:
            found["read"] += bool(read_file(path).rows.count)
        except Unreadable as refusal:
            found[refusal.code] += 1

    assert sum(found.values()) == 40
    assert found["broken"] > 10


def test_what_an_old_workbook_says_beside_its_cells_is_nothing_where_its_container_is_damaged():
    whole = old_book(("手机", "姓名"), *[ROW[:2]] * 40, hidden=(3, 5), from_1904=True)
    chance = random.Random(SEED)

    said = [OldParts(damaged(whole, chance)) for _ in range(EACH)]

    assert {parts.from_1904 for parts in said} == {True, False}
    assert {(3 in rows, 5 in rows) for rows in (parts.hidden_rows("线索") for parts in said)} >= {(True, True), (False, False)}
    assert (OldParts(whole).from_1904, OldParts(whole).hidden_rows("线索"), OldParts(whole).hidden_rows("别的")) == (True, {3, 5}, ())
    assert OldParts(whole[:500]).hidden_rows("线索") == ()


def test_a_chain_of_sectors_that_bites_its_own_tail_ends():
    whole = bytearray(old_book(("手机", "姓名"), *[ROW[:2]] * 400, hidden=(3,)))
    whole[512 + 4 * 5 : 512 + 4 * 6] = (4).to_bytes(4, "little")
    further = bytearray(whole)
    further[68:72] = (5).to_bytes(4, "little")

    assert OldParts(bytes(whole)).hidden_rows("线索") == {3}
    assert isinstance(OldParts(bytes(further)).from_1904, bool)
