"""To which addresses a message may go."""

import pytest

from dcc.robots.chat_addresses import is_public, resolve, split
from dcc.robots.posting import judged, post

WECOM = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=abc"


@pytest.mark.parametrize("address", [WECOM, "https://oapi.dingtalk.com:443/robot/send?access_token=x", "https://open.feishu.cn/open-apis/bot/v2/hook/x"])
def test_the_three_makers_are_allowed(address):
    assert split(address) is not None


@pytest.mark.parametrize(
    "address",
    [
        *("", "no address", "http://qyapi.weixin.qq.com/x", "https://example.com/x", "ftp://qyapi.weixin.qq.com/x"),
        *("https://qyapi.weixin.qq.com:8443/x", "https://me@qyapi.weixin.qq.com/x", "https://me:word@qyapi.weixin.qq.com/x"),
        *("https://qyapi.weixin.qq.com.example.com/x", "https://127.0.0.1/x", "https://qyapi.weixin.qq.com:port/x", "https://qyapi.weixin.qq.com/ x"),
        *("https://qyapi.weixin.qq.com/x\r\nHost: a", "https://[::1/x"),
    ],
)
def test_everything_else_is_not(address):
    assert split(address) is None
    assert post("wecom", address, "你好").words == "address not allowed"


def test_the_operator_names_the_hosts(settings):
    settings.ROBOT_HOSTS = ["chat.example.com"]

    assert split("https://chat.example.com/x") is not None
    assert split(WECOM) is None


def test_the_host_of_a_test_is_its_very_host_and_port(settings):
    settings.ROBOT_TEST_HOST = "127.0.0.1:8100"

    assert split("http://127.0.0.1:8100/x") is not None
    assert [split(each) for each in ("http://127.0.0.1:8101/x", "https://127.0.0.1:8100/x", "http://127.0.0.1/x")] == [None] * 3


@pytest.mark.parametrize(
    ("address", "public"),
    [
        *(("8.8.8.8", True), ("101.226.1.1", True), ("2400:3200::1", True)),
        *(("127.0.0.1", False), ("10.0.0.1", False), ("172.16.0.1", False), ("172.31.255.255", False), ("172.32.0.1", True), ("192.168.1.1", False)),
        *(("169.254.169.254", False), ("100.64.0.1", False), ("0.0.0.0", False), ("224.0.0.1", False), ("255.255.255.255", False)),  # noqa: S104 - judged
        *(("::1", False), ("::", False), ("fe80::1", False), ("fe80::1%eth0", False), ("fc00::1", False), ("ff02::1", False)),
        *(("::ffff:10.0.0.1", False), ("64:ff9b::a00:1", False), ("2002:a00:1::1", False)),
    ],
)
def test_an_address_is_public_or_not(address, public):
    assert is_public(address) is public


def test_a_name_behind_which_this_machine_lies_is_not_spoken_with(settings):
    settings.ROBOT_HOSTS = ["localhost"]

    with pytest.raises(PermissionError):
        resolve(split("https://localhost/x"))

    assert post("wecom", "https://localhost/x", "你好").words == "private address"


@pytest.mark.parametrize(
    ("maker", "status", "said", "taken", "words"),
    [
        ("wecom", 200, b'{"errcode": 0, "errmsg": "ok"}', True, "200 0"),
        ("wecom", 200, b'{"errcode": 93000, "errmsg": "invalid webhook url"}', False, "200 93000"),
        ("dingtalk", 200, b'{"errcode": 0}', True, "200 0"),
        ("feishu", 200, b'{"code": 0}', True, "200 0"),
        ("feishu", 200, b'{"StatusCode": 0}', True, "200 0"),
        ("feishu", 200, b'{"errcode": 0}', False, "200"),
        ("wecom", 200, b"<html>", False, "200"),
        ("wecom", 200, b"[0]", False, "200"),
        ("wecom", 302, b'{"errcode": 0}', False, "302"),
        ("wecom", 500, b"", False, "500"),
    ],
)
def test_a_chat_took_it_if_it_says_so(maker, status, said, taken, words):
    answer = judged(maker, status, said)

    assert (answer.taken, answer.words) == (taken, words)
