"""The front desk without a connection: what is registered waits on the tablet and arrives once, in order, when it is back."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from reception.models import KeptGroup, Visit
from tests.browser.conftest import log_in_on
from tests.factories import AppointmentFactory, LeadFactory, UserFactory, VisitFactory

pytestmark = pytest.mark.usefixtures("any_hour")


def register(page, number: str, name: str) -> None:
    """Register a group while no server is."""
    panel = page.locator("#desk-offline")
    panel.locator("[name=number]").fill(number)
    panel.locator("[name=name]").fill(name)
    panel.locator("[name=inviter]").select_option("nobody")
    panel.locator("button").click()
    expect(panel.locator("[name=name]")).to_have_value("")


def test_ten_registrations_without_a_connection_all_arrive_once_each_and_in_order(page, log_in, front_desk):
    log_in(front_desk)
    page.goto("/reception/")
    page.context.set_offline(True)
    expect(page.locator("#desk-offline")).to_be_visible()
    names = [f"断网{number}号" for number in range(10)]

    for number, name in enumerate(names):
        register(page, f"1391234560{number}", name)
    waiting = page.locator(".d-unsent summary [data-how-many]").inner_text()
    page.context.set_offline(False)
    expect(page.locator("#offline")).to_be_hidden(timeout=60_000)

    visits = list(Visit.objects.order_by("registered_at", "pk"))
    assert waiting == "10"
    assert [visit.name for visit in visits] == names
    assert [visit.at for visit in visits] == sorted(visit.at for visit in visits)
    assert all(visit.sent_at and visit.at <= visit.sent_at for visit in visits)
    assert KeptGroup.objects.count() == 0
    expect(page.locator("#desk-left")).to_be_visible()


def test_what_would_load_a_page_without_a_connection_stays_and_says_so(page, log_in, front_desk):
    visit = VisitFactory(store=front_desk.store, name="陶志远", at=timezone.now() - timedelta(minutes=5))
    log_in(front_desk)
    page.goto("/reception/")
    page.context.set_offline(True)
    panel = page.locator("#desk-offline")
    panel.locator("[name=name]").fill("何雨欣")

    for target in (".r-group form[action$='leave/'] button", "a[href='/reception/day/close/']", "a[href='/reception/who/']"):
        page.locator(target).click()
        expect(page.locator(".d-toast.is-bad").last).to_contain_text("连不到服务器")
        page.locator(".d-toast [data-close-toast]").last.click()
    stays = (page.url.endswith("/reception/"), panel.locator("[name=name]").input_value(), Visit.objects.get().left_at)
    page.context.set_offline(False)
    page.locator(".r-group form[action$='leave/'] button").click()
    expect(page.locator(".d-toast.is-done")).to_contain_text("陶志远")

    visit.refresh_from_db()
    assert (stays, visit.left_at is not None) == ((True, "何雨欣", None), True)


def test_what_is_typed_while_the_proposal_is_asked_for_anew_stays(page, log_in, front_desk):
    log_in(front_desk)
    page.goto("/reception/")
    page.locator("#find button[name=match]").click()
    page.locator(".r-more summary").click()
    page.evaluate("""document.addEventListener("htmx:beforeSend", () => setTimeout(() => {
      const field = document.querySelector("#register [name=companion]");
      field.focus();
      field.value = "何雨欣";
      field.setSelectionRange(2, 2);
    }), { once: true })""")

    with page.expect_response("**/reception/propose/"):
        page.locator("#id_arrived").fill("99:99")
        page.locator("#id_arrived").blur()
    page.wait_for_selector("#desk-proposal:not(.htmx-swapping):not(.htmx-settling)")

    expect(page.locator("#register [name=companion]")).to_have_value("何雨欣")
    assert page.evaluate("[document.activeElement.name, document.activeElement.selectionStart]") == ["companion", 2]


def test_z_takes_back_from_the_empty_digits_and_without_a_connection_an_expected_name_fills_the_form(page, log_in, front_desk, agent):
    now = timezone.now()
    VisitFactory(store=front_desk.store, name="陶志远", at=now - timedelta(minutes=5))
    lead = LeadFactory(store=front_desk.store, phone="13812348821", name="石文博", agent=agent)
    AppointmentFactory(lead=lead, agent=agent, at=now - timedelta(days=1), scheduled_for=now)
    log_in(front_desk)
    page.goto("/reception/")
    page.locator(".r-group form[action$='leave/'] button").click()
    expect(page.locator(".d-toast")).to_contain_text("陶志远")
    expect(page.locator("[data-pin] input")).to_be_focused()

    page.keyboard.press("z")

    expect(page.locator(".r-group")).to_contain_text("陶志远")
    page.context.set_offline(True)
    expect(page.locator("#desk-offline")).to_be_visible()
    page.locator(".r-expected").click()
    expect(page.locator("#desk-offline [name=number]")).to_have_value("8821")
    expect(page.locator("#desk-offline [name=name]")).to_have_value("石文博")


def test_four_digits_nobody_has_are_asked_once_the_connection_is_back(page, log_in, front_desk, assert_accessible):
    log_in(front_desk)
    page.goto("/reception/")
    page.context.set_offline(True)
    register(page, "8821", "陶志远")
    assert_accessible(page)
    page.context.set_offline(False)
    expect(page.locator("#offline")).to_be_hidden(timeout=60_000)

    page.goto("/reception/")

    expect(page.locator(".r-asked")).to_contain_text("陶志远")
    assert (Visit.objects.count(), KeptGroup.objects.count()) == (0, 1)
    assert_accessible(page)


def test_what_waits_on_the_tablet_is_read_by_nobody_and_sent_by_a_colleague_at_the_desk(page, log_in, front_desk, agent):
    log_in(front_desk)
    page.goto("/reception/")
    page.context.set_offline(True)
    register(page, "13912345601", "陶志远")
    expect(page.locator(".d-unsent-row [data-name]")).to_contain_text("陶志远")
    lies_there = page.evaluate("JSON.stringify({...localStorage})")
    page.context.clear_cookies()
    page.context.set_offline(False)

    log_in_on(page, agent)
    page.goto("/calls/")
    expect(page.locator("#offline")).to_be_hidden()
    before = Visit.objects.count()
    page.context.clear_cookies()
    log_in_on(page, UserFactory(store=front_desk.store, roles=["front_desk"]))
    page.goto("/reception/")

    expect(page.locator("#desk-day")).to_contain_text("陶志远", timeout=60_000)
    assert "unsent:" in lies_there
    assert [part for part in ("陶志远", "13912345601") if part in lies_there] == []
    assert (before, Visit.objects.get().name) == (0, "陶志远")
