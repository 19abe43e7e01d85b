"""What a lived store wrote on its trail is read in the words of its people: no word of the program, no number of a row."""

import json
import re

import pytest
from django.utils import translation

from dcc.trail.audit import ACTIONS
from dcc.trail.trail_words import Words, in_words

pytestmark = pytest.mark.django_db
RAW = re.compile(r"[a-z]{2,}|\d{4}-\d\d-\d\dT|[LPVO]\d|(^| )[开关]$")
SAID = {"lead.give", "visit.note", "visit.same", "target.set", "appointment.move", "call.log", "claim.decide", "follow_up.note"}


def test_what_was_left_empty_is_not_said():
    assert in_words("lead.close", {"after": "delivered", "reason": "", "at": None}) == Words([], "", "已交车")


@pytest.mark.once
def test_every_line_of_a_trail_is_said_in_words(lived):
    lines = [json.loads(line) for line in lived.ledger.decode().splitlines()]
    names = {line["username"]: line["name"] for line in lines if line["type"] == "user"}

    with translation.override("zh-hans"):
        said = {(line["action"], *words_of(line, names)) for line in lines if line["type"] == "audit"}

    assert [line for line in sorted(said) if any(RAW.search(part) for part in line[1:])] == []
    assert {action for action, *_words in said} > SAID


def words_of(line: dict, names: dict) -> tuple[str, ...]:
    """The sentence of an entry and all that is said of it."""
    words = in_words(line["action"], line["detail"], names)
    return (str(ACTIONS[line["action"]]), *words.facts, words.before, words.after)
