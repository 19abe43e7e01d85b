"""The table of a day as its page shows it: lines of the sum, what was signed beside what is now, and which groups a figure counts."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reception.day_close.day_sums import CLASSES, TAGS, both, total, whole
from reception.models import Visit
from reception.models.querysets.visit import LOOK
from reception.models.visit import CLASSES as CLASS_WORDS

Row = dict[str, list[int]]
NOTHING: Row = {tag: [0, 0] for tag in TAGS}
SHORT = {"dcc": gettext_lazy("DCC"), "showroom": gettext_lazy("Showroom")}


@dataclass(frozen=True)
class Cell:
    """Groups and heads, and the name by which their rows are opened."""

    opens: str
    groups: int
    heads: int


@dataclass(frozen=True)
class Line:
    """One line: `kind` is class, purpose, sub or total. `later` says what was added since the signature, `now` what there is."""

    label: str
    kind: str
    cells: list[Cell]
    later: str = ""
    now: Cell | None = None


@dataclass
class Table:
    """The lines of both halves, the whole day, and the lines of who left no number."""

    looks: list[Line] = field(default_factory=list)
    others: list[Line] = field(default_factory=list)
    totals: list[Line] = field(default_factory=list)


def table_of(figures: dict[str, Any], purposes: Sequence[str], now: dict[str, Any] | None = None) -> Table:
    """Return the table of a sum; `now`: of what was signed, beside what there is now. `purposes`: the store's own, in their order."""
    known = {name for each in (figures, now or {}) for name in each.get("other", ())}
    others = [name for name in purposes if name in known] + sorted(known.difference(purposes))
    words = dict(CLASS_WORDS)

    def line(label, kind: str, key: str, row: Callable[[dict[str, Any]], Row]) -> Line:
        then, present = row(figures), row(now) if now is not None else None
        opened = [Cell(f"{key}.{tag}", *then[tag]) for tag in TAGS] + [Cell(f"{key}.both", *both(then))]
        if present is None:
            return Line(str(label), kind, opened)
        return Line(str(label), kind, opened, _later(then, present, short=kind in {"sub", "total"}), Cell(f"{key}.both", *both(present)))

    looks = [line(words[name], "class", name, lambda sums, name=name: sums["look"].get(name, NOTHING)) for name in CLASSES]
    looks.append(line(_("Looks at cars, together"), "sub", "look", lambda sums: total(sums["look"].values())))
    rows = [line(name, "purpose", f"purpose-{place}", lambda sums, name=name: sums["other"].get(name, NOTHING)) for place, name in enumerate(others)]
    if rows:
        rows.append(line(_("Something else, together"), "sub", "other", lambda sums: total(sums["other"].values())))
    return Table(looks, rows, [line(_("The whole day"), "total", "all", whole), line(_("Left no phone"), "class", "unknown", lambda sums: sums["unknown"])])


def is_unknown(visit: Visit) -> bool:
    """Whether nobody knows yet who these were."""
    return not visit.phone and visit.identified_at is None and (visit.lead is None or not visit.lead.phone)


def is_set_back(visit: Visit) -> bool:
    """Whether somebody set the arrival back: what a tablet kept came when it came, and what was typed after the signature has a count of its own."""
    return visit.registered_at is not None and visit.at < visit.registered_at and visit.sent_at is None and not visit.after_signing


def _later(then: Row, present: Row, *, short: bool) -> str:
    """Say what came or went since the signature, by tag; of a sum the number alone."""
    by_tag = {tag: present[tag][0] - then[tag][0] for tag in TAGS}
    if short:
        return f"{sum(by_tag.values()):+d}" if any(by_tag.values()) else ""
    return " ".join(f"{SHORT[tag]} {number:+d}" for tag, number in by_tag.items() if number)


def opened(visits: Iterable[Visit], name: str, purposes: Sequence[str]) -> list[Visit] | None:
    """Return the groups that a figure counts, by the name of its cell; None for a name that is none."""
    key, _dot, tag = name.partition(".")
    if tag not in (*TAGS, "both"):
        return None
    tests: dict[str, Callable[[Visit], bool]] = {
        **{each: (lambda visit, each=each: visit.purpose == LOOK and visit.visit_class == each) for each in CLASSES},
        "look": lambda visit: visit.purpose == LOOK,
        "other": lambda visit: visit.purpose != LOOK,
        "all": lambda _visit: True,
        "unknown": is_unknown,
        "late": is_set_back,
    }
    visits = list(visits)
    known = {visit.purpose for visit in visits if visit.purpose != LOOK}
    others = [each for each in purposes if each in known] + sorted(known.difference(purposes))
    tests |= {f"purpose-{place}": (lambda visit, each=each: visit.purpose == each) for place, each in enumerate(others)}
    if key not in tests:
        return None
    return [visit for visit in visits if tests[key](visit) and tag in ("both", visit.tag)]
