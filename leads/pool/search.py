"""Finding a customer by what somebody remembers: the number, its end, the name, its pinyin initials. Every way is an indexed look-up.

See docs/rules/speed.md#search.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q, QuerySet
from django.db.models.functions import Substr

from dcc.people.permissions import scopes
from leads.intake.cells import half_width
from leads.intake.phones import mask, mask_digits, read_phone, read_typed, tail
from leads.models import Lead
from leads.pool.name_search import bare, initials, kept_otherwise, with_other_dots

MOST = 50
SHORTEST = 4  # digits
ALIKE = 500  # names of the same initials that are compared letter by letter
_MASKED = re.compile(r"(\d{0,4})\*{1,8}(\d{4})(,\d{1,6})?", re.ASCII)  # a number as our own pages show it
_STARS = re.compile(r"[×●•…]+|(?<=\d)x{2,}(?=\d)", re.IGNORECASE)  # what others write for the hidden digits
_SAID = re.compile(r"\A(?:(?:手机|电话)?尾号|[后末][四4]位|(?:手机|电话)号?码?|号码)?[\s:#?是为]*(?=[\d*+(])")  # before the digits, as people say them
_DIGITS = r"[\d*+(][\d\s*+\-()]{2,}[\d)]"
_WORD = r"[^\d\s*+\-()]"
_BOTH = re.compile(rf"(?P<digits>{_DIGITS})\s*(?P<name>{_WORD}.*)|(?P<first>.*{_WORD})\s*(?P<last>{_DIGITS})", re.ASCII)


@dataclass
class Found:
    """What a search brought: the leads, open ones first; `text` as it may stand on a page.

    `kind`: number, masked, tail, name, pinyin, both (a number and a name) or nothing (too short). `own`: only one's own were looked at.
    """

    text: str
    kind: str = ""
    leads: list[Lead] = field(default_factory=list)
    more: bool = False
    own: bool = False


def find(user, text: str, *, area: str = "", now: datetime) -> Found:
    """Look for `text` among the leads this person may see, closed ones included; `area`: the store's area code."""
    text = " ".join(text.split())[:60]
    seen = Lead.objects.visible_to(user, now=now)
    readable = seen.with_number_for(user, now=now)  # of other numbers a part would spell out the rest, digit by digit
    kind, ways = _ways(seen, readable, text, area=area)
    found: dict[int, Lead] = {}
    for rows in ways:
        for lead in rows.select_related("channel", "agent")[: MOST + 1 - len(found)]:
            found.setdefault(lead.pk, lead)
    leads = sorted(found.values(), key=lambda lead: (lead.is_open, lead.received_at, lead.pk), reverse=True)
    return Found(shown(text, kind), kind, leads[:MOST], len(leads) > MOST, "all" not in scopes(user, "lead.see"))


def shown(text: str, kind: str) -> str:
    """Return what was looked for as it may stand on a page: a number masked."""
    if kind == "number" and (number := read_phone(text).number):
        return mask(number)
    return mask_digits(text) if kind in {"number", "both"} else text


def read_otherwise(leads: QuerySet, letters: str) -> Iterator[QuerySet]:
    """Yield those whose initials begin so where one of their characters is read otherwise: 张朝阳 as zzy."""
    for kept, place, characters in kept_otherwise(letters):
        yield leads.alias(sign=Substr("name", place + 1, 1)).filter(initials__prefix=kept, sign__in=list(characters)).order_by()


def unlabelled(text: str) -> str:
    """Return what was typed without what people say before a number or put behind it: 尾号 1234, 手机：154…, 1234?. Hidden digits are stars."""
    if not re.search(r"\d", plain := half_width(text)):
        return plain
    return _SAID.sub("", _STARS.sub("*", plain)).rstrip("?*.,#;")


def letters_of(text: str) -> str:
    """Return the letters and figures of what was typed in Latin: wjg of W J G, obrien of O'Brien."""
    return bare(text) if bare(text).isascii() else ""


def called_alike(leads: QuerySet, text: str) -> QuerySet:
    """Those whose name begins so but for the blanks, dots and brackets between its parts."""
    wanted = bare(text)
    rows = leads.filter(initials__prefix=initials(text)).order_by().values_list("pk", "name")[:ALIKE] if len(wanted) > 2 or wanted != text else ()
    return leads.filter(pk__in=[pk for pk, name in rows if bare(name).startswith(wanted)]) if wanted else leads.none()


