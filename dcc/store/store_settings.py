"""The settings of a store: one table, with defaults; each value valid from a moment.

A room above adds its own by `register` in its plugs. `team` settings may be changed by the leader, `director` ones by the director alone
(docs/rules/trust.md#duties).
"""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dcc.database.prepared import prepared
from dcc.models import Store, StoreSetting
from dcc.people.roles import ROLES
from dcc.reckoning.clock import WorkingHours, start_of


@dataclass(frozen=True)
class Setting:
    """One line of the table. `field` makes the form field; `value` in the database is what JSON can hold, times as "HH:MM"."""

    name: str
    label: Any
    default: Any
    field: Callable[[], forms.Field]
    group: Any
    scope: str = "team"
    help: Any = ""

    def kept(self, value: Any) -> Any:
        """Return a value that came from elsewhere as the database holds it. Raises ValidationError for one that a person could not have typed."""
        field = self.field()
        try:
            found = as_json(field.clean(field.prepare_value(value)))
        except (TypeError, AttributeError):
            found = None
        if type(found) is not type(self.default) or (isinstance(found, bool) and found is not value):
            raise forms.ValidationError(_("The setting does not take this value."))
        return found


def as_json(value: Any) -> Any:
    """Return what a field of the table gave as JSON holds it: a time as "HH:MM"."""
    return f"{value:%H:%M}" if isinstance(value, time) else value


def whole_number(lowest: int, highest: int) -> Callable[[], forms.Field]:
    """A field for a whole number between two bounds."""
    sentence = format_lazy(_("A whole number from {lowest} to {highest}."), lowest=lowest, highest=highest)
    bounds = [MinValueValidator(lowest, sentence), MaxValueValidator(highest, sentence)]
    return lambda: forms.IntegerField(validators=bounds, error_messages={"invalid": sentence, "required": sentence})


def time_of_day() -> forms.Field:
    """A field for a time of day, kept as "HH:MM"."""
    return forms.TimeField(input_formats=["%H:%M", "%H:%M:%S"], widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}))


def switch() -> forms.Field:
    """A field that is on or off."""
    return forms.BooleanField(required=False)


class DaysField(forms.CharField):
    """Days, one a line or separated by commas, kept as a sorted list of "2027-02-17"."""

    widget = forms.Textarea(attrs={"rows": 3, "placeholder": "2027-02-17"})

    def prepare_value(self, value):
        """Show the kept list one day a line; show again as it was typed what could not be read."""
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value) -> list[str]:
        """Return the days. Raises ValidationError naming the first that is none."""
        days = set()
        for word in super().clean(value).replace(",", " ").replace("，", " ").replace("、", " ").split():
            try:
                days.add(date.fromisoformat(word).isoformat())
            except ValueError:
                raise forms.ValidationError(_("“%(word)s” is not a day. Write it like 2027-02-17."), params={"word": word}) from None
        return sorted(days)


def code_of_area() -> forms.Field:
    """A field for an area code, or none."""
    return forms.RegexField(r"0\d{2,3}", required=False, strip=True, error_messages={"invalid": _("An area code is written like 0431.")})


def days() -> forms.Field:
    """A field for days of the calendar."""
    return DaysField(required=False)


def roles_of_a_store() -> forms.Field:
    """A field for some of the roles of a store; head office is none of them."""
    return forms.MultipleChoiceField(choices=[role for role in ROLES if role[0] != "hq"], required=False, widget=forms.CheckboxSelectMultiple)


