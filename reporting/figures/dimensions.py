"""By what figures are split: a channel, a source, the levels a sender names, a campaign, a person, a model, an hour, a weekday, a day, a week, a month.

The database groups by an id, a text, a number or a day; `keys` folds these into what a reader asks by: names, usernames, days. Unassigned is "".
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import F, Q
from django.db.models.expressions import Combinable
from django.db.models.lookups import In, IsNull
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from dcc.models import Store, User
from leads.models import SOURCES, Campaign, Channel
from reporting.figures.measures import Happening
from reporting.figures.reckoned import campaign_of, consultant_of, levels_of, reason_of, rival_of, word_of
from reporting.figures.store_days import StoreDay, StoreHour, StoreWeekday

Labels = dict[str, str]


@dataclass(frozen=True)
class Dimension:
    """One way to split. `cohort` is the lead's own field; `keys(store, found)` returns {found value: key} and {key: label}.

    `reckoned(happening, path)` is what the database reckons where no column says it, and `found(store, key)` then the values behind a key.
    """

    name: str
    label: Any
    cohort: str
    keys: Callable[[Store, Iterable], tuple[dict, Labels]]
    event: str = ""  # the attribute of a happening that names its path; "": by the lead's own field
    reckoned: Callable[[Happening | None, str, ZoneInfo], Combinable] | None = None
    found: Callable[[Store, str], list] | None = None

    def path(self, happening: Happening | None) -> str:
        """The path to what is grouped by, in a happening or (None) among the leads of a cohort."""
        if happening is None:
            return self.cohort
        return getattr(happening, self.event) if self.event else happening.of_lead(self.cohort)

    def expression(self, happening: Happening | None, zone: ZoneInfo) -> Combinable:
        """What the database groups by."""
        path = self.path(happening)
        if self.reckoned:
            return self.reckoned(happening, path, zone)
        return StoreDay(path, zone=zone) if self.is_time else F(path)

    def holds(self, store: Store, happening: Happening | None, key: str) -> Q:
        """The condition that a row belongs to a key, of a split that is reckoned. Raises ValueError for a key that is none."""
        expression = self.expression(happening, store.zone)
        if self.found is None or key == "":
            return Q(IsNull(expression, rhs=True))
        return Q(In(expression, self.found(store, key)))

    def word(self, store: Store, key: str) -> str:
        """What a reader calls a key that nobody has: a channel, a source, an hour."""
        return self.keys(store, [])[1].get(key, key)

    @property
    def is_time(self) -> bool:
        """Whether this splits by days, weeks or months."""
        return self.name in TIMES

    @property
    def is_ordered(self) -> bool:
        """Whether its rows have an order of their own, whatever they count."""
        return self.name in (*TIMES, *CLOCK)

    @property
    def is_person(self) -> bool:
        """Whether its rows are people."""
        return self.name in ("agent", "reception")


TIMES = ("day", "week", "month")
CLOCK = ("hour", "weekday")
BELOW = " / "  # between the words of two levels
A_MONDAY = date(2026, 11, 23)


def _channels(store: Store, found: Iterable) -> tuple[dict, Labels]:
    names = dict(Channel.objects.filter(store=store).values_list("pk", "name"))
    keys = {pk: names[pk] for pk in found if pk}
    return {None: ""} | keys, {name: name for name in keys.values()}


def _sources(store: Store, found: Iterable) -> tuple[dict, Labels]:
    sources = dict(Channel.objects.filter(store=store).values_list("pk", "source"))
    return {None: ""} | {pk: sources[pk] for pk in found if pk}, {name: str(label) for name, label in SOURCES}


def _people(store: Store, found: Iterable) -> tuple[dict, Labels]:
    rows = User.objects.filter(pk__in=[pk for pk in found if pk]).values_list("pk", "username", "name")
    return people_said({pk: (username, name) for pk, username, name in rows})


def people_said(people: Mapping[int, tuple[str, str]]) -> tuple[dict, Labels]:
    """Return {id: username} and {username: name} of people, nobody among them."""
    return {None: ""} | {pk: username for pk, (username, _name) in people.items()}, dict(people.values())


def _texts(_store: Store, found: Iterable) -> tuple[dict, Labels]:
    keys = {text: text or "" for text in found}  # null: of no lead
    return keys, {key: key for key in keys.values()}


def _campaigns(store: Store, found: Iterable) -> tuple[dict, Labels]:
    names = dict(Campaign.objects.filter(store=store).values_list("pk", "name"))
    keys = {pk: names[pk] for pk in found if pk}
    return {None: ""} | keys, {name: name for name in keys.values()}


def _named_campaign(store: Store, key: str) -> list:
    return list(Campaign.objects.filter(store=store, name=key).values_list("pk", flat=True))


def _consultants(_store: Store, found: Iterable) -> tuple[dict, Labels]:
    return {None: ""} | {name: name for name in found if name}, {name: name for name in found if name}


def _words(_store: Store, found: Iterable) -> tuple[dict, Labels]:
    keys = {word: (word or "").removesuffix(BELOW) for word in found}
    return keys, {key: key for key in keys.values()}


def _hours(_store: Store, found: Iterable) -> tuple[dict, Labels]:
    return {hour: f"{hour:02d}" for hour in found}, {f"{hour:02d}": f"{hour:02d}:00" for hour in range(24)}


def _weekdays(_store: Store, found: Iterable) -> tuple[dict, Labels]:
    names = {f"{number + 1}": date_format(A_MONDAY + timedelta(days=number), "D") for number in range(7)}
    return {number: f"{number}" for number in found}, names


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
        Dimension("campaign", _("Campaign"), "pk", _campaigns, reckoned=campaign_of, found=_named_campaign),
        Dimension("sub-channel", _("Sub-channel"), "pk", _words, reckoned=levels_of, found=lambda _store, key: [key]),
        Dimension("consultant", _("Consultant"), "pk", _consultants, reckoned=consultant_of, found=lambda _store, key: [key]),
        Dimension("hour", _("Hour"), "received_at", _hours, "moment", lambda _of, path, zone: StoreHour(path, zone=zone), lambda _store, key: [int(key)]),
        Dimension(
            "weekday",
            _("Weekday"),
            "received_at",
            _weekdays,
            "moment",
            lambda _of, path, zone: StoreWeekday(path, zone=zone),
            lambda _store, key: [int(key)],
        ),
        Dimension("day", _("Day"), "received_at", _in_steps(date.isoformat), "moment"),
        Dimension("week", _("Week"), "received_at", _in_steps(lambda day: monday_of(day).isoformat()), "moment"),
        Dimension("month", _("Month"), "received_at", _in_steps(lambda day: f"{day:%Y-%m}"), "moment"),
    )
}

LOSSES: dict[str, Dimension] = {  # why, and to what: of leads that were lost, and of applications for it
    dimension.name: dimension
    for dimension in (
        Dimension("detail", _("Reason, both levels"), "pk", _words, reckoned=word_of, found=lambda _store, key: [key, f"{key}{BELOW}"]),
        Dimension("reason", _("Reason"), "pk", _words, reckoned=reason_of, found=lambda _store, key: [key]),
        Dimension("rival", _("Rival's model"), "pk", _words, reckoned=rival_of, found=lambda _store, key: [key]),
    )
}
SPLITS = DIMENSIONS | LOSSES  # by whatever a report may be split
