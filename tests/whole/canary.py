"""What must not stand in an answer: full telephone numbers, and names of people who do not exist for the reader. Pure, so that it can be shown to find."""

import html
import io
import json
import re
import zipfile

from tests.whole.matrix_scene import DONE, FAMILY, STORES

MOBILE = re.compile(r"(?<![\d.])1[3-9]\d{9}(?!\d)")
SEEDED = re.compile(r"(?:154|194|0431)[1235][78]\d{6}")  # every number of the scene, and nothing else
BETWEEN = re.compile(r"(?<=\d)(?:[\s\-\u2010-\u2015\u00a0\u2009.,()]|</?\w+[^>]*>){1,6}(?=\d)")  # what people and pages put between digits
ESCAPED = re.compile(r"(?:\\u[0-9a-fA-F]{4})+")
TOKEN = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")  # of a form: one in some thousand holds eleven digits by chance
ZIP = b"PK\x03\x04"

OTHERS = rf"{FAMILY['other_store']}|{STORES['other_store']}"
COLLEAGUES = rf"{FAMILY['colleague']}\w*"
ANY_LEAD = rf"(?:{FAMILY['own']}|{FAMILY['colleague']})[a-z]+"
NOT_AT_THE_DESK = rf"(?:{FAMILY['own']}|{FAMILY['colleague']})(?:pool|untouched|landline|virtual|barred|ungraded|low|proposed|closed|carded)"
# A topic has a raiser and an owner whom everybody reads; the evening note compares with one colleague by name; on one's own page stands who might stand in
# (docs/rules/trust.md#rows).
COLLEAGUES_PAGES, A_COLLEAGUE = re.compile(r"topics?(_\w+)?|evening|me|look|away"), "乙agent"
# A wall is shown to whoever has its address: the store, its people, guests by surname, never by their whole names (docs/rules/trust.md#walls).
ON_A_WALL = {A_COLLEAGUE, *STORES.values(), FAMILY["other_store"]}
# Beside the other store's, whose names do not exist for a role (docs/rules/trust.md#rows): no role named here reads them on any page that was asked without
# typing; nor an agent a colleague's name among the figures, nor anybody below the rank of who did it what stands on the trail alone.
STRANGERS = {
    "agent": rf"{COLLEAGUES}|{FAMILY['own']}(?:handedon|received)|{A_COLLEAGUE}|{DONE['director']}|{DONE['agent']}",
    "reception": rf"{COLLEAGUES}|{FAMILY['own']}(?:carded|closed)|{DONE['director']}",
    "leader": DONE["director"],
    "front_desk": NOT_AT_THE_DESK,
    "marketing": ANY_LEAD,
    "hq": ANY_LEAD,
    "nobody": rf"{ANY_LEAD}|{FAMILY['own']}|{STORES['own']}",
}


def named_by_rule(url: str) -> set[str]:
    """Return who may be named all the same on a page, by the name of its address: colleagues at work, never their customers."""
    if url == "wall":
        return ON_A_WALL
    return {A_COLLEAGUE} if COLLEAGUES_PAGES.fullmatch(url) else set()


def text_of(content: bytes) -> str:
    """Return an answer as text: a workbook or archive as the text of its parts, entities and escapes as what they stand for, less the forms' tokens."""
    if content.startswith(ZIP):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "\n".join(text_of(archive.read(name)) for name in archive.namelist())
    text = TOKEN.sub("", html.unescape(content.decode("utf-8", errors="replace")))
    return text + json.loads('"' + "".join(ESCAPED.findall(text)) + '"')


def numbers_in(text: str) -> set[str]:
    """Return the full numbers in a text: whatever has a mobile number's form, and those of the scene however they are written."""
    return set(MOBILE.findall(text)) | set(SEEDED.findall(text)) | set(SEEDED.findall(BETWEEN.sub("", text)))


def strangers_in(text: str, asker: str) -> set[str]:
    """Return the names in a text that do not exist for who asked."""
    return set(re.findall(f"{OTHERS}|{STRANGERS[asker]}" if asker in STRANGERS else OTHERS, text))
