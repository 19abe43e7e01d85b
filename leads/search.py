"""Finding a customer by what somebody remembers: the number, its end, the name, its pinyin initials. Every way is an indexed look-up (07)."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from leads.models import Lead
from leads.phones import mask, read_phone, tail

MOST = 50
SHORTEST = 4  # digits


@dataclass
class Found:
    """What a search brought: the leads, open ones first; `text` as it may stand on a page; `kind`: number, tail, name, pinyin or nothing (too short)."""

    text: str
    kind: str = ""
    leads: list[Lead] = field(default_factory=list)
    more: bool = False


def find(user, text: str) -> Found:
    """Look for `text` among the leads this person may see, closed ones included."""
    text = " ".join(text.split())[:60]
    kind, ways = _ways(Lead.objects.visible_to(user), text)
    found: dict[int, Lead] = {}
    for rows in ways:
        for lead in rows.select_related("channel", "agent")[: MOST + 1 - len(found)]:
            found.setdefault(lead.pk, lead)
    leads = sorted(found.values(), key=lambda lead: (lead.is_open, lead.received_at, lead.pk), reverse=True)
    return Found(shown(text, kind), kind, leads[:MOST], len(leads) > MOST)


def shown(text: str, kind: str) -> str:
    """Return what was looked for as it may stand on a page: a number masked."""
    return mask(read_phone(text).number) if kind == "number" else text


def _ways(leads: QuerySet, text: str) -> tuple[str, Iterator[QuerySet]]:
    digits = "".join(filter(str.isdigit, text))
    if number := read_phone(text).number:
        return "number", _by_number(leads, number)
    if digits and digits == text.replace(" ", "").replace("-", ""):
        return ("tail", _by_tail(leads, digits)) if len(digits) >= SHORTEST else ("", iter(()))
    if not text:
        return "", iter(())
    if text.isascii():
        return "pinyin", _by_letters(leads, text)
    return "name", _by_name(leads, text)


def _by_number(leads: QuerySet, number: str) -> Iterator[QuerySet]:
    """The number itself, a privacy number with any extension, the second number."""
    yield leads.filter(Q(phone=number) | Q(phone__startswith=f"{number},"), phone_tail=tail(number)).order_by("-received_at")
    yield leads.filter(second_phone=number).exclude(second_phone="")


def _by_tail(leads: QuerySet, digits: str) -> Iterator[QuerySet]:
    rows = leads.filter(phone_tail=digits[-4:])
    if len(digits) > SHORTEST:
        rows = rows.filter(Q(phone__endswith=digits) | Q(phone__contains=f"{digits},"))
    yield rows.order_by("-received_at")


def _by_name(leads: QuerySet, text: str) -> Iterator[QuerySet]:
    """Who is called exactly so first, then whose name or given name begins so; the prefix look-up keeps its index because it asks for no order."""
    yield leads.filter(name=text).order_by("-received_at")
    yield leads.filter(name__prefix=text).order_by()
    yield leads.filter(given_name__prefix=text).order_by()


def _by_letters(leads: QuerySet, text: str) -> Iterator[QuerySet]:
    yield leads.filter(initials=text.lower()).order_by("-received_at")
    yield leads.filter(initials__prefix=text.lower()).order_by()
    yield leads.filter(name__prefix=text).order_by()
