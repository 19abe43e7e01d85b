"""Seals what stands open on the trail; no other verb waits for it (docs/rules/trust.md#trail-sealed)."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max

from dcc.models import Sealing, TrailChain, TrailEntry, TrailSeal
from dcc.trail.trail_seals import seal_of

AT_A_TIME = 500  # so short that on SQLite nobody notices who writes
LONGEST_DEED = timedelta(hours=1)  # an entry is seen that long after a later one, if its transaction took that long


def seal_trail(*, now: datetime, whole: bool = False) -> int:
    """Seal the entries that are committed and open, store by store in the order they were found in; return how many. Safe from several places at once.

    Each minute only the latest are looked through; with `whole` all of them, which finds also what was written in a transaction of more than an hour.
    """
    Sealing.objects.get_or_create(pk=1)
    after, seen, sealed = 0 if whole else Sealing.objects.get(pk=1).sealed_until, _last_entry(), 0
    while ids := _open_after(after):
        sealed += _seal(ids)
        after = ids[-1]
    _move_on(seen, now=now)
    return sealed


def _last_entry() -> int:
    return TrailEntry.objects.aggregate(last=Max("pk"))["last"] or 0


def _open_after(after: int) -> list[int]:
    return list(TrailEntry.objects.filter(pk__gt=after, seal=None).order_by("pk").values_list("pk", flat=True)[:AT_A_TIME])


@transaction.atomic
def _seal(ids: Sequence[int]) -> int:
    """Seal these entries, but for those another was quicker with."""
    Sealing.objects.select_for_update().get(pk=1)
    entries = list(TrailEntry.objects.filter(pk__in=ids, seal=None).order_by("pk"))
    chains = {chain.store_id: chain for chain in TrailChain.objects.all()}
    seals = []
    for entry in entries:
        chain = chains.get(entry.store_id) or chains.setdefault(entry.store_id, TrailChain.objects.create(store_id=entry.store_id))
        salt = secrets.token_hex(16)
        chain.number, chain.hash = chain.number + 1, seal_of(entry, number=chain.number + 1, salt=salt, before=chain.hash)
        seals.append(TrailSeal(chain=chain, number=chain.number, entry_id=entry.pk, salt=salt, hash=chain.hash))
    TrailSeal.objects.bulk_create(seals)
    TrailChain.objects.bulk_update({seal.chain for seal in seals}, ["number", "hash"])
    return len(seals)


@transaction.atomic
def _move_on(seen: int, *, now: datetime) -> None:
    """Look no more at what was looked through an hour ago: what was under way then has ended."""
    sealing = Sealing.objects.select_for_update().get(pk=1)
    if sealing.seen_at is None or abs(now - sealing.seen_at) >= LONGEST_DEED:
        sealing.sealed_until, sealing.seen_until, sealing.seen_at = sealing.seen_until, max(seen, sealing.seen_until), now
        sealing.save()
