"""What of a name is searched: pinyin initials and the given name. Decides nothing, knows no database."""

import re
from collections.abc import Iterator
from functools import lru_cache

from pypinyin import Style, lazy_pinyin

from leads.intake.cells import half_width

# Surnames read otherwise than the character is by itself, under the first letter of the surname.
SURNAMES = {
    character: letter
    for letter, characters in {
        **{"b": "秘贲", "c": "种车谌晟", "f": "不", "g": "盖会句过炅炔呙", "h": "黑撖", "j": "纪贾", "k": "阚适", "m": "缪牟芈", "n": "乜佴粘能", "o": "区"},
        **{"p": "朴繁逄", "q": "仇覃瞿", "r": "任", "s": "单召折沈盛宿厍", "t": "钭沓", "w": "隗万尉", "x": "解洗冼郇相鲜"},
        **{"y": "乐员贠么", "z": "查曾翟藏祭訾"},
    }.items()
    for character in characters
}
COMPOUND = {  # two characters that are one surname, with the initials of both
    word: letters
    for words in (
        "欧阳oy 上官sg 司马sm 诸葛zg 皇甫hf 尉迟yc 东方df 令狐lh 慕容mr 司徒st 夏侯xh 端木dm 公孙gs 长孙zs 宇文yw 南宫ng 万俟mq 单于cy 澹台tt 宗政zz 濮阳py",
        "淳于cy 鲜于xy 亓官qg 司空sk 司寇sk 子车zj 颛孙zs 乐正yz 拓跋tb 夹谷jg 宰父zf 谷梁gl 呼延hy 羊舌ys 赫连hl 钟离zl 闾丘lq 轩辕xy 申屠st 公冶gy 公西gx",
        "公良gl 太叔ts 仲孙zs 独孤dg 完颜wy 纳兰nl 哥舒gs 耶律yl 叶赫yh 漆雕qd 巫马wm 壤驷rs 百里bl 东郭dg 南门nm 微生ws 梁丘lq 左丘zq 东门dm 西门xm 第五dw",
    )
    for word, letters in re.findall(r"(\S\S)([a-z]{2})", words)
}
# Characters of two readings, the one that stands in a given name first: whoever types the other finds the name as well.
GIVEN = {
    character: letters
    for letters, characters in {
        **{"cz": "长朝重传澄", "zc": "曾藏", "sc": "晟盛", "qx": "茜", "sx": "莘", "jx": "颉见校", "ly": "乐", "xh": "行", "hg": "会", "ds": "单"},
        **{"zd": "翟", "qj": "奇其强", "wy": "尉", "xj": "解系", "zs": "召", "bp": "泊", "td": "调"},
    }.items()
    for character in characters
}
SURNAMES_TOO = {  # the other reading of a surname, which some families and most strangers say
    **{"隗": "k", "郇": "h", "覃": "t", "尉": "y", "费": "b", "乜": "m", "翟": "d", "晟": "s", "句": "j", "召": "z", "单": "d", "解": "j"},
    **{"仇": "c", "查": "c", "曾": "c", "区": "q", "繁": "f", "种": "z", "折": "z", "藏": "c", "会": "h", "乐": "l", "粘": "z", "佴": "e", "秘": "m"},
}
DOTS = "·•・‧∙⋅．.﹒●"  # between the parts of a name: which one is typed is chance
_DOT = re.compile(f"[{re.escape(DOTS)}]")
_PART = re.compile(rf"[{re.escape(DOTS)}\s]")
_NO_LETTERS = re.compile(rf"[{re.escape(DOTS)}\W_]")


@lru_cache(maxsize=20_000)
def _initial(character: str) -> str:
    if character.isascii():
        return character.lower() if character.isalnum() else ""
    if character in GIVEN:
        return GIVEN[character][0]
    reading = lazy_pinyin(character, style=Style.FIRST_LETTER)
    return reading[0][:1].lower() if reading and reading[0].isascii() else ""


@lru_cache(maxsize=20_000)
def initials(name: str) -> str:
    """Return the pinyin initials: 王建国 → wjg, 单雄信 → sxx. Latin letters and digits stay, everything else falls out."""
    if not name:
        return ""
    name = half_width(name)
    if name[:2] in COMPOUND:
        return COMPOUND[name[:2]] + "".join(map(_initial, name[2:]))
    first = SURNAMES.get(name[0]) or _initial(name[0])
    return first + "".join(map(_initial, name[1:]))


def surname(name: str) -> str:
    """Return what stands before the given name: 欧阳 of 欧阳建国, 王 of 王建国 and of 王 建国, 阿依古丽 of 阿依古丽·买买提."""
    if part := _PART.search(name):
        return name[: part.start()]
    return name[:2] if name[:2] in COMPOUND else name[:1]


def given_name(name: str) -> str:
    """Return the name without its surname, so that 建国 finds 王建国 and 买买提 finds 阿依古丽·买买提; empty for a name of one character."""
    return name[len(surname(name)) :].lstrip(f"{DOTS} \u3000")


def bare(text: str) -> str:
    """Return a name without whatever stands between its parts or around them: 阿依古丽买买提 of 阿依古丽·买买提, 刘备老板 of 刘备（老板）."""
    return _NO_LETTERS.sub("", half_width(text)).casefold()


def with_other_dots(text: str) -> list[str]:
    """Return a name as it may be written with another dot between its parts."""
    return [_DOT.sub(dot, text) for dot in DOTS] if _DOT.search(text) else [text]


def kept_otherwise(letters: str) -> Iterator[tuple[str, int, str]]:
    """Yield how names are kept whose initials somebody types by another reading: the initials, the place, the characters one of which stands there."""
    for place, letter in enumerate(letters[:4]):
        kept: dict[str, str] = {}
        for character, readings in (SURNAMES_TOO if place == 0 else GIVEN).items():
            first = initials(character) if place == 0 else readings[0]
            if letter in readings and letter != first:
                kept[first] = kept.get(first, "") + character
        for first, characters in kept.items():
            yield letters[:place] + first + letters[place + 1 :], place, characters
