"""Words: gathered, kept, compiled."""

import gettext

import pytest

from dcc.frame import catalogue


@pytest.fixture
def program(tmp_path):
    """A program of one room and one template."""
    (tmp_path / "room").mkdir()
    (tmp_path / "templates").mkdir()
    (tmp_path / "room/rule.py").write_text('from django.utils.translation import gettext_lazy as _\nname = _("Lead")\nother = _("Agent")\n')
    (tmp_path / "templates/page.html").write_text(
        "<p>\n        {% translate 'Lead' %}\n  {% blocktranslate count n=n %}{{ n }} lead{% plural %}{{ n }} leads{% endblocktranslate %}</p>\n"
        "      {% translate 'May' context 'month' %}\n"
    )
    return tmp_path


def test_words_of_code_and_templates_are_gathered_with_their_files(program):
    words = catalogue.gather(program, ["room"])

    found = [(message.id, message.context, [path for path, _line in message.locations]) for message in catalogue.messages(words)]

    assert found == [
        ("Lead", None, ["room/rule.py", "templates/page.html"]),
        ("Agent", None, ["room/rule.py"]),
        (("%(n)s lead", "%(n)s leads"), None, ["templates/page.html"]),
        ("May", "month", ["templates/page.html"]),
    ]


def test_what_is_translated_is_kept_and_what_is_gone_is_dropped(program):
    path = catalogue.po_file(program)
    words = catalogue.gather(program, ["room"])
    words["Lead"].string = "线索"
    words["Agent"].string = "坐席"
    catalogue.write(words, path)
    (program / "room/rule.py").write_text('from django.utils.translation import gettext as _\nname = _("Team")\n')

    words = catalogue.gather(program, ["room"])
    filled = catalogue.fill(words, catalogue.read(path))

    assert filled == 1
    singular = [message for message in catalogue.messages(words) if isinstance(message.id, str)]
    assert [(message.id, message.string) for message in singular] == [("Team", None), ("Lead", "线索"), ("May", None)]


def test_a_later_file_fills_only_what_is_empty(program):
    words = catalogue.gather(program, ["room"])
    words["Lead"].string = "线索"
    source = catalogue.empty()
    source.add("Lead", "客户")
    source.add("Agent", "坐席", flags={"fuzzy"})
    source.add(("%(n)s lead", "%(n)s leads"), ("%(n)s 条线索",))

    filled = catalogue.fill(words, source)

    assert filled == 1
    assert [message.string for message in catalogue.messages(words)] == ["线索", None, ("%(n)s 条线索",), None]


def test_the_file_is_the_same_when_nothing_changed(program):
    path = catalogue.po_file(program)
    catalogue.write(catalogue.gather(program, ["room"]), path)
    before = path.read_bytes()

    catalogue.write(catalogue.gather(program, ["room"]), path)

    assert path.read_bytes() == before


def test_the_compiled_words_answer_and_keep_contexts_apart(program):
    path = catalogue.po_file(program)
    words = catalogue.gather(program, ["room"])
    words["Lead"].string = "线索"
    words.get("May", "month").string = "五月"
    words.get("%(n)s lead").string = ("%(n)s 条线索",)
    catalogue.write(words, path)

    compiled = catalogue.compile_words(path)

    with compiled.open("rb") as file:
        chinese = gettext.GNUTranslations(file)
    assert [chinese.gettext(text) for text in ("Lead", "May", "Agent")] == ["线索", "May", "Agent"]
    assert chinese.pgettext("month", "May") == "五月"
    assert chinese.ngettext("%(n)s lead", "%(n)s leads", 1) == "%(n)s 条线索"
