"""What is known of a person, as one file they can be given (docs/rules/trust.md#erased)."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from calls.models import Appointment, Call, CardFact, Promise
from leads.models import FollowUp, Inquiry, Lead, NumberChange, Proposal, Request, Review
from reception.erasing.person_rows import PersonRows
from reception.models import GivenOutcome, Order, ShowroomCard, Step, TagChange, Visit

# What, which rows, when it happened, and what is said of it: a label and the attribute that says it.
SAID: tuple[tuple[Any, type[Model], str, str, dict[str, Any]], ...] = (
    (_("Lead"), Lead, "pk", "received_at", {
        "channel": _("Channel"), "name": _("Name"), "phone": _("Phone"), "second_phone": _("Second phone"), "gender": _("Gender"), "city": _("City"),
        "model": _("Car model"), "level": _("Level"), "grade": _("Grade"), "closed_as": pgettext_lazy("lead", "Closed as"), "reason": _("Reason"),
    }),
    (_("Inquiry"), Inquiry, "lead", "received_at", {
        "channel": _("Source of the consent"), "levels": _("Channel as its sender says it"), "name": _("Name"), "phone": _("Phone"),
        "model": _("Car model"), "external_id": _("Platform's id"), "remark": _("Remark"), "extra": _("Further columns"),
    }),
    (_("Number"), NumberChange, "lead", "at", {"from_number": _("Before"), "to_number": _("After")}),
    (_("Call"), Call, "lead", "at", {"outcome_name": _("Outcome"), "seconds": _("Seconds"), "phone": _("Phone"), "note": _("Note")}),
    (_("On the card"), CardFact, "lead", "at", {"key": _("What"), "after": _("Said")}),
    (_("Appointment"), Appointment, "lead", "at", {"scheduled_for": _("For when"), "status": _("Status"), "note": _("Note")}),
    (_("Promise"), Promise, "appointment__lead", "at", {"text": _("What"), "broken_why": _("Reason")}),
    (_("To do"), FollowUp, "lead", "created_at", {"kind": _("What"), "due_at": _("For when"), "note": _("Note")}),
    (_("Application"), Proposal, "lead", "at", {
        "kind": _("What"), "reason": _("Reason"), "why": _("Note"), "competitor": _("Competitor"), "province": _("Province"), "city": _("City"),
    }),
    (_("Request"), Request, "lead", "at", {"number": _("Phone"), "second": _("Second phone"), "reason": _("Reason"), "answer": _("Answer")}),
    (_("Decision"), Review, "lead", "at", {"decision": _("What"), "reason": _("Reason")}),
    (_("Visit"), Visit, "pk", "at", {
        "name": _("Name"), "phone": _("Phone"), "companion": _("With whom"), "heads": _("Heads"), "model": _("Car model"), "consultant": _("Consultant"),
        "quote": _("Quoted"), "override_reason": _("Reason"),
    }),
    (_("Corrected"), TagChange, "visit", "at", {"name": _("Name"), "phone_from": _("Phone before"), "reason": _("Reason")}),
    (_("In the showroom"), Step, "visit", "at", {"kind": _("What"), "what": _("Note"), "amount": _("Amount")}),
    (_("Order"), Order, "lead", "at", {
        "number": pgettext_lazy("of an order", "Contract"), "model": _("Car model"), "amount": _("Amount"), "delivered_at": _("Delivered"),
        "cancelled_at": _("Cancelled"),
    }),
    (_("Given back"), GivenOutcome, "lead", "at", {"outcome": _("Outcome"), "contract": pgettext_lazy("of an order", "Contract"), "reason": _("Reason")}),
    (_("Showroom card"), ShowroomCard, "pk", "card_date", {
        "name": _("Name"), "phone": _("Phone"), "model": _("Car model"), "consultant": _("Consultant"), "tried": _("Done so far"), "promised": _("Promised"),
    }),
)  # fmt: skip


def known_of(rows: PersonRows) -> list[tuple[Any, str, str, str]]:
    """Return (when, what, label, text) of everything that is said of a person, the oldest first; what was taken back as well."""
    return sorted(_lines(rows), key=lambda line: f"{line[0]:%Y-%m-%d %H:%M:%S}")


def _lines(rows: PersonRows) -> Iterator[tuple[Any, str, str, str]]:
    for what, model, path, moment, said in SAID:
        for row in model._base_manager.filter(**{f"{path}__in": rows.of(model, path)}).order_by("pk"):
            for name, label in said.items():
                if text := _text(row, name):
                    yield getattr(row, moment), str(what), str(label), text


def _text(row: Model, name: str) -> str:
    shown = getattr(row, f"get_{name}_display", None)
    found = shown() if shown else getattr(row, name)
    if isinstance(found, dict):
        return " · ".join(f"{head} {said}" for head, said in found.items() if said)
    if isinstance(found, datetime):
        return f"{localtime(found):%Y-%m-%d %H:%M}"
    return str(found) if isinstance(found, date | Decimal) or found else ""
