"""What a program that pushes leads is answered, and what it is refused (docs/rules/intake.md#capture-endpoint)."""

import json
from datetime import timedelta

import pytest
from django.test import Client

from dcc.models import Word
from leads.capture.rules.tokens import PER_MINUTE, issue_token, revoke_token
from leads.capture.schema import MOST_ITEMS
from leads.models import CaptureToken, Channel, Inquiry, Lead
from tests.factories import DoNotCallFactory, LeadFactory
from tests.moments import MONDAY_9, NOW, moment

ADDRESS = "/api/v1/inquiries"
PHONE = "13800138000"


@pytest.fixture
def secret(leader, store):
    """The secret of a token of 官网."""
    return issue_token(Channel.objects.get(store=store, name="官网"), by=leader, now=MONDAY_9)[1]


@pytest.fixture
def push(secret):
    """Send what a program sends, and return the answer."""

    def send(body, *, token=secret, content_type="application/json", **headers):
        said = body if isinstance(body, str | bytes) else json.dumps(body)
        client = Client(enforce_csrf_checks=True)
        return client.post(ADDRESS, said, content_type=content_type, headers={"Authorization": f"Bearer {token}"} | headers)

    return send


def outcomes(answer) -> list[tuple[str, str]]:
    assert answer.status_code == 200, answer.content
    return [(item["outcome"], item["reason"]) for item in answer.json()["items"]]


def test_one_inquiry_opens_a_lead_in_the_tokens_channel(store, push):
    answer = push({"phone": PHONE, "name": "王伟", "model": "卡罗拉", "external_id": 17, "received_at": "2026-11-20T09:00:00+08:00", "landing": "双十一"})

    inquiry = Inquiry.objects.select_related("lead", "channel").get()
    assert answer.json() == {"items": [{"outcome": "created", "reason": ""}]}
    assert (inquiry.lead.phone, inquiry.name, inquiry.model, inquiry.external_id, inquiry.channel.name) == (PHONE, "王伟", "卡罗拉", "17", "官网")
    assert (inquiry.extra, inquiry.by, inquiry.lead.agent, inquiry.lead.opened_at) == ({"landing": "双十一"}, None, None, NOW)


def test_each_item_of_a_list_is_answered_in_its_place(store, push):
    LeadFactory(store=store, phone="13800138002")
    DoNotCallFactory(store=store, phone="13800138003")
    sent = [{"phone": PHONE, "external_id": "1"}, {"phone": "13800138002"}, {"phone": PHONE, "external_id": "1"}, {"phone": "13800138003"}, {"name": "无号"}]

    answer = push(sent)

    expected = [("created", ""), ("merged", ""), ("repeated", ""), ("rejected", "do_not_call"), ("rejected", "no_phone")]
    assert (outcomes(answer), Lead.objects.count()) == (expected, 2)


def test_what_is_sent_once_more_is_repeated(push):
    sent = {"phone": PHONE, "received_at": "2026-11-20 09:00", "model": "卡罗拉"}

    assert [outcomes(push(sent)), outcomes(push(sent)), Inquiry.objects.count()] == [[("created", "")], [("repeated", "")], 1]


@pytest.mark.parametrize(
    ("named", "answered"),
    [("官网", "created"), ("厂家官网", "created"), ("汽车之家", "rejected"), ("没有这个渠道", "rejected"), ("", "created")],
)
def test_an_item_may_name_the_tokens_channel_and_no_other(push, named, answered):
    assert outcomes(push({"phone": PHONE, "channel": named}))[0] == (answered, "unknown_channel" if answered == "rejected" else "")


def test_names_of_values_mean_what_they_mean_in_a_file(push):
    push({"手机号": "138 0013 8000", "客户姓名": "李丽", "意向车系": "凯美瑞", "预算": 15})

    assert Inquiry.objects.values_list("lead__phone", "name", "model", "extra").get() == (PHONE, "李丽", "凯美瑞", {"预算": "15"})


@pytest.mark.parametrize(
    ("said", "ends"),
    [("2026-11-30", moment(30, 23, 59) + timedelta(seconds=59)), ("2026-11-30T18:00:00+08:00", moment(30, 18)), (1_796_032_800, moment(30, 18))],
)
def test_a_program_says_until_when_a_privacy_number_holds(push, said, ends):
    push({"phone": f"{PHONE},1234", "phone_until": said})

    assert (Lead.objects.get().phone_until, Inquiry.objects.get().phone_until, Inquiry.objects.get().extra) == (ends, ends, {})


def test_what_is_no_moment_ends_no_number_and_is_kept(push):
    answer = push({"phone": f"{PHONE},1234", "phone_until": "看情况"})

    assert (outcomes(answer), Lead.objects.get().phone_until, Inquiry.objects.get().extra) == ([("created", "")], None, {"phone_until": "看情况"})


def test_programs_are_told_of_it(client):
    schema = client.get("/api/v1/openapi.json").json()["components"]["schemas"]["InquiryIn"]

    assert "privacy number" in schema["properties"]["phone_until"]["description"]


