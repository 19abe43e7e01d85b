"""Handing over by hand: several ticked with Shift go to one taker, filters leave what is asked, the tables beside count along."""

from playwright.sync_api import expect

from dcc.models import User
from leads.models import Lead
from tests.factories import LeadFactory, UserFactory


def test_several_lines_are_given_at_once_and_filtered_by_what_was_changed(page, log_in, store, leader, agent, other_agent):
    third = UserFactory(username="third", name="孙悦", store=store, roles=["agent"])
    for _number in range(4):
        LeadFactory(store=store, agent=agent, grade="A")
    log_in(leader)
    page.goto(f"/settings/people/{agent.pk}/leave/")
    rows, boxes = page.locator(".d-leaving tbody tr"), page.locator(".d-leaving tbody [data-select]")
    proposed = [select.input_value() for select in page.locator("select[data-proposed]").all()]

    boxes.nth(0).click()
    boxes.nth(2).click(modifiers=["Shift"])
    page.select_option("[data-give]", f"agent-:{third.pk}")

    changed = sum(value != str(third.pk) for value in proposed[:3])
    expect(page.locator(f"[data-taker='{third.pk}'] [data-gets]")).to_have_text(f"+{3 + (proposed[3] == str(third.pk))}")
    expect(page.locator("[data-shows=changed] [data-changed-count]")).to_have_text(str(changed))
    page.locator("[data-shows=changed]").click()
    expect(rows.locator("visible=true")).to_have_count(changed)
    page.keyboard.press("Control+Enter")
    page.locator("#confirm [data-yes]").click()
    page.wait_for_load_state()

    assert User.objects.get(pk=agent.pk).left_at is not None
    assert Lead.objects.filter(agent=third).count() == 3 + (proposed[3] == str(third.pk))
