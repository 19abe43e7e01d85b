"""Icons, grades, keys and bars of the pages."""

import re

import pytest
from django.template import Context, Template

from tests.whole import tree

NAMED_IN_TEMPLATES = re.compile(r'{% icon "([a-z0-9-]+)"|icon_name="([a-z0-9-]+)"')
NAMED_IN_CODE = re.compile(r'icon="([a-z0-9-]+)"')


def draw(text: str, **context) -> str:
    """Return what a template text gives."""
    return Template(text).render(Context(context))


def test_every_icon_that_is_named_is_drawn():
    listed = set(re.sub(r"#.*", "", tree.read("front/icons.txt")).split())
    named = {name for page in tree.templates() for pair in NAMED_IN_TEMPLATES.findall(tree.read(page)) for name in pair if name}
    named |= {name for module in tree.code() for name in NAMED_IN_CODE.findall(tree.read(module))}

    assert named
    assert sorted(named - listed) == []


def test_an_icon_is_silent_unless_it_stands_alone():
    assert draw('{% icon "home" %}') == '<svg class="d-icon" aria-hidden="true"><use href="/static/built/icons.svg#home"></use></svg>'
    assert draw('{% icon "home" size=20 label="Home" %}').startswith('<svg class="d-icon is-20" role="img" aria-label="Home">')


@pytest.mark.parametrize(
    ("value", "mark", "word"), [("H", "grade-h", "高意向"), ("F", "grade-f", "战败"), ("", "grade-none", "未分级"), ("?", "grade-none", "未分级")]
)
def test_a_grade_is_a_shape_and_a_word(value, mark, word):
    drawn = draw("{% grade value %}", value=value)

    assert f"#{mark}" in drawn
    assert f"<span>{word}</span>" in drawn


def test_a_grade_without_its_word_still_says_it_to_readers():
    assert '<span class="d-said">普通</span>' in draw('{% grade "A" word=False %}')


def test_keys_are_written_as_they_stand_on_the_keyboard():
    assert re.findall(r">([^<]+)<", draw('{% keycap "Ctrl+Enter" %}{% keycap "G H" %}{% keycap "Space" %}')) == ["Ctrl ↵", "G", "H", "空格"]


@pytest.mark.parametrize(
    ("bar", "fill", "late"),
    [
        ("46 80 tick=0.62", "57.5", True),
        ("60 100 tick=0.62", "60.0", False),  # two points behind are no lateness
        ("59.9 100 tick=0.62", "59.9", True),
        ("10 40 tick=0.38 judge=False", "25.0", False),
        ("90 80", "100.0", False),
        ("5 0 tick=0.5 judge=False", "0.0", False),
    ],
)
def test_a_bar_turns_late_only_when_it_lags_by_more_than_two_points(bar, fill, late):
    drawn = draw(f"{{% pace {bar} %}}")

    assert re.search(r'd-pace-fill" y="3" width="([\d.]+)"', drawn)[1] == fill
    assert ("is-late" in drawn) is late


def test_a_message_has_two_lines_and_a_way_back():
    class Message:
        extra_tags = "undo:/leads/7/undo/ other"

        def __str__(self):
            return "Saved\nShe knows"

    assert draw("{{ m|first_line }}|{{ m|other_lines }}|{{ m|undo_url }}", m=Message()) == "Saved|She knows|/leads/7/undo/"
