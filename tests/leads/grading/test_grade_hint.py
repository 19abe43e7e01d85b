"""The suggested grade."""

import pytest

from leads.grading.grade_hint import Facts, suggest


def test_more_for_than_against_by_two_is_high_intent():
    facts = Facts(level="A", level_days=15, connected=2, effective=2, longest_seconds=258, checks=frozenset({"date", "wechat"}), inquiries_of_week=2)

    hint = suggest(facts)

    assert (hint.grade, hint.for_it, hint.against) == ("H", 5, 1)
    assert [reason.code for reason in hint.reasons] == ["soon", "date", "wechat", "effective", "inquiries", "no_appointment"]


def test_an_even_balance_is_ordinary():
    facts = Facts(level="B", level_days=30, connected=1, effective=1, checks=frozenset({"need"}))

    hint = suggest(facts)

    assert (hint.grade, [reason.code for reason in hint.reasons]) == ("A", ["no_appointment"])


def test_more_against_than_for_by_two_is_low():
    facts = Facts(level="C", level_days=90, connected=1, longest_seconds=12)

    hint = suggest(facts)

    assert (hint.grade, [reason.code for reason in hint.reasons]) == ("L", ["no_appointment", "later", "short"])


@pytest.mark.parametrize(("proposal", "grade"), [("lost", "F"), ("unreachable", "L"), ("out_of_area", "L"), ("invalid", "")])
def test_what_is_proposed_is_suggested_before_everything_else(proposal, grade):
    hint = suggest(Facts(proposal=proposal, appointment=True, visited=True))

    assert (hint.grade, [reason.code for reason in hint.reasons]) == (grade, [f"proposed_{proposal}"])


def test_who_was_never_reached_is_low_with_the_count_of_calls():
    hint = suggest(Facts(unreached=True, tries=4))

    assert (hint.grade, [(reason.code, reason.detail) for reason in hint.reasons]) == ("L", [("unreached", 4)])
