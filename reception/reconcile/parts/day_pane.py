"""One visit of the day, opened beside the list: the rules' lines, and of each hint what the rules would say were it so (docs/rules/domain.md#hints)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dcc.models import User
from reception.door.attribution import Answer, decide
from reception.door.rules.evidence import Known, gather, person_of
from reception.door.rules.known_then import known_then, person_then
from reception.door.rules.tags import Correction, judged_by
from reception.models import Leakage, TagChange, Visit
from reception.reconcile.hints import Hint, hints_of
from reception.reconcile.parts.rules_told import RuleLine, rule_lines, window_since

MOST = 3  # hints that are judged: more than the surest nobody looks at


@dataclass(frozen=True)
class Seen:
    """A hint, what the rules would say were it so, and whose credit it then were."""

    hint: Hint
    answer: Answer
    agent: User | None = None


@dataclass(frozen=True)
class Pane:
    """Everything that stands beside the list of one visit."""

    visit: Visit
    lines: Sequence[RuleLine]
    window: Any
    since: datetime | None
    hints: Sequence[Seen]
    changes: Sequence[TagChange]
    leakage: Leakage | None


def pane_of(visit: Any, hints: Sequence[Hint] | None = None) -> Pane:
    """Return what is to be seen of a visit of `day_list.visits_on`. `hints`: its own, where they were asked for already."""
    found = (hints_of(visit.store, [visit]).get(visit.pk, []) if hints is None else hints)[:MOST]
    people = list(dict.fromkeys([person_then(visit), *(person_of(hint.lead) for hint in found)]))
    known = dict(zip(people, gather(visit.store, people, at=visit.at, visit=visit), strict=True))
    changes = list(visit.changes.all())
    facts = known_then(visit, known[person_then(visit)])
    leaked = Leakage.objects.filter(visit=visit).select_related("told_by", "proposed_by", "by").first() if visit.leak_at else None
    seen = [_seen(visit, hint, known[person_of(hint.lead)], unchanged=not changes) for hint in found]
    return Pane(visit, rule_lines(visit, facts, decide(facts)), facts.window, window_since(visit), seen, changes, leaked)


def _seen(visit: Visit, hint: Hint, known: Known, *, unchanged: bool) -> Seen:
    answer = judged_by(visit, known, Correction(lead=hint.lead), unchanged=unchanged)[2]
    people = {one.agent_id: one.agent for one in [*known.appointments, *known.leads]}
    return Seen(hint, answer, people.get(answer.agent) or (User.objects.filter(pk=answer.agent).first() if answer.agent else None))
