"""A channel's tokens on its page: shown once, revoked, and only to who may manage them."""

import pytest

from leads.capture.rules.tokens import issue_token
from leads.models import CaptureToken, Channel
from tests.factories import ChannelFactory
from tests.moments import MONDAY_9


@pytest.fixture
def channel(store):
    return Channel.objects.get(store=store, name="官网")


@pytest.mark.parametrize("who", ["leader", "director"])
def test_a_token_is_shown_once_and_revoked(request, client_of, channel, who):
    browser = client_of(request.getfixturevalue(who))
    page = f"/settings/channels/{channel.pk}/"

    issued = browser.post(f"{page}tokens/")
    token, secret = CaptureToken.objects.get(), issued.context["secret"]
    listed = browser.get(page).content.decode()
    revoked = browser.post(f"{page}tokens/{token.pk}/revoke/", follow=True).content.decode()

    assert (issued.status_code, secret in issued.content.decode(), secret in listed, f"…{secret[-4:]}" in listed) == (200, True, False, True)
    assert ("已作废" in revoked, f"{page}tokens/{token.pk}/revoke/" in revoked) == (True, False)


@pytest.mark.parametrize("who", ["data_manager", "marketing"])
def test_who_may_only_manage_channels_sees_no_token(request, client_of, leader, channel, who):
    token, _secret = issue_token(channel, by=leader, now=MONDAY_9)
    browser = client_of(request.getfixturevalue(who))
    page = f"/settings/channels/{channel.pk}/"

    answers = [browser.post(f"{page}tokens/"), browser.post(f"{page}tokens/{token.pk}/revoke/")]

    assert (token.hint in browser.get(page).content.decode(), [answer.status_code for answer in answers]) == (False, [403, 403])
    assert CaptureToken.objects.filter(revoked_at=None).count() == 1


def test_the_leader_reads_a_channel_and_changes_only_its_tokens(client_of, leader, channel):
    browser = client_of(leader)
    page = f"/settings/channels/{channel.pk}/"

    listed, shown = browser.get("/settings/channels/").content.decode(), browser.get(page).content.decode()

    assert (page in listed, "厂家官网" in shown, f"{page}change/" in shown, f"{page}retire/" in shown) == (True, True, False, False)
    assert [browser.post(f"{page}{deed}", {"name": "x"}).status_code for deed in ("change/", "names/", "retire/", "return/")] == [403] * 4


def test_another_stores_tokens_do_not_exist(client_of, leader, other_store, channel):
    other = ChannelFactory(store=other_store)
    token, _secret = issue_token(other, by=None, now=MONDAY_9)
    browser = client_of(leader)

    answers = [
        browser.post(f"/settings/channels/{other.pk}/tokens/"),
        browser.post(f"/settings/channels/{other.pk}/tokens/{token.pk}/revoke/"),
        browser.post(f"/settings/channels/{channel.pk}/tokens/{token.pk}/revoke/"),
    ]

    assert ([answer.status_code for answer in answers], CaptureToken.objects.get().revoked_at) == ([404] * 3, None)