def by_name(text: str) -> Q:
    """Whose name or given name begins so, whichever dot stands between its parts."""
    wanted = Q(pk=None)
    for spelling in with_other_dots(text):
        wanted |= Q(name__prefix=spelling) | Q(given_name__prefix=spelling)
    return wanted


def _ways(leads: QuerySet, readable: QuerySet, text: str, *, area: str) -> tuple[str, Iterator[QuerySet]]:
    """Return what was typed and how it is looked for."""
    plain = unlabelled(text)
    digits = re.sub(r"[\s\-]", "", plain)
    if number := read_typed(plain, area).number:
        return "number", _by_number(leads, readable, number, digits)
    if masked := _MASKED.fullmatch(digits):
        return "masked", _by_masked(leads, *masked.groups(""))
    if digits.isascii() and digits.isdecimal():
        return ("tail", _by_digits(leads, readable, digits)) if len(digits) >= SHORTEST else ("", iter(()))
    if both := _BOTH.fullmatch(plain):
        return "both", _by_both(leads, readable, both["digits"] or both["last"], both["name"] or both["first"], area=area)
    if not text:
        return "", iter(())
    if plain.isascii():
        return "pinyin", _by_letters(leads, plain)
    return "name", _by_name(leads, text)


def _by_number(leads: QuerySet, readable: QuerySet, number: str, digits: str) -> Iterator[QuerySet]:
    """The number itself, a privacy number with any extension, the second number; of a local landline what else ends so."""
    yield leads.filter(Q(phone=number) | Q(phone__startswith=f"{number},"), phone_tail=tail(number)).order_by("-received_at")
    yield leads.filter(second_phone=number).exclude(second_phone="")
    if digits.isdecimal() and len(digits) < 9:
        yield from _by_digits(leads, readable, digits)


def _by_masked(leads: QuerySet, head: str, end: str, extension: str) -> Iterator[QuerySet]:
    """A number copied from a page of ours: its beginning and its last four digits."""
    rows = leads.filter(phone_tail=end, phone__startswith=head)
    yield (rows.filter(phone__endswith=extension) if extension else rows).order_by("-received_at")


def _by_digits(leads: QuerySet, readable: QuerySet, digits: str) -> Iterator[QuerySet]:
    """The last four digits of a number; more of its end, or its beginning, where one may read it whole."""
    if len(digits) == SHORTEST:
        yield leads.filter(phone_tail=digits).order_by("-received_at")
    else:
        ends_so = Q(phone__endswith=digits) | Q(phone__contains=f"{digits},")
        yield readable.filter(ends_so, phone_tail=digits[-4:]).order_by("-received_at")
        yield readable.filter(phone__gte=digits, phone__lt=f"{digits}a").order_by()  # digits come before letters wherever the alphabet is sorted


def _by_both(leads: QuerySet, readable: QuerySet, number: str, name: str, *, area: str) -> Iterator[QuerySet]:
    """A number beside a name: a whole one says who it is, whatever the name; beside a part of one both must agree."""
    name = name.strip(" ,;:/、，")
    named = Q(name__contains=name) | Q(initials__startswith=name.lower()) if name.isascii() else by_name(name)
    kind, ways = _ways(leads, readable, number, area=area)
    return ways if kind == "number" else (rows.filter(named) for rows in ways)


def _by_name(leads: QuerySet, text: str) -> Iterator[QuerySet]:
    """Who is called exactly so first, then whose name or given name begins so; the prefix look-up keeps its index because it asks for no order."""
    spellings = with_other_dots(text)
    yield leads.filter(name__in=spellings).order_by("-received_at")
    for spelling in spellings:
        yield leads.filter(name__prefix=spelling).order_by()
        yield leads.filter(given_name__prefix=spelling).order_by()
    yield called_alike(leads, text)


def _by_letters(leads: QuerySet, text: str) -> Iterator[QuerySet]:
    letters = letters_of(text)
    if letters:
        yield leads.filter(initials=letters).order_by("-received_at")
        yield leads.filter(initials__prefix=letters).order_by()
    yield leads.filter(name__prefix=text).order_by()
    yield leads.filter(given_name__prefix=text).order_by()
    if letters:
        yield from read_otherwise(leads, letters)
