"""Channels and the names they go by."""

import pytest

from dcc.errors import Refused
from dcc.store.rules.stores import create_store
from dcc.store.store_defaults import CHANNELS
from leads.channels.channel_names import key
from leads.channels.rules.channels import add_alias, add_channel, bring_channel_back, change_channel, remove_alias, resolver, retire_channel
from leads.models import Channel, ChannelAlias
from tests.factories import ChannelAliasFactory, ChannelFactory, StoreFactory
from tests.moments import MONDAY_9, MONDAY_10
from tests.trail import trail


@pytest.fixture
def store(db):
    """A store without the usual channels: every name is its test's own."""
    return StoreFactory(code="S1")


@pytest.fixture
def other_store(db):
    """Another without them."""
    return StoreFactory(code="S2")


@pytest.mark.parametrize("name", ["汽车之家App", "汽车之家ＡＰＰ", " 汽车之家 app "])
def test_case_width_and_spaces_make_no_other_name(name):
    assert key(name) == "汽车之家app"


def test_a_store_is_born_with_the_usual_channels(db):
    store = create_store(code="S7", name="七店", by=None, now=MONDAY_9)

    assert set(Channel.objects.filter(store=store).values_list("source", "name")) == {(source, name) for source, name, _aliases in CHANNELS}
    assert resolver(store)("车商汇").name == "汽车之家"


def test_the_usual_channels_have_no_name_twice():
    names = [key(name) for _source, name, aliases in CHANNELS for name in (name, *aliases)]

    assert sorted(names) == sorted(set(names))


def test_a_channel_is_found_by_any_of_its_names(data_manager):
    channel = ChannelFactory(store=data_manager.store, name="懂车帝")
    ChannelAliasFactory(channel=channel, name="DCD直播")

    find = resolver(data_manager.store)

    assert (find("懂车帝"), find("ｄｃｄ 直播"), find("快手")) == (channel, channel, None)


def test_another_stores_channel_is_not_found(data_manager, other_store):
    ChannelFactory(store=other_store, name="懂车帝")

    assert resolver(data_manager.store)("懂车帝") is None


def test_a_retired_channel_takes_no_new_leads(data_manager):
    channel = ChannelFactory(store=data_manager.store, name="电台")

    first = retire_channel(channel, by=data_manager, now=MONDAY_9)
    second = retire_channel(channel, by=data_manager, now=MONDAY_10)

    assert (first, second) == (True, False)
    assert resolver(data_manager.store)("电台") is None
    assert bring_channel_back(channel, by=data_manager, now=MONDAY_10) is True
    assert resolver(data_manager.store)("电台") == channel


@pytest.mark.parametrize("name", ["懂车帝", "懂 车帝", "dcd", "ＤＣＤ"])
def test_a_name_means_one_channel(data_manager, name):
    channel = ChannelFactory(store=data_manager.store, name="懂车帝")
    ChannelAliasFactory(channel=channel, name="DCD")
    other = ChannelFactory(store=data_manager.store, name="易车")

    with pytest.raises(Refused):
        add_channel(data_manager.store, name=name, source="web", by=data_manager, now=MONDAY_9)
    with pytest.raises(Refused):
        add_alias(other, name=name, by=data_manager, now=MONDAY_9)
    with pytest.raises(Refused):
        change_channel(other, name=name, first_response_minutes=None, by=data_manager, now=MONDAY_9)

    assert Channel.objects.count() == 2
    assert ChannelAlias.objects.count() == 1


def test_a_channel_may_change_the_case_of_its_own_name(data_manager):
    channel = ChannelFactory(store=data_manager.store, name="app")

    assert change_channel(channel, name="APP", first_response_minutes=15, by=data_manager, now=MONDAY_9) is True

    assert list(Channel.objects.values_list("name", "first_response_minutes")) == [("APP", 15)]
    assert trail("channel.change") == [{"before": {"name": "app", "minutes": None}, "after": {"name": "APP", "minutes": 15}}]


def test_two_stores_may_use_the_same_name(data_manager, other_store):
    ChannelFactory(store=other_store, name="快手")

    channel = add_channel(data_manager.store, name="快手", source="web", by=data_manager, now=MONDAY_9)

    assert channel.store == data_manager.store
    assert trail("channel.add") == [{"after": "快手", "source": "web"}]


def test_a_removed_name_means_nothing_again(data_manager):
    channel = ChannelFactory(store=data_manager.store, name="抖音")
    alias = add_alias(channel, name="巨量", by=data_manager, now=MONDAY_9)

    assert remove_alias(alias, by=data_manager, now=MONDAY_10) is True

    assert resolver(data_manager.store)("巨量") is None
    assert trail("channel.alias_remove") == [{"before": "巨量"}]


def test_the_page_shows_every_channel_under_its_source(client_of, data_manager, other_store):
    ChannelFactory(store=data_manager.store, name="懂车帝", source="web")
    ChannelFactory(store=data_manager.store, name="车展", source="event")
    ChannelFactory(store=other_store, name="别店")

    table = client_of(data_manager).get("/settings/channels/").context["table"]

    assert [[channel.name for channel in channels] for _label, _note, channels in table.grouped()] == [["懂车帝"], [], [], ["车展"], []]


def test_the_data_manager_adds_names_and_retires_a_channel(client_of, data_manager):
    browser = client_of(data_manager)

    added = browser.post("/settings/channels/new/", {"name": "快手", "source": "web", "first_response_minutes": ""})
    channel = Channel.objects.get(store=data_manager.store)
    page = f"/settings/channels/{channel.pk}/"
    answers = [
        browser.post(f"{page}change/", {"name": "快手直播", "first_response_minutes": "15"}),
        browser.post(f"{page}names/", {"name": "KS"}),
        browser.post(f"{page}names/{0}/remove/"),
        browser.post(f"{page}retire/"),
        browser.post(f"{page}return/"),
    ]

    assert (added.status_code, [answer.status_code for answer in answers]) == (303, [303, 303, 404, 303, 303])
    assert list(Channel.objects.values_list("name", "first_response_minutes", "retired_at")) == [("快手直播", 15, None)]
    assert browser.post(f"{page}names/{ChannelAlias.objects.get().pk}/remove/").status_code == 303


def test_a_taken_name_leaves_the_form_filled(client_of, data_manager):
    channel = ChannelFactory(store=data_manager.store, name="懂车帝")
    browser = client_of(data_manager)

    answers = [
        browser.post("/settings/channels/new/", {"name": "懂 车帝", "source": "web"}),
        browser.post(f"/settings/channels/{channel.pk}/names/", {"name": "懂车帝"}),
    ]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert [answer.context["form" if index == 0 else "alias_form"]["name"].value() for index, answer in enumerate(answers)] == ["懂 车帝", "懂车帝"]


def test_another_stores_channel_does_not_exist(client_of, data_manager, other_store):
    alias = ChannelAliasFactory(channel=ChannelFactory(store=other_store))
    page = f"/settings/channels/{alias.channel_id}/"
    browser = client_of(data_manager)

    assert browser.get(page).status_code == 404
    assert [browser.post(f"{page}{deed}").status_code for deed in ("change/", "names/", f"names/{alias.pk}/remove/", "retire/", "return/")] == [404] * 5
