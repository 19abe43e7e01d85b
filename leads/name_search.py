"""What of a name is searched: pinyin initials and the given name. Decides nothing, knows no database."""

from functools import lru_cache

from pypinyin import Style, lazy_pinyin

# Read wrongly by pypinyin where they are surnames.
SURNAMES = {"单": "s", "仇": "q", "解": "x", "曾": "z", "查": "z", "朴": "p", "区": "o", "翟": "z", "盖": "g", "任": "r", "缪": "m", "乐": "y", "覃": "q"}
COMPOUND = ("欧阳", "上官", "司马", "诸葛", "皇甫", "尉迟", "东方", "令狐", "慕容", "司徒", "夏侯", "端木", "公孙", "长孙", "宇文", "南宫")


@lru_cache(maxsize=20_000)
def _initial(character: str) -> str:
    if character.isascii():
        return character.lower() if character.isalnum() else ""
    reading = lazy_pinyin(character, style=Style.FIRST_LETTER)
    return reading[0][:1].lower() if reading and reading[0].isascii() else ""


@lru_cache(maxsize=20_000)
def initials(name: str) -> str:
    """Return the pinyin initials: 王建国 → wjg, 单雄信 → sxx. Latin letters and digits stay, everything else falls out."""
    if not name:
        return ""
    first = SURNAMES.get(name[0]) or _initial(name[0])
    return first + "".join(map(_initial, name[1:]))


def surname(name: str) -> str:
    """Return what stands before the given name: 欧阳 of 欧阳建国, 王 of 王建国."""
    return name[:2] if name.startswith(COMPOUND) else name[:1]


def given_name(name: str) -> str:
    """Return the name without its surname, so that 建国 finds 王建国; empty for a name of one character."""
    return name[len(surname(name)) :]
