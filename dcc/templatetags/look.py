"""Icons, keycaps, grades and bars as the pages draw them; a block shown twice; the two lines of a toast."""

from functools import cache
from typing import Any

from django import template
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dcc import sockets
from dcc.reckoning.pace import behind

register = template.Library()

GRADE_WORDS = {"H": gettext_lazy("High intent"), "A": gettext_lazy("Ordinary"), "L": gettext_lazy("Low intent"), "F": gettext_lazy("Lost")}
KEY_SIGNS = {"Enter": "↵", "Escape": "Esc", "ArrowUp": "↑", "ArrowDown": "↓", "ArrowLeft": "←", "ArrowRight": "→"}


@register.simple_tag
def icon(name: str, size: int = 16, label: str = ""):
    """`{% icon "home" %}`: one icon of front/icons.txt, 12 to 28 px. `label` only where the icon stands alone and nothing else names it."""
    look = "d-icon" if size == 16 else f"d-icon is-{size}"
    drawing = _drawing(name)
    if label:
        return format_html('<svg class="{}" role="img" aria-label="{}">{}</svg>', look, label, drawing)
    return format_html('<svg class="{}" aria-hidden="true">{}</svg>', look, drawing)


@cache
def _drawing(name: str):
    """An icon's line of the sprite; a page draws hundreds, of which the program has some dozens."""
    return format_html('<use href="{}#{}"></use>', static("built/icons.svg"), name)


@register.simple_tag
def keycap(keys: str):
    """`{% keycap "Ctrl+Enter" %}`: the keys of a data-key as one sees them on the keyboard; not read aloud, aria-keyshortcuts says it."""
    return format_html_join("", '<kbd class="d-key" aria-hidden="true">{}</kbd>', ((key_sign(key),) for key in keys.split(" ")))


def key_sign(key: str) -> str:
    """Return what stands on the keycap: Ctrl ↵, 空格, F2."""
    return " ".join(_("Space") if part == "Space" else KEY_SIGNS.get(part, part) for part in key.split("+"))


@register.simple_tag
def grade(value: str, word: bool = True):  # noqa: FBT001, FBT002 - reads {% grade "H" word=False %}
    """`{% grade lead.grade %}`: shape and word; with `word=False` the shape alone, the word for readers only. Empty: not graded."""
    known = value if value in GRADE_WORDS else ""
    return format_html(
        '<span class="d-grade{}"><svg aria-hidden="true">{}</svg><span{}>{}</span></span>',
        f" is-{known.lower()}" if known else "",
        _drawing(f"grade-{known.lower() or 'none'}"),
        "" if word else format_html(' class="{}"', "d-said"),
        GRADE_WORDS[known] if known else _("Not graded"),
    )


@register.simple_tag
def pace(value: float, limit: float, tick: float | None = None, width: int | str = 44, *, judge: bool = True):
    """`{% pace 46 80 tick=0.62 %}`: a bar of value out of limit, with the mark of where one should be (0 to 1).

    Late by more than two points it turns bad, unless `judge=False` (the mark is a share, not a duty). The number must stand beside it.
    """
    share = 100 * min(max(float(value / limit), 0), 1) if limit else 0
    late = judge and tick is not None and behind(value, limit, tick) > 0
    return format_html(
        '<svg class="d-pace{}{}" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="d-pace-track" y="3" width="100" height="4"/><rect class="d-pace-fill" y="3" width="{}" height="4"/>{}</svg>',
        "" if width == 44 else f" is-{width}",
        " is-late" if late else "",
        f"{share:.1f}",
        "" if tick is None else format_html('<line class="d-pace-tick" x1="{0}" x2="{0}" y1="0" y2="10"/>', f"{100 * float(min(tick, 1)):.1f}"),
    )


def formula_of(name: str) -> sockets.Formula | None:
    """Return what a figure counts, as the room says that defines it."""
    return next((formula for find in sockets.formulas if (formula := find(name))), None)


@register.simple_tag
def tip(name: str, label: str):
    """`{% tip "cards" head.label %}`: the word of a figure as a button that opens its formula; `{% formulas_of … %}` holds it, once on the page."""
    if formula_of(name) is None:
        return label
    return format_html('<button class="d-tip-head" type="button" data-tip="formula-{0}" aria-describedby="formula-{0}">{1}</button>', name, label)


@register.inclusion_tag("parts/formulas.html")
def formulas_of(*lists):
    """`{% formulas_of tiles heads %}`: the formulas of lists of figures, of things with a `name` or of names; read out, opened at the heads, printed."""
    examples: dict[Any, Any] = {}
    for each in (each for some in lists for each in ([some] if isinstance(some, str) else some)):
        name = getattr(each, "name", each)
        examples[name] = examples.get(name) or getattr(each, "example", "")
    return {"formulas": [(name, formula, example) for name, example in examples.items() if (formula := formula_of(name))]}


class Again(template.Node):
    """Shows a block of the page a second time: the title stands in the tab and above the page."""

    def __init__(self, name: str) -> None:
        self.name = name

    def render(self, context) -> str:
        """Return what the block gives in the page that extends this one."""
        return context.render_context[BLOCK_CONTEXT_KEY].get_block(self.name).render(context)


@register.tag
def again(_parser, token) -> Again:
    """`{% again "title" %}`."""
    return Again(token.split_contents()[1].strip("\"'"))


@register.filter
def thousands(number: int) -> str:
    """Return a whole number as money and large counts are read: 38,707."""
    return f"{number:,}"


@register.filter
def first_line(text) -> str:
    """`{{ message|first_line }}`: what a toast says in bold."""
    return str(text).partition("\n")[0]


@register.filter
def other_lines(text) -> str:
    """`{{ message|other_lines }}`: what a toast adds below."""
    return str(text).partition("\n")[2]


@register.filter
def undo_url(message) -> str:
    """Return the address a toast's undo posts to: `messages.success(…, extra_tags=f"undo:{url}")`."""
    return next((tag.removeprefix("undo:") for tag in (message.extra_tags or "").split() if tag.startswith("undo:")), "")
