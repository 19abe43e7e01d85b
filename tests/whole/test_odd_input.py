"""What no page offers and somebody sends nevertheless is refused or means nothing: it never breaks the server."""

import re
from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from dcc.models import Word
from tests.database import chosen
from tests.whole.matrix_scene import Scene

NUMBERS = ("²", "٣", "1²", "9" * 30, "9" * 5000, "-1", "0", "1e9", "NaN", "\x00")
DAYS = ("0001-01-01", "9999-12-31", "1900-01-01", "2026-13-01", "2026-02-30", "²026-01-01", "x")
MONTHS = ("0001-01", "9999-12", "9999-11", "0000-01", "2026-13", "²026-11", "x", "\x00")
REACHES = re.compile(r"\x00|²|\d{19}|^(0001|9999|-1$)")
MOMENTS = ("0001-01-01T00:00", "9999-12-31T23:59", "0001-01-01T00:00+14:00", "9999-12-31T23:59-12:00", "x")


class Asked(NamedTuple):
    """Which field of which address somebody bends, and what else the form holds. `row`: whose address it is."""

    role: str
    method: str
    url: str
    fields: tuple[str, ...]
    values: tuple[str, ...]
    row: str = ""
    more: dict = {}


PAGE = ("after", "before", "n")
PERIOD = ("from", "to")
CARD = {"phone": "15400009999", "name": "王", "card_date": "2026-11-01"}
QUOTE = {"kind": "quote", "step-quote-amount": "20.38", "step-quote-token": "5d0f6c1e-5b0a-4c44-8b5e-2f6f2c1f7a11"}
SIGNING = {"order-model": "凯美瑞", "order-token": "0b2f4c9e-7a1d-4c6e-9f3b-2d5a8e7c1f60"}
CALL = {"token": "0b2f4c9e-7a1d-4c6e-9f3b-2d5a8e7c1f60", "outcome": "connected"}
TABLE = (
    Asked("data_manager", "get", "grading", ("lead",), NUMBERS),
    Asked("leader", "get", "review", ("lead",), NUMBERS),
    Asked("leader", "get", "allocate", ("channel", *PAGE), NUMBERS),
    Asked("leader", "get", "leads", ("channel", "agent", "registered", "batch", *PAGE), NUMBERS),
    Asked("leader", "get", "leads", ("since", "until", "given"), DAYS),
    Asked("leader", "get", "trail", ("by", "before"), NUMBERS),
    Asked("leader", "get", "trail", ("first", "last"), DAYS),
    Asked("leader", "post", "allocate_hand", ("agent", "lead"), NUMBERS, more={"agent": "1", "lead": "1"}),
    Asked("leader", "post", "allocate_hand", ("seen",), MOMENTS, more={"agent": "1", "all": "1"}),
    Asked("leader", "post", "allocate_preview", ("lead", "shown"), NUMBERS),
    Asked("leader", "post", "allocate_preview", ("lead",), tuple(f"1-{number}" for number in NUMBERS)),
    Asked("leader", "post", "allocate_preview", ("shown",), tuple(f"{number},3" for number in NUMBERS)),
    Asked("leader", "post", "allocate_rule", ("lead", "plan"), NUMBERS),
    Asked("leader", "get", "allocation_rules", ("day",), DAYS),
    Asked(
        "leader", "post", "allocation_rules_preview", ("count", "open", "l0-channel", "l0-users", "l0-model"), NUMBERS, more={"count": "2", "l0-act": "even"}
    ),
    Asked("leader", "post", "allocation_rules_preview", ("do",), tuple(f"{deed}:{number}" for deed in ("up", "open") for number in NUMBERS)),
    Asked(
        "leader", "post", "allocation_rules_save", ("seen", "l0-begins"), MOMENTS, more={"count": "2", "l0-act": "even", "l0-ends": "08:00", "l1-act": "even"}
    ),
    Asked("leader", "post", "leads_hand_over", ("agent", "lead"), NUMBERS, more={"agent": "1", "reason": "away", "lead": "1"}),
    Asked("leader", "post", "leads_hand_over", ("seen",), MOMENTS, more={"agent": "pool", "reason": "away", "all": "1"}),
    Asked("leader", "post", "lead_give", ("agent", "was"), NUMBERS, row="lead"),
    Asked("leader", "post", "lead_do_not_call", ("until",), DAYS, row="lead", more={"source": "call"}),
    Asked("leader", "post", "review_decide", ("until",), DAYS, row="low", more={"decision": "nurture"}),
    Asked("leader", "post", "lead_new", ("received_at",), MOMENTS, more={"phone": "15400009999", "name": "王"}),
    Asked("leader", "get", "targets", ("month",), MONTHS),
    Asked("director", "get", "reconcile", ("day",), DAYS),
    Asked("director", "get", "transfers", ("list",), NUMBERS),
    Asked("director", "get", "transfers_calendar", ("day",), DAYS),
    Asked("director", "post", "transfers_decide", ("transfer",), NUMBERS, more={"decision": "confirmed"}),
    Asked("director", "post", "transfers_decide", ("until",), DAYS, more={"decision": "held", "reason": "x", "transfer": "1"}),
    Asked("director", "post", "transfer_hold", ("until",), DAYS, row="transfer", more={"reason": "x"}),
    Asked("leader", "get", "funnel", PERIOD, DAYS),
    Asked("leader", "get", "daily", PERIOD, DAYS),
    Asked("leader", "get", "figure_rows", PERIOD, DAYS, more={"measure": "leads"}),
    Asked("leader", "get", "figure_rows", ("key",), (*NUMBERS, *DAYS, *MONTHS), more={"measure": "leads", "by": "day"}),
    Asked("leader", "get", "figure_rows", ("key",), (*NUMBERS, *DAYS, *MONTHS), more={"measure": "leads", "by": "month"}),
    Asked("leader", "get", "figure_rows", ("key",), NUMBERS, more={"measure": "leads", "by": "channel"}),
    Asked("leader", "get", "figure_rows", ("after", "before", "n"), NUMBERS, more={"measure": "leads"}),
    Asked("agent", "post", "calls_log", ("outcome", "started", "seconds", "reception"), NUMBERS, row="lead", more=CALL),
    Asked("agent", "post", "calls_log", ("visit_at",), MOMENTS, row="lead", more=CALL | {"step": "invite"}),
    Asked("agent", "post", "calls_log", ("call_at",), MOMENTS, row="lead", more=CALL | {"step": "callback"}),
    Asked("agent", "post", "calls_log", ("retry_at",), MOMENTS, row="lead", more=CALL | {"outcome": "no_answer"}),
    Asked("agent", "post", "calls_number", ("outcome", "started", "seconds", "visit_at", "level"), NUMBERS, row="lead", more={"token": "x"}),
    Asked("agent", "post", "appointment_move", ("at",), MOMENTS, row="appointment"),
    Asked("agent", "post", "calls_incoming_number", ("number",), NUMBERS),
    Asked("agent", "post", "calls_incoming_take", ("caller-channel", "started", "seconds"), NUMBERS, more=CALL),
    Asked("front_desk", "post", "desk_match", ("tail", "q", "match"), (*NUMBERS, "²²²²", "٣٣٣٣")),
    Asked("front_desk", "post", "desk_propose", ("phone", "heads", "match", "token"), NUMBERS, more={"match": "new"}),
    Asked("front_desk", "post", "visit_register", ("phone", "heads", "match", "token"), NUMBERS, more={"match": "new"}),
    Asked("front_desk", "post", "showroom_card_new", ("phone",), NUMBERS, more=CARD),
    Asked("front_desk", "post", "showroom_card_new", ("card_date", "last_contact"), DAYS, more=CARD),
    Asked("reception", "post", "customer_note", ("due_at",), MOMENTS, row="lead", more={"note": "x"}),
    Asked("reception", "post", "customer_invite", ("at", "day"), MOMENTS, row="lead"),
    Asked("reception", "post", "customer_order", ("order-signed_at",), MOMENTS, row="lead", more=SIGNING),
    Asked("reception", "post", "customer_order", ("order-expected_on",), DAYS, row="lead", more=SIGNING),
    Asked("reception", "post", "order_deliver", ("deliver-at",), MOMENTS, row="order"),
    Asked("reception", "post", "step_take", ("step-quote-amount", "step-quote-ended", "step-quote-token", "instead"), NUMBERS, row="visit", more=QUOTE),
    Asked("reception", "post", "step_take", ("kind",), ("talk", "finance"), row="visit"),
    Asked("leader", "post", "order_signed", ("signed-signed_at",), MOMENTS, row="order", more={"signed-why": "x"}),
    Asked("leader", "post", "person_away", ("last",), DAYS, row="person"),
)


