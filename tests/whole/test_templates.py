"""A template can be read by a person: its lines end in sight, it says what it is given, and each class in it has a style that somebody uses."""

import re

import pytest

from tests.whole import markup, tree

# what a template or a module composes, or takes from one: the classes that may come of it
COMPOSED = {
    "is-{{ kind }}": {"is-done", "is-info", "is-bad"},
    "is-{{ cell }}": {"is-came", "is-waits", "is-missed"},
    "is-{{ one.state }}": {"is-ahead", "is-late", "is-arrived"},
    "is-{{ routine.state }}": {"is-done", "is-part", "is-open"},
    "d-hide-{self.hide}": {"d-hide-narrow", "d-hide-phone"},  # dcc.frame.table_columns
}
GRADES = {"is-h", "is-a", "is-l", "is-f"}
HEAT = {f"heat-{step}" for step in range(1, 11)}
FOREIGN = {"htmx-request"}  # set by the library
STATES = {"is-ahead", "is-nobody", "is-fall", "is-waits"}  # stand for what has no look of its own, beside states that have one


def all_of(names, reads) -> set:
    """Return what is found in all of these files."""
    return set().union(*(reads(tree.read(name)) for name in names))


def offenders(check, names=None) -> dict:
    """Return {template: what the check found in it} for those in which it found something."""
    return {name: found for name in names or tree.templates() if (found := check(name, tree.read(name)))}


def pages() -> list[str]:
    """Return the templates of pages and parts."""
    return tree.named(".html", under=("templates/",))


def test_no_line_of_a_template_is_longer_than_one_reads():
    assert offenders(lambda _name, text: markup.wide_lines(text)) == {}


def test_what_is_included_sees_no_more_than_it_is_given():
    assert offenders(markup.open_includes) == {}
    assert offenders(lambda _name, text: markup.blank_inputs(text)) == {}


def test_every_template_says_first_what_it_is_and_what_it_is_given():
    assert [name for name in pages() if not markup.header(tree.read(name))] == []


def test_one_kind_of_quotes_stands_in_the_tags():
    assert offenders(lambda _name, text: markup.single_quotes(text)) == {}


def sheets() -> set[str]:
    """Return every class that has a style."""
    return all_of(tree.named(".css", under=("static/css/",)), markup.styled)


def code_names() -> set[str]:
    """Return the classes modules and scripts write."""
    looks_like = re.compile(r"(?:d|r|is|has)-[\w-]*\w$")
    sources = [*tree.code(), *tree.named(".js", under=("static/js/",))]
    return {name for name in all_of(sources, markup.words) if looks_like.match(name)}


def sizes() -> set[str]:
    """Return the sizes in which icons and paces are drawn."""
    drawn = re.compile(r"{% (?:icon|pace) [^%]*?\b(\d\d+|wide)\b")
    return {f"is-{size}" for size in all_of(pages(), drawn.findall)}


def test_what_composes_the_name_of_a_class_is_declared():
    composed = all_of(pages(), lambda text: markup.given(text)[1])

    written = all_of(tree.code(), lambda source: re.findall(r'f"((?:d|r)-[\w-]*-{[\w.]+})', source))

    assert {name for name in composed | written if not re.fullmatch(r"{{ (?:\w+\.)?(?:head_)?look }}", name)} == set(COMPOSED)


def test_no_class_is_without_a_style():
    named = all_of(pages(), lambda text: markup.given(text)[0]) | code_names() | set().union(*COMPOSED.values())

    assert named - sheets() - STATES == set()


def test_no_style_is_without_a_use():
    named = all_of(pages(), lambda text: markup.given(text)[0]) | code_names() | set().union(*COMPOSED.values())

    assert sheets() - named - sizes() - GRADES - HEAT - FOREIGN == set()


@pytest.mark.parametrize(
    ("check", "text", "found"),
    [
        (markup.wide_lines, "a" * 140 + "\n" + "b" * 141, [141]),
        (markup.blank_inputs, '{% include "a.html" with b="" only %}{% include "a.html" with b="c" only %}', ['{% include "a.html" with b="" only %}']),
        (markup.header, "{# A part. Inputs: one. #}\n<p>", "A part. Inputs: one."),
        (markup.header, '{% extends "base.html" %}\n{# A page, #}\n{# long. No inputs. #}\n', "A page, long. No inputs."),
        (markup.header, "{# A part. Needs one. #}\n<p>", ""),
        (markup.header, "<p>{# A part. Inputs: one. #}", ""),
        (markup.single_quotes, "{% url 'a' %}{% url \"b's\" %}{# it's #}", ["{% url 'a' %}"]),
        (markup.given, '<p class="a is-{{ b }}{% if c %} d{% endif %}">', ({"a", "d"}, {"is-{{ b }}"})),
        (markup.styled, "/* .no */ .a > .b:not(.c) { width: .5em } @media (min-width: 1.5em) { .d { } }", {"a", "b", "c", "d"}),
    ],
)
def test_each_check_finds_what_it_is_for(check, text, found):
    assert check(text) == found


@pytest.mark.parametrize(
    ("include", "open_"),
    [
        ('{% include "parts/a.html" with b=b only %}', False),
        ('{% include "parts/a.html" %}', True),
        ('{% include "leads/pool/_piece.html" %}', False),
        ('{% include "leads/pool/_piece.html" with b=b %}', True),
        ("{% include part with b=b %}", True),
    ],
)
def test_an_include_that_sees_too_much_is_found(include, open_):
    assert bool(markup.open_includes("templates/leads/pool/leads.html", include)) is open_
