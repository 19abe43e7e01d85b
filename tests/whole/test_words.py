"""Every word of the pages is there in Chinese, as a dealer says it."""

import re

import pytest

from dcc.frame import catalogue
from tests.whole import phrasing, tree

WORDS_IN_F_STRINGS = re.compile(r"""\bf(["'])(?:(?!\1).)*\{(?:_|_now|n?gettext)\(""")  # inside one nobody gathers them


@pytest.fixture(scope="module")
def kept():
    """The words as they are kept."""
    return list(catalogue.messages(catalogue.read(catalogue.po_file(tree.ROOT))))


def strings(message) -> tuple[str, ...]:
    """Return the Chinese of a message, of a plural its one form."""
    return tuple(message.string) if isinstance(message.string, list | tuple) else (message.string or "",)


def originals(message) -> tuple[str, ...]:
    """Return the English of a message, singular and plural."""
    return tuple(message.id) if isinstance(message.id, list | tuple) else (message.id,)


def test_the_catalogue_holds_the_words_of_code_and_pages_and_no_others(kept):
    gathered = catalogue.gather(tree.ROOT, tree.ROOMS)

    assert {(originals(message), message.context) for message in kept} == {(originals(message), message.context) for message in catalogue.messages(gathered)}, (
        "run: manage.py words"
    )


def test_no_word_stands_where_it_is_not_gathered():
    assert [name for name in tree.code() if WORDS_IN_F_STRINGS.search(tree.read(name))] == []


def test_every_word_has_its_chinese(kept):
    assert kept
    assert [message.id for message in kept if not catalogue.is_translated(message)] == []


def test_what_the_program_fills_in_stands_in_both_languages(kept):
    known = [(message.id, text, originals(message)[-1]) for message in kept if catalogue.is_translated(message) for text in strings(message)]

    assert [english for english, text, original in known if phrasing.placeholders(text) != phrasing.placeholders(original)] == []


def test_nothing_is_said_that_a_dealer_would_not_say(kept):
    assert {text: phrasing.banned(text) for message in kept for text in strings(message) if phrasing.banned(text)} == {}


def test_chinese_and_latin_keep_a_space_between_them(kept):
    texts = {text for message in kept for text in strings(message)}

    assert {text: phrasing.crowded(text) for text in texts if phrasing.crowded(text)} == {}


@pytest.mark.parametrize(
    ("text", "words"),
    [("请稍后再试", ["请", "稍后"]), ("邀请到店 · 申请", []), ("保存成功！", ["！", "成功"]), ("确定", ["提交"]), ("确定归属", []), ("导入 209 行", [])],
)
def test_a_word_a_dealer_would_not_say_is_found(text, words):
    assert phrasing.banned(text) == words


def test_a_missing_space_and_another_filling_are_found():
    assert phrasing.crowded("共12行，来自CRM 系统 %(n)s条") == ["共1", "2行", "自C"]
    assert phrasing.placeholders("%(b)s {a} %s") != phrasing.placeholders("%(c)s {a} %s")
