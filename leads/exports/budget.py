"""What a file with full numbers costs its asker of the numbers of a day (docs/rules/trust.md#numbers-counted)."""

from dataclasses import dataclass
from datetime import datetime

from dcc.store.store_settings import values_at
from leads.customer.numbers_of_day import shown_today
from leads.exports.person_file import People, list_named, people_of
from leads.models import PersonExport


@dataclass(frozen=True)
class Budget:
    """Numbers shown today before the file, and after it; from which on leaders are told, and which is the limit."""

    people: People
    before: int
    after: int
    told_at: int
    most: int

    @property
    def is_over(self) -> bool:
        """Whether the file goes beyond the limit of the day."""
        return self.after > max(self.most, self.before)

    @property
    def is_told(self) -> bool:
        """Whether the leaders will be told of so many."""
        return self.before < self.told_at <= self.after

    @property
    def more(self) -> int:
        """How many the file adds: who was shown today already costs nothing more."""
        return self.after - self.before


def budget_of(export: PersonExport, *, now: datetime) -> Budget:
    """Return what one file costs whoever asked for it, as things are now."""
    listing = list_named(export.listing)
    people = people_of(listing, export.rows, [], by=export.by, now=now) if listing else People([])
    shown, values = shown_today(export.store, by=export.by, now=now), values_at(export.store, now)
    after = shown | {(row._meta.model_name, row.pk) for row in people.given}
    return Budget(people, len(shown), len(after), values["numbers_warning"], values["numbers_limit"])
