"""Why a file cannot be read."""

from collections.abc import Mapping
from typing import Any

# code → the facts that come with it; whoever shows a refusal says it in the user's language
CODES: Mapping[str, tuple[str, ...]] = {
    "empty": (),  # no byte, or no cell with anything in it
    "not_a_table": ("kind",),  # picture, recording, pdf, archive, document, mail, data, unknown and others
    "other_format": ("kind",),  # a table, but to be saved as xlsx first: ods, xlsb, xml, mht
    "encrypted": (),  # opened with a password only
    "broken": (),  # damaged, or made to do damage
    "encoding": (),  # text, but neither UTF-8 nor GB18030 nor UTF-16
    "no_header": ("sheet", "sheets"),  # no row with a phone column and another known one: map by hand, or add a header
    "no_phone_column": ("sheet", "sheets", "header_row"),  # a header with known columns, none of them a phone
    "no_card_date": (),  # a sheet of the showroom's cards without the day of the card
    "no_such_sheet": ("sheet", "sheets"),
    "too_large": ("limit", "found"),  # bytes
    "unpacks_too_large": ("limit",),  # bytes
    "too_many_rows": ("limit",),
    "too_many_columns": ("limit",),
    "too_slow": ("limit",),  # seconds
}


class Unreadable(Exception):
    """A file that is refused as a whole: a code of `CODES` and its facts. Nothing of it was used."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts

    def __str__(self) -> str:
        return " ".join((self.code, *(f"{name}={value}" for name, value in self.facts.items())))
