"""The appointments by keyboard alone: the next one to confirm is lit, letters act on the row one stands on."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from calls.models import Appointment
from tests.factories import AppointmentFactory, LeadFactory


@pytest.fixture
def visits(any_hour, agent):
    """Two who come within the hour and are to be confirmed now, and one in five days."""
    now = timezone.now()
    facts = {"store": agent.store, "agent": agent, "received_at": now - timedelta(days=3), "first_call_at": now - timedelta(days=3)}
    hours = (("王建国", 0.5), ("赵敏", 0.75), ("刘洋", 120))
    return [
        AppointmentFactory(lead=LeadFactory(name=name, **facts), agent=agent, at=now - timedelta(days=2), scheduled_for=now + timedelta(hours=ahead))
        for name, ahead in hours
    ]


def lit(page, name):
    """Wait until the row of this customer is the one where the keys are."""
    expect(page.locator("tr.is-at .d-called")).to_have_text(name)


def test_y_confirms_the_row_one_stands_on_and_the_next_one_to_confirm_is_lit(log_in, page, agent, visits, assert_accessible):
    log_in(agent)
    page.goto("/calls/appointments/")
    lit(page, "王建国")
    assert_accessible(page)

    page.keyboard.press("y")
    expect(page.locator(".d-toast")).to_contain_text("王建国")
    lit(page, "赵敏")

    assert [visit.status for visit in Appointment.objects.order_by("scheduled_for")] == ["confirmed", "booked", "booked"]


def test_m_and_x_open_the_forms_of_the_row_and_enter_calls_it(log_in, page, agent, visits):
    log_in(agent)
    page.goto("/calls/appointments/")
    for key in ("ArrowDown", "ArrowDown"):
        page.keyboard.press(key)
    lit(page, "刘洋")

    page.keyboard.press("m")
    expect(page.locator("#appointments-aside [name=at]")).to_be_focused()
    expect(page.locator("tr.is-on .d-called")).to_have_text("刘洋")
    page.keyboard.press("Escape")
    expect(page.locator("#appointments-aside [name=at]")).to_have_count(0)
    page.keyboard.press("x")
    expect(page.locator("#appointments-aside [name=off-reason]")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#appointments-aside [name=off-reason]")).to_have_count(0)
    page.keyboard.press("k")
    lit(page, "赵敏")
    page.keyboard.press("Enter")

    page.wait_for_url(lambda url: url.endswith(f"/calls/{visits[1].lead_id}/"))
    expect(page.locator("#work h2")).to_have_text("赵敏")


def test_a_refused_move_comes_back_on_its_own_row_with_the_sentence_at_its_field(log_in, page, agent, visits):
    log_in(agent)
    page.goto("/calls/appointments/")
    page.keyboard.press("ArrowDown")
    lit(page, "赵敏")

    page.keyboard.press("m")
    page.locator("#appointments-aside [name=at]").fill(f"{timezone.localtime() - timedelta(days=1):%Y-%m-%dT%H:%M}")
    page.locator("#appointments-aside form[action$='/move/'] button").click()

    lit(page, "赵敏")
    expect(page.locator("#appointments-aside .d-field:has([name=at]) .d-error")).to_be_visible()


def test_what_a_key_opens_far_down_the_list_is_in_sight(log_in, page, agent, any_hour):
    now = timezone.now()
    for hour in range(40):
        lead = LeadFactory(store=agent.store, agent=agent, name=f"客户{hour}", received_at=now - timedelta(days=3))
        AppointmentFactory(lead=lead, agent=agent, at=now, scheduled_for=now + timedelta(days=2, minutes=hour))
    log_in(agent)
    page.goto("/calls/appointments/")
    for _row in range(39):
        page.keyboard.press("ArrowDown")
    lit(page, "客户39")

    page.keyboard.press("x")

    expect(page.locator("#appointments-aside [name=off-reason]")).to_be_focused()
    expect(page.locator("tr.is-at .d-called")).to_be_in_viewport()
    expect(page.locator("#appointments-aside [name=off-reason]")).to_be_in_viewport()


def test_a_button_keeps_its_place_and_its_own_column_when_its_row_lights_up(log_in, page, agent, visits):
    log_in(agent)
    page.goto("/calls/appointments/")
    lit(page, "王建国")
    row = page.locator("tr", has_text="刘洋")
    move = row.locator("[data-key=M]")
    stood, column = move.bounding_box(), row.locator("td").last.bounding_box()

    page.mouse.move(stood["x"] + 8, stood["y"] + 8)
    page.mouse.down()
    lit(page, "刘洋")
    now = move.bounding_box(), row.locator(".d-button").first.bounding_box()
    page.mouse.up()
    expect(page.locator("#appointments-aside [name=at]")).to_be_focused()

    assert (now[0], now[1]["x"] >= column["x"]) == (stood, True)
