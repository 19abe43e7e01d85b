"""What is only to be read stands folded on a phone, and open where there is room."""

import pytest
from playwright.sync_api import expect

from tests.browser.walking import OFFICE, PHONE
from tests.factories import CallFactory, LeadFactory


@pytest.mark.parametrize(("size", "is_open"), [(OFFICE, True), (PHONE, False)])
def test_what_was_spoken_of_is_folded_on_a_phone_until_it_is_asked_for(log_in, page, reception, agent, size, is_open):
    lead = LeadFactory(store=reception.store, agent=agent, reception=reception)
    CallFactory(lead=lead, agent=agent, note="想了解置换")
    page.set_viewport_size(size)
    log_in(reception)
    page.goto(f"/reception/mine/{lead.pk}/")

    talked, summary = page.get_by_text("想了解置换"), page.locator(".r-talked summary", has_text="谈过")
    expect(talked).to_be_visible(visible=is_open)
    summary.click(force=True)

    expect(talked).to_be_visible()