@pytest.mark.parametrize("value", ['"\\u0000a"', '"\\ud800"', "1e999", "true", '{"a": [1, null]}', "99999999999999999999999999"])
def test_any_value_of_json_is_kept(push, value):
    answer = push(f'{{"phone": "{PHONE}", "附": {value}, "\\u0000键": 1}}')

    assert (outcomes(answer), set(Inquiry.objects.get().extra)) == ([("created", "")], {"附", "键"})


@pytest.mark.parametrize(
    ("field", "reasons"),
    [
        ("phone", ["precision_lost", "bad_phone", "bad_phone"]),
        ("received_at", ["bad_time", "", "bad_time"]),  # sixteen digits are microseconds since 1970
        *((field, ["", "", ""]) for field in ("deadline", "external_id", "gender", "附")),
    ],
)
def test_a_number_of_any_length_is_read_by_its_digits(push, field, reasons):
    sent = [f'{{"phone": "{PHONE}", "{field}": 1{"0" * (digits - 1)}}}' for digits in (15, 16, 400)]

    assert [push(body).json()["items"][0]["reason"] for body in sent] == reasons


def test_an_id_longer_than_a_spreadsheet_keeps_is_exact(push):
    push({"phone": PHONE, "external_id": 7312345678901234567})

    assert Inquiry.objects.get().external_id == "7312345678901234567"


def test_a_model_is_called_by_the_stores_word_for_it_and_the_senders_is_kept(store, push):
    word = Word.objects.of(store, "car_model").get(name="卡罗拉")
    Word.objects.filter(pk=word.pk).update(detail={"aliases": ["COROLLA"]})

    answers = [outcomes(push({"phone": PHONE, "model": "corolla", "received_at": "2026-11-20 09:00"})) for _again in range(2)]

    assert (answers, Inquiry.objects.values_list("model", "extra").get()) == ([[("created", "")], [("repeated", "")]], ("卡罗拉", {"model": "corolla"}))


@pytest.mark.parametrize(("count", "status"), [(0, 422), (1, 200), (MOST_ITEMS, 200), (MOST_ITEMS + 1, 422)])
def test_a_list_has_one_to_five_hundred_items(push, count, status):
    answer = push([{"phone": f"138{number:08}"} for number in range(count)])

    assert (answer.status_code, Lead.objects.count()) == (status, count if status == 200 else 0)


def test_without_a_token_in_force_nothing_is_said_and_nothing_taken(leader, push, secret):
    revoke_token(CaptureToken.objects.get(), by=leader, now=MONDAY_9)
    answers = [push({"phone": PHONE}, token=token) for token in (secret, "falsch", "")] + [Client().post(ADDRESS, {}, content_type="application/json")]

    assert {(answer.status_code, answer["WWW-Authenticate"], answer.content) for answer in answers} == {(401, "Bearer", answers[0].content)}
    assert Lead.objects.count() == 0


def test_what_is_sent_in_the_clear_is_refused_and_never_led_on(push, settings):
    settings.SECURE_SSL_REDIRECT = True

    answers = [push({"phone": PHONE}), push({"phone": PHONE}, token="nobodys"), Client().post(ADDRESS)]

    assert ([answer.status_code for answer in answers], Lead.objects.count()) == ([403, 403, 401], 0)


def test_a_log_in_is_no_token(client_of, leader, secret):
    assert client_of(leader).post(ADDRESS, json.dumps({"phone": PHONE}), content_type="application/json").status_code == 401


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"body": "a=1", "content_type": "application/x-www-form-urlencoded"}, 415),
        ({"body": "{", "content_type": "application/json"}, 422),
        ({"body": b"\xff", "content_type": "application/json"}, 422),
        ({"body": "[" * 100_000, "content_type": "application/json"}, 422),
        ({"body": "17"}, 422),
        ({"body": [PHONE]}, 422),
        ({"body": {"phone": [PHONE]}}, 422),
        ({"body": {"phone": PHONE, "remark": "长" * 4_001}}, 422),
        ({"body": {"phone": PHONE, "remark": "长" * 4_000}}, 200),
        ({"body": " " * 1024**2 + "{}"}, 413),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(push, sent, status):
    answer = push(**sent)

    assert (answer.status_code, bool(answer.json().get("detail" if status != 200 else "items"))) == (status, True)
    assert Lead.objects.count() == (1 if status == 200 else 0)


def test_a_refusal_never_repeats_a_number(push):
    assert PHONE not in push([{"phone": PHONE}, {"phone": {"of": PHONE}}]).content.decode()


def test_past_the_limit_of_a_minute_the_program_is_told_when_to_come_again(push, clock):
    minute = NOW.replace(second=0, microsecond=0)
    CaptureToken.objects.update(minute=minute, requests=PER_MINUTE - 1)
    clock.set_to(minute + timedelta(seconds=20))

    answers = [push({"phone": PHONE}) for _again in range(2)]

    assert [(answer.status_code, answer.get("Retry-After")) for answer in answers] == [(200, None), (429, "40")]


def test_the_schema_says_who_may_ask_what_and_how_it_is_refused(client):
    said = client.get("/api/v1/openapi.json").json()

    asked = said["paths"][ADDRESS]["post"]
    assert (sorted(asked["responses"]), asked["security"]) == (["200", "401", "403", "413", "415", "422", "429"], [{"Token": []}])
