"""The one way a lead's number changes once the lead is there: with a line that says whose it was when (docs/rules/ledger.md#numbers)."""

from datetime import datetime
from typing import Any

from django.db.models import F

from dcc.models import User, taken_back
from leads.intake.phones import tail
from leads.models import Lead
from leads.models.number import NumberChange
from leads.numbers.rules.blocking import lift_block


def write_number(lead: Lead, number: str, *, basis: str, until: datetime | None = None, by: User | None, at: datetime, **facts: Any) -> None:
    """Write a lead's number anew, "" for none, with further columns; `lead` is held by the caller, `until` when the new one ends by itself.

    IntegrityError where another open lead has it.
    """
    if basis in ("call", "door") and number:
        lift_block(lead.store, number, came=True, by=by, now=at)
    said = {"phone": number or None, "phone_tail": tail(number) if number else "", "phone_until": until}
    Lead.objects.filter(pk=lead.pk).update(version=F("version") + 1, **said | facts)
    keep_change(lead, number, basis=basis, by=by, at=at)


def keep_change(lead: Lead, number: str, *, basis: str, by: User | None, at: datetime) -> None:
    """Keep the line of a number that is written with other columns of its lead; `lead` says what it had."""
    if number != (lead.phone or ""):
        NumberChange.objects.create(store_id=lead.store_id, lead_id=lead.pk, at=at, from_number=lead.phone or "", to_number=number, by=by, basis=basis)


def change_of(lead: Lead, at: datetime) -> NumberChange | None:
    """Return the change of a moment that holds still: the lead has the number it wrote."""
    last = NumberChange.objects.filter(lead=lead, at=at).order_by("-pk").first()
    return last if last is not None and last.to_number == (lead.phone or "") else None


def give_back(lead: Lead, change: NumberChange, number: str, *, until: datetime | None = None, by: User, at: datetime) -> None:
    """The deed that changed a number was none: its line is taken back, and the lead has `number`; another than it had is a line of its own."""
    NumberChange.objects.filter(pk=change.pk).update(**taken_back(by=by, now=at))
    said = {"phone": number or None, "phone_tail": tail(number) if number else "", "phone_until": until}
    Lead.objects.filter(pk=lead.pk).update(version=F("version") + 1, **said)
    lead.phone = change.from_number or None
    keep_change(lead, number, basis="given_back", by=by, at=at)
    lead.phone = number or None