STORE, WORK, RESPONSE, ALLOCATION, LOG_IN, NUMBERS = _("The store"), _("Working hours"), _("First response"), _("Allocation"), _("Log-in"), _("Full numbers")
SETTINGS: dict[str, Setting] = {
    line.name: line
    for line in (
        Setting("area_code", _("Area code"), "", code_of_area, STORE, help=_("Like 0431: a landline typed without one is read with it.")),
        Setting("opens_at", _("Opens at"), "08:30", time_of_day, WORK),
        Setting("closes_at", _("Closes at"), "18:00", time_of_day, WORK),
        Setting("closed_on_holidays", _("Closed on public holidays"), True, switch, WORK, help=_("The response clock stands still while the store is closed.")),
        Setting("closed_days", _("Further days closed"), [], days, WORK, help=_("One day a line. Public holidays are known up to 2026; add later ones.")),
        Setting(
            "first_response_minutes",
            _("First-response limit in minutes"),
            30,
            whole_number(1, 1440),
            RESPONSE,
            help=_("Inside working hours; a channel may have its own limit."),
        ),
        Setting("one_time_password_days", _("Days until a one-time password runs out"), 7, whole_number(1, 90), LOG_IN),
        Setting(
            "second_factor_roles",
            _("Second step of the log-in required of"),
            [],
            roles_of_a_store,
            LOG_IN,
            scope="director",
            help=_("From their next log-in on. Anybody may have it; head office always must."),
        ),
        Setting("session_hours", _("Hours until a log-in ends"), 12, whole_number(1, 24), LOG_IN, scope="director"),
        Setting(
            "idle_minutes",
            _("Minutes without a click until a log-in ends"),
            0,
            whole_number(0, 720),
            LOG_IN,
            scope="director",
            help=_("0: only the hours count. What is half typed is kept."),
        ),
        Setting("daily_cap", _("Leads per agent and day at most"), 40, whole_number(1, 1000), ALLOCATION),
        Setting(
            "numbers_warning",
            _("Numbers shown to one person in a day: the leader is told at"),
            200,
            whole_number(1, 10_000),
            NUMBERS,
            scope="director",
            help=_("Different customers, by whatever button: shown, dialled, typed at an incoming call."),
        ),
        Setting(
            "numbers_limit",
            _("Numbers shown to one person in a day: the most"),
            300,
            whole_number(1, 10_000),
            NUMBERS,
            scope="director",
            help=_("Then no further customer's number is shown until the next day; those shown already are shown again."),
        ),
    )
}


def register(*settings: Setting) -> None:
    """Add a room's settings. Raises ValueError where a name is taken."""
    for line in settings:
        if line.name in SETTINGS:
            raise ValueError(f"{line.name} is registered already")
        SETTINGS[line.name] = line


_read: ContextVar[dict[int, list[tuple]] | None] = ContextVar("settings read", default=None)


@contextmanager
def read_once() -> Iterator[None]:
    """Inside, the settings of a store are read once, however often they are asked: for pages, which change nothing."""
    token = _read.set({})
    try:
        yield
    finally:
        _read.reset(token)


def values_at(store: Store, moment: datetime) -> dict[str, Any]:
    """Return every setting as it stood at `moment`: one query, its few rows put in order here."""
    values = {name: line.default for name, line in SETTINGS.items()}
    values.update({name: value for since, _pk, name, value in _rows(store) if name in values and since <= moment})
    return values


def set_since(store: Store, names: Collection[str], moment: datetime) -> datetime | None:
    """Return since when the last changed of some settings held at `moment`; None where none was ever set."""
    return max((since for since, _pk, name, _value in _rows(store) if name in names and since <= moment), default=None)


def value(store: Store, name: str, moment: datetime) -> Any:
    """Return one setting as it stood at `moment`. Raises KeyError for a name the table does not hold."""
    return values_at(store, moment)[name]


def history(store: Store, name: str) -> list[tuple[datetime | None, Any]]:
    """Return what a setting was since when: the default since ever (None), then each change."""
    return [(None, SETTINGS[name].default), *((since, value) for since, _pk, changed, value in _rows(store) if changed == name)]


def _rows(store: Store) -> list[tuple]:
    """Return what was ever set in a store, the earliest first."""
    read = _read.get()
    if read is not None and store.pk in read:
        return read[store.pk]
    rows = sorted(_ever_set(store.pk), key=lambda row: row[:2])
    if read is not None:
        read[store.pk] = rows
    return rows


@prepared
def _ever_set(store):
    return StoreSetting.objects.filter(store=store).values_list("valid_from", "pk", "name", "value")


def working_hours(store: Store, values: dict[str, Any]) -> WorkingHours:
    """Return the store's working hours out of `values_at`."""
    return WorkingHours(
        opens=time.fromisoformat(values["opens_at"]),
        closes=time.fromisoformat(values["closes_at"]),
        zone=store.zone,
        closed=frozenset(date.fromisoformat(day) for day in values["closed_days"]),
        holidays=values["closed_on_holidays"],
    )


def hours_lived(store: Store, moment: datetime) -> WorkingHours:
    """Return the working hours as they stood at `moment`, each day closed or open as was settled by its own end: no plan of a day changes afterwards."""
    changes = [(since, set(value)) for since, _pk, name, value in _rows(store) if name == "closed_days" and since <= moment]
    days = {day for _since, value in changes for day in value}
    closed = {day for day in days if _closed_on(day, changes, store)}
    return working_hours(store, values_at(store, moment) | {"closed_days": sorted(closed)})


def _closed_on(day: str, changes: list[tuple[datetime, set[str]]], store: Store) -> bool:
    """Whether a day was among those closed when it ended, or is to be so as far as anybody knows."""
    end = start_of(date.fromisoformat(day) + timedelta(days=1), store.zone)
    told = [value for since, value in changes if since < end]
    return bool(told) and day in told[-1]
