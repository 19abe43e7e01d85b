"""What a template may not do, each as a function from a text to the offences found in it; and the names of classes, where they are given and where styled."""

import re
from collections.abc import Iterator

WIDE = 140
SEE_THE_PAGE = {"parts/table.html", "reporting/figures/_figure_table.html"}  # a cell's own template is a piece of the page
TAG = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)
INCLUDE = re.compile(r"{% include (?P<part>\"[^\"]+\"|\w+)(?P<inputs> with [^%]*?)?(?P<only> only)? %}")
HEADER = re.compile(r"(?:{% extends \"[^\"]+\" %}\n)?{# (?P<words>[^\n]*?) #}(?P<more>(?:\n{# [^\n]* #})*)")
NAME = re.compile(r"-?[a-zA-Z_][\w-]*")


def wide_lines(template: str) -> list[int]:
    """Return the lengths of the lines nobody reads to their end."""
    return [len(line) for line in template.splitlines() if len(line) > WIDE]


def open_includes(name: str, template: str) -> list[str]:
    """Return what is included without saying `only`; a piece of the same subject that is given nothing is its page, and sees what the page sees."""
    folder = name.removeprefix("templates/").rpartition("/")[0]
    found = [match for match in INCLUDE.finditer(template) if not match["only"]]
    return [match[0] for match in found if _open(match, folder)]


def _open(include: re.Match, folder: str) -> bool:
    part = include["part"].strip('"')
    foreign = part != include["part"] and part.rpartition("/")[0] != folder
    return part not in SEE_THE_PAGE and bool(include["inputs"] or foreign)


def blank_inputs(template: str) -> list[str]:
    """Return includes that give nothing under a name: with `only` what is not given is not there."""
    return [match[0] for match in INCLUDE.finditer(template) if re.search(r'\w=(?:""|False|None)', match["inputs"] or "")]


def header(template: str) -> str:
    """Return what the first comment says, its lines joined: what the template is and what it is given. Empty where there is none in that form."""
    match = HEADER.match(template)
    said = " ".join(re.findall(r"{# (.*?) #}", match[0])) if match else ""
    return said if re.search(r"(?:^| )(?:Inputs: .+|No inputs)\.$", said) else ""


def single_quotes(template: str) -> list[str]:
    """Return the tags of Django that quote with ' outside of a text."""
    tags = (tag for tag in TAG.findall(template) if not tag.startswith("{#"))
    return [tag for tag in tags if "'" in re.sub(r'"[^"]*"', "", tag)]


def given(template: str) -> tuple[set[str], set[str]]:
    """Return the classes a template gives by their names, and those it composes, as they are written."""
    texts: list[str] = []

    def aside(match: re.Match) -> str:
        texts.append(match[0])
        return " " if match[0].startswith(("{%", "{#")) else f"\x00{len(texts) - 1}\x01"

    names = {word for attribute in re.findall(r'\sclass="([^"]*)"', TAG.sub(aside, template)) for word in attribute.split()}
    composed = {word for word in names if "\x00" in word}
    return names - composed, {re.sub("\x00(\\d+)\x01", lambda match: texts[int(match[1])], word) for word in composed}


def styled(css: str) -> set[str]:
    """Return the classes a style sheet has a rule for."""
    return {name for selector in _selectors(css) for name in re.findall(r"\.(-?[a-zA-Z_][\w-]*)", selector)}


def _selectors(css: str) -> Iterator[str]:
    bare = re.sub(r"/\*.*?\*/|@import[^;]*;|\"[^\"]*\"", "", css, flags=re.DOTALL)
    return (match[1] for match in re.finditer(r"([^{};]*){", bare) if not match[1].strip().startswith("@"))


def words(source: str) -> set[str]:
    """Return the names a script or module writes that could be classes."""
    return set(NAME.findall(source))
