"""The second step of the log-in, and how long a log-in lasts (docs/rules/trust.md#second-factor, #session-limits)."""

import re
from datetime import timedelta

import pyotp
import pyrage
import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from dcc.installation.closed_texts import key_file
from dcc.log_in.rules.second_factor import is_asked, reset_second_factor, switch_on
from dcc.models import RecoveryCode, SecondFactor
from dcc.store.rules.house_rules import change_settings
from tests.factories.dcc import PASSWORD
from tests.moments import NOW
from tests.trail import deeds, trail

KEY, HALF_A_MINUTE, SECOND = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", timedelta(seconds=30), timedelta(seconds=1)


@pytest.fixture(autouse=True)
def asked(settings):
    """Ask for the second step, as everywhere but in the demo."""
    settings.SECOND_FACTOR = True


def digits(at=NOW) -> str:
    return pyotp.TOTP(KEY).at(at)


@pytest.fixture
def codes(agent) -> list[str]:
    """The recovery codes of an agent who set the second step up an hour ago."""
    return switch_on(agent, key=KEY, code=digits(NOW - timedelta(hours=1)), now=NOW - timedelta(hours=1))


def password_said(username="agent") -> Client:
    browser = Client()
    assert browser.post("/login/", {"username": username, "password": PASSWORD}).status_code == 303
    return browser


def shown_key(page: str) -> str:
    """Return the key that a page gives an app."""
    return re.search(r"<code[^>]*>([A-Z2-7 ]+)</code>", page)[1].replace(" ", "")


def app_form(browser: Client, at) -> dict[str, str]:
    """Return what a page asks of an app that has the key it shows."""
    page = browser.get("/me/second-step/").content.decode()
    return {"key": re.search(r'name="key" value="([^"]+)"', page)[1], "code": pyotp.TOTP(shown_key(page)).at(at)}


def is_in(browser: Client) -> bool:
    return browser.get("/me/").status_code == 200


def test_the_password_alone_opens_nothing_and_the_six_digits_do_once(codes, agent):
    browser, other = password_said(), password_said()
    assert not is_in(browser)

    assert browser.post("/login/code/", {"code": f"{digits()[:3]} {digits()[3:]}"}).status_code == 303
    assert is_in(browser)
    assert [entry["second_step"] for entry in trail("session.open")] == ["app"]
    assert other.post("/login/code/", {"code": digits()}).status_code == 422
    assert not is_in(other)


@pytest.mark.parametrize(("step", "status"), [(-2, 422), (-1, 303), (1, 303), (2, 422)])
def test_clocks_may_differ_by_half_a_minute(codes, step, status):
    assert password_said().post("/login/code/", {"code": digits(NOW + step * HALF_A_MINUTE)}).status_code == status


def test_a_recovery_code_opens_once_and_is_kept_as_a_digest(codes, agent):
    assert (len(codes), len(set(codes))) == (10, 10)
    assert not RecoveryCode.objects.filter(digest__in=codes).exists()

    assert [password_said().post("/login/code/", {"code": codes[0].lower()}).status_code for _try in range(2)] == [303, 422]
    assert [entry["second_step"] for entry in trail("session.open")] == ["recovery"]
    assert RecoveryCode.objects.filter(used_at=None).count() == 9


def test_the_key_of_an_app_is_kept_closed_and_opens_nothing_for_anybody_else(codes, agent, director, settings, tmp_path, caplog):
    assert KEY not in str(SecondFactor.objects.values_list().get())

    SecondFactor.objects.update(user=director)
    assert password_said("director").post("/login/code/", {"code": digits()}).status_code == 422
    SecondFactor.objects.update(user=agent)
    settings.VAR = tmp_path  # the database was brought to another machine, without its key
    assert password_said().post("/login/code/", {"code": digits()}).status_code == 422
    assert f"second step of person {agent.pk}" in caplog.text
    assert password_said().post("/login/code/", {"code": codes[0]}).status_code == 303


def test_a_new_key_closes_and_the_old_one_opens_what_it_closed(codes, agent, settings, tmp_path):
    old = key_file().read_text(encoding="utf-8")
    settings.VAR = tmp_path
    key_file().write_text(f"{pyrage.x25519.Identity.generate()}\n{old}\n", encoding="utf-8")

    assert password_said().post("/login/code/", {"code": digits()}).status_code == 303


def test_after_five_wrong_codes_not_even_the_right_one_is_taken_for_a_quarter_of_an_hour(codes, clock):
    browser = password_said()
    assert [browser.post("/login/code/", {"code": "000000"}).status_code for _try in range(5)] == [422] * 5
    assert browser.post("/login/code/", {"code": digits()}).status_code == 422

    clock.set_to(NOW + timedelta(minutes=15))
    assert password_said().post("/login/code/", {"code": digits(NOW + timedelta(minutes=15))}).status_code == 303
    assert len(trail("session.code_wrong")) == 5


@pytest.mark.parametrize(("later", "in_time"), [(timedelta(minutes=5) - SECOND, True), (timedelta(minutes=5), False)])
def test_the_code_is_said_within_five_minutes_of_the_password(codes, clock, later, in_time):
    browser = password_said()
    clock.set_to(NOW + later)

    assert browser.get("/login/code/").status_code == (200 if in_time else 302)


