"""Whose number somebody asks about, since when, and which of the rows."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

PERIODS = {"30": _("Last 30 days"), "90": _("Last 90 days"), "": _("Since the first time")}
ONLY = {"": _("All"), "unlogged": _("Dialled, not logged"), "after_hours": _("After hours"), "exported": _("Export")}


class NumberForm(forms.Form):
    """A number, posted and never in the address."""

    number = forms.CharField(
        label=_("Number"), max_length=40, widget=forms.TextInput(attrs={"class": "d-input", "inputmode": "tel", "autocomplete": "off", "data-key": "/"})
    )


@dataclass(frozen=True)
class Choice:
    """One of some links of which one holds."""

    words: Any
    address: str
    is_here: bool
    count: int | None = None

    @property
    def is_counted(self) -> bool:
        """Whether a number stands beside it."""
        return self.count is not None


@dataclass(frozen=True)
class Narrowed:
    """What the address says: since when, and which rows. What nobody offered narrows nothing."""

    days: str = ""
    only: str = ""

    @classmethod
    def of(cls, given: Any) -> "Narrowed":
        """Read an address."""
        days, only = given.get("days", ""), given.get("only", "")
        return cls(days if days in PERIODS else "", only if only in ONLY else "")

    def since(self, now: datetime) -> datetime | None:
        """Return from when on, None for ever."""
        return now - timedelta(days=int(self.days)) if self.days else None

    def take(self, rows: list) -> list:
        """Return the rows asked for."""
        return [row for row in rows if not self.only or getattr(row, f"is_{self.only}")]
