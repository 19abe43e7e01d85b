"""Everything on record about one lead, read in one query: each room names its rows, the pages say them in words.

A customer's page shows some twenty sorts of facts; asked one by one they would be twenty questions (docs/rules/speed.md#few-queries).
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import JSONObject

from dcc.models import TrailEntry
from leads import sockets
from leads.models import Allocation, DoNotCall, FollowUp, Grading, Lead, Proposal, Request, Review

TAKEN = {"annulled_at": "annulled_at", "annulled_by": "annulled_by__name", "annulled_reason": "annulled_reason"}  # of a row that may be taken back
CHANGES = ("lead.change", "lead.number", "lead.number_ended", "call.real_number")  # deeds on the trail that the record shows


@dataclass(frozen=True, slots=True)
class Row:
    """One fact: its sort, when it happened, and what its part named. What is null, or nobody, is None."""

    kind: str
    pk: int
    at: datetime
    said: dict[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.said[name]

    def name(self, name: str) -> str:
        """Return somebody's name, "" for nobody."""
        return self.said[name] or ""

    def moment(self, name: str) -> datetime | None:
        """Return a moment. SQLite writes it without its zone, which is UTC."""
        if self.said[name] is None:
            return None
        found = datetime.fromisoformat(self.said[name])
        return found if found.tzinfo else found.replace(tzinfo=UTC)

    def parsed(self, name: str) -> Any:
        """Return a JSON value: SQLite keeps it as text inside another."""
        found = self.said[name]
        return json.loads(found) if isinstance(found, str) else found


def part(kind: str, rows: QuerySet, /, *, at: str = "at", **said: Any) -> QuerySet:
    """Return rows in the shape of the record. `at`: the field of the moment, rows without it are left out; `said`: what else is read, by name."""
    kept = rows.filter(**{f"{at}__isnull": False}).order_by()
    return kept.values_list(Value(kind, output_field=CharField()), F("pk"), F(at), JSONObject(**said))


def rows_of(lead: Lead, *kinds: str) -> list[Row]:
    """Return the rows of these sorts, the earliest first. All sorts are read at the first question and kept on the lead."""
    if not is_read(lead):
        lead._history = _read(lead)
    return sorted((row for kind in kinds for row in lead._history.get(kind, ())), key=lambda row: (row.at, row.pk))


def is_read(lead: Lead) -> bool:
    """Whether the record of this lead was read already, so that asking it costs nothing."""
    return hasattr(lead, "_history")


def _read(lead: Lead) -> dict[str, list[Row]]:
    first, *others = [*_own_parts(lead), *(query for parts in sockets.history for query in parts(lead))]
    found = defaultdict(list)
    for kind, pk, at, said in first.union(*others, all=True):
        found[kind].append(Row(kind, pk, at, said))
    return found


def _own_parts(lead: Lead) -> Iterator[QuerySet]:
    given = Allocation.objects.filter(lead=lead)
    yield part("allocation", given, agent="agent__name", previous="previous__name", by="by__name", reason="reason", line="line")
    judged = Grading.every.filter(lead=lead)
    yield part("grading", judged.filter(undoes=None), by="by__name", grade="grade", note="note", undone_at="undone_at")
    yield part("ungrading", judged.exclude(undoes=None), by="by__name")
    yield part("review", Review.every.filter(lead=lead), by="by__name", agent="agent__name", decision="decision", reason="reason", **TAKEN)
    applied = Proposal.objects.filter(lead=lead)
    said = {name: name for name in ("kind", "reason", "detail", "competitor", "why", "decided_at")}
    yield part("proposal", Proposal.every.filter(lead=lead), by="by__name", **said, **TAKEN)
    yield part("answer", applied.exclude(decision=""), at="decided_at", by="decided_by__name", kind="kind", decision="decision", answer="answer")
    asked = Request.objects.filter(lead=lead)
    said = {"kind": "kind", "number": "number", "second": "second", "decided_at": "decided_at"}
    yield part("request", asked, by="by__name", by_id="by_id", reason="reason", **said)
    yield part("request_answer", asked, at="decided_at", by="decided_by__name", made_at="at", decision="decision", answer="answer", reason="reason", **said)
    barred = DoNotCall.objects.of_lead(lead)
    yield part("barred", barred, by="by__name", source="source")
    yield part("unbarred", barred, at="lifted_at", by="lifted_by__name")
    trail = TrailEntry.objects.filter(object_type="lead", object_id=lead.pk, action__in=CHANGES)
    yield part("change", trail, by="by__name", action="action", detail="detail")
    yield part("owed", FollowUp.objects.filter(lead=lead, done_at=None), at="due_at", agent="agent__name", kind="kind", note="note")
