"""A judgement that was none: a further grading takes it back, and the lead waits for its grade as before (docs/rules/domain.md#grading)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dcc.database.one_row import insert
from dcc.errors import Refused
from dcc.models import User, taken_back
from dcc.models.annulled import Taken
from dcc.trail import audit
from leads import sockets
from leads.customer.rules.following_up import pass_on_duties
from leads.customer.rules.locking import hold, hold_open
from leads.grading.rules.built_on import refuse_built
from leads.grading.rules.closing_leads import UNDECIDED, for_review
from leads.grading.rules.grading import write_contact
from leads.models import FollowUp, Grading, Handover, Lead, Proposal


@transaction.atomic
def undo_grading(grading: Grading, *, by: User, now: datetime) -> Lead:
    """Take back a judgement: what it opened is annulled, what it ended or rejected is as before, and the lead stands on the list where it stood.

    Refused where it is not the lead's last one, and once somebody has worked with the lead since.
    """
    lead = hold_open(grading.lead)
    last, before = _last_two(lead)
    if last is None or last.pk != grading.pk:
        raise Refused(_("%(name)s was graded anew or taken back already.") % {"name": lead.name})
    refuse_built(lead, after=last.at, instead=_("Grade the customer anew instead."))
    taken = taken_back(by=by, now=now)
    FollowUp.objects.filter(lead=lead, kind="grade", created_at=last.at).update(**taken)
    _unname(lead, last.at, taken)
    FollowUp.objects.filter(lead=lead, kind="grade", done_at=last.at, ended_as="replaced").update(done_at=None, ended_as="")
    Proposal.objects.filter(lead=lead, decided_at=last.at, decision="rejected").update(**UNDECIDED)
    _write_back(lead, last, before, by=by, now=now)
    audit.record("lead.ungrade", lead, by=by, now=now, before=last.grade, after=before.grade if before else "")
    return hold(lead)


def _last_two(lead: Lead) -> tuple[Grading | None, Grading | None]:
    """Return the judgement that stands and the one that would stand without it."""
    last, before, *_more = [*Grading.objects.filter(lead=lead).order_by("-at", "-pk")[:2], None, None]
    return last, before


def _unname(lead: Lead, at: datetime, taken: Taken) -> None:
    """Let whoever received the lead before receive it, where the judgement had named somebody."""
    named = Handover.objects.filter(lead=lead, at=at).first()
    if named is None or lead.reception_id != named.reception_id:
        return
    Handover.objects.filter(pk=named.pk).update(**taken)
    before = Handover.objects.filter(lead=lead).order_by("-at", "-pk").values_list("reception", flat=True).first()
    Lead.objects.filter(pk=lead.pk).update(reception=before)
    pass_on_duties(lead.pk, former=named.reception_id, reception=before)


def _write_back(lead: Lead, last: Grading, before: Grading | None, *, by: User, now: datetime) -> None:
    grade, graded_at = (before.grade, before.at) if before else ("", None)
    Grading.every.filter(pk=last.pk).update(undone_at=now)
    insert(Grading(store_id=lead.store_id, lead=lead, grade=grade, by=by, at=now, undoes=last.at))
    Lead.objects.filter(pk=lead.pk).update(grade=grade, graded_at=graded_at)
    sockets.grading_undone.send(sender=Grading, lead=hold(lead), at=last.at)
    judged = hold(lead)
    write_contact(judged)
    Lead.objects.filter(pk=lead.pk).update(review_since=for_review(judged))
