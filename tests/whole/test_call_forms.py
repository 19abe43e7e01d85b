"""Every form of the calls room, filled with anything at all: foreign ids, closed customers, absurd days, 5,000 signs, scripts. It is answered or refused."""

from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from calls.models import Appointment, Call, Card, IncomingNumber
from dcc.models import Word
from leads.models import Lead

SCRIPT = "<script>alert(1)</script>"
TEXTS = ("", "好", "王" * 5000, SCRIPT, f'"><img src=x onerror=alert(1)>{SCRIPT}', "'; DROP TABLE leads_lead; --", "\x00", "²", "{{ 7 }}", "\u202e王", "%s")
MOMENTS = ("0001-01-01T00:00", "9999-12-31T23:59", "1900-01-01T10:00", "2026-11-28T10:30", "2026-02-30T25:61", "x", "")
DAYS = ("0001-01-01", "9999-12-31", "2026-11-28", "2026-02-30", "x", "")
CLOCKS = ("0000", "1030", "10:30", "2400", "９３０", "-1", "x" * 50, "")
NUMBERS = ("15400009999", "１５４００００９９９９", "400-820-0000", "1" * 5000, "x", "")
FIGURES = ("0", "-1", "9" * 30, "1e309", "60", "x", "")
OWN, COLLEAGUE, ELSEWHERE = "own", "colleague", "other_store"
KINDS = {
    "note": TEXTS, "promise": TEXTS, "budget": TEXTS, "rivals": TEXTS, "model": TEXTS, "name": TEXTS, "where": TEXTS, "competitor": TEXTS,
    "province": TEXTS, "city": TEXTS, "passed_to": TEXTS,
    "visit_at": MOMENTS, "call_at": MOMENTS, "retry_at": MOMENTS, "began": MOMENTS, "at": MOMENTS, "off-at": MOMENTS, "visit_day": DAYS, "call_day": DAYS,
    "visit_time": CLOCKS, "call_time": CLOCKS, "real_number": NUMBERS, "number": NUMBERS, "seconds": FIGURES, "started": FIGURES, "calls_known": FIGURES,
    "step": ("invite", "callback", "lost", "invalid", "x"), "level": ("H", "Z", SCRIPT), "checks": ("need", SCRIPT), "card": ("on", ""), "refuses": ("on", ""),
    "lost_reason": ("他品战败", "unreachable", "out_of_area", SCRIPT), "invalid_reason": ("空错号", SCRIPT), "which": ("second", SCRIPT), "stay": ("1", ""),
    "answer": ("again", "bought", "not_buying", SCRIPT), "caller-name": TEXTS, "caller-city": TEXTS, "caller-detail": TEXTS, "keep": ("1", ""),
    "open": ("1", ""), "initial-budget": TEXTS,
    "off-reason": ("没空", SCRIPT, ""), "off-step": ("move", "callback", "lost", SCRIPT), "though_full": MOMENTS, "told_of_recording": ("on", ""),
}  # fmt: skip
FORMS = (
    ("calls_log", "lead"),
    ("calls_log", "untouched"),
    ("calls_log", "virtual"),
    ("calls_number", "lead"),
    ("call_correct", "call"),
    ("calls_card", "lead"),
    ("calls_look_log", "look"),
    ("calls_look_number", "look"),
    ("appointment_confirm", "appointment"),
    ("appointment_move", "appointment"),
    ("appointment_cancel", "appointment"),
    ("calls_incoming_number", ""),
    ("calls_incoming_take", ""),
    ("calls_incoming_miss", ""),
)
FACTS = (Lead, Call, Card, Appointment)


@some.composite
def filled(draw):
    """One of the forms, whose row it names, and up to a dozen of its fields."""
    name, kind = draw(some.sampled_from(FORMS))
    side = draw(some.sampled_from((OWN, OWN, OWN, COLLEAGUE, ELSEWHERE))) if kind else OWN
    names = draw(some.sets(some.sampled_from(sorted(KINDS)), max_size=12))
    fields = {field: draw(some.sampled_from(KINDS[field])) for field in sorted(names)}
    return name, kind, side, fields, draw(some.sampled_from((OWN, ELSEWHERE))), draw(some.booleans()), draw(some.booleans())


def facts_of(store) -> list[list[tuple]]:
    """What stands in a store of what these forms may write."""
    return [list(model.objects.filter(**{"store" if model is not Card else "lead__store": store}).order_by("pk").values_list()) for model in FACTS]


def ids_of(side) -> dict:
    """What a form names by its key, of the store of a side."""
    return {
        "outcome": Word.objects.filter(store=side.store, kind="call_outcome").order_by("-position").values_list("pk", flat=True)[0],
        "reception": side.people["reception"].pk,
        "caller-channel": side.rows["lead"].channel_id,
        "token": uuid4(),
    }


@pytest.mark.long
@pytest.mark.once
@settings(max_examples=60, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(sent=filled())
def test_whatever_is_sent_the_server_answers_and_no_foreign_store_changes(scene, sent):
    name, kind, side, fields, others, is_closed, htmx = sent
    own, elsewhere = scene.sides[OWN], scene.sides[ELSEWHERE]
    browser = Client(raise_request_exception=False)
    browser.force_login(own.people["agent"], "dcc.log_in.backends.PersonBackend")
    ids = ids_of(scene.sides[others])
    row = scene.sides[side].rows[kind] if kind else None
    with transaction.atomic():
        if kind in {"lead", "untouched", "virtual"} and is_closed:
            Lead.objects.filter(pk=row.pk).update(closed_at=scene.now, closed_as="lost", reason="价格不合")
        before = facts_of(elsewhere.store)
        closed = list(Call.objects.filter(lead__closed_at__isnull=False).values_list("pk", flat=True))
        answer = browser.post(reverse(name, args=[row.pk] if row else []), ids | fields, headers={"HX-Request": "true"} if htmx else {})
        after, calls_of_closed = facts_of(elsewhere.store), list(Call.objects.filter(lead__closed_at__isnull=False).values_list("pk", flat=True))
        windows = IncomingNumber.objects.exclude(agent__store=own.store).exclude(agent=elsewhere.people["agent"]).count()
        transaction.set_rollback(True)

    assert answer.status_code < 500, sent
    assert side != ELSEWHERE or answer.status_code == 404, sent
    assert (after, windows) == (before, 0), sent
    assert not (is_closed and name == "calls_log") or calls_of_closed == closed, sent
    assert SCRIPT not in answer.content.decode(errors="replace"), sent
