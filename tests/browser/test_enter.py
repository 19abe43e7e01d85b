"""Enter: what it does is said by what has the focus, and by the page's first work only where nothing has it."""

from urllib.parse import urlsplit

from django.utils import timezone
from playwright.sync_api import expect

from tests.factories import LeadFactory


def path_of(url: str) -> str:
    """Return the path of an address."""
    return urlsplit(url).path


def test_enter_belongs_to_what_has_the_focus_and_else_to_the_first_work(page, log_in, leader):
    LeadFactory(store=leader.store, agent=None, name="王建国")
    LeadFactory(store=leader.store, agent=None, name="王建国", review_since=timezone.now())
    log_in(leader)
    page.goto("/")
    expect(page.locator(".d-first")).to_be_visible()

    page.fill("[name=q]", "王建国")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: path_of(url) == "/leads/search/")
    searched = path_of(page.url)
    page.goto("/")
    page.locator(".d-side .d-nav[href='/leads/allocate/']").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: path_of(url) != "/")
    followed = path_of(page.url)
    page.goto("/")
    first = page.locator(".d-first").get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: path_of(url) != "/")

    assert (searched, followed, path_of(page.url)) == ("/leads/search/", "/leads/allocate/", urlsplit(first).path)
