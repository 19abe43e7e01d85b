"""Whether the channel chosen for a file may be a slip: the file is called after another, or such columns were always another's."""

from collections.abc import Sequence
from typing import Any

from leads.channels.channel_names import key
from leads.models import Channel, ChannelAlias, ImportBatch

FILES = 60  # of the last ones imported that are looked at
SHORTEST = 2  # characters of a name that is looked for in a file's


def of_another_channel(batch: ImportBatch, headers: Sequence[str]) -> list[dict[str, Any]]:
    """Return what is to be asked of an uploaded file whose channel somebody chose: a remark, or nothing."""
    if batch.channel is None or not batch.file:
        return []
    if named := _called_after(batch):
        return [{"code": "named_otherwise", "named": named, "channel": batch.channel.name}]
    if other := _always_of(batch, headers):
        return [{"code": "columns_of_another", "other": other, "channel": batch.channel.name}]
    return []


def _called_after(batch: ImportBatch) -> str:
    """Return the other channel whose name stands in the file's, the longest first; "" where there is none, or the chosen one's stands there too."""
    channels = {channel.pk: channel.name for channel in Channel.objects.filter(store=batch.store).in_use()}
    aliases = ChannelAlias.objects.filter(store=batch.store, channel__in=channels).values_list("channel", "name")
    names = [(key(name), pk) for pk, name in (*channels.items(), *aliases) if len(name) >= SHORTEST and not name.isdecimal()]
    said = [(len(name), pk) for name, pk in names if name in key(batch.filename)]
    return "" if not said or batch.channel_id in {pk for _length, pk in said} else channels[max(said)[1]]


def _always_of(batch: ImportBatch, headers: Sequence[str]) -> str:
    """Return the channel of the last file with the same columns, where none of them was of the chosen one."""
    done = ImportBatch.objects.filter(store=batch.store, state="done", channel__isnull=False).exclude(pk=batch.pk)
    files = done.order_by("-uploaded_at", "-pk").values_list("channel", "channel__name", "columns")[:FILES]
    alike = [(pk, name) for pk, name, columns in files if [column["header"] for column in columns] == list(headers)]
    return "" if not alike or batch.channel_id in {pk for pk, _name in alike} else alike[0][1]
