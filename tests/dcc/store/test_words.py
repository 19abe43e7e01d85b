"""The words of a store's lists."""

import pytest

from dcc.errors import Refused
from dcc.models import Word
from dcc.store.rules.stores import create_store
from dcc.store.rules.words import add_word, bring_word_back, change_word, move_word, retire_word
from dcc.store.store_defaults import WORDS
from dcc.store.word_kinds import WORD_KINDS
from tests.factories import UserFactory
from tests.moments import MONDAY_9, MONDAY_10
from tests.trail import trail


@pytest.fixture
def chief(db):
    """The leader of a store born with all its words."""
    store = create_store(code="S5", name="五店", brand="丰田", by=None, now=MONDAY_9)
    return UserFactory(store=store, roles=["leader"])


def names(chief, kind: str) -> list[str]:
    """Return the words in use of a list, in order."""
    return list(Word.objects.of(chief.store, kind).values_list("name", flat=True))


def word(chief, kind: str, name: str) -> Word:
    """Return one word."""
    return Word.objects.get(store=chief.store, kind=kind, name=name)


def test_every_word_a_store_is_born_with_belongs_to_a_list():
    assert {kind for kind, _name, _meaning, _detail in WORDS} | {"car_model"} == set(WORD_KINDS)  # models are a brand's


def test_a_new_word_stands_last(chief):
    add_word(chief.store, kind="lost_reason", name="被劝退", detail={"competitor": False}, by=chief, now=MONDAY_10)

    assert names(chief, "lost_reason")[-2:] == ["其他", "被劝退"]
    assert trail("word.add") == [{"list": "lost_reason", "after": "被劝退"}]


def test_a_word_stands_below_another_and_in_no_list_of_its_own(chief):
    above = word(chief, "lost_reason", "价格不合")

    below = add_word(chief.store, kind="lost_reason", name="首付高", parent=above, by=chief, now=MONDAY_10)

    assert (below.parent, "首付高" in names(chief, "lost_reason")) == (above, False)
    assert [each.name for each in Word.objects.below(chief.store, "lost_reason")] == ["价格更低", "现车更快", "空间、配置", "朋友推荐", "试驾后选的", "首付高"]
    assert Word.objects.closer(chief.store, "lost_reason")[-1] == ("价格不合", [("首付高", "首付高")])


def test_what_stands_below_a_retired_word_is_offered_no_more(chief):
    retire_word(word(chief, "lost_reason", "他品战败"), by=chief, now=MONDAY_10)

    assert list(Word.objects.below(chief.store, "lost_reason")) == []


@pytest.mark.parametrize(("kind", "above"), [("lost_reason", "现车更快"), ("level", "H"), ("lost_reason", "空错号")])
def test_nothing_stands_below_a_second_level_another_list_or_a_list_without_levels(chief, kind, above):
    with pytest.raises(Refused):
        add_word(chief.store, kind=kind, name="再细", parent=Word.objects.get(store=chief.store, name=above), by=chief, now=MONDAY_10)


def test_words_below_another_change_places_among_themselves(chief):
    second = word(chief, "lost_reason", "现车更快")

    moved = [move_word(second, up=True, by=chief, now=MONDAY_10) for _each in range(2)]

    assert moved == [True, False]
    assert [each.name for each in Word.objects.below(chief.store, "lost_reason")][:2] == ["现车更快", "价格更低"]
    assert names(chief, "lost_reason")[0] == "他品战败"


def test_a_call_outcome_says_what_it_means(chief):
    with pytest.raises(Refused):
        add_word(chief.store, kind="call_outcome", name="秒挂", by=chief, now=MONDAY_10)

    assert add_word(chief.store, kind="call_outcome", name="秒挂", meaning="rejected", by=chief, now=MONDAY_10).meaning == "rejected"


def test_a_word_stands_once_in_its_list(chief):
    with pytest.raises(Refused):
        add_word(chief.store, kind="car_model", name="rav4荣放", by=chief, now=MONDAY_10)

    assert names(chief, "car_model").count("RAV4荣放") == 1


def test_a_level_changes_its_interval_and_keeps_its_meaning(chief):
    level = word(chief, "level", "O")

    change_word(level, name="O", detail={"days": 0, "interval": 2}, by=chief, now=MONDAY_10)

    stored = word(chief, "level", "O")
    assert (stored.detail, stored.meaning) == ({"days": 0, "interval": 2}, "ordered")
    assert trail("word.change") == [{"list": "level", "before": {"name": "O", "days": 0, "interval": 1}, "after": {"name": "O", "days": 0, "interval": 2}}]


def test_moving_up_changes_places_with_the_neighbour(chief):
    assert move_word(word(chief, "level", "A"), up=True, by=chief, now=MONDAY_10) is True

    assert names(chief, "level") == ["O", "A", "H", "B", "C"]


def test_the_first_word_cannot_move_up(chief):
    assert move_word(word(chief, "level", "O"), up=True, by=chief, now=MONDAY_10) is False

    assert names(chief, "level") == ["O", "H", "A", "B", "C"]


def test_a_retired_word_comes_back_at_the_end(chief):
    retire_word(word(chief, "level", "H"), by=chief, now=MONDAY_10)
    without = names(chief, "level")

    bring_word_back(word(chief, "level", "H"), by=chief, now=MONDAY_10)

    assert without == ["O", "A", "B", "C"]
    assert names(chief, "level") == ["O", "A", "B", "C", "H"]


def test_the_last_word_the_program_needs_stays(chief):
    with pytest.raises(Refused):
        retire_word(word(chief, "call_outcome", "已接通"), by=chief, now=MONDAY_10)

    assert names(chief, "call_outcome")[0] == "已接通"


def test_a_retired_word_is_brought_back_and_not_made_twice(chief):
    retire_word(word(chief, "car_model", "普拉多"), by=chief, now=MONDAY_10)

    with pytest.raises(Refused):
        add_word(chief.store, kind="car_model", name="普拉多", by=chief, now=MONDAY_10)

    assert Word.objects.filter(store=chief.store, name="普拉多").count() == 1
