"""Whose a number is while a lead was merged: the younger's number finds the lead that was kept (docs/rules/domain.md#merging)."""

from collections.abc import Collection, Iterable

from dcc.database.prepared import prepared
from leads.models import Lead


def open_by_number(store_id: int, phones: Collection[str]) -> dict[str, int]:
    """Return {number: its open lead}, a lead's own number before that of one merged into another. Asks once, and once more for what was merged."""
    found: dict[str, int] = {}
    merged: list[tuple[str, int]] = []
    for phone, lead, closed_at, into in _of_numbers(store_id, list(phones)) if phones else ():
        if closed_at is None:
            found[phone] = lead
        elif into is not None:
            merged.append((phone, into))
    kept = still_open(into for _phone, into in merged)
    for phone, into in merged:
        if (lead := kept[into]) is not None:
            found.setdefault(phone, lead)
    return found


@prepared
def _of_numbers(store, phones):
    return Lead.objects.filter(store=store, phone__any_of=phones).order_by("pk").values_list("phone", "pk", "closed_at", "merged_into")


def standing_for(leads: Iterable[int]) -> dict[int, int]:
    """Return for each lead the one that stands for it: itself, or the one it was merged into, which may have been merged itself."""
    asked = set(leads)
    found = {pk: pk for pk in asked}
    while further := dict(Lead.objects.merged().filter(pk__in=set(found.values())).values_list("pk", "merged_into")):
        found = {pk: further.get(at, at) for pk, at in found.items()}
    return found


def still_open(leads: Iterable[int]) -> dict[int, int | None]:
    """Return for each lead the open one that stands for it; None where that is closed."""
    found = standing_for(leads)
    running = set(Lead.objects.open().filter(pk__in=set(found.values())).values_list("pk", flat=True)) if found else set()
    return {pk: at if at in running else None for pk, at in found.items()}


def family_of(lead: int) -> set[int]:
    """Return a lead with all that were merged into it, by way of others too."""
    found, latest = {lead}, {lead}
    while latest := set(Lead.objects.merged().filter(merged_into__in=latest).values_list("pk", flat=True)):
        found |= latest
    return found


def in_their_place(leads: Iterable[Lead]) -> list[Lead]:
    """Return leads, the one that stands for it in the place of each that was merged, each once, in their order."""
    rows = list(leads)
    merged = [lead.pk for lead in rows if lead.is_merged]
    if not merged:
        return rows
    places = standing_for(merged)
    kept = Lead.objects.select_related("channel").in_bulk(places.values())
    return list(dict.fromkeys(kept[places[lead.pk]] if lead.is_merged else lead for lead in rows))
