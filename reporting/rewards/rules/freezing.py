"""The leader freezes a month's pay once it is closed, its transferred deals ticked or refused, its objections answered (docs/rules/domain.md#rewards)."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dcc.errors import Changed, Refused
from dcc.models import Store, User
from dcc.notices.telling import tell
from dcc.trail import audit
from leads.intake.rules.collecting import hold_door
from reception.models import Order
from reporting.closings.rules.closing import keep
from reporting.models import Closing, DealTick, Objection, Statement
from reporting.rewards.month_pay import MonthPay, pay_of, steps_said

KIND = "rewards"
TOLD = "statement.frozen"


@transaction.atomic
def tick_deal(store: Store, key: int, *, granted: bool, reason: str = "", by: User, now: datetime) -> None:
    """Say whether the deal of a transferred card, the order `key`, is paid its extra; a refusal has a reason. What holds already is left as it is."""
    hold_door(store)
    order = Order.objects.filter(store=store, pk=key, delivered_at__isnull=False).first()
    if order is None:
        raise Changed(_("This deal is not there any more."))
    if not granted and not reason.strip():
        raise Refused(_("Say why it is not paid."), about="reason")
    last = DealTick.objects.of(order).first()
    if last is not None and last.granted == granted:
        return
    kept = "" if granted else reason.strip()[:200]
    DealTick.objects.create(store=store, order=order, by=by, at=now, granted=granted, reason=kept)
    audit.record("reward.tick" if granted else "reward.untick", order, by=by, now=now, reason=kept)


@transaction.atomic
def freeze_month(store: Store, month: date, *, total: Decimal, by: User, now: datetime) -> Closing:
    """Freeze what a month pays, under the store's next number; `total` is the sum that was seen. Frozen already, it returns that closing.

    Whatever changes afterwards is a correction in a later month.
    """
    hold_door(store)
    period = f"{month:%Y-%m}"
    if frozen := Closing.objects.of(store, KIND, period).first():
        return frozen
    if not Closing.objects.of(store, "month", period).exists():
        raise Refused(_("%(month)s is not closed yet.") % {"month": period})
    if waiting := Objection.objects.filter(store=store).until(month).unanswered().count():
        said = ngettext("%(count)d objection has no answer yet.", "%(count)d objections have no answer yet.", waiting)
        raise Refused(said % {"count": waiting})
    pay = pay_of(store, month)
    if pay.waiting:
        said = ngettext("%(count)d deal of a transferred card is not ticked yet.", "%(count)d deals of transferred cards are not ticked yet.", pay.waiting)
        raise Refused(said % {"count": pay.waiting})
    if pay.total != total:
        raise Changed(_("The sum changed meanwhile: %(total)s. Look at it anew.") % {"total": f"{pay.total:,.2f}"})
    closing = keep(store, (KIND, period), figures_of_pay(pay), by=by, now=now)
    for one in pay.pays:
        corrections = [{"month": f"{each.month:%Y-%m}", "amount": f"{each.amount:.2f}"} for each in one.corrections]
        facts = {"role": one.role, "user": one.person, "number": closing.number, "at": now, "total": one.total}
        Statement.objects.create(store=store, month=month, steps=steps_said(one), corrections=corrections, **facts)
    for person in {one.person.pk: one.person for one in pay.pays if one.person.left_at is None}.values():
        tell(person, TOLD, now=now, month=period)
    return closing


def figures_of_pay(pay: MonthPay) -> dict[str, Any]:
    """Return what the closing seals: sums as texts, of the store and by post and username; no row, no key."""
    found: dict[str, Any] = {"store": {"total": f"{pay.total:.2f}"}}
    for one in pay.pays:
        found.setdefault(one.role, {})[one.person.username] = {"total": f"{one.total:.2f}", "corrections": f"{one.corrected:.2f}"}
    return found
