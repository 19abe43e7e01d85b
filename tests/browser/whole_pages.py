"""A page is read once it has settled: its document has come, nothing it asked for is on its way, and what was pressed has been drawn.

A click or a key is over as soon as the browser took it. What it brings (rows, a focus, an opened menu) comes a moment later; on a busy machine, much later.
"""

from collections.abc import Callable
from functools import wraps

from playwright.sync_api import Error, Locator, Page

# What Playwright answers at once, from whatever there is; all else waits for what it is about.
OF_PLACES = ("all", "all_inner_texts", "all_text_contents", "count", "evaluate_all", "is_hidden", "is_visible")
OF_WHAT_IS_THERE = ("get_attribute", "inner_text", "input_value", "is_checked", "text_content")
PATIENCE = 90_000  # milliseconds: a busy machine is slow, and who waits in vain fails all the same
LEFT = "Execution context was destroyed"
SETTLED = """async () => {
    const drawn = () => new Promise((then) => requestAnimationFrame(() => setTimeout(then)));
    await drawn();
    for (let frames = 0; document.querySelector(".htmx-request") && frames < 300; frames++) await drawn();
    await drawn();
}"""


def read_settled_pages() -> None:
    """Let each question of this kind wait until the page has settled."""
    for name in (*OF_PLACES, *OF_WHAT_IS_THERE):
        setattr(Locator, name, waiting(getattr(Locator, name), lambda locator: locator.page))
    for name in ("evaluate", *OF_WHAT_IS_THERE):
        setattr(Page, name, waiting(getattr(Page, name), lambda page: page))


def waiting(ask: Callable, page_of: Callable) -> Callable:
    """Return the same question, asked of a settled page."""

    @wraps(ask)
    def asked(it, *args, **options):
        settle(page_of(it))
        return ask(it, *args, **options)

    return asked


def settle(page: Page, evaluate: Callable = Page.evaluate) -> None:
    """Wait until a page has come and stands still; if it is left meanwhile, for the one that follows."""
    page.wait_for_load_state("domcontentloaded")
    try:
        evaluate(page, SETTLED)
    except Error as left:
        if LEFT not in left.message:
            raise
        page.wait_for_load_state("domcontentloaded")
