"""Whether the channel chosen for a file may be a slip: the file is called after another, or the last such file was another's."""

from collections.abc import Sequence
from typing import Any

from leads.channels.channel_names import key
from leads.intake.rules.remembering import kept_mapping
from leads.models import Channel, ChannelAlias, ImportBatch

SHORTEST = 2  # characters of a name that is looked for in a file's


def of_another_channel(batch: ImportBatch, headers: Sequence[str]) -> list[dict[str, Any]]:
    """Return what is to be asked of an uploaded file whose channel somebody chose: remarks, or nothing."""
    if batch.channel is None or not batch.file:
        return []
    asked: list[dict[str, Any]] = []
    if named := _called_after(batch):
        asked.append({"code": "named_otherwise", "named": named, "channel": batch.channel.name})
    kept = kept_mapping(batch, headers)
    if kept and kept.channel and kept.channel != batch.channel and (at := kept.batch.committed_at):
        said = {"other": kept.channel.name, "other_id": kept.channel.pk, "at": at.isoformat(), "by": kept.batch.by.name}
        asked.append({"code": "columns_of_another", "channel": batch.channel.name, **said})
    return asked


def _called_after(batch: ImportBatch) -> str:
    """Return the other channel whose name stands in the file's, the longest first; "" where there is none, or the chosen one's stands there too."""
    channels = {channel.pk: channel.name for channel in Channel.objects.filter(store=batch.store).in_use()}
    aliases = ChannelAlias.objects.filter(store=batch.store, channel__in=channels).values_list("channel", "name")
    names = [(key(name), pk) for pk, name in (*channels.items(), *aliases) if len(name) >= SHORTEST and not name.isdecimal()]
    said = [(len(name), pk) for name, pk in names if name in key(batch.filename)]
    return "" if not said or batch.channel_id in {pk for _length, pk in said} else channels[max(said)[1]]
