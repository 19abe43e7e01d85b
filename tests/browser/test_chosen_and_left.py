"""What was chosen in the form of a call and not saved is there again, as its note is."""

import pytest
from playwright.sync_api import expect

from calls.models import Call
from leads.models import Lead
from tests.browser.desk import choose_all, chosen
from tests.browser.test_closed_tab import close_tab
from tests.factories import LeadFactory
from tests.factories.dcc import open_all_day


@pytest.fixture
def leads(agent, store) -> list[Lead]:
    """Two of the agent's leads, which may be called at any hour."""
    open_all_day(store)
    return [LeadFactory(store=agent.store, agent=agent, name=name) for name in ("乙", "甲")]


def test_outcome_next_step_and_day_survive_a_closed_tab_as_the_note_does(page, log_in, agent, leads):
    log_in(agent)
    page.goto(f"/calls/{leads[0].pk}/")
    page.locator(".d-outcome:has([data-meaning=connected])").click()
    page.locator("label:has([name=step][value=callback])").click()
    page.locator("label:has([name=call_day])").nth(2).click()
    page.fill("[name=call_time]", "1415")
    page.fill("[name=note]", "她在开车")
    said = [page.input_value(f"[name={name}]:checked") for name in ("outcome", "step", "call_day")]

    page = close_tab(page)
    page.goto(f"/calls/{leads[0].pk}/")

    assert [page.input_value(f"[name={name}]:checked") for name in ("outcome", "step", "call_day")] == said
    assert [page.input_value(f"[name={name}]") for name in ("call_time", "note")] == ["14:15", "她在开车"]


def test_what_was_chosen_survives_leaving_the_page_until_it_is_saved(page, log_in, agent, leads):
    log_in(agent)
    page.goto(f"/calls/{leads[0].pk}/")
    empty = chosen(page)
    said = choose_all(page)

    page.goto("/leads/")
    page.goto(f"/calls/{leads[1].pk}/")
    of_another = chosen(page)
    page.goto(f"/calls/{leads[0].pk}/")
    kept = chosen(page)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#work")).not_to_have_attribute("aria-label", leads[0].name)
    page.goto(f"/calls/{leads[0].pk}/")

    assert (of_another, kept) == (empty, said)
    assert Call.objects.get().level == "B"
    assert {name: chosen(page)[name] for name in ("outcome", "step", "promise")} == {"outcome": "", "step": "", "promise": ""}


def test_a_choice_that_was_taken_away_again_is_none_and_a_fact_changed_meanwhile_is_not_typed_over(page, log_in, agent, leads):
    log_in(agent)
    page.goto(f"/calls/{leads[0].pk}/")
    choose_all(page)
    page.locator("label:has([name=step][value=callback])").click()
    page.fill("[name=model]", "凯美瑞")
    Lead.objects.filter(pk=leads[0].pk).update(model="汉兰达")

    page.goto(f"/calls/{leads[0].pk}/")

    assert (chosen(page)["step"], chosen(page)["level"], page.input_value("[name=model]")) == ("", "B", "汉兰达")
