"""Tokens of the capture endpoint: who issues them, what they open, how often (docs/rules/intake.md#capture-endpoint)."""

from datetime import timedelta

import pytest

from dcc.errors import Refused
from leads.capture.rules.tokens import PER_MINUTE, issue_token, revoke_token, take_turn, token_of
from leads.channels.rules.channels import bring_channel_back, retire_channel
from leads.models import CaptureToken, Channel
from tests.moments import MONDAY_9, MONDAY_10, MONDAY_11
from tests.trail import trail

SECOND = timedelta(seconds=1)


@pytest.fixture
def channel(store):
    return Channel.objects.get(store=store, name="官网")


def test_a_token_opens_its_channel_and_its_secret_is_kept_nowhere(leader, channel):
    token, secret = issue_token(channel, by=leader, now=MONDAY_9)

    assert (token_of(secret), token.channel, token.hint) == (token, channel, secret[-4:])
    assert secret not in str(CaptureToken.objects.values().get())
    assert trail("capture.issue") == [{"after": f"…{secret[-4:]}"}]


def test_two_tokens_have_two_secrets_and_one_may_go_without_the_other(leader, channel):
    (first, one), (second, two) = issue_token(channel, by=leader, now=MONDAY_9), issue_token(channel, by=leader, now=MONDAY_9)

    revoked = [revoke_token(first, by=leader, now=MONDAY_10), revoke_token(first, by=leader, now=MONDAY_11)]

    assert (one != two, token_of(one), token_of(two), revoked) == (True, None, second, [True, False])
    assert CaptureToken.objects.filter(pk=first.pk).values_list("revoked_at", "revoked_by").get() == (MONDAY_10, leader.pk)


def test_the_token_of_a_retired_channel_opens_nothing_until_that_is_brought_back(leader, data_manager, channel):
    _token, secret = issue_token(channel, by=leader, now=MONDAY_9)
    retire_channel(channel, by=data_manager, now=MONDAY_10)
    shut = token_of(secret)
    channel.refresh_from_db()
    with pytest.raises(Refused, match="官网"):
        issue_token(channel, by=leader, now=MONDAY_10)

    bring_channel_back(channel, by=data_manager, now=MONDAY_11)

    assert (shut, token_of(secret) is None) == (None, False)


@pytest.mark.parametrize("secret", ["", "x", "…", "\ud800"])
def test_what_is_no_secret_opens_nothing(leader, channel, secret):
    issue_token(channel, by=leader, now=MONDAY_9)

    assert token_of(secret) is None


def test_the_last_request_of_a_minute_is_let_in_and_the_next_one_waits_for_the_minute_to_end(leader, channel):
    token, _secret = issue_token(channel, by=leader, now=MONDAY_9)
    other, _secret = issue_token(channel, by=leader, now=MONDAY_9)
    CaptureToken.objects.filter(pk=token.pk).update(minute=MONDAY_10, requests=PER_MINUTE - 1)

    waits = [take_turn(token, now=MONDAY_10 + 15 * SECOND) for _again in range(2)]

    assert (waits, take_turn(token, now=MONDAY_10 + 59 * SECOND), take_turn(other, now=MONDAY_10)) == ([0, 45], 1, 0)
    assert [take_turn(token, now=MONDAY_10 + 60 * SECOND), CaptureToken.objects.get(pk=token.pk).requests] == [0, 1]