def test_whom_the_store_requires_sets_it_up_before_anything_else(director, agent, clock):
    change_settings(director.store, values={"second_factor_roles": ["director"]}, by=director, now=NOW)
    browser, unasked = password_said("director"), password_said("agent")
    assert (browser.get("/me/").url, unasked.get("/me/").status_code) == ("/me/second-step/", 200)

    page = browser.get("/me/second-step/").content.decode()
    key = shown_key(page)
    signed = re.search(r'name="key" value="([^"]+)"', page)[1]
    assert browser.post("/me/second-step/", {"key": signed, "code": "000000"}).status_code == 422
    shown = browser.post("/me/second-step/", {"key": signed, "code": pyotp.TOTP(key).at(NOW)}).content.decode()

    assert len(re.findall(r"<li><code>\w{4}-\w{4}</code>", shown)) == 10
    assert is_in(browser)
    assert browser.post("/me/second-step/change/", {"what": "off", "code": pyotp.TOTP(key).at(NOW + HALF_A_MINUTE)}).status_code == 422
    assert is_asked(director)
    assert deeds(director)[-2:] == ["session.open", "second_factor.on"]


def test_the_first_app_takes_the_password_once_more_a_quarter_of_an_hour_after_the_log_in(agent, clock):
    browser = password_said()
    clock.set_to(NOW + timedelta(minutes=15) - SECOND)
    assert 'name="password"' not in browser.get("/me/second-step/").content.decode()

    clock.set_to(NOW + timedelta(minutes=15))
    form = app_form(browser, NOW + timedelta(minutes=15))
    for password in ("", *["not-the-password"] * settings.AXES_FAILURE_LIMIT, PASSWORD):
        assert browser.post("/me/second-step/", {**form, "password": password}).status_code == 422
    assert len(trail("person.password_wrong")) == settings.AXES_FAILURE_LIMIT

    clock.set_to(NOW + timedelta(minutes=30))
    form = app_form(browser, NOW + timedelta(minutes=30))
    assert browser.post("/me/second-step/", {**form, "password": PASSWORD}).status_code == 200
    assert is_asked(agent)


def test_head_office_must_have_it_always(hq):
    assert password_said("hq").get("/").url == "/me/second-step/"


@pytest.mark.parametrize(("what", "left"), [("off", 0), ("codes", 10)])
def test_what_is_changed_takes_a_code_of_the_present_app(codes, client_of, agent, what, left):
    browser = client_of(agent)
    assert browser.post("/me/second-step/change/", {"what": what, "code": "000000"}).status_code == 422

    assert browser.post("/me/second-step/change/", {"what": what, "code": codes[0]}).status_code in {200, 303}
    assert RecoveryCode.objects.filter(used_at=None).count() == left


def test_another_app_takes_a_code_before_its_key_is_shown(codes, client_of, agent):
    browser = client_of(agent)
    assert browser.get("/me/second-step/").url == "/me/security/"

    assert browser.post("/me/second-step/change/", {"what": "replace", "code": codes[0]}).url == "/me/second-step/"
    assert browser.get("/me/second-step/").status_code == 200


def test_a_lost_phone_is_reset_by_somebody_above_and_every_session_ends(codes, client_of, agent, leader, director):
    open_one = client_of(agent)

    assert client_of(leader).post(f"/settings/people/{agent.pk}/second-step/").status_code == 303
    assert (is_in(open_one), SecondFactor.objects.exists()) == (False, False)
    assert is_in(password_said())
    assert client_of(leader).post(f"/settings/people/{director.pk}/second-step/").status_code == 422


def test_the_operator_resets_whoever_nobody_is_above(codes, agent, monkeypatch):
    monkeypatch.setattr("dcc.management.commands.set_password.read_password", lambda **_who: "another-long-password-9")

    call_command("set_password", "agent", lost_phone=True)

    assert not is_asked(agent)
    assert reset_second_factor(agent, by=None, now=NOW) is False


def test_the_demo_asks_nobody(codes, settings):
    settings.SECOND_FACTOR = False

    assert is_in(password_said())


@pytest.mark.parametrize(("later", "is_open"), [(timedelta(minutes=30) - SECOND, True), (timedelta(minutes=30), False)])
def test_a_log_in_ends_after_the_minutes_nobody_used_it(agent, director, clock, later, is_open):
    change_settings(agent.store, values={"idle_minutes": 30}, by=director, now=NOW - timedelta(days=1))
    browser = password_said()
    clock.set_to(NOW + timedelta(minutes=20))
    assert is_in(browser)
    clock.set_to(NOW + timedelta(minutes=40))
    assert browser.get("/counts/").status_code == 200  # what the page asks by itself

    clock.set_to(NOW + timedelta(minutes=20) + later)

    assert is_in(browser) is is_open


def test_a_log_in_lasts_the_hours_of_its_store(agent, director):
    change_settings(agent.store, values={"session_hours": 8}, by=director, now=NOW - timedelta(days=1))

    assert password_said().session.get_expiry_age() == 8 * 3600
