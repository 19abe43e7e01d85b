"""What is refused as a password, and what is not."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from dcc.log_in.password_rules import LEAST_LEFT, listed, what_is_left
from dcc.log_in.rules.passwords import make_one_time_password
from tests.factories import UserFactory
from tests.factories.dcc import PASSWORD

WEAK = """
changchun2026 dcc20261126 dianxiao2026 1597534862 5201314520 woaini1314520 woaini520520 qwer1234qwer Aa12345678 admin12345 zhangwei123 agent3agent3
Fengtian2026 toyota@2026 Toyota_Dcc_2026 dazhong888888 wangfang1314 liuyang5201314 wOAini520! 1qaz2wsx3edc qazwsxedc123 password2026 ｄｃｃ２０２６１１２６
s1store2026 15400009999 a1b2c3d4e5 mima123456 zhaomingzhe 1111111111a 长春一店2026 changchun.1234
""".split()  # the usual ones of a showroom
GOOD = """
ein-langes-eigenes a-quite-new-password tidy-mule-42-orbit xK9#vq2Lm!7w hongshaorou-jiu-dian-ban bu7yao3pa1hei kpdz-r4tv-9mbx quan2jia1dou1hao3
""".split()


def refused(password: str, user=None) -> bool:
    try:
        validate_password(password, user)
    except ValidationError:
        return True
    return False


@pytest.mark.parametrize("password", WEAK)
def test_what_people_really_use_is_refused(store, password):
    person = UserFactory(store=store, username="agent3", name="赵明哲", roles=["agent"])

    assert refused(password, person)


@pytest.mark.parametrize("password", [*GOOD, PASSWORD])
def test_what_only_its_owner_knows_is_taken(agent, password):
    assert not refused(password, agent)


def test_a_one_time_password_would_be_taken_too(agent):
    assert [password for password in (make_one_time_password() for _time in range(200)) if refused(password, agent)] == []


@pytest.mark.parametrize("left", [LEAST_LEFT - 1, LEAST_LEFT])
def test_five_signs_of_ones_own_are_enough(left):
    password = "changchun2026" + "kvxjp"[:left]

    assert refused(password) == (left < LEAST_LEFT)


def test_the_shortest_rest_counts_however_the_words_lie():
    assert [what_is_left(text, {"ab", "abc", "cd"}) for text in ("abcd", "abc2026cdx", "x11112020y")] == ["", "x", "xy"]


def test_the_lists_are_as_passwords_are_compared():
    for name in ("common-passwords.txt", "weak-words.txt"):
        assert [line for line in listed(name) if line != line.strip().lower()] == []
    assert [line for line in listed("common-passwords.txt") if len(line) < 9] == []
