"""The lines of the rules of allocation change places by Alt and an arrow, and by dragging; nothing is written before it is saved."""

from django.utils import timezone
from playwright.sync_api import expect

from leads.dealing.in_force import rules_at
from leads.dealing.rules.saving import save_rules
from leads.pool.allocation_plan import Line

LINES = (Line("returning"), Line("leader", source=frozenset({"event"})), Line("leader", source=frozenset({"other"})), Line("even"))
FIRST, SECOND, THIRD = "老客户，原来的专员当班", "来源 活动外展", "来源 其他"


def open_rules(page, log_in, leader):
    """The page of the rules, with three lines before the rest; return those lines."""
    save_rules(leader.store, LINES, seen=None, by=leader, now=timezone.now())
    log_in(leader)
    page.goto("/settings/allocation/")
    lines = page.locator(".a-said [data-line] td:nth-child(2)")
    expect(lines).to_have_text([FIRST, SECOND, THIRD])
    return lines


def test_lines_change_places_by_alt_and_an_arrow(page, log_in, leader, agent):
    lines = open_rules(page, log_in, leader)

    page.keyboard.press("Alt+ArrowDown")
    expect(lines).to_have_text([SECOND, FIRST, THIRD])
    page.keyboard.press("Alt+ArrowDown")
    expect(lines).to_have_text([SECOND, THIRD, FIRST])
    page.keyboard.press("Alt+ArrowDown")
    page.keyboard.press("Alt+ArrowUp")

    expect(lines).to_have_text([SECOND, FIRST, THIRD])
    expect(page.locator(".a-line .d-pane-head h2")).to_have_text("第 2 条")
    assert rules_at(leader.store, timezone.now()).lines == LINES


def test_lines_are_dragged_and_saved_where_they_lie(page, log_in, leader, agent):
    lines = open_rules(page, log_in, leader)

    lines.nth(2).drag_to(lines.nth(0))
    expect(lines).to_have_text([THIRD, FIRST, SECOND])
    lines.nth(0).drag_to(page.locator(".a-said tbody tr:nth-child(4)"))
    page.keyboard.press("Control+Enter")
    page.wait_for_load_state()

    expect(page.locator(".d-toast")).to_contain_text("已存")
    assert rules_at(leader.store, timezone.now()).lines == (LINES[2], LINES[0], LINES[1], LINES[3])


def test_on_a_tablet_the_line_is_a_drawer_that_stays_open_while_it_is_changed(page, log_in, leader, agent):
    page.set_viewport_size({"width": 1024, "height": 768})
    open_rules(page, log_in, leader)
    line, opener = page.locator("#rules-line"), page.locator("[data-draws=rules-line]")
    expect(line).to_be_hidden()

    opener.click()
    page.select_option("#rules-line select >> nth=0", index=1)
    expect(page.locator(".a-said .d-tag")).to_have_text("没存")
    expect(line).to_be_visible()
    page.keyboard.press("Escape")

    expect(line).to_be_hidden()
    expect(opener).to_be_focused()
