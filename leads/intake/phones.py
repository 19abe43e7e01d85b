"""One phone cell, read: a number that can be called, or the reason why there is none (the table “Phone” of the import rules).

A number is written as digits; a portal's privacy number as `13812345678,1234`, because one main number serves many people and only
number and extension together are somebody. No digit is ever guessed: what comes out stands, in this order, in what went in.
"""

import re
from dataclasses import dataclass
from datetime import date, time, timedelta

from leads.intake.cells import EXACT_FLOAT, Cell, half_width, says_nothing


@dataclass(frozen=True, slots=True)
class Phone:
    """`number` and perhaps `second`, or a `problem`: no_phone, masked_phone, precision_lost, bad_phone. Never both.

    `words` is what else stood in the cell, where somebody should read it.
    """

    number: str = ""
    second: str = ""
    problem: str = ""
    words: str = ""


NO_PHONE, MASKED, PRECISION_LOST, BAD = (Phone(problem=code) for code in ("no_phone", "masked_phone", "precision_lost", "bad_phone"))

_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
_VALID = re.compile(r"1[3-9]\d{9}|0(?:10|2\d|[3-9]\d\d)\d{7,8}", re.ASCII)
_LOCAL = re.compile(r"[2-8]\d{6,7}", re.ASCII)  # a landline without its area code
_TRUNK = re.compile(r"0(1[3-9]\d{9})", re.ASCII)  # the 0 a telephone system writes before every number from elsewhere
_ABROAD = re.compile(r"(?:10|2\d|[3-9]\d\d)\d{7,8}", re.ASCII)  # behind +86 an area code has lost its 0
_WRITTEN = re.compile(r"[\d\s\-.()\[\]{}]+", re.ASCII)  # digits and what people put between them
_FILLING = re.compile(r"[^\d]+", re.ASCII)
_COUNTRY = re.compile(r"[\s(\[{]*(\+\s*86|0086|86)[\s]*:?(?=[\s()\[\]{}\-+]*\d)", re.ASCII)
_AGAIN = re.compile(r"[\s\-]*(?:\+?\s*86|0086)[\s\-]*(1[3-9]\d{9})", re.ASCII)
_TURN = r"\s*(?:转分机号?|转接|转|分机号?|[;,]?\s*ext|,|-|#|_|x|p|w)"
_EXTENSION = re.compile(rf"(.+?){_TURN}[\s.,:=\-]*(\d{{1,6}})#?", re.ASCII | re.IGNORECASE | re.DOTALL)
_MASKED = re.compile(r"\*{2}|[×●○■□◆◇▲]{2}|\dx{2,}\d|(?<!\d)1\d{2,3}(?:…+|\*|([.#_?~^\-])\1+)\d{2,4}(?!\d)", re.ASCII | re.IGNORECASE)
_SCIENTIFIC = re.compile(r"\+?\d+(?:[.,]\d+)?\s*(?:e\s*\+?|[×x*]\s*10\s*\^)\s*0?\d{1,2}", re.ASCII | re.IGNORECASE)
_THOUSANDS = re.compile(r"\d{2}(?:,\d{3}){3}(?:\.0+)?", re.ASCII)  # eleven digits as a number cell shows them
_FRACTION = re.compile(r"(\d+)\.0+", re.ASCII)  # what only a number cell shows: its column was never text
_BETWEEN = (re.compile(r"[/、;|\\\n]|或者?|及|和"), re.compile(r"[,+]"))
_TEXT_FORMULA = re.compile(r'="(.*)"')
_LONGEST = 100  # characters: two numbers with everything around them
_LONGEST_WITH_WORDS = 300
_ROUNDED_TO = 1_000_000  # what a spreadsheet shows as 1.54E+10 comes back as a number that ends so
_FILLER = r"[\s\-.()（）－–—·\u200b-\u200f\u202a-\u202e\ufeff]{0,3}"
_PHONE_LIKE = re.compile(
    r"(?P<other>(?:19|20)\d\d(?P<mark>[-./])\d{1,2}(?P=mark)\d{1,2}(?!\d)|"  # a date …
    rf"\d{{1,9}}\.\d{{1,2}}(?!\.|{_FILLER}\d))"  # … an amount
    rf"|\d(?:{_FILLER}\d){{6,}}"
)
_IN_WORDS = re.compile(
    r"(?<![\d+.*])(?:(?:\+|00)?86[\s\-]{0,2})?(?:\(?0\)?[\s\-]?)?"
    r"(?:1[3-9]\d(?:[\s\-.]?\d){8}|(?<=0)(?:10|2\d|[3-9]\d\d)[\s\-)]{0,2}\d{3,4}[\s\-]?\d{4})"
    r"(?![\d*])(?:\s*(?:转分机号?|转接|转|分机号?|[;,]?\s*ext|#|[,\-_xpw](?=\s*\d{1,6}(?![\w\u3400-\u9fff])))[\s.:=\-]*\d{1,6}(?!\d))?",
    re.ASCII | re.IGNORECASE,
)
_BARE_DIGITS = re.compile(r"\W*(?:\d{1,6}|(?:转分机号?|转接|转|分机号?|ext)\W*\d+)\W*", re.IGNORECASE)


