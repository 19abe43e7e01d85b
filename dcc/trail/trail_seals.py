"""What is sealed of an entry of the trail, and whether the chains hold (docs/rules/trust.md#trail-sealed).

Sealed are the entry's own row, its number in the chain, the seal before and, in place of its detail, the digest of the detail with a salt: whoever keeps a
seal elsewhere finds out by no trying what an entry said. Details hold ids and words alone, so erasing a person takes nothing out of an entry, and an entry
without its detail is an altered one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Q

from dcc.database.snapshot import one_moment
from dcc.models import TrailChain, TrailEntry, TrailSeal
from dcc.reckoning.seal_chain import GAP, Broken, first_broken, seal_over

AT_A_TIME = 2_000
MISSING, ALTERED, CUT_OFF = "missing", "altered", "cut off"


@dataclass(frozen=True)
class Verified:
    """What a chain is worth: how many it holds, its last seal, and what is the matter with it first. `entry`: the key of the entry in question, where known."""

    store: str
    number: int
    hash: str
    broken_at: int | None = None
    why: str = ""
    entry: int | None = None


@dataclass(frozen=True)
class _Sealed:
    """A seal and what stands under it; no entry where it is gone."""

    number: int
    hash: str
    salt: str
    entry_id: int
    entry: TrailEntry | None


def seal_of(entry: TrailEntry, *, number: int, salt: str, before: str) -> str:
    """Return the seal of an entry that follows one with the seal `before`."""
    said = {"at": entry.at, "action": entry.action, "by": entry.by_id, "entry": entry.pk, "store": entry.store_id}
    said |= {"object_id": entry.object_id, "object_type": entry.object_type, "detail": seal_over({"detail": entry.detail, "salt": salt})}
    return seal_over({**said, "number": number, "before": before})


def last_seals() -> dict[str, tuple[int, str]]:
    """Return number and hash of the last seal by the code of the store, "" for the deeds of none: what a copy kept elsewhere remembers a trail by."""
    return {chain.store.code if chain.store else "": (chain.number, chain.hash) for chain in TrailChain.objects.select_related("store")}


def verify(known: dict[str, tuple[int, str]] | None = None) -> list[Verified]:
    """Recount every chain as it stands at one moment. `known`: by the code of a store a number and the hash it had, as kept elsewhere."""
    with one_moment():
        chains = TrailChain.objects.select_related("store").order_by("store__code")
        found = {chain.store.code if chain.store else "": chain for chain in chains}
        lost = [Verified(code, 0, "", number, CUT_OFF) for code, (number, _hash) in (known or {}).items() if code not in found]
        return [_verified(code, chain, (known or {}).get(code)) for code, chain in found.items()] + lost


def _verified(code: str, chain: TrailChain, known: tuple[int, str] | None) -> Verified:
    if broken := first_broken(_links(chain), _recounted, first=1):
        return Verified(code, chain.number, chain.hash, broken.number, *_why(chain, broken))
    last = chain.seals.order_by("-number").first()
    if (last.number, last.hash) != (chain.number, chain.hash) if last else chain.number:
        return Verified(code, chain.number, chain.hash, last.number + 1 if last else 1, CUT_OFF)
    if known and not chain.seals.filter(number=known[0], hash=known[1]).exists():
        return Verified(code, chain.number, chain.hash, known[0], CUT_OFF if known[0] > chain.number else ALTERED)
    return Verified(code, chain.number, chain.hash)


def _why(chain: TrailChain, broken: Broken) -> tuple[str, int | None]:
    if broken.why == GAP:
        return MISSING, None
    entry = chain.seals.filter(number=broken.number).values_list("entry_id", flat=True).get()
    return (ALTERED if TrailEntry.objects.filter(pk=entry).exists() else MISSING), entry


def _links(chain: TrailChain) -> Iterator[_Sealed]:
    """Return the seals of a chain in their order, with the entries under them, some thousands at a time."""
    after = 0
    while rows := list(TrailSeal.objects.filter(chain=chain, number__gt=after).order_by("number")[:AT_A_TIME]):
        entries = TrailEntry.objects.in_bulk([row.entry_id for row in rows])
        yield from (_Sealed(row.number, row.hash, row.salt, row.entry_id, entries.get(row.entry_id)) for row in rows)
        after = rows[-1].number


def _recounted(link: _Sealed, before: str) -> str:
    return seal_of(link.entry, number=link.number, salt=link.salt, before=before) if link.entry else ""


def altered_among(entries: Sequence[TrailEntry]) -> list[int]:
    """Return the keys of those entries that are not what was sealed; one that waits for its seal is none of them. One query."""
    seals = {entry.pk: entry.seal for entry in entries if hasattr(entry, "seal")}
    beside = Q(pk=None)
    for chain in {seal.chain_id for seal in seals.values()}:
        beside |= Q(chain=chain, number__in=[seal.number - 1 for seal in seals.values() if seal.chain_id == chain])
    before = {(seal.chain_id, seal.number): seal.hash for seal in TrailSeal.objects.filter(beside)} if seals else {}
    found = []
    for entry in entries:
        if (seal := seals.get(entry.pk)) is None:
            continue
        link = before.get((seal.chain_id, seal.number - 1), "")
        if seal.hash != seal_of(entry, number=seal.number, salt=seal.salt, before=link):
            found.append(entry.pk)
    return found
