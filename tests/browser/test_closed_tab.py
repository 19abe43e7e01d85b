"""What is half typed outlives its tab, for one person on one machine, and not for good."""

import pytest
from playwright.sync_api import Page, expect

from calls.models import Call
from leads.models import Lead
from tests.browser.conftest import log_in_on
from tests.factories import LeadFactory
from tests.factories.dcc import open_all_day


@pytest.fixture
def leads(agent) -> list[Lead]:
    """Two of the agent's leads."""
    return [LeadFactory(store=agent.store, agent=agent, name=name) for name in ("乙", "甲")]


def close_tab(page: Page) -> Page:
    """Close the tab one writes in; return another of the same browser."""
    other = page.context.new_page()
    page.close()
    return other


def test_a_call_note_survives_a_closed_tab_until_it_is_saved(page, log_in, agent, store, leads):
    open_all_day(store)
    log_in(agent)
    page.goto(f"/calls/{leads[0].pk}/")
    page.fill("[name=note]", "她在开车，晚上再打")

    page = close_tab(page)
    page.goto(f"/calls/{leads[1].pk}/")
    of_another = page.input_value("[name=note]")
    page.goto(f"/calls/{leads[0].pk}/")
    kept = page.input_value("[name=note]")
    page.locator(".d-outcome").nth(1).click()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#work")).not_to_have_attribute("aria-label", leads[0].name)
    page = close_tab(page)
    page.goto(f"/calls/{leads[0].pk}/")

    assert (of_another, kept, page.input_value("[name=note]")) == ("", "她在开车，晚上再打", "")
    assert Call.objects.get().note == "她在开车，晚上再打"


def drafts(page: Page) -> list[str]:
    """Return what is half typed and kept on this machine."""
    return page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('draft:'))")


def take_over(page: Page, other) -> None:
    """Let another person log in on the machine."""
    page.context.clear_cookies()
    log_in_on(page, other)


def log_out(page: Page, _other) -> None:
    """Go by the log-out of one's page."""
    page.goto("/me/")
    page.locator("main form[data-leave] button").click()
    page.wait_for_url("**/login/**")


def let_days_go_by(page: Page, _other) -> None:
    """Let what is kept be three days and a minute old."""
    page.evaluate(
        """() => Object.keys(localStorage).filter((key) => key.startsWith("draft:")).forEach((key) =>
        localStorage.setItem(key, JSON.stringify({ ...JSON.parse(localStorage[key]), at: Date.now() - 3 * 86400000 - 60000 })))"""
    )
    page.goto("/me/")


@pytest.mark.parametrize("ends", [take_over, log_out, let_days_go_by])
def test_what_was_half_typed_is_nobody_elses_and_does_not_stay_for_good(page, log_in, agent, other_agent, leads, ends):
    log_in(agent)
    page.goto(f"/calls/{leads[0].pk}/")
    page.fill("[name=note]", "她在开车，晚上再打")
    kept = len(drafts(page))

    ends(page, other_agent)

    assert (kept, drafts(page)) == (1, [])


def test_what_one_tab_has_sent_is_not_forgotten_by_a_page_of_another_and_not_put_over_a_fact_that_was_changed(page, log_in, leader, leads):
    log_in(leader)
    page.goto(f"/leads/{leads[0].pk}/change/")
    page.fill("[name=name]", "王建国先生")
    page.route("**/change/", lambda route: route.abort())
    page.keyboard.press("Control+Enter")
    other_tab = page.context.new_page()
    other_tab.goto("/leads/")
    other_tab.goto(f"/leads/{leads[0].pk}/change/")
    kept = other_tab.input_value("[name=name]")
    Lead.objects.filter(pk=leads[0].pk).update(name="王建军")
    other_tab.reload()

    assert (kept, other_tab.input_value("[name=name]")) == ("王建国先生", "王建军")
