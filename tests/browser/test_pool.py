"""The leader's morning in the browser: tick, look at the plan, give, take back; and the customer's page."""

import re

import pytest
from playwright.sync_api import expect

from leads.models import Lead
from tests.factories import LeadFactory


@pytest.fixture
def pool(leader, agent, other_agent):
    """Four leads that wait, and two agents to take them."""
    return LeadFactory.create_batch(4, store=leader.store, name="王建国", model="凯美瑞")


def test_the_plan_follows_what_is_ticked_and_what_was_shown_is_given_and_taken_back(log_in, leader, pool, assert_accessible):
    page = log_in(leader)
    page.goto("/leads/allocate/")

    boxes = page.locator("[data-select]")
    boxes.nth(0).check()
    boxes.nth(1).check()
    expect(page.locator(f"#to-{pool[1].pk} b")).to_be_visible()
    planned = {lead.pk: page.locator(f"#to-{lead.pk}").inner_text() for lead in pool[:2]}
    assert_accessible(page)
    page.keyboard.press("Control+Enter")

    expect(page.locator(".d-toast b")).to_have_text("已按规则分配 2 条")
    assert {lead.pk: lead.agent.name for lead in Lead.objects.filter(agent__isnull=False)} == planned
    page.keyboard.press("z")
    expect(page.locator(".d-toast b").last).to_have_text(re.compile("已撤销"))
    assert Lead.objects.in_pool().count() == 4


def test_all_that_wait_are_chosen_by_one_click(log_in, leader, pool):
    page = log_in(leader)
    page.goto("/leads/allocate/")

    page.locator("[data-select]").first.check()
    page.get_by_role("button", name="选全部 4").click()
    expect(page.locator(f"#to-{pool[3].pk} b")).to_be_visible()
    page.get_by_role("button", name="按规则分配 4 条").click()

    expect(page.locator(".d-toast b")).to_have_text("已按规则分配 4 条")
    assert Lead.objects.in_pool().count() == 0


def test_a_number_is_shown_in_its_place(log_in, leader, pool, assert_accessible):
    page = log_in(leader)
    page.goto(f"/leads/{pool[0].pk}/")
    expect(page.locator("#phone")).to_contain_text("****")

    page.get_by_role("button", name="显示").click()

    number = pool[0].phone
    expect(page.locator("#phone")).to_have_text(f"{number[:3]} {number[3:7]} {number[7:]}")
    assert_accessible(page)


def test_the_search_opens_the_only_customer_and_no_number_stands_in_the_address(log_in, leader, pool):
    page = log_in(leader)
    page.goto("/leads/")

    page.keyboard.press("/")
    page.keyboard.type(pool[2].phone)
    page.keyboard.press("Enter")

    page.wait_for_url(f"**/leads/{pool[2].pk}/")
    assert pool[2].phone not in page.url


def test_on_a_phone_a_number_says_by_the_word_of_its_column_what_it_counts(log_in, leader, pool):
    page = log_in(leader)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/reports/funnel/?by=agent&basis=cohort&from=2020-01-01&to=2030-01-01")

    said = page.locator("#twin tbody tr").first.locator("td").evaluate_all("cells => cells.map((cell) => cell.dataset.label)")

    assert said[:3] == ["线索", "有效", "待跟进"]
    assert all(said)
