"""How many reasons make which grade, and from what figure each reason holds."""

import pytest

from leads.grading.grade_hint import Facts, Reason, suggest

PLAIN = {"level_days": 20, "level": "B", "visited": True}  # one reason for: they came


def codes(**facts) -> list[str]:
    return [reason.code for reason in suggest(Facts(**facts)).reasons]


@pytest.mark.parametrize(
    ("facts", "balance", "grade"),
    [
        ({"visited": True, "level_days": 20, "checks": frozenset({"date", "wechat"})}, 3, "H"),
        ({"visited": True, "level_days": 20, "checks": frozenset({"date"})}, 2, "H"),
        ({"visited": True, "level_days": 20}, 1, "A"),
        ({"visited": True}, 0, "A"),
        ({"level_days": 20}, -1, "A"),
        ({"level_days": 31}, -2, "L"),
        ({"level_days": 31, "no_shows": 1}, -3, "L"),
    ],
)
def test_high_is_two_more_reasons_for_and_low_two_more_against(facts, balance, grade):
    hint = suggest(Facts(**facts))

    assert (hint.for_it - hint.against, hint.grade) == (balance, grade)


@pytest.mark.parametrize(("appointment", "visited", "against"), [(False, False, True), (True, False, False), (False, True, False), (True, True, False)])
def test_no_appointment_speaks_against_only_who_never_came(appointment, visited, against):
    found = codes(level_days=20, appointment=appointment, visited=visited)

    assert ("no_appointment" in found, "appointment" in found, "visited" in found) == (against, appointment, visited)


@pytest.mark.parametrize(("days", "reason"), [(None, ["no_level"]), (0, ["soon"]), (15, ["soon"]), (16, []), (30, []), (31, ["later"])])
def test_soon_is_up_to_fifteen_days_and_later_beyond_thirty(days, reason):
    assert codes(visited=True, level_days=days) == ["visited", *reason]


@pytest.mark.parametrize(
    ("facts", "reasons"),
    [
        ({"connected": 1, "effective": 1}, []),
        ({"connected": 2, "effective": 2}, ["effective"]),
        ({"connected": 0, "effective": 0}, []),
        ({"connected": 1, "effective": 0}, ["short"]),
        ({"inquiries_of_week": 1}, []),
        ({"inquiries_of_week": 2}, ["inquiries"]),
        ({"no_shows": 0}, []),
        ({"no_shows": 1}, ["no_show"]),
        ({"checks": frozenset({"need", "model", "policy"})}, []),
        ({"checks": frozenset({"date"})}, ["date"]),
        ({"checks": frozenset({"wechat"})}, ["wechat"]),
    ],
)
def test_a_reason_holds_from_its_own_figure_on(facts, reasons):
    assert codes(**PLAIN, **facts) == ["visited", *reasons]


def test_beside_a_reason_stands_its_figure():
    facts = Facts(level="A", level_days=7, connected=3, effective=3, inquiries_of_week=4, no_shows=2)
    short = Facts(level="D", level_days=90, connected=1, longest_seconds=12)

    assert suggest(facts).reasons == (
        Reason(1, "soon", "A"),
        Reason(1, "effective", 3),
        Reason(1, "inquiries", 4),
        Reason(-1, "no_appointment"),
        Reason(-1, "no_show", 2),
    )
    assert suggest(short).reasons == (Reason(-1, "no_appointment"), Reason(-1, "later", "D"), Reason(-1, "short", 12))


def test_every_reason_weighs_one():
    everything_for = Facts(level_days=1, checks=frozenset({"date", "wechat"}), connected=2, effective=2, inquiries_of_week=2, appointment=True, visited=True)
    everything_against = Facts(level_days=90, connected=1, no_shows=1)

    assert [reason.sign for reason in suggest(everything_for).reasons] == [1] * 7
    assert [reason.sign for reason in suggest(everything_against).reasons] == [-1] * 4
    assert [reason.sign for reason in suggest(Facts()).reasons] == [-1, -1]


def test_a_proposal_and_who_was_never_reached_speak_against():
    assert suggest(Facts(proposal="lost")).reasons == (Reason(-1, "proposed_lost"),)
    assert suggest(Facts(proposal="invalid")).reasons == (Reason(-1, "proposed_invalid"),)
    assert suggest(Facts(unreached=True, tries=4)).reasons == (Reason(-1, "unreached", 4),)
