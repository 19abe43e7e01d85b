"""Leads the showroom already has (展厅已建卡): flagged as they come in, decided by the leader (docs/rules/domain.md#the-showroom-has-them)."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dcc.database.bulk import chunked
from dcc.database.prepared import prepared
from dcc.models import Store, User
from dcc.trail import audit
from leads.grading.rules.reviewing import Decision, review_lead
from leads.models import Lead
from reception.models import Claim, ShowroomCard

REASON = "展厅已建卡"


def flag_claims(store: Store, lead_ids: Sequence[int], *, now: datetime) -> int:
    """Flag those of some new leads whose phone stands on an open card of the showroom; set-wise. Return how many."""
    cards: dict[int, ShowroomCard] = {}
    for part in chunked(lead_ids):
        phones = dict(_phones(list(part)))
        found = ShowroomCard.objects.open().filter(store=store, phone__in=list(phones))
        cards |= {phones[card.phone]: card for card in found}
    Claim.objects.bulk_create(Claim(store=store, lead_id=lead_id, card=card, at=now) for lead_id, card in sorted(cards.items()))
    return len(cards)


@prepared
def _phones(leads):
    return Lead.objects.filter(pk__any_of=leads, phone__isnull=False).values_list("phone", "pk")


@transaction.atomic
def decide_claim(claim: Claim, *, decision: str, by: User, now: datetime) -> bool:
    """The leader decides: ours, or back to the showroom, to the consultant who has the card. False if it was decided before us."""
    if decision not in {"ours", "back"}:
        raise ValueError(decision)
    decided = Claim.objects.filter(pk=claim.pk, decided_at=None).update(decided_at=now, decision=decision, by=by)
    if decided:
        audit.record("claim.decide", claim, by=by, now=now, after=decision)
        if decision == "back":
            consultant = claim.card.consultant or _("Showroom")
            review_lead(claim.lead, decision=Decision("to_showroom", consultant=consultant, reason=REASON, has_card=True), by=by, now=now)
    return bool(decided)
