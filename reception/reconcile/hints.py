"""Whom a showroom visit may belong to after all: by a second phone, the companion's number or name, the same name (docs/rules/domain.md#hints).

A fixed number of questions for any number of visits.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from dcc.models import Store
from dcc.reckoning.clock import day_range
from leads.models import NO_NAME, Lead
from reception.models import NoRelation, Visit
from reception.models.querysets.visit import LOOK

NUMBER = re.compile(r"(?<!\d)1\d{10}(?!\d)")
KINDS = ("companion_number", "second_phone", "name", "companion")  # the surest first


@dataclass(frozen=True)
class Hint:
    """A lead that was open when the group came, and why it may be theirs: one of KINDS."""

    visit: Visit
    lead: Lead
    kind: str


Leads = Mapping[tuple[str, str], Sequence[Lead]]  # by what they are known by


def hints_of(store: Store, visits: Sequence[Visit], leads: Leads | None = None) -> dict[int, list[Hint]]:
    """Return {visit: its hints, the surest first} of those that are the showroom's and nobody's lead; without what somebody said is no relation.

    `leads`: those known by `words_of` them, where they were asked for already.
    """
    asked = _nobodys(visits)
    if not asked:
        return {}
    told = {visit.pk: told_of(visit) for visit in asked}
    leads = known_by(store, words_of(visits)) if leads is None else leads
    found = {visit.pk: list(_hints(visit, told[visit.pk], leads)) for visit in asked}
    hinted = [pk for pk, hints in found.items() if hints]
    ended = NoRelation.objects.pairs_of(hinted) if hinted else set()
    standing = {pk: [hint for hint in found[pk] if (pk, hint.lead.pk) not in ended] for pk in hinted}
    return {pk: hints for pk, hints in standing.items() if hints}


def words_of(visits: Sequence[Visit]) -> set[str]:
    """Return the numbers and names by which the leads of hints are known."""
    return {word for visit in _nobodys(visits) for _kind, word in told_of(visit)}


def _nobodys(visits: Sequence[Visit]) -> list[Visit]:
    return [visit for visit in visits if visit.tag == "showroom" and visit.lead_id is None and visit.purpose == LOOK]


def hinted_on(store: Store, day: date) -> list[Hint]:
    """Return every hint of a day, by arrival."""
    start, end = day_range(day, store.zone)
    visits = list(Visit.objects.filter(store=store, at__gte=start, at__lt=end, tag="showroom", lead=None).order_by("at", "id"))
    return [hint for hints in hints_of(store, visits).values() for hint in hints]


def told_of(visit: Visit) -> list[tuple[str, str]]:
    """Return what was said of a group: (kind, a number or a name)."""
    said = [("companion_number", number) for number in NUMBER.findall(visit.companion)]
    said += [("second_phone", visit.phone)] if visit.phone else []
    bare = NUMBER.sub("", visit.companion).strip()
    return said + [(kind, name) for kind, name in (("name", visit.name), ("companion", bare)) if name and name != NO_NAME]


def known_by(store: Store, words: set[str]) -> dict[tuple[str, str], list[Lead]]:
    """Return the leads by (kind, word) they are known by, the latest last; `companion_number` is their first number."""
    if not words:
        return {}
    rows = Lead.objects.filter(Q(phone__in=words) | Q(second_phone__in=words) | Q(name__in=words), store=store).unmerged()
    found: dict[tuple[str, str], list[Lead]] = defaultdict(list)
    for lead in rows.select_related("agent", "channel").order_by("received_at", "id"):
        for kind, word in (("companion_number", lead.phone), ("second_phone", lead.second_phone), ("name", lead.name), ("companion", lead.name)):
            found[kind, word or ""].append(lead)
    return found


def _hints(visit: Visit, told: list[tuple[str, str]], leads: Leads) -> Iterable[Hint]:
    known: set[int] = set()
    for kind, word in sorted(told, key=lambda one: KINDS.index(one[0])):
        for lead in reversed(leads.get((kind, word), [])):
            was_open = lead.opened_at <= visit.at and (lead.closed_at is None or lead.closed_at > visit.at)
            if was_open and lead.pk not in known:
                known.add(lead.pk)
                yield Hint(visit, lead, kind)