def read_phone(cell: Cell) -> Phone:
    """The number in a cell, the second one if there are two, or the problem. Words around it are a problem, too."""
    if isinstance(cell, str):
        return Phone(cell) if len(cell) == 11 and _MOBILE.fullmatch(cell) else _read_text(cell)
    if says_nothing(cell):
        return NO_PHONE
    if isinstance(cell, float) and cell.is_integer() and 0 < cell < EXACT_FLOAT:
        cell = int(cell)  # a spreadsheet keeps eleven digits exactly
    if isinstance(cell, bool | float | date | time | timedelta):
        return BAD
    return PRECISION_LOST if cell and not cell % _ROUNDED_TO else _read_text(str(cell))


def read_phone_cell(cell: Cell) -> Phone:
    """The same for a sender's cell, in which people also write words: a number among them is the number, the words are kept."""
    phone = read_phone(cell)
    if phone.problem not in ("bad_phone", "masked_phone") or not isinstance(cell, str):
        return phone
    return _among_words(half_width(cell[:_LONGEST_WITH_WORDS])) or phone


def read_typed(text: str, area_code: str = "") -> Phone:
    """The same for what a person types at a telephone: a landline as one's own town writes it gets the area code of the store."""
    phone = read_phone(text)
    local = _digits(half_width(text).strip())
    return read_phone(area_code + local) if area_code and not phone.number and _LOCAL.fullmatch(local) else phone


def looks_like_phone(cell: Cell) -> bool:
    """Whether a cell holds a number that can be called."""
    return bool(read_phone(cell).number)


def main_number(number: str) -> str:
    """The number without its extension."""
    return number.partition(",")[0]


def tail(number: str) -> str:
    """The last four digits people ask for: those of the number itself, not of its extension."""
    return main_number(number)[-4:] if number[:1].isdigit() else ""  # an erased person's word is no number


def digits_of(text: str) -> str:
    """The digits somebody typed, also in full width as a Chinese keyboard writes them."""
    return re.sub(r"[^0-9]", "", half_width(text))


def mask(number: str) -> str:
    """A number as it may stand on a page: 138****5678, 0431****3638; an extension tells nothing and stays."""
    if not number[:1].isdigit():
        return ""  # none, or the word of somebody who was erased
    main, comma, extension = number.partition(",")
    head = 4 if main[:1] == "0" and main[1:2] not in ("1", "2") else 3
    return f"{main[:head]}****{main[-4:]}{comma}{extension}"


def mask_digits(text: str) -> str:
    """A sender's cell with everything masked that could be a number, misspelt ones too: seven digits or more, however they are written.

    Dates and amounts stay. A long number of another kind loses its middle as well: better than a customer's on the page.
    """
    if len(text) < 7:
        return text
    phone = read_phone(text)
    if phone.number:
        return "/".join(mask(number) for number in (phone.number, phone.second) if number)
    return _PHONE_LIKE.sub(_mask_run, text)


