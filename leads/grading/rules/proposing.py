"""Applications (战败, 无效, 失控, 异地申请): proposed by whoever works the lead, confirmed or rejected by somebody else."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from dcc.database.one_row import insert
from dcc.database.prepared import prepared
from dcc.errors import Refused
from dcc.models import User, Word
from dcc.notices.telling import tell
from dcc.trail import audit
from leads import sockets
from leads.customer.rules.following_up import end_follow_ups, next_opening, open_follow_up, whose_duties
from leads.customer.rules.locking import hold_open
from leads.grading.rules.closing_leads import FOR_REVIEW, beyond_reach, close_lead
from leads.grading.rules.deciding_applications import decide, refuse_own
from leads.models import DoNotCall, Lead, Proposal
from leads.models.review import PROPOSALS

DECIDES = {"lost": "leader", "invalid": "data_manager", "unreachable": "leader", "out_of_area": "leader"}  # the role that confirms

REFUSES = "拒绝联系"  # the reason of whoever may not be called any more


@dataclass(frozen=True)
class Elsewhere:
    """Where somebody lives whom another store serves (异地), and to which store they were passed; "" to none."""

    province: str = ""
    city: str = ""
    passed_to: str = ""

    def __str__(self) -> str:
        """Say the place and the store as a reason does, "" while no place is named."""
        place = " ".join(dict.fromkeys(filter(None, (self.province, self.city))))
        return _("%(place)s, passed to %(shop)s") % {"place": place, "shop": self.passed_to} if place and self.passed_to else place


@transaction.atomic
def propose(
    lead: Lead,
    *,
    kind: str,
    reason: str | Elsewhere,
    detail: str = "",
    competitor: str = "",
    why: str = "",
    by: User,
    now: datetime,
) -> Proposal:
    """Apply for an end of this lead; it stands on the grading list until it is decided, and leaves the queue of whoever owes it: who covers
    for an agent takes it out of the agent's.

    `detail` is the word below the reason; out of area the reason is the place. Refused without a reason, without the competitor's model or
    a sentence why where the reason asks for them, out of area without province and city, for somebody never spoken with as out of reach, where one is
    open already, and where a room above objects (多次未接通 needs its calls).
    """
    if kind not in dict(PROPOSALS):
        raise ValueError(kind)
    lead = hold_open(lead)
    place = reason if isinstance(reason, Elsewhere) else Elsewhere()
    if kind == "out_of_area":
        _check_place(place)
    reason = str(reason)
    word = _word(lead, kind, reason)
    _check(lead, kind, reason, word)
    _check_said(word, detail=detail, competitor=competitor, why=why.strip())
    for check in sockets.proposal_checks:
        if sentence := check(lead, kind, word.meaning if word else "", now):
            raise Refused(sentence)
    said = {"reason": reason[:120], "detail": detail, "competitor": competitor[:60], "why": why.strip()[:120]}
    lives = {"province": place.province[:20], "city": place.city[:40], "passed_to": place.passed_to[:40]}
    proposal = insert(Proposal(store_id=lead.store_id, lead=lead, kind=kind, by=by, at=now, **said, **lives))
    if kind in FOR_REVIEW:
        Lead.objects.filter(pk=lead.pk).update(review_since=Coalesce(F("review_since"), now))
    end_follow_ups(lead, ended_as="proposed", now=now, agent=whose_duties(lead, by) or by)
    audit.record("lead.propose", lead, by=by, now=now, after=kind, reason=reason)
    return proposal


def _word(lead: Lead, kind: str, reason: str) -> Word | None:
    lists = {"lost": "lost_reason", "invalid": "invalid_reason"}
    return next(iter(_words(lead.store_id, lists[kind], reason)), None) if kind in lists else None


@prepared
def _words(store, kind, name):
    return Word.objects.filter(store=store, kind=kind, name=name)


def open_proposal(lead: Lead) -> Proposal | None:
    """Return what is applied for and not decided; there is one at most."""
    for proposal in _undecided(lead.pk):
        proposal.lead, proposal.store = lead, lead.store
        return proposal
    return None


@prepared
def _undecided(lead):
    return Proposal.objects.open().filter(lead=lead).order_by("pk")


def _check(lead: Lead, kind: str, reason: str, word: Word | None) -> None:
    if open_proposal(lead):
        raise Refused(_("An application for %(name)s is open already. Wait for its answer.") % {"name": lead.name})
    if not reason:
        raise Refused(_("Say why: an application needs a reason."))
    if word and word.parent_id is not None:
        raise Refused(_("“%(reason)s” stands below another reason: choose that one first.") % {"reason": reason})
    if kind == "unreachable" and lead.reached_at is None:
        raise Refused(_("%(name)s was never spoken with. Let the retries run their course.") % {"name": lead.name})


def _check_place(place: Elsewhere) -> None:
    if not place.province:
        raise Refused(_("Which province do they live in?"), about="province")
    if not place.city:
        raise Refused(_("Which city do they live in?"), about="city")


def _check_said(word: Word | None, *, detail: str, competitor: str, why: str) -> None:
    """What is said beside a reason belongs to it: the word below it, and what it asks for."""
    if detail and (word is None or not word.children.filter(name=detail).exists()):
        raise Refused(_("“%(detail)s” does not stand below this reason.") % {"detail": detail}, about="detail")
    if word and word.detail.get("competitor") and not competitor:
        raise Refused(_("%(reason)s: write which model they bought.") % {"reason": word.name}, about="competitor")
    if word and word.detail.get("why") and not why:
        raise Refused(_("%(reason)s: write why they chose it.") % {"reason": word.name}, about="why")


@transaction.atomic
def confirm_invalid(proposal: Proposal, *, by: User, now: datetime) -> bool:
    """Agree that this never was a customer: the lead is closed as invalid and leaves the denominators. False if it was decided before us."""
    lead = hold_open(proposal.lead)
    alone = check_not_own(proposal, by=by)
    if not decide(proposal, decision="confirmed", by=by, now=now):
        return False
    audit.record("lead.confirm", lead, by=by, now=now, kind="invalid", alone=alone)
    return close_lead(lead, outcome="invalid", reason=proposal.reason, by=by, now=now)


@transaction.atomic
def reject_proposal(proposal: Proposal, *, answer: str = "", by: User, now: datetime) -> bool:
    """Send an application back: whoever proposed it has a promised call to make, and is told. False if it was decided before us.

    There is no review of it (docs/rules/domain.md#lost); a lead that stood on the leader's list for it stands there no longer.
    """
    lead = hold_open(proposal.lead)
    if not decide_rejected(proposal, answer=answer, by=by, now=now):
        return False
    if DECIDES[proposal.kind] == "leader":
        Lead.objects.filter(pk=lead.pk).update(review_since=beyond_reach(lead))
    note = _("%(kind)s rejected: %(answer)s") % {"kind": proposal.get_kind_display(), "answer": answer or _("call again")}
    open_follow_up(lead, kind="callback", due_at=next_opening(lead.store, now), agent=_returns_to(lead, proposal), note=note, now=now)
    return True


def _returns_to(lead: Lead, proposal: Proposal) -> User | None:
    """Whoever proposed it, while the lead is theirs; else the lead's agent."""
    return proposal.by if proposal.by_id in (lead.agent_id, lead.reception_id) else None


def decide_rejected(proposal: Proposal, *, answer: str, by: User, now: datetime) -> bool:
    """Write the rejection and tell whoever proposed it; what follows is the caller's. False if it was decided before us.

    Refused for an end that is the leader's to decide while the customer may not be called: it is confirmed, or the number taken off the list first.
    """
    if DECIDES[proposal.kind] == "leader" and DoNotCall.objects.of_lead(proposal.lead).for_good(now).exists():
        raise Refused(_("%(name)s may not be called: confirm it, or take the number off the list first.") % {"name": proposal.lead.name})
    if not decide(proposal, decision="rejected", answer=answer, by=by, now=now):
        return False
    audit.record("lead.reject", proposal.lead, by=by, now=now, kind=proposal.kind)
    if proposal.by and proposal.by_id != by.pk:
        tell(proposal.by, "lead.rejected", lead=proposal.lead, now=now, kind=proposal.kind)
    return True


def check_not_own(proposal: Proposal, *, by: User) -> bool:
    """Refuse to let somebody confirm what they proposed, unless nobody else of the store could. Return whether that is so: the record says it.

    See docs/rules/trust.md#who-proposes-does-not-confirm.
    """
    return refuse_own(proposal, roles=(DECIDES[proposal.kind],), by=by)
