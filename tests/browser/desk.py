"""The agent's desk in the browser: the keyboard, counted, and on whom one stands."""


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
