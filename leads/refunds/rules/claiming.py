"""Bad leads claimed from their platform, waived, answered (docs/rules/domain.md#bad-leads)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from dcc.errors import Changed, Refused
from dcc.models import Store, User, taken_back
from dcc.reckoning.clock import day_of
from dcc.reckoning.money_words import yuan
from dcc.reckoning.months import month_of
from dcc.trail import audit
from leads.channels.prices import price_of, prices_of
from leads.models import Channel, Inquiry, Refund
from leads.refunds.refund_rows import BadLead, bad_leads, sheet_of


@dataclass(frozen=True)
class Answer:
    """What the platform said of one claim: the sum it pays back, or None and its words."""

    amount: Decimal | None = None
    words: str = ""


@transaction.atomic
def claim(channel: Channel, inquiries: Collection[int], *, by: User, now: datetime) -> list[Refund]:
    """Claim some bad leads of one channel: from now on they wait for its answer. All of them, or none where one may not be claimed any more."""
    rows = _claimable(channel, inquiries)
    refunds = [_decide(row, "claimed", by=by, now=now) for row in rows]
    for row in rows:
        audit.record("refund.claim", row.inquiry.lead, by=by, now=now, channel=channel.name, bad=row.reason)
    return refunds


@transaction.atomic
def waive(channel: Channel, inquiries: Collection[int], *, reason: str, by: User, now: datetime) -> list[Refund]:
    """Say why some bad leads are not claimed. Refused without a reason."""
    if not reason.strip():
        raise Refused(_("Say why they are not claimed."))
    rows = _claimable(channel, inquiries)
    refunds = [_decide(row, "waived", by=by, now=now, answer=reason[:200]) for row in rows]
    for row in rows:
        audit.record("refund.waive", row.inquiry.lead, by=by, now=now, channel=channel.name, bad=row.reason)
    return refunds


def _claimable(channel: Channel, inquiries: Collection[int]) -> list[BadLead]:
    """Return the rows meant, held until the transaction ends. Refused with both numbers where not all of them may still be claimed."""
    Store.objects.select_for_update(of=("self",)).get(pk=channel.store_id)
    wanted = Inquiry.objects.filter(channel=channel, pk__in=inquiries)
    prices, zone = prices_of([channel]), channel.store.zone
    bad = bad_leads(channel.store, wanted)
    rows = [row for row in bad if row.state == "claimable" and prices.of(channel.pk, month_of(day_of(row.inquiry.received_at, zone))) is not None]
    if not inquiries or (bad and not rows and all(row.state == "claimable" for row in bad)):
        raise Refused(_("Choose bad leads of a channel that is paid by the lead."))
    if len(rows) != len(set(inquiries)):
        said = {"wanted": len(set(inquiries)), "now": len(rows)}
        raise Changed(_("Of the %(wanted)d chosen %(now)d may still be claimed. Nothing was done; look at the page anew.") % said)
    return rows


def _decide(row: BadLead, state: str, *, by: User, now: datetime, answer: str = "") -> Refund:
    return Refund.objects.create(store_id=row.inquiry.store_id, inquiry=row.inquiry, reason=row.reason, state=state, at=now, by=by, answer=answer)


@transaction.atomic
def withdraw(refund: Refund, *, by: User, now: datetime) -> int:
    """Take back the claim this one stands in, all of it, or a waiver alone; return how many may be claimed again.

    Refused as soon as an answer to one of them is noted: the platform has the list.
    """
    held = _hold(refund)
    rows = [held] if held.state == "waived" else sheet_of(held)
    if any(row.state in ("paid", "refused") for row in rows):
        raise Refused(_("The platform has answered already: this claim can no longer be withdrawn."))
    Refund.objects.filter(pk__in=[row.pk for row in rows]).update(**taken_back(by=by, now=now))
    for row in rows:
        audit.record("refund.withdraw", row.inquiry.lead, by=by, now=now, channel=row.inquiry.channel.name, bad=row.reason)
    return len(rows)


@transaction.atomic
def note_answers(answers: Mapping[int, Answer], *, store: Store, by: User, now: datetime) -> list[Refund]:
    """Write what the platform said of some claims.

    Refused where one does not wait any more, for a sum of nothing, above the price or where the channel has none, and for a refusal without words.
    """
    Store.objects.select_for_update(of=("self",)).get(pk=store.pk)
    waiting = Refund.objects.filter(store=store, pk__in=list(answers), state="claimed").select_related("inquiry__lead", "inquiry__channel").order_by("pk")
    refunds = list(waiting)
    if len(refunds) != len(answers):
        said = {"wanted": len(answers), "now": len(refunds)}
        raise Changed(_("Of the %(wanted)d answers %(now)d are still waited for. Nothing was done; look at the page anew.") % said)
    for refund in refunds:
        _note(refund, answers[refund.pk], by=by, now=now)
    return refunds


def _note(refund: Refund, answer: Answer, *, by: User, now: datetime) -> None:
    inquiry = refund.inquiry
    price = price_of(inquiry.channel, month_of(day_of(inquiry.received_at, refund.store.zone)))
    if answer.amount is None and not answer.words.strip():
        raise Refused(_("Write the platform's words: why it pays nothing back."), about=f"words-{refund.pk}")
    if answer.amount is not None and price is None:
        said = {"channel": refund.inquiry.channel.name}
        raise Refused(
            _("%(channel)s has no price any more, so nobody knows how much can be paid back. Write its price first.") % said, about=f"amount-{refund.pk}"
        )
    if price is not None and answer.amount is not None and not 0 < answer.amount <= price:
        raise Refused(_("A platform pays back at most the price of the lead, %(price)s yuan.") % {"price": yuan(price)}, about=f"amount-{refund.pk}")
    refund.state, refund.amount = ("refused", None) if answer.amount is None else ("paid", answer.amount)
    refund.answer, refund.answered_at, refund.answered_by = answer.words[:200], now, by
    refund.save(update_fields=["state", "amount", "answer", "answered_at", "answered_by"])
    amount = None if answer.amount is None else f"{answer.amount:.2f}"
    audit.record("refund.answer", refund.inquiry.lead, by=by, now=now, channel=refund.inquiry.channel.name, after=refund.state, yuan=amount)


@transaction.atomic
def take_answer_back(refund: Refund, *, by: User, now: datetime) -> None:
    """A wrong answer was noted: the claim waits again. The trail keeps what stood there."""
    held = _hold(refund)
    if held.state not in ("paid", "refused"):
        raise Refused(_("No answer is noted."))
    before, amount = held.state, None if held.amount is None else f"{held.amount:.2f}"
    Refund.objects.filter(pk=held.pk).update(state="claimed", amount=None, answer="", answered_at=None, answered_by=None)
    audit.record("refund.unanswer", held.inquiry.lead, by=by, now=now, channel=held.inquiry.channel.name, before=before, yuan=amount)


def _hold(refund: Refund) -> Refund:
    """Return it as it stands now, held. Refused where it was taken back."""
    Store.objects.select_for_update(of=("self",)).get(pk=refund.store_id)
    held = Refund.objects.filter(pk=refund.pk).select_related("inquiry__lead", "inquiry__channel").first()
    if held is None:
        raise Refused(_("It was taken back already."))
    return held
