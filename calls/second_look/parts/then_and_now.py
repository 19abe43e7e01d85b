"""What a second look shows once its call is written down: the earlier cycle beside what was said now, untouched."""

from dataclasses import dataclass

from calls.desk.queue_words import CHECK_WORDS, checks_in_words
from calls.models import Call, SecondLook
from dcc.models import User
from dcc.reckoning.clock import day_of
from leads.intake.phones import mask_digits
from leads.models import Grading, Review


@dataclass(frozen=True)
class ThenAndNow:
    """`agent`: whose it was when it was closed; `calls` of that cycle, `last` the last connected one, else the last; who judged it; how long ago.

    `spoken`: what the last talk spoke of; `missed`: what was asked now and not then; `note`: what was written of the last talk.
    """

    agent: User | None
    calls: int
    connected: int
    last: Call | None
    spoken: str
    checks: str
    note: str
    graded_by: User | None
    closed_by: User | None
    days: int
    now: Call | None
    missed: str


def then_and_now(look: SecondLook) -> ThenAndNow:
    """Return both cycles. Five queries."""
    lead = look.lead
    calls = list(Call.objects.filter(lead=lead).exclude(outcome="missed").select_related("agent").order_by("-at", "-id"))
    connected = [call for call in calls if call.connected]
    last = next(iter([*connected, *calls]), None)
    graded = Grading.objects.filter(lead=lead).select_related("by").order_by("-at", "-id").first()
    closed = Review.objects.filter(lead=lead, decision="close").select_related("by").order_by("-at", "-id").first()
    now = Call.objects.filter(lead=look.new_lead, agent=look.agent).order_by("at", "id").first() if look.new_lead_id else None
    asked = {check for call in connected for check in call.checks}
    zone = look.store.zone
    ended_on = day_of(look.tried_at or look.at, zone)
    return ThenAndNow(
        agent=lead.closed_agent or lead.agent,
        calls=len(calls),
        connected=len(connected),
        last=last,
        spoken=checks_in_words(last.checks) if last else "",
        checks=f"{len(last.checks)} / {len(CHECK_WORDS)}" if last and last.connected else "",
        note=mask_digits(last.note) if last else "",
        graded_by=graded.by if graded else None,
        closed_by=closed.by if closed else None,
        days=(ended_on - day_of(lead.closed_at, zone)).days if lead.closed_at else 0,
        now=now,
        missed=checks_in_words([check for check in now.checks if check not in asked]) if now else "",
    )
