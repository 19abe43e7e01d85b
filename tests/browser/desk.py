"""The agent's desk in the browser: the keyboard, counted, on whom one stands, and how long one talks."""

import re

from playwright.sync_api import expect

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
