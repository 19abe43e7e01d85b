"""What is heard of a lead that was given to the showroom: entered by the desk, or found by the phone of a card (docs/rules/domain.md#given-back)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dcc.errors import Refused
from dcc.models import User, taken_back
from dcc.reckoning.clock import day_of
from dcc.trail import audit
from leads.models import Lead, Review
from reception.models import GivenOutcome, ShowroomCard
from reception.models.given import FINAL, OUTCOMES


@dataclass(frozen=True)
class Heard:
    """What the consultant said: sold with its contract, lost with why, or still followed; on which day."""

    outcome: str
    day: date
    contract: str = ""
    reason: str = ""


@transaction.atomic
def note_heard(lead: Lead, heard: Heard, *, seen: int | None = None, by: User, now: datetime) -> GivenOutcome:
    """Write what the desk heard. `seen` is the last outcome that was shown: where another was written since, it is refused, so that twice is once."""
    held = Lead.objects.select_for_update(of=("self",)).select_related("store").get(pk=lead.pk)
    review = _given(held)
    today = day_of(now, held.store.zone)
    if heard.outcome not in dict(OUTCOMES):
        raise Refused(_("Sold, lost or still followed? Choose one."), about="outcome")
    if heard.day > today:
        raise Refused(_("The day lies ahead."), about="day")
    if heard.day < review.at.astimezone(held.store.zone).date():
        raise Refused(_("That is before they were given to the showroom."), about="day")
    if heard.outcome == "sold" and not heard.contract.strip():
        raise Refused(_("Write the contract number."), about="contract")
    if heard.outcome == "lost" and not heard.reason.strip():
        raise Refused(_("Say why."), about="reason")
    last = GivenOutcome.objects.filter(lead=held).order_by("-at", "-pk").values_list("pk", flat=True).first()
    if last != seen:
        raise Refused(_("Something was written of %(name)s meanwhile: look again.") % {"name": held.name})
    said = {"contract": heard.contract.strip()[:40] if heard.outcome == "sold" else "", "reason": heard.reason.strip()[:120] if heard.outcome == "lost" else ""}
    row = GivenOutcome.objects.create(store=held.store, lead=held, by=by, at=now, outcome=heard.outcome, day=heard.day, **said)
    audit.record("given.note", held, by=by, now=now, after=heard.outcome)
    return row


@transaction.atomic
def take_back_heard(row: GivenOutcome, *, by: User, now: datetime) -> None:
    """Take back what one entered oneself, while nothing was heard since."""
    Lead.objects.select_for_update(of=("self",)).get(pk=row.lead_id)
    held = GivenOutcome.every.get(pk=row.pk)
    if held.annulled_at is not None:
        raise Refused(_("It was taken back already."))
    if GivenOutcome.objects.filter(lead=held.lead_id, pk__gt=held.pk).exists():
        raise Refused(_("More was heard of %(name)s since.") % {"name": held.lead.name})
    if held.by_id != by.pk or held.card_id is not None:
        raise Refused(_("Only who wrote it takes it back."))
    GivenOutcome.objects.filter(pk=held.pk).update(**taken_back(by=by, now=now))
    audit.record("given.take_back", held.lead, by=by, now=now, before=held.outcome)


def note_of_card(card: ShowroomCard, state: str, *, by: User | None, now: datetime) -> None:
    """A card of the showroom was closed as sold or lost: so were the leads of its number that the showroom still has. Part of a verb.

    Of one that had ended there before only where it was given last: it may contradict what the desk had entered.
    """
    leads = Lead.objects.filter(store_id=card.store_id, phone=card.phone, closed_as="showroom").select_for_update(of=("self",)).select_related("store")
    for place, lead in enumerate(leads.order_by("-closed_at", "-pk")):
        review = Review.objects.filter(lead=lead, decision="to_showroom", at__lte=now).order_by("-at", "-pk").first()
        if review is None:
            continue
        last = GivenOutcome.objects.filter(lead=lead, at__gte=review.at).order_by("-at", "-pk").first()
        if last is not None and (last.outcome == state or (place and last.outcome in FINAL)):
            continue
        GivenOutcome.objects.create(store_id=card.store_id, lead=lead, by=by, at=now, outcome=state, day=day_of(now, lead.store.zone), card=card)
        audit.record("given.note", lead, by=by, now=now, after=state)


def lead_of(user: User, pk: int) -> Lead | None:
    """Return a lead that was given to the showroom and of which this person keeps what became of it; None where there is none of that number."""
    return Lead.objects.given_visible_to(user).filter(pk=pk).first()


def _given(lead: Lead) -> Review:
    review = Review.objects.filter(lead=lead, decision="to_showroom").order_by("-at", "-pk").first()
    if review is None or lead.closed_as != "showroom":
        raise Refused(_("%(name)s is not with the showroom any more.") % {"name": lead.name})
    return review
