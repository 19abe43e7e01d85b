"""`python -m tests.whole.plan_of_imports`: docs/pictures/plan.svg, drawn from the imports: rooms, their subjects, who knows whom."""

import ast
from collections import Counter
from collections.abc import Iterator
from functools import cache
from html import escape
from itertools import pairwise
from textwrap import wrap

from tests.whole import tree

PICTURE = "docs/pictures/plan.svg"
ROOMS = tuple(reversed(tree.ROOMS))  # as they stand: the highest first
ROOT = ("models", "management", "templatetags", "formats")  # folders that are no subjects
WIDE, BOX, HIGH, GAP, LEFT, ABOVE, BELOW = 1680, 154, 88, 14, 156, 52, 40
INK, QUIET, LINE, PAPER, PANE, BLUE, BACK = "#1f2733", "#687385", "#c9d1dc", "#ffffff", "#f4f6f9", "#2f6fdd", "#b4691f"


@cache
def imports() -> dict[str, frozenset[str]]:
    """Return whom each module of the rooms imports, what is imported for types alone left out."""
    known = {module_of(name): name for name in tree.code()}
    return {module: frozenset(imported for imported in _imported(tree.read(name), known) if imported != module) for module, name in known.items()}


def module_of(name: str) -> str:
    """Return a file as the name of its module."""
    return name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _imported(source: str, known: dict[str, str]) -> Iterator[str]:
    parsed = ast.parse(source)
    for_types = {part for node in ast.walk(parsed) if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test) for part in ast.walk(node)}
    for node in ast.walk(parsed):
        if isinstance(node, ast.ImportFrom) and node not in for_types:
            full = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from (name if name in known else str(node.module) for name in full if name in known or node.module in known)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)


def circles(graph: dict[str, frozenset[str]]) -> list[list[str]]:
    """Return the modules that stand in circles, or between two: who is left when those that import none, or whom none imports, are taken away."""
    left = {module: set(graph[module]) for module in graph}
    while ends := [module for module in left if not left[module] & left.keys() or not any(module in left[other] for other in left)]:
        for module in ends:
            del left[module]
    return [sorted(left)] if left else []


def subject_of(module: str) -> str:
    """Return room and subject of a module; what lies at a room's root is the room's own."""
    room, _dot, rest = module.partition(".")
    subject, dot, _more = rest.partition(".")
    return f"{room}.{subject}" if dot and subject not in ROOT else room


def subjects(room: str) -> list[str]:
    """Return a room's subjects."""
    return sorted({subject_of(module) for module in imports() if module.startswith(f"{room}.")} - {room})


def ties() -> Counter[tuple[str, str]]:
    """Return how many modules of one subject, or of a room's root, import how many of another: one for each pair."""
    pairs = ((subject_of(module), subject_of(imported)) for module, all_imported in imports().items() for imported in all_imported)
    return Counter((one, other) for one, other in pairs if one != other)


def picture() -> str:
    """Return the plan as a picture: a row for each room, a box for each subject, an arc for each tie inside a room, a number for those between rooms."""
    step = HIGH + ABOVE + BELOW
    rows = [_room(room, ABOVE + number * step) for number, room in enumerate(ROOMS)]
    downs = [_down(one, other, ABOVE + number * step) for number, (one, other) in enumerate(pairwise(ROOMS))]
    height = len(ROOMS) * step + 20
    style = f"font-family:system-ui,sans-serif;fill:{INK}"
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {height}" style="{style}"><rect width="{WIDE}" height="{height}" fill="{PAPER}"/>'
    return "\n".join([head, _tips(), *downs, *rows, "</svg>"]) + "\n"


def _tips() -> str:
    size = 'viewBox="0 0 8 8" refX="7" refY="4" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto"'
    tip = '<marker id="{}" ' + size + '><path d="M0 0 8 4 0 8z" fill="{}"/></marker>'
    return f"<defs>{tip.format('tip', BLUE)}{tip.format('back', BACK)}{tip.format('down', QUIET)}</defs>"


def _text(x: float, y: float, words: str, *, size: int = 11, colour: str = INK, bold: bool = False, anchor: str = "start") -> str:
    weight = ' font-weight="600"' if bold else ""
    return f'<text x="{x:g}" y="{y:g}" font-size="{size}" fill="{colour}" text-anchor="{anchor}"{weight}>{escape(words)}</text>'


def _at(room: str) -> dict[str, float]:
    return {subject: LEFT + number * (BOX + GAP) for number, subject in enumerate(subjects(room))}


def _room(room: str, top: int) -> str:
    places = _at(room)
    parts = [_text(16, top + 28, room, size=17, bold=True), _text(16, top + 48, f"{_count(room)} modules", colour=QUIET)]
    for subject, x in places.items():
        parts.append(f'<rect x="{x:g}" y="{top}" width="{BOX}" height="{HIGH}" rx="6" fill="{PANE}" stroke="{LINE}"/>')
        parts.append(_text(x + 10, top + 19, subject.partition(".")[2], size=13, bold=True))
        parts += [_text(x + 10, top + 36 + 13 * row, line, size=10, colour=QUIET) for row, line in enumerate(_caption(subject))]
    parts += [_arc(places[one], places[other], top, count) for (one, other), count in sorted(ties().items()) if one in places and other in places]
    return "\n".join(parts)


def _caption(subject: str) -> list[str]:
    door = tree.read(subject.replace(".", "/") + "/__init__.py")
    says = (ast.get_docstring(ast.parse(door)) or "").partition("\n")[0].rstrip(".")
    lines = wrap(says, 26)
    return [*lines[:3], lines[3] + " …"] if len(lines) > 4 else lines


def _count(place: str) -> int:
    return sum(module.startswith(f"{place}.") for module in imports())


def _arc(start: float, end: float, top: int, count: int) -> str:
    """To the right above the boxes, to the left below them; the more modules are tied, the thicker."""
    right = end > start
    one, other = start + BOX / 2 + (9 if right else -9), end + BOX / 2 - (9 if right else -9)
    y = top if right else top + HIGH
    bow = (abs(other - one) / (BOX + GAP)) ** 0.5 * (ABOVE if right else BELOW) * 0.36
    peak = y - bow if right else y + bow
    colour, tip = (BLUE, "tip") if right else (BACK, "back")
    width = min(0.7 + count * 0.12, 3.2)
    return (
        f'<path d="M{one:g} {y}C{one:g} {peak:.1f} {other:g} {peak:.1f} {other:g} {y}" fill="none" stroke="{colour}" '
        f'stroke-width="{width:.1f}" stroke-opacity="0.7" marker-end="url(#{tip})"/>'
    )


def _down(one: str, other: str, top: int) -> str:
    """How much a room knows of each below it, beside the arrow down."""
    below = [room for room in ROOMS[ROOMS.index(one) + 1 :]]
    known = {room: sum(count for (a, b), count in ties().items() if a.split(".")[0] == one and b.split(".")[0] == room) for room in below}
    y = top + HIGH
    arrow = f'<path d="M30 {y - 18}V{y + ABOVE + BELOW - 6}" stroke="{QUIET}" stroke-width="1.2" marker-end="url(#down)"/>'
    words = [_text(40, y + 2 + 14 * row, f"{count} imports of {room}", size=10, colour=QUIET) for row, (room, count) in enumerate(known.items()) if count]
    return "\n".join([arrow, *words])


if __name__ == "__main__":
    (tree.ROOT / PICTURE).write_text(picture(), encoding="utf-8")
