"""The pay of a month as a workbook: a row per person and post by the columns of the page, and on a second sheet what it is and what each column means."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from dcc.models import Store
from dcc.people.roles import ROLES
from dcc.reckoning.money_words import yuan
from reporting.figures.figure_table import Cell, FigureTable, Head, Row
from reporting.figures.report_workbook import About, workbook_of
from reporting.models import Closing
from reporting.rewards.rule_words import KIND_WORDS, SHELF_WORDS, SHELVES
from reporting.rewards.statement_rows import COLUMNS

Sums = dict[str, Any]  # of one row: role, person, amounts, corrected, total


def month_workbook(store: Store, month: date, rows: Iterable[Sums], sums: Sums, closings: dict[str, Closing], *, by: str, now: datetime) -> tuple[bytes, str]:
    """Return the workbook and its name."""
    posts = dict(ROLES)
    heads = [Head(SHELF_WORDS.get(kind, KIND_WORDS[kind]), "") for kind in COLUMNS] + [Head(_("Corrections"), ""), Head(_("Sum, yuan"), "")]
    drawn = [Row(f"{row['person'].name} · {posts[row['role']]}", _cells(row)) for row in rows]
    table = FigureTable(heads, [*drawn, Row(_("Total"), _cells(sums), "is-total")], caption=_("Name"))
    about = _about(store, month, closings, by=by, now=now)
    return workbook_of(table, about), about.filename


def _cells(row: Sums) -> list[Cell]:
    return [Cell(yuan(amount), value=Decimal(amount)) for amount in (*row["amounts"], row["corrected"], row["total"])]


def _about(store: Store, month: date, closings: dict[str, Closing], *, by: str, now: datetime) -> About:
    local = now.astimezone(store.zone).replace(tzinfo=None, microsecond=0)
    title = str(_("Pay"))
    numbers = {kind: f"{closing.number:04d} {closing.at.astimezone(store.zone):%Y-%m-%d %H:%M}" for kind, closing in closings.items()}
    said = {
        _("Report"): title,
        _("Store"): store.name,
        _("Month"): f"{month:%Y-%m}",
        _("Month closed, no."): numbers.get("month", "—"),
        _("Frozen, no."): numbers.get("rewards", "—"),
        _("Written by"): by,
        _("Written at"): f"{local:%Y-%m-%d %H:%M}",
        **{str(label): str(note) for _kind, label, note, _kinds in SHELVES},
        _("Corrections"): _("what frozen months came to otherwise since"),
    }
    return About(title, said, local, f"{title}_{store.name}_{month:%Y-%m}.xlsx")
