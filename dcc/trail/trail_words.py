"""The details of the trail in words: labels of keys, and how the values of a key or an action are said. Rooms add theirs by `register`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dcc.models.word import KINDS
from dcc.people.roles import ROLES
from dcc.store.store_settings import SETTINGS
from dcc.store.word_kinds import WORD_KINDS
from dcc.trail.audit import ACTIONS

HIDDEN: set[str] = {"token", "one"}  # keys of the program's own: numbers of rows, tokens
PEOPLE: set[tuple[str, str]] = set()  # (action, key) that names people by their number
LABELS: dict[str, Any] = {
    "roles": gettext_lazy("Roles"),
    "setting": "",
    "list": "",
    "code": gettext_lazy("Code"),
    "first": gettext_lazy("from"),
    "last": gettext_lazy("until"),
    "name": "",
    "about": "",
    "deed": "",
    "second_step": "",
    "browser": "",
    "address": "",
    "device": "",
    **{name: line[0] for kind in WORD_KINDS.values() for name, line in kind.details.items()},
}
SAYS: dict[str, Callable[[Any], str]] = {
    "roles": lambda value: _say_role(value),
    "person.roles": lambda value: _say_role(value),
    "setting": lambda value: str(SETTINGS[value].label) if value in SETTINGS else value,
    "list": lambda value: str(dict(KINDS).get(value, value)),
    "second_step": lambda value: str(STEPS.get(value, value)),
    "device": lambda value: str(DEVICES.get(value, value)),
    "deed": lambda value: str(ACTIONS.get(value, value)),
}

STEPS: dict[str, Any] = {"app": gettext_lazy("password + six digits"), "recovery": gettext_lazy("password + recovery code")}

DEVICES: dict[str, Any] = {"new": gettext_lazy("new device")}


@dataclass(frozen=True)
class Words:
    """What one entry says: facts, and a change where there is one."""

    facts: list[str]
    before: str = ""
    after: str = ""


def register(labels: dict[str, Any], says: dict[str, Callable[[Any], str]]) -> None:
    """Add a room's labels of keys, and how it says the values of a key or of an action. Raises ValueError where a value is said already."""
    taken = set(says) & set(SAYS)
    if taken:
        raise ValueError(f"{taken} is registered already")
    LABELS.update(labels)
    SAYS.update(says)


def hide(*keys: str) -> None:
    """Leave keys of the program's own out of what is said."""
    HIDDEN.update(keys)


def name_people(action: str, *keys: str) -> None:
    """Let the numbers that an action keeps under these keys be said as the names of people."""
    PEOPLE.update((action, key) for key in keys)


def in_words(action: str, detail: dict[str, Any], names: Mapping[int, str] = MappingProxyType({})) -> Words:
    """Return an entry's detail as a person reads it. `names`: of the people it may speak of."""
    detail = _only_differences({key: value for key, value in detail.items() if key not in HIDDEN})
    said = {key: _say_person(value, names) if (action, key) in PEOPLE else None for key, value in detail.items()}
    known = {key: value for key, value in detail.items() if key not in {"before", "after"} and value is not None and value != ""}
    facts = [f"{LABELS.get(key, key)} {said[key] or _say(key, value)}".strip() for key, value in known.items()]
    sides = (said.get(side) or (_say(action, detail[side]) if side in detail else "") for side in ("before", "after"))
    return Words([fact for fact in facts if fact], *sides)


def speaks_of_people(action: str) -> bool:
    """Whether an action keeps numbers of people."""
    return any(action == named for named, _key in PEOPLE)


def _only_differences(detail: dict[str, Any]) -> dict[str, Any]:
    """Return the detail with what is alike before and after left out, where both are several facts."""
    before, after = detail.get("before"), detail.get("after")
    if not (isinstance(before, dict) and isinstance(after, dict)):
        return detail
    differing = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    sides = {side: {name: detail[side][name] for name in differing if name in detail[side]} for side in ("before", "after")}
    return {**detail, **sides}


def _say(key: str, value: Any) -> str:
    if isinstance(value, list):
        return _(", ").join(_say(key, part) for part in value) or "—"
    if isinstance(value, dict):
        return " · ".join(f"{LABELS.get(name, name)} {_say(name, part)}".strip() for name, part in value.items())
    if isinstance(value, bool):
        return SAYS[key](value) if key in SAYS else _("on") if value else _("off")
    if value is None or value == "":
        return "—"
    return SAYS[key](value) if key in SAYS else str(value)


def _say_person(value: Any, names: Mapping[int, str]) -> str:
    return names.get(value, _("somebody else")) if value else "—"


def _say_role(name: str) -> str:
    return str(dict(ROLES).get(name, name))
