"""Channels of a store: made, named, retired. A name or alias means one channel, whatever the case and width it is written in."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dcc.errors import Refused
from dcc.models import Store, User
from dcc.store.store_defaults import CHANNELS
from dcc.trail import audit
from leads.channels.channel_names import key
from leads.models import Channel, ChannelAlias
from leads.models.channel import SOURCES


def resolver(store: Store) -> Callable[[str], Channel | None]:
    """Return a function that finds the channel in use by its name or an alias, and None where there is none: two queries for any number of names."""
    channels = {channel.pk: channel for channel in Channel.objects.filter(store=store).in_use()}
    found = {key(alias.name): channels[alias.channel_id] for alias in ChannelAlias.objects.filter(store=store) if alias.channel_id in channels}
    found |= {key(channel.name): channel for channel in channels.values()}
    return lambda name: found.get(key(name))


def channel_of(store: Store, source: str, *, born: str) -> Channel:
    """Return the store's channel of a source for what no sender named: of several in use the one it was `born` with, else the oldest."""
    channels = Channel.objects.filter(store=store, source=source).in_use()
    channel = channels.filter(name=born).first() or channels.order_by("pk").first()
    if channel is None:
        said = {"source": dict(SOURCES)[source]}
        raise Refused(_("There is no channel of the source “%(source)s” in use. The data manager adds one under Channels.") % said)
    return channel


def make_usual_channels(store: Store) -> None:
    """Give a new store the channels of the one table. The store's birth is the deed on the trail."""
    channels = Channel.objects.bulk_create(Channel(store=store, source=source, name=name) for source, name, _aliases in CHANNELS)
    ChannelAlias.objects.bulk_create(
        ChannelAlias(store=store, channel=channel, name=alias) for channel, line in zip(channels, CHANNELS, strict=True) for alias in line[2]
    )


@transaction.atomic
def add_channel(
    store: Store, *, name: str, source: str, first_response_minutes: int | None = None, virtual_days: int | None = None, by: User | None, now: datetime
) -> Channel:
    """Make a channel. Refused where its name means a channel of the store already."""
    _check_name(store, name)
    channel = Channel.objects.create(store=store, name=name, source=source, first_response_minutes=first_response_minutes, virtual_days=virtual_days or 0)
    audit.record("channel.add", channel, by=by, now=now, after=name, source=source)
    return channel


@transaction.atomic
def change_channel(channel: Channel, *, name: str, first_response_minutes: int | None, virtual_days: int | None = None, by: User | None, now: datetime) -> bool:
    """Rename a channel, set its own first-response limit (None: the store's) and for how many days its privacy numbers hold (None: nobody knows).

    False if nothing differs. Its source stays: figures stand on it. What came in before keeps its day.
    """
    _check_name(channel.store, name, besides=channel)
    stored = Channel.objects.get(pk=channel.pk)
    before = {"name": stored.name, "minutes": stored.first_response_minutes}
    after = {"name": name, "minutes": first_response_minutes}
    if stored.virtual_days != (virtual_days or 0):
        before, after = before | {"virtual_days": stored.virtual_days}, after | {"virtual_days": virtual_days or 0}
    if before == after:
        return False
    channel.name, channel.first_response_minutes, channel.virtual_days = name, first_response_minutes, virtual_days or 0
    channel.save(update_fields=["name", "first_response_minutes", "virtual_days"])
    audit.record("channel.change", channel, by=by, now=now, before=before, after=after)
    return True


@transaction.atomic
def add_alias(channel: Channel, *, name: str, by: User | None, now: datetime) -> ChannelAlias:
    """Let a further name mean this channel."""
    _check_name(channel.store, name)
    alias = ChannelAlias.objects.create(store_id=channel.store_id, channel=channel, name=name)
    audit.record("channel.alias", channel, by=by, now=now, after=name)
    return alias


@transaction.atomic
def remove_alias(alias: ChannelAlias, *, by: User | None, now: datetime) -> bool:
    """Let a name mean nothing again. False if somebody removed it before us."""
    removed, _models = ChannelAlias.objects.filter(pk=alias.pk).delete()
    if removed:
        audit.record("channel.alias_remove", alias.channel, by=by, now=now, before=alias.name)
    return bool(removed)


@transaction.atomic
def retire_channel(channel: Channel, *, by: User | None, now: datetime) -> bool:
    """Take a channel out of use: it takes no new leads and keeps its history. False if it is out already."""
    retired = Channel.objects.filter(pk=channel.pk, retired_at=None).update(retired_at=now)
    if retired:
        audit.record("channel.retire", channel, by=by, now=now, before=channel.name)
    return bool(retired)


@transaction.atomic
def bring_channel_back(channel: Channel, *, by: User | None, now: datetime) -> bool:
    """Let a retired channel take leads again. False if it is in use."""
    back = Channel.objects.filter(pk=channel.pk).exclude(retired_at=None).update(retired_at=None)
    if back:
        audit.record("channel.return", channel, by=by, now=now, after=channel.name)
    return bool(back)


def _check_name(store: Store, name: str, *, besides: Channel | None = None) -> None:
    """Refuse a name that means a channel already. Holds the store's row, so that two desks cannot both find it free."""
    Store.objects.select_for_update().get(pk=store.pk)
    wanted = key(name)
    if not wanted:
        raise Refused(_("A channel needs a name."))
    channels = Channel.objects.filter(store=store)
    for channel in channels.exclude(pk=besides.pk) if besides else channels:
        if key(channel.name) == wanted:
            raise Refused(_taken(channel))
    for alias in ChannelAlias.objects.filter(store=store).select_related("channel"):
        if key(alias.name) == wanted:
            raise Refused(_("“%(name)s” is a further name of %(channel)s already.") % {"name": alias.name, "channel": alias.channel.name})


def _taken(channel: Channel) -> str:
    if channel.retired_at:
        return _("“%(name)s” stands among the retired channels. Bring it back instead.") % {"name": channel.name}
    return _("There is a channel “%(name)s” already.") % {"name": channel.name}
