"""The lines with one of them open, and the agents' weights and caps: all that is typed on the page travels with it until it is saved."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dcc.frame.paging import whole
from leads.dealing.agents import Agent, Share
from leads.dealing.in_force import Rules
from leads.dealing.rules.saving import LARGEST_CAP, LEAST, MOST, MOST_LINES
from leads.models import ACTS, SOURCES
from leads.pool.allocation_plan import Line

ASKED = ("source", "channel", "model", "users")
ALONE = ("act", "begins", "ends")
MOVES = {"up": -1, "down": 1}
Raw = dict[str, list[str]]


@dataclass(frozen=True)
class Offered:
    """What a line of this store may ask for, as choices."""

    channel: Sequence[tuple[int, str]]
    model: Sequence[str]
    users: Sequence[tuple[int, str]]


class Chosen(forms.SelectMultiple):
    """Values ticked, and one more picked from a select, which is empty where none is."""

    def value_from_datadict(self, data, files, name):
        """Return the values that say something."""
        return [value for value in super().value_from_datadict(data, files, name) if value]


class LineForm(forms.Form):
    """One line."""

    act = forms.ChoiceField(choices=ACTS)
    source = forms.MultipleChoiceField(choices=SOURCES, required=False, widget=Chosen)
    channel = forms.TypedMultipleChoiceField(coerce=int, required=False, widget=Chosen)
    model = forms.MultipleChoiceField(required=False, widget=Chosen)
    begins = forms.TimeField(required=False)
    ends = forms.TimeField(required=False)
    users = forms.TypedMultipleChoiceField(coerce=int, required=False, widget=Chosen)

    def __init__(self, data, *, offered: Offered, **kwargs) -> None:
        super().__init__(data, **kwargs)
        self.offered = offered
        named = {"channel": offered.channel, "model": [(model, model) for model in offered.model], "users": offered.users}
        for name, choices in named.items():
            field: Any = self.fields[name]
            field.choices = choices

    def clean(self):
        """Hours have a beginning and an end."""
        cleaned = super().clean()
        if bool(cleaned.get("begins")) != bool(cleaned.get("ends")):
            self.add_error("begins", _("Say from when and until when."))
        return cleaned

    def line(self) -> Line:
        """Return the line as far as it can be read."""
        said = self.cleaned_data
        asked = {name: frozenset(said.get(name) or ()) for name in ("source", "channel", "model")}
        hours = (said["begins"], said["ends"]) if said.get("begins") and said.get("ends") else None
        act = said.get("act") or "leader"
        return Line(act, **asked, hours=hours, users=frozenset(said.get("users") or ()) if act == "named" else frozenset())

    @property
    def picks(self) -> list[tuple[str, Any, list, list]]:
        """Each condition of several values: its name, word, the values that stand and those that may be added, each as (value, word)."""
        words = {"source": _("Source"), "channel": _("Channel"), "model": _("Car model")}
        return [(name, word, *self._parted(name)) for name, word in words.items()]

    @property
    def people(self) -> tuple[list, list]:
        """The people who stand, and those who may be added."""
        return self._parted("users")

    def _parted(self, name: str) -> tuple[list, list]:
        field: Any = self.fields[name]
        chosen = set(map(str, self[name].value() or ()))
        choices = [(value, word) for value, word in field.choices]
        return [one for one in choices if str(one[0]) in chosen], [one for one in choices if str(one[0]) not in chosen]

    def hidden(self) -> list[tuple[str, str]]:
        """Return all that was typed as (name, value) of hidden fields."""
        many = [(self.add_prefix(name), str(value)) for name in ASKED for value in self[name].value() or ()]
        one = [(self.add_prefix(name), str(self[name].value() or "")) for name in ALONE]
        return [*one, *many]

    def sentences(self) -> list[str]:
        """Return what cannot be read."""
        return [sentence for errors in self.errors.values() for sentence in errors]


def raw_of(line: Line) -> Raw:
    """Return a line as a page would send it, by the names of its fields."""
    begins, ends = line.hours or (None, None)
    said = {"act": [line.act], "begins": [f"{begins:%H:%M}" if begins else ""], "ends": [f"{ends:%H:%M}" if ends else ""]}
    return said | {name: [str(value) for value in sorted(getattr(line, name))] for name in ASKED}


class SharesForm(forms.Form):
    """A weight and a cap for each agent."""

    def __init__(self, data, *, agents: Iterable[Agent]) -> None:
        super().__init__(data)
        self.agents = list(agents)
        tenths = gettext_lazy("From 0.1 to 2.0, in tenths.")
        most = gettext_lazy("A whole number from 0 to 200.")
        for agent in self.agents:
            number, name = agent.person.pk, agent.person.name
            wrong = {"invalid": tenths, "min_value": tenths, "max_value": tenths, "max_decimal_places": tenths, "max_digits": tenths, "required": tenths}
            self.fields[f"weight-{number}"] = forms.DecimalField(
                initial=agent.share.weight, min_value=LEAST, max_value=MOST, max_digits=3, decimal_places=1, error_messages=wrong, label=name,
                widget=self._input(_("Weight of %(name)s") % {"name": name}),
            )  # fmt: skip
            wrong = {"invalid": most, "min_value": most, "max_value": most, "required": most}
            self.fields[f"cap-{number}"] = forms.IntegerField(
                initial=agent.share.cap, min_value=0, max_value=LARGEST_CAP, error_messages=wrong, label=name,
                widget=self._input(_("Cap of %(name)s") % {"name": name}),
            )  # fmt: skip

    @staticmethod
    def _input(label: str) -> forms.TextInput:
        return forms.TextInput(attrs={"class": "d-input", "aria-label": label, "inputmode": "decimal", "autocomplete": "off"})

    def share_of(self, agent: Agent) -> Share:
        """Return what was typed for an agent; what cannot be read is as it stands."""
        said = self.cleaned_data if self.is_bound else {}
        weight, cap = said.get(f"weight-{agent.person.pk}"), said.get(f"cap-{agent.person.pk}")
        return Share(agent.share.weight if weight is None else Decimal(weight), agent.share.cap if cap is None else cap)

    def wrongs(self) -> list[tuple[str, str]]:
        """Return what is wrong, as (name of the agent, sentence)."""
        return [(str(self.fields[name].label), error) for name, errors in self.errors.items() for error in errors if name in self.fields]


class RulesForm:
    """The page's form: the lines in their order, which of them is open, when anything of it was saved last, and the shares.

    `opened`: the place of the line to be shown where nothing was sent. `do`, the button that was pressed, moves, opens, adds or removes a line:
    "up:3", "move:3:0", "open:3", "add".
    """

    def __init__(self, data, rules: Rules, *, made_at: datetime | None, offered: Offered, agents: Iterable[Agent], opened: str = "") -> None:
        self.rules = rules
        self.raws = [raw_of(line) for line in rules.lines] if data is None else _sent(data)
        made_at_said = made_at.isoformat() if made_at else ""
        self.seen = made_at_said if data is None else data.get("seen", "")
        self.is_out = data is not None and (data.get("drawn") == "1" or data.get("do", "").startswith(("open:", "add")))  # where it is a drawer
        self.open = whole(opened if data is None else data.get("open")) or 0
        if data is not None:
            self._do(*data.get("do", "").partition(":")[::2])
        self.open = min(self.open, len(self.raws) - 1)
        self.forms = [_form(raw, place, offered) for place, raw in enumerate(self.raws)]
        self.shares = SharesForm(data, agents=agents)

    def _do(self, deed: str, place: str) -> None:
        place, _colon, goal = place.partition(":")
        at, last = whole(place), len(self.raws) - 1
        if deed == "add" and len(self.raws) < MOST_LINES:
            self.raws.insert(last, raw_of(Line("even")))
            self.open = last
        elif at is None or at > last:
            return
        elif deed == "open":
            self.open = at
        elif deed == "delete" and at < last:
            del self.raws[at]
            self.open = min(self.open, at)
        elif deed in MOVES:
            self._move(at, at + MOVES[deed])
        elif deed == "move" and (aim := whole(goal)) is not None:
            self._move(at, aim)

    def _move(self, at: int, aim: int) -> None:
        """Put a line where another stands; the last stays the last."""
        last = len(self.raws) - 1
        if at < last and 0 <= aim < last:
            self.raws.insert(aim, self.raws.pop(at))
            self.open = aim

    @property
    def opened(self) -> LineForm:
        """The line that is open."""
        return self.forms[self.open]

    def is_valid(self) -> bool:
        """Whether all that was typed can be read."""
        lines = [form.is_valid() for form in self.forms]
        return all(lines) and (not self.shares.is_bound or self.shares.is_valid())

    def lines(self) -> tuple[Line, ...]:
        """Return the lines as far as they can be read; the last asks nothing."""
        for form in self.forms:
            form.full_clean()
        *upper, last = [form.line() for form in self.forms]
        return (*upper, Line(last.act, users=last.users))

    def wrongs(self) -> list[str]:
        """Say what cannot be read, line by line, then of the shares."""
        lines = [_("Line %(place)d: %(why)s") % {"place": place, "why": why} for place, form in enumerate(self.forms, 1) for why in form.sentences()]
        return [*lines, *(f"{name}: {why}" for name, why in self.shares.wrongs())]

    def seen_at(self) -> datetime | None:
        """Since when the lines stood that this page was made from."""
        try:
            return datetime.fromisoformat(self.seen) if self.seen else None
        except ValueError:
            return datetime.min.replace(tzinfo=UTC)  # bent on its way: nothing stood then


def _sent(data) -> list[Raw]:
    """Return the lines a page sent; one that sent none has the rest dealt evenly."""
    count = min(whole(data.get("count")) or 0, MOST_LINES)
    return [{name: data.getlist(f"l{place}-{name}") for name in (*ALONE, *ASKED)} for place in range(count)] or [raw_of(Line("even"))]


def _form(raw: Raw, place: int, offered: Offered) -> LineForm:
    prefix = f"l{place}"
    return LineForm(MultiValueDict({f"{prefix}-{name}": values for name, values in raw.items()}), offered=offered, prefix=prefix)