def answers(scene: Scene, asked: Asked) -> dict[tuple, int]:
    """Return the status of every value in every field; each finds the same scene.

    Each is sent by htmx, the first of a field by a plain form too: what was read is the same, and a whole page holds the part that htmx is given.
    """
    browser = Client(raise_request_exception=False)
    browser.force_login(scene.person(asked.role), "dcc.log_in.backends.PersonBackend")
    side = scene.sides["own"]
    row = side.people["agent"] if asked.row == "person" else side.rows.get(asked.row)
    address = reverse(asked.url, args=[row.pk] if row else [])
    more = {name: _outcome(side, value) if name == "outcome" else value for name, value in asked.more.items()}
    found = {}
    for name, value, htmx in ways_of(asked):
        with transaction.atomic():
            answer = getattr(browser, asked.method)(address, more | {name: value}, headers={"HX-Request": "true"} if htmx else {})
            transaction.set_rollback(True)
        found[asked.url, name, value[:20], htmx] = answer.status_code
    return found


def ways_of(asked: Asked) -> Iterator[tuple[str, str, bool]]:
    """Name each field with each value, and whether htmx sends it. PostgreSQL is sent what a database could stumble over: the rest is refused before it."""
    for name, value in product(asked.fields, asked.values):
        if chosen() == "postgres" and not REACHES.search(value):
            continue
        if value == asked.values[0]:
            yield name, value, False
        yield name, value, True


def _outcome(side, meaning: str) -> int:
    return Word.objects.get(store=side.store, kind="call_outcome", meaning=meaning).pk


@pytest.mark.long
def test_nothing_that_is_sent_breaks_the_server(scene):
    found = {sent: status for asked in TABLE for sent, status in answers(scene, asked).items()}

    assert {sent: status for sent, status in found.items() if status >= 500} == {}
    assert len(found) > (400 if chosen() == "postgres" else 800)


@pytest.mark.parametrize("value", ["²", "-1", "9223372036854775807", "x", "1e9"])
def test_a_hidden_field_that_was_bent_is_refused_with_a_sentence(scene, client_of, value):
    browser = client_of(scene.person("leader"))

    answer = browser.post(reverse("targets_save", args=["2026-11"]), {"t0-leads": "100", "initial-t0-leads": value})

    assert answer.status_code == 422
    assert len(answer.context["form"].non_field_errors()) == 1
