"""A key pressed again by an impatient hand, while what it sent is on its way."""

from playwright.sync_api import expect

from calls.models import Call, Dial
from tests.browser.desk import stands_on


def test_a_call_saved_by_a_key_pressed_twice_is_one_call_and_dials_nobody(page, log_in, agent, queue):
    log_in(agent)
    page.goto("/calls/")
    stands_on(page, "王建国")
    held = []
    page.route("**/log/", lambda route: held.append(route))

    for key in ("w", "2"):
        page.keyboard.press(key)
    page.keyboard.type("1845")
    for key in ("Control+Enter", "Control+Enter"):
        page.keyboard.press(key)
    page.wait_for_timeout(300)
    held[0].continue_()
    expect(page.locator("#work")).not_to_have_attribute("aria-label", "王建国")

    assert (len(held), Call.objects.count(), Dial.objects.count()) == (1, 1, 0)
