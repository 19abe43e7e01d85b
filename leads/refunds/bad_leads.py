"""Why an inquiry is a bad lead: a decider, facts in, reason out (docs/rules/domain.md#bad-leads)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from leads.intake.arrival import place_of

WITHIN = timedelta(days=30)
INVALID = {"wrong_number", "out_of_service", "not_the_person"}  # meanings of invalid reasons for which a platform pays back


@dataclass(frozen=True)
class Came:
    """One arrival of a person: which, when, through which channel."""

    inquiry: int
    channel: int
    received_at: datetime
    day_only: bool = False

    @property
    def place(self) -> tuple[tuple[datetime, bool], int]:
        """By what it is before or after another: of two at the same moment the one entered first is first."""
        return place_of(self.received_at, day_only=self.day_only), self.inquiry


@dataclass(frozen=True)
class Judged:
    """The reason, and for a number that was here before, the arrival it was here by."""

    reason: str = ""
    before: Came | None = None


def judge(came: Came, *, closed_as: str, meaning: str, others: Iterable[Came]) -> Judged:
    """Return the first reason that holds, none where it is a good lead.

    `closed_as` and `meaning` (of the store's word for an invalid lead) say how its lead ended; `others` are all arrivals of the same number or lead. Of
    several earlier ones the nearest is named.
    """
    if closed_as == "invalid" and meaning in INVALID:
        return Judged(meaning)
    if closed_as == "out_of_area":
        return Judged("out_of_area")
    earlier = [other for other in others if other.channel != came.channel and other.place < came.place and came.received_at - other.received_at <= WITHIN]
    return Judged("other_channel", max(earlier, key=lambda other: other.place)) if earlier else Judged()
