"""The trail's seals: whatever is done to its rows behind the program's back is found (docs/rules/trust.md#trail-sealed)."""

import json
from datetime import timedelta
from hashlib import sha256

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from dcc.models import TrailChain, TrailEntry, TrailSeal
from dcc.trail import audit
from dcc.trail.rules.sealing import seal_trail
from dcc.trail.trail_seals import ALTERED, CUT_OFF, MISSING, last_seals, verify
from tests.moments import MONDAY_9

SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)


def canonical(said: dict) -> str:
    return sha256(json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


@pytest.fixture
def sealed(store, agent) -> list[int]:
    """Six sealed deeds of the store beside its birth; their keys."""
    for number in range(6):
        audit.record("roster.set", agent, by=agent, now=MONDAY_9, first=f"2026-11-{number + 10}")
    seal_trail(now=MONDAY_9)
    return list(TrailEntry.objects.filter(store=store, action="roster.set").order_by("pk").values_list("pk", flat=True))


def behind_its_back(sentence: str, *values) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sentence, values)


def found(code: str = "S1") -> tuple:
    [chain] = [chain for chain in verify() if chain.store == code]
    return chain.why, chain.entry


def test_a_seal_is_over_canonical_json_with_the_one_before(sealed, agent):
    first, second = TrailSeal.objects.filter(entry__in=sealed[:2]).order_by("number")

    detail = canonical({"detail": {"first": "2026-11-11"}, "salt": second.salt})
    said = {"at": "2026-11-23T01:00:00.000000+00:00", "action": "roster.set", "by": agent.pk, "entry": sealed[1], "store": agent.store_id}
    said |= {"object_id": agent.pk, "object_type": "user", "detail": detail, "number": second.number, "before": first.hash}
    assert (second.number, second.hash) == (first.number + 1, canonical(said))


def test_what_is_sealed_once_is_not_sealed_again(sealed):
    before = last_seals()

    assert (seal_trail(now=MONDAY_9), seal_trail(now=MONDAY_9, whole=True)) == (0, 0)
    assert last_seals() == before
    assert {chain.why for chain in verify()} == {""}


def test_the_deeds_of_no_store_are_a_chain_of_their_own(sealed, hq):
    audit.record("session.open", hq, by=hq, now=MONDAY_9)

    assert seal_trail(now=MONDAY_9) == 1
    assert (last_seals()[""][0], found("")) == (1, ("", None))


ALTERING = {
    "detail": "UPDATE dcc_trailentry SET detail = '{{}}' WHERE id = {2}",
    "moment": "UPDATE dcc_trailentry SET at = '2026-11-23 08:59:59+00:00' WHERE id = {2}",
    "who": "UPDATE dcc_trailentry SET by_id = NULL WHERE id = {2}",
    "store": "UPDATE dcc_trailentry SET store_id = NULL WHERE id = {2}",
    "seal": "UPDATE dcc_trailseal SET salt = '' WHERE entry_id = {2}",
}


@pytest.mark.parametrize("deed", ALTERING.values(), ids=ALTERING)
def test_an_altered_row_is_named(sealed, deed):
    behind_its_back(deed.format(*sealed))

    assert found() == (ALTERED, sealed[2])


def test_rows_put_in_another_order_are_found(sealed):
    for key, to in ((sealed[2], 0), (sealed[4], sealed[2]), (0, sealed[4])):
        behind_its_back("UPDATE dcc_trailentry SET id = %s WHERE id = %s", to, key)

    assert found() == (ALTERED, sealed[2])


def test_seals_put_in_another_order_are_found(sealed):
    second, fourth = TrailSeal.objects.filter(entry__in=(sealed[2], sealed[4])).order_by("number")
    for seal, number in ((second, 0), (fourth, second.number), (second, fourth.number)):
        TrailSeal.objects.filter(pk=seal.pk).update(number=number)

    assert found() == (ALTERED, sealed[4])


@pytest.mark.parametrize(("at", "with_seal"), [(2, False), (2, True), (-1, False)])
def test_a_row_that_is_gone_is_found(sealed, at, with_seal):
    behind_its_back("DELETE FROM dcc_trailentry WHERE id = %s", sealed[at])
    if with_seal:
        TrailSeal.objects.filter(entry=sealed[at]).delete()

    assert found() == (MISSING, None if with_seal else sealed[at])


def test_an_end_cut_off_with_its_seals_is_found_whatever_is_sealed_after_it(sealed, agent):
    for key in sealed[4:]:
        TrailSeal.objects.filter(entry=key).delete()
        behind_its_back("DELETE FROM dcc_trailentry WHERE id = %s", key)
    assert found() == (CUT_OFF, None)

    audit.record("session.open", agent, by=agent, now=MONDAY_9)
    seal_trail(now=MONDAY_9)

    assert found() == (MISSING, None)


def test_a_chain_written_anew_does_not_bear_the_seal_noted_elsewhere(sealed):
    known = last_seals()
    assert [chain.why for chain in verify(known)] == [""]
    TrailSeal.objects.all().delete()
    TrailChain.objects.all().delete()
    behind_its_back("UPDATE dcc_trailentry SET by_id = NULL WHERE id = %s", sealed[2])

    assert [chain.why for chain in verify(known)] == [CUT_OFF]
    seal_trail(now=MONDAY_9, whole=True)
    assert [chain.why for chain in verify()] == [""]
    assert [chain.why for chain in verify(known)] == [ALTERED]


@pytest.mark.parametrize(("looked_again", "whole", "sealed_late"), [(HOUR - SECOND, False, 1), (HOUR, False, 0), (HOUR, True, 1)])
def test_what_is_seen_an_hour_after_later_rows_is_sealed_when_all_is_looked_through(sealed, looked_again, whole, sealed_late):
    """A deed takes its key when it writes and is seen when it ends: to whoever seals it is a row without a seal among older ones."""
    seal_trail(now=MONDAY_9 + looked_again)
    TrailSeal.objects.filter(entry=sealed[0]).delete()

    assert seal_trail(now=MONDAY_9 + looked_again, whole=whole) == sealed_late


def test_the_command_says_how_many_it_sealed_and_ends_with_1_where_one_is_broken(sealed, agent, capsys):
    audit.record("session.open", agent, by=agent, now=MONDAY_9)
    call_command("trail", verify=True)
    number, seal = last_seals()["S1"]
    assert capsys.readouterr().out == f"sealed now: 1\nS1: {number} entries, {seal}, unbroken\n"

    behind_its_back("UPDATE dcc_trailentry SET by_id = NULL WHERE id = %s", sealed[2])
    with pytest.raises(CommandError) as ended:
        call_command("trail", verify=True)

    assert ended.value.returncode == 1
    assert f"BROKEN: number {TrailSeal.objects.get(entry=sealed[2]).number} (entry {sealed[2]}) is altered" in capsys.readouterr().out
