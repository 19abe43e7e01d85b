"""The ladder of retries as a leader reads and writes it."""

import pytest
from django.forms import ValidationError
from django.utils import translation

from calls.desk.call_settings import LadderField


@pytest.mark.parametrize(("language", "said"), [("zh-hans", "2 小时、1 天、3 天"), ("en", "2 hours, 1 day, 3 days")])
def test_the_ladder_is_said_in_words_and_read_as_it_is_said(language, said):
    with translation.override(language):
        shown = LadderField().prepare_value(["2h", "1d", "3d"])

        assert (shown, LadderField().clean(shown)) == (said, ["2h", "1d", "3d"])


@pytest.mark.parametrize("text", ["2h 1d 3d", "2小时1天3天", "2 小时，1天；3 D", "2 Hours 1 day\n3d"])
def test_the_ladder_is_read_however_it_is_typed(text):
    assert LadderField().clean(text) == ["2h", "1d", "3d"]


@pytest.mark.parametrize(("text", "named"), [("明天", "明天"), ("2 小时、后天", "后天"), ("0 天", "0d"), ("100 小时", "100h"), ("2", "2")])
def test_what_is_no_step_is_named(text, named):
    with pytest.raises(ValidationError) as refused:
        LadderField().clean(text)

    assert named in str(refused.value)


@pytest.mark.parametrize(("steps", "accepted"), [(7, True), (8, True), (9, False)])
def test_eight_steps_are_the_longest_ladder(steps, accepted):
    try:
        read = LadderField().clean("、".join(["1 天"] * steps))
    except ValidationError:
        read = None

    assert (read == ["1d"] * steps) is accepted
