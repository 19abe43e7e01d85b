"""Each check of the architecture finds what it is for: a check that cannot fail checks nothing."""

import pytest

from tests.whole import offences


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ('<script src="/static/site.js" defer></script>', []),
        ('<script type="application/json" id="rows">[]</script>', []),
        ("{# <script>old()</script> #}<p>x</p>", []),
        ("<script>go()</script>", ["script"]),
        ("<style>p{}</style>", ["style element"]),
        ('<p style="color:red">', ["style attribute"]),
        ('<button onclick="go()">', ["event attribute"]),
        ('<button hx-on:click="go()">', ["event attribute"]),
        ('<a href="javascript:go()">', ["javascript address"]),
        ('<img src="//elsewhere.example/x.png">', ["foreign address"]),
    ],
)
def test_inline_code_is_found(template, found):
    assert offences.inline_code(template) == found


def test_a_value_that_is_not_escaped_is_found():
    assert offences.unescaped("{{ name|safe }}{% autoescape off %}{{ name }}") == ["|safe", "{% autoescape off"]
    assert offences.marked_safe("from x import mark_safe\ny = mark_safe('<b>')") == ["mark_safe"]


def test_a_colour_is_found_and_a_selector_is_none():
    css = "/* #fff */ #add { color: var(--ink); } p { color: #fff; background: rgba(0, 0, 0, .5); }"

    assert offences.colours(css) == ["#fff", "rgba("]


def test_a_long_function_is_found_and_its_docstring_costs_nothing():
    source = 'def short():\n    """One.\n\n    Two.\n    """\n    return 1\n\n\ndef long():\n' + "    x = 1\n" * 5

    assert offences.long_functions(source, 3) == [("long", 6)]


def test_many_parameters_are_found_and_who_and_when_are_free():
    source = "def give(lead, *, agent, by, now): ...\ndef take(self, a, b, c): ...\n"

    assert offences.crowded_functions(source, 2) == [("take", 3)]


def test_a_function_that_does_not_say_what_it_is_for_is_found():
    source = '"""A module."""\ndef told():\n    """It does."""\ndef silent(): ...\ndef _own(): ...\n'

    assert offences.silent(source) == ["silent"]
    assert offences.silent("x = 1") == ["module"]


def test_a_save_behind_the_back_is_found():
    source = "class Lead(models.Model):\n    def save(self): ...\n\npost_save.connect(x)\n"

    assert offences.saves_behind_the_back(source) == ["post_save", "Lead.save"]


def test_a_view_that_asks_by_another_door_is_found():
    source = "a = Lead.objects.visible_to(user)\nb = Lead.objects.filter(pk=1)\nc = get_object_or_404(Lead.objects)\n"

    assert offences.managers_in_views(source) == ["Lead.objects.filter", "Lead.objects)"]


def test_every_way_to_ask_for_the_time_is_found():
    source = "a = timezone.now()\nb = datetime.now(UTC)\nc = localtime()\nd = timezone.localtime(at)\ne = time.time()\nf = date.today()\n"

    assert offences.clocks(source) == ["timezone.now", "datetime.now", "localtime", "time.time", "date.today"]
