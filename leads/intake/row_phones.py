"""Whose number a row says: the real one before the one it was relayed by, a second one beside it, an extension from a column of its own."""

import re
from dataclasses import replace

from leads.intake.cells import cell_text, half_width
from leads.intake.column_names import CALLER, REAL, RELAYED
from leads.intake.phones import NO_PHONE, Phone, read_phone_cell
from leads.intake.row_cells import RowCells

_EXTENSION = re.compile(r"\d{1,6}", re.ASCII)


def read_phones(sent: RowCells) -> Phone:
    """The row's number and its second one. Numbers that found no place are put aside."""
    columns = sent.columns.fields
    if len(indexes := columns.get("phone", ())) == 1 and "second_phone" not in columns:  # the common case
        phone = read_phone_cell(sent.cells[indexes[0]])
        return _with_extension(sent, phone) if phone.number else phone
    filled = sent.filled("phone")
    read = {index: read_phone_cell(sent.cells[index]) for index in filled}
    best = next((index for index in filled if read[index].number), None)
    if best is None:
        return next(iter(read.values()), NO_PHONE)
    phone = _with_extension(sent, read[best])
    only_relays = _only_relays(sent, best)
    others = [index for index in filled if index != best]
    for index in [*others, *sent.filled("second_phone")]:
        other = read[index] if index in read else read_phone_cell(sent.cells[index])
        if other.number == phone.number or (other.number and other.number == phone.second):
            continue
        if other.number and not phone.second and index not in only_relays:
            phone = replace(phone, second=other.number)
            continue
        sent.put_aside(index)
        if index not in read:
            sent.notices.append("second_phone_kept_aside")
    return phone


def _only_relays(sent: RowCells, best: int) -> set[int]:
    """The columns whose number is nobody's beside a better one: it only passed the call on."""
    ranks = sent.columns.ranks
    relays = {RELAYED, CALLER} if ranks[best] == REAL else {RELAYED}
    return {index for index in sent.columns.fields.get("phone", ()) if index != best and ranks[index] in relays}


def _with_extension(sent: RowCells, phone: Phone) -> Phone:
    if "extension" not in sent.columns.fields:
        return phone
    text = re.sub(r"\.0$", "", half_width(cell_text(sent.cell("extension"))))
    if not text or "," in phone.number or not _EXTENSION.fullmatch(text):
        return phone
    return replace(phone, number=f"{phone.number},{text}")
