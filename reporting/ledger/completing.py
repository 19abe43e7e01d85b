"""What follows from a line itself: columns the ledger does not carry because another key says them. Each function fills in one type's values."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from leads.intake.phones import tail
from leads.models import NO_NAME
from leads.numbers.erased_numbers import GONE
from leads.pool.name_search import given_name, initials
from reporting.ledger.words import Words

NO_SHOW_AFTER = timedelta(minutes=60)
REASONS = {"lost": "lost_reason", "invalid": "invalid_reason"}
Values = dict[str, Any]


def lead(store_id: int, values: Values, words: Words) -> None:
    """Search columns out of name and number; a lead without a name is called so."""
    name = values["name"] = values.get("name") or NO_NAME
    values["phone"] = values.pop("person", None) or values.get("phone") or None
    values["phone_tail"] = tail(values["phone"]) if values["phone"] else ""
    if name not in (NO_NAME, GONE):
        values["given_name"], values["initials"] = given_name(name), initials(name)[:60]
    words.use(store_id, "car_model", values.get("model"))
    words.use(store_id, "level", values.get("level"))
    words.use(store_id, REASONS.get(values.get("closed_as", ""), ""), values.get("reason"))


def inquiry(_store_id: int, values: Values, _words: Words) -> None:
    """What entered without a moment of its own entered when it was received."""
    values.setdefault("entered_at", values["received_at"])


def call(store_id: int, values: Values, words: Words) -> None:
    """The store's own word of an outcome means what the line counts it as."""
    words.use(store_id, "call_outcome", values.get("outcome_name"), values["outcome"])
    words.use(store_id, "level", values.get("level"))


def appointment(store_id: int, values: Values, words: Words) -> None:
    """The moment at which it ended, where its status alone says it. What arrived or moved learns it from the visit or its successor."""
    words.use(store_id, "cancel_reason", values.get("cancel_reason"))
    cancelled_at = values.pop("cancelled_at", None)
    if values["status"] == "cancelled":
        values["ended_at"] = values.get("ended_at") or cancelled_at or values["scheduled_for"]
    elif values["status"] == "no_show":
        values["ended_at"] = values.get("ended_at") or values["scheduled_for"] + NO_SHOW_AFTER


def visit(store_id: int, values: Values, words: Words) -> None:
    """Today's tag and name are the first ones until a completion or a tag change says otherwise."""
    values["name"] = values.get("name") or values.get("first_name", "")
    values["purpose"] = values.get("purpose") or "look"
    values["tag"], values["basis"] = values["first_tag"], values["first_basis"]
    for name in ("agent_id", "reception_id", "appointment_id"):
        values[name] = values.get(f"first_{name}")
    values["phone"] = values.pop("person", None) or values.get("phone") or ""
    values["phone_tail"] = tail(values["phone"])
    words.use(store_id, "visit_purpose", values["purpose"])


def follow_up(_store_id: int, values: Values, _words: Words) -> None:
    """What was done ended as done unless the line says otherwise."""
    if values.get("done_at"):
        values["ended_as"] = values.get("ended_as") or "done"


def showroom_card(_store_id: int, values: Values, _words: Words) -> None:
    """The last four digits, of an erased person none."""
    values["phone"] = values.pop("person", None) or values["phone"]
    values["phone_tail"] = tail(values["phone"])


def proposal(store_id: int, values: Values, words: Words) -> None:
    """Its reason is one of the store's; what stands below it stays as it was said."""
    words.use(store_id, REASONS.get(values["kind"], ""), values.get("reason"))


def absence(_store_id: None, values: Values, _words: Words) -> None:
    """Who is away said so themselves unless the line names another."""
    values["by_id"] = values.get("by_id") or values["user_id"]


def second_look(_store_id: int, values: Values, _words: Words) -> None:
    """When it was tried last."""
    standing = [one["at"] for one in values.get("tries") or () if "annulled_at" not in one]
    values["tried_at"] = datetime.fromisoformat(standing[-1]) if standing else None


COMPLETE: dict[str, Callable[[Any, Values, Words], None]] = {
    function.__name__: function for function in (lead, inquiry, call, appointment, visit, follow_up, showroom_card, proposal, absence, second_look)
}
