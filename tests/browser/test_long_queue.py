"""A queue too long to be drawn: its rest comes on a click."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from tests.factories import LeadFactory
from tests.factories.dcc import open_all_day


def test_more_fetches_the_rest_of_a_group(log_in, page, agent):
    open_all_day(agent.store)
    now = timezone.now()
    for number in range(30):
        LeadFactory(store=agent.store, agent=agent, name=f"客户{number}", received_at=now, respond_by=now + timedelta(minutes=40 + number))
    log_in(agent)
    page.goto("/calls/")
    rows = page.locator(".d-queue .d-queue-row")
    expect(rows).to_have_count(8)

    page.locator(".d-queue-more summary").click()

    expect(rows).to_have_count(30)
    expect(rows.last).to_contain_text("客户29")