def _mask_run(found: re.Match[str]) -> str:
    if found["other"]:
        return found[0]
    digits = "".join(filter(str.isdigit, found[0]))
    return f"{digits[:3] if len(digits) > 10 else ''}****{digits[-4:]}"


def _read_text(text: str) -> Phone:
    said = text
    if says_nothing(text) or not (text := _clean(text)):
        return NO_PHONE
    if len(text) > _LONGEST:
        return BAD
    if _THOUSANDS.fullmatch(text):
        return read_phone(float(text.replace(",", "")))
    if (whole := _FRACTION.fullmatch(half_width(said))) and not int(whole[1]) % _ROUNDED_TO and int(whole[1]):
        return PRECISION_LOST
    if number := _one(text):
        return Phone(number)
    if both := _two(text):
        return Phone(both[0], both[1] if both[1] != both[0] else "")
    if _SCIENTIFIC.fullmatch(text):
        return PRECISION_LOST
    return MASKED if _MASKED.search(text) else BAD


def _clean(text: str) -> str:
    """Without the signs that are nobody's: odd spaces, a text apostrophe, `="…"`, a trailing `.0`, separators at the ends."""
    text = half_width(text)
    if wrapped := _TEXT_FORMULA.fullmatch(text):
        text = wrapped[1]
    text = re.sub(r"^tel:\s*", "", text, flags=re.IGNORECASE)
    text = text.strip(" '\"/、;,-.()[]{}#|\\")  # brackets around the whole: what is left may have lost one, and _WRITTEN does not mind
    return re.sub(r"\.0+$", "", text)


def _one(text: str) -> str:
    """The one number a text says, with its extension, or nothing."""
    if number := _plain(text):
        return number
    match = _EXTENSION.fullmatch(text)
    number = _plain(match[1]) if match else ""
    return f"{number},{match[2]}" if match and number else ""


def _plain(text: str) -> str:
    """The digits of a text that is one number and nothing else, without the country code and without the 0 before a mobile."""
    if country := _COUNTRY.match(text):
        rest = _digits(text[country.end() :])
        if again := _AGAIN.fullmatch(text[country.end() :]):  # a form writes +86 before the +86 a person typed
            rest = again[1]
        if number := _domestic(rest):
            return number
        if _ABROAD.fullmatch(rest) and (country[1] != "86" or not text[country.end()].isdigit()):  # 86431… may be a number mistyped
            return f"0{rest}"
    return _domestic(_digits(text))


def _domestic(digits: str) -> str:
    if trunk := _TRUNK.fullmatch(digits):
        return trunk[1]
    return digits if _VALID.fullmatch(digits) else ""


def _digits(text: str) -> str:
    return _FILLING.sub("", text) if _WRITTEN.fullmatch(text) else ""


def _two(text: str) -> tuple[str, str] | None:
    """Two numbers written into one cell. A comma between them is read as well: eleven digits are no extension."""
    words = text.split()
    halves = [tuple(parts) for sign in _BETWEEN if len(parts := [part for part in sign.split(text) if part.strip()]) == 2]
    halves += [(" ".join(words[:cut]), " ".join(words[cut:])) for cut in range(1, min(len(words), 12))]
    for first, second in halves:
        if (number := _one(_clean(first))) and (other := _one(_clean(second))):
            return number, other
    return None


def _among_words(text: str) -> Phone | None:
    """What a text with words says: its number, or its first two. Digits alone behind it may be an extension: then it is nobody's."""
    found = [(number, match) for match in _IN_WORDS.finditer(text) if (number := _one(_clean(match[0])))]
    numbers = list(dict.fromkeys(number for number, _match in found))
    rest = text
    for _number, match in found[:2]:
        rest = rest.replace(match[0], " ", 1)
    if not numbers or (len(numbers) == 1 and _BARE_DIGITS.fullmatch(rest)):
        return None
    words = text if len(numbers) > 2 else " ".join(rest.split()).strip(" ,;:/、|\\")
    said = re.search(r"\w", words) and words not in ("或", "或者", "和", "及") and not says_nothing(words)
    return Phone(numbers[0], numbers[1] if len(numbers) > 1 else "", words=words if said else "")
