"""The leaks of one gap as rows of its list: who, whose, since when, what is known of it, what it may cost."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from dcc.frame.moment_words import short_moment, span
from reporting.leaks.lead_stages import STAGES
from reporting.leaks.leak_map import Leak, LeakMap, Line

SIZE = 50
AFTER = {stage.name: stage.after for stage in STAGES}


@dataclass(frozen=True)
class LeakRow:
    """One row; `key` is the lead and whose it was seen to be, as forms send it back."""

    leak: Leak
    key: str
    owner: str
    moment: str
    how_long: str
    after: Any
    loss: int | None
    picked: bool = False


def rows_of(line: Line, leaks: Iterable[Leak], names: dict[int, str], *, now: datetime, picked: Iterable[int] = ()) -> list[LeakRow]:
    """Return the rows of some leaks of a gap."""
    ticked = set(picked)
    return [
        LeakRow(
            leak,
            key=f"{leak.lead}-{leak.agent or 0}",
            owner=names.get(leak.owner or 0, ""),
            moment=" ".join(filter(None, (short_moment(leak.since, now) if leak.since else "", leak.said))),
            how_long=how_long(line, leak.since, now),
            after=AFTER[leak.stage],
            loss=line.loss_of(leak),
            picked=leak.lead in ticked,
        )
        for leak in leaks
    ]


def how_long(line: Line, since: datetime | None, now: datetime) -> str:
    """Return for how long something has leaked: 过 5 天; of a visit ahead nothing, its time stands beside it."""
    if since is None or line.gap.begins:
        return ""
    return _("for %(span)s") % {"span": span((now - since).total_seconds() / 60)}


def longest_of(line: Line, now: datetime) -> str:
    """Return the second line under the owners: 最久 5 天, 明天 9:30 起."""
    if line.first is None:
        return ""
    if line.gap.begins:
        return _("from %(moment)s on") % {"moment": short_moment(line.first, now)}
    return _("longest %(span)s") % {"span": span((now - line.first).total_seconds() / 60)}


def owners_of(line: Line, names: dict[int, str]) -> str:
    """Return whose they are: 王思远 8、吴倩 4."""
    return _(", ").join(f"{names.get(owner, '') if owner else _('In the pool')} {count}" for owner, count in line.owners)


def terms_of(line: Line) -> str:
    """Return how the loss is reckoned: 11 × 138/2,498 + 7 × 131/1,712."""
    return " + ".join(f"{count} × {chance.over:,}/{chance.under:,}{'*' if chance.lent else ''}" for count, chance in line.terms)


def lines_of(found: LeakMap, names: dict[int, str], *, now: datetime) -> list[dict[str, Any]]:
    """Return the rows of the table of gaps."""
    return [
        {"line": line, "gap": line.gap, "owners": owners_of(line, names), "longest": longest_of(line, now), "terms": terms_of(line)} for line in found.lines
    ]
