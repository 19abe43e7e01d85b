"""What comes next with each of some leads, in a few words: the follow-up or the visit that is due first, or who is to judge. Set-wise."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from dcc.frame.moment_words import days_overdue, short_moment
from dcc.reckoning.clock import day_of
from leads import sockets
from leads.models import FollowUp, Lead


@dataclass(frozen=True)
class NextStep:
    """What comes next; late: it was due on an earlier day."""

    words: str
    is_late: bool = False


def next_steps_of(leads: Sequence[Lead], now: datetime) -> dict[int, NextStep]:
    """Return what comes next with each lead that is open and for which something does."""
    running = [lead for lead in leads if lead.is_open]
    keys = [lead.pk for lead in running]
    owed = FollowUp.objects.filter(lead__in=keys, done_at=None).order_by("due_at", "pk")
    dated: dict[int, list[tuple[datetime, str]]] = {}
    for one in owed:
        dated.setdefault(one.lead_id, []).append((one.due_at, str(one.get_kind_display())))
    for ahead in sockets.dated_steps:
        for lead, at, word in ahead(keys):
            dated.setdefault(lead, []).append((at, word))
    found = {pk: _in_words(*min(steps), zone=running[0].store.zone, now=now) for pk, steps in dated.items()}
    return {lead.pk: step for lead in running if (step := found.get(lead.pk) or _judged(lead))}


def _in_words(at: datetime, word: str, *, zone, now: datetime) -> NextStep:
    days = (day_of(now, zone) - day_of(at, zone)).days
    if days <= 0:
        return NextStep(f"{short_moment(at, now)} {word}")
    return NextStep(f"{days_overdue(days)} · {word}", is_late=True)


def _judged(lead: Lead) -> NextStep | None:
    """What a lead stands for that waits for a judgement, and for nothing dated."""
    if lead.ungraded_since:
        return NextStep(_("To be graded"))
    return NextStep(_("To be reviewed")) if lead.review_since else None
