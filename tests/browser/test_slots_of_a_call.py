"""The half hours of an invitation: how full each is, and who receives them, as soon as a day is chosen."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from calls.models import Appointment
from tests.browser.desk import stands_on
from tests.factories import AppointmentFactory, LeadFactory, UserFactory

SLOT = ".d-slot[data-slot='10:30']"


@pytest.fixture
def overmorrow(agent, queue, reception):
    """The day after tomorrow, with two groups at half past ten: one specialist is booked out."""
    at = (timezone.localtime() + timedelta(days=2)).replace(hour=10, minute=30, second=0, microsecond=0)
    for _group in range(2):
        AppointmentFactory(lead=LeadFactory(store=agent.store), agent=agent, at=timezone.now(), scheduled_for=at, reception=reception)
    return at


@pytest.fixture
def invites(log_in, page, agent, overmorrow):
    """The desk on the first customer, who comes the day after tomorrow."""
    log_in(agent)
    page.goto("/calls/")
    stands_on(page, "王建国")
    for key in ("q", "3"):
        page.keyboard.press(key)
    expect(page.locator("[data-when-step=invite] .d-slot em").first).to_be_visible()
    return page


def test_a_full_half_hour_is_dashed_and_may_be_taken_all_the_same(invites, agent, assert_accessible):
    page = invites
    said, full = page.locator(f"{SLOT} em").inner_text(), page.locator(".d-slot.is-full").count()
    assert_accessible(page)

    page.keyboard.type("1030")
    page.keyboard.press("Control+Enter")
    expect(page.locator("form[data-call] [role=alert]").first).to_contain_text("满")
    asked = Appointment.objects.count()
    expect(page.locator("#save")).to_be_enabled()
    page.wait_for_timeout(500)  # whatever is put back into a form has been
    page.keyboard.press("Control+Enter")
    stands_on(page, "赵敏")

    assert (said, full, asked, Appointment.objects.count()) == ("满 2/2", 1, 2, 3)


def test_the_freest_receives_them_until_somebody_is_chosen_by_hand(invites, agent, reception):
    UserFactory(store=agent.store, username="zz", name="方敏", roles=["reception"])
    page = invites
    page.reload()
    stands_on(page, "王建国")
    for key in ("q", "3"):
        page.keyboard.press(key)
    expect(page.locator(f"{SLOT} em")).to_be_visible()
    receiver, chosen = page.locator("[name=reception]"), "document.querySelector('[name=reception]').selectedOptions[0].textContent.trim()"

    page.keyboard.type("1030")
    at_half_past, why = page.evaluate(chosen), page.locator("[data-is-freest]").is_visible()
    receiver.select_option(str(reception.pk))
    page.locator(".d-slot[data-slot='11:00']").click()
    page.keyboard.press("Control+Enter")
    stands_on(page, "赵敏")

    visit = Appointment.objects.latest("pk")
    assert (at_half_past, why, visit.reception, timezone.localtime(visit.scheduled_for).hour) == ("方敏", True, reception, 11)
