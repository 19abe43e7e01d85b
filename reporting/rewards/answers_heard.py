"""Whose an event is by the answers to objections: they hold in every recount, whatever month is asked (docs/rules/domain.md#objections)."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models.functions import Coalesce

from dcc.models import Store
from reporting.models import Objection
from reporting.rewards.event_places import OWN_ROWS, Place


@dataclass
class Answers:
    """The objections that were granted: by post and event who asked for what, the last answer last."""

    by_event: dict[tuple[str, Place], list[tuple[int, bool]]] = field(default_factory=lambda: defaultdict(list))

    def settled(self, post: str, place: Place, user: int | None) -> tuple[int | None, bool]:
        """Return whose an event is, which is `user`'s by its credit, and whether an answer says that it counts for them.

        Per post it is one person's: counted for one it falls out of the lines of whoever had it.
        """
        holder, is_granted = user, False
        for person, counts in self.by_event.get((post, place), ()):
            if counts:
                holder, is_granted = person, True
            elif holder == person:
                holder, is_granted = None, False
        return holder, is_granted


def answers_of(store: Store) -> Answers:
    """Return the objections of a store that were granted. One question; a lead that was merged is the one it was merged into."""
    found = Answers()
    lead = Coalesce("lead__merged_into__merged_into", "lead__merged_into", "lead")
    rows = Objection.objects.filter(store=store).granted().annotate(stands=lead)
    for role, measure, user, counts, visit, order, appointment, stands in rows.values_list(
        "role", "measure", "user", "counts", "visit", "order", "appointment", "stands"
    ):
        row = {"visit": visit, "order": order, "appointment": appointment}.get(OWN_ROWS.get(measure, ""), stands)
        if row is not None:
            found.by_event[role, (measure, row)].append((user, counts))
    return found
