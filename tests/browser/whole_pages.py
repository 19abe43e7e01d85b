"""A page is read once all of it has come: a click on a link is over when the answer begins, which on a busy machine is before its rows are there."""

from collections.abc import Callable
from functools import wraps

from playwright.sync_api import Locator

# What Playwright answers at once, from whatever there is; all else waits for what it is about.
AT_ONCE = ("all", "all_inner_texts", "all_text_contents", "count", "is_hidden", "is_visible")


def read_whole_pages() -> None:
    """Let each question of this kind wait until the document is read to its end."""
    for name in AT_ONCE:
        setattr(Locator, name, waiting(getattr(Locator, name)))


def waiting(ask: Callable) -> Callable:
    """Return the same question, asked of a whole page."""

    @wraps(ask)
    def asked(locator: Locator, *args, **options):
        locator.page.wait_for_load_state("domcontentloaded")
        return ask(locator, *args, **options)

    return asked
