"""The agent's desk in the browser: the keyboard, counted, on whom one stands, and how long one talks."""

import re

from playwright.sync_api import Page, expect

JUST_BEGUN, A_WHILE = re.compile("^[01]$"), re.compile(r"^([2-9]|\d\d+)$")  # seconds; never one value, which a slow machine does not see


class Keys:
    """The keyboard, counting what is pressed."""

    def __init__(self, page) -> None:
        self.page, self.pressed = page, 0

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed += 1


def stands_on(page, name):
    """Wait until the desk stands on this customer."""
    page.wait_for_selector(f"#work h2:has-text('{name}')")


def talks(page, length):
    """Wait until the clock of the call says so."""
    expect(page.locator("[name=seconds]")).to_have_value(length)


def writes_in(page, name):
    """Wait until whoever types writes in this field: it is given to them with the page's first picture, which may come after its load."""
    page.wait_for_selector(f"[name={name}]:focus")


def choose_all(page: Page) -> dict[str, str]:
    """Say outcome, check, level and next step of a call; return what stands in the form."""
    page.locator(".d-outcome:has([data-meaning=connected])").click()
    page.locator(".d-talk-checks label").nth(1).click()
    page.locator("label:has([name=level][value=B])").click()
    page.locator("label:has([name=step][value=callback])").click()
    page.fill("[name=promise]", "周五报价")
    page.locator("label:has([name=call_day])").nth(1).click()
    page.locator("[data-when-step=callback] [data-slot]").last.click()
    return chosen(page)


def chosen(page: Page) -> dict[str, str]:
    """Return what is chosen and typed in the form of a call."""
    names = ("outcome", "checks", "level", "step", "call_day", "call_time", "promise")
    return {name: page.evaluate("name => new FormData(document.querySelector('form[data-call]')).getAll(name).join()", name) for name in names}
