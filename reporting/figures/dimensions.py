"""By what figures are split: a channel, a source, a person, a model, a day, a week, a month.

The database groups by an id, a text or a day; `keys` folds these into what a reader asks by: names, usernames, days. Unassigned is "".
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import F
from django.db.models.expressions import Combinable
from django.utils.translation import gettext_lazy as _

from dcc.models import Store, User
from leads.models import SOURCES, Channel
from reporting.figures.measures import Happening
from reporting.figures.store_days import StoreDay

Labels = dict[str, str]


@dataclass(frozen=True)
class Dimension:
    """One way to split. `cohort` is the lead's own field; `keys(store, found)` returns {found value: key} and {key: label}."""

    name: str
    label: Any
    cohort: str
    keys: Callable[[Store, Iterable], tuple[dict, Labels]]
    event: str = ""  # the attribute of a happening that names its path; "": by the lead's own field

    def path(self, happening: Happening | None) -> str:
        """The path to what is grouped by, in a happening or (None) among the leads of a cohort."""
        if happening is None:
            return self.cohort
        return getattr(happening, self.event) if self.event else happening.of_lead(self.cohort)

    def expression(self, happening: Happening | None, zone: ZoneInfo) -> Combinable:
        """What the database groups by."""
        path = self.path(happening)
        return StoreDay(path, zone=zone) if self.is_time else F(path)

    @property
    def is_time(self) -> bool:
        """Whether this splits by days, weeks or months."""
        return self.name in TIMES

    @property
    def is_person(self) -> bool:
        """Whether its rows are people."""
        return self.name in ("agent", "reception")


TIMES = ("day", "week", "month")


def _channels(store: Store, found: Iterable) -> tuple[dict, Labels]:
    names = dict(Channel.objects.filter(store=store).values_list("pk", "name"))
    keys = {pk: names[pk] for pk in found if pk}
    return {None: ""} | keys, {name: name for name in keys.values()}


def _sources(store: Store, found: Iterable) -> tuple[dict, Labels]:
    sources = dict(Channel.objects.filter(store=store).values_list("pk", "source"))
    return {None: ""} | {pk: sources[pk] for pk in found if pk}, {name: str(label) for name, label in SOURCES}


def _people(store: Store, found: Iterable) -> tuple[dict, Labels]:
    people = {pk: (username, name) for pk, username, name in User.objects.filter(pk__in=[pk for pk in found if pk]).values_list("pk", "username", "name")}
    return {None: ""} | {pk: username for pk, (username, _name) in people.items()}, dict(people.values())


def _texts(_store: Store, found: Iterable) -> tuple[dict, Labels]:
    return {text: text for text in found}, {text: text for text in found}


def _in_steps(step: Callable[[date], str]) -> Callable:
    def keys(_store: Store, found: Iterable) -> tuple[dict, Labels]:
        steps = {day: step(day) for day in found}
        return steps, {key: key for key in steps.values()}

    return keys


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


DIMENSIONS: dict[str, Dimension] = {
    dimension.name: dimension
    for dimension in (
        Dimension("channel", _("Channel"), "channel", _channels, "channel"),
        Dimension("source", _("Source"), "channel", _sources, "channel"),
        Dimension("agent", _("Agent"), "agent", _people, "agent"),
        Dimension("reception", _("Reception specialist"), "reception", _people, "reception"),
        Dimension("model", _("Car model"), "model", _texts),
        Dimension("day", _("Day"), "received_at", _in_steps(date.isoformat), "moment"),
        Dimension("week", _("Week"), "received_at", _in_steps(lambda day: monday_of(day).isoformat()), "moment"),
        Dimension("month", _("Month"), "received_at", _in_steps(lambda day: f"{day:%Y-%m}"), "moment"),
    )
}
