"""A head opens its formula: by hovering, focus or a tap, one at a time, never over itself; Esc closes it and the arrow keys move along the heads."""

import pytest
from playwright.sync_api import Page, expect

from tests.factories import UserFactory

pytestmark = pytest.mark.browser


@pytest.fixture
def board(page: Page, log_in, leader, agent, store) -> Page:
    """The leader's daily board."""
    UserFactory(store=store, roles=["reception"])
    log_in(leader)
    page.goto("/reports/daily/")
    return page


def head(page: Page, name: str):
    """The head of a column."""
    return page.locator(f".d-board-table [data-tip=formula-{name}]")


def test_hovering_opens_the_formula_after_a_moment_beside_its_head(board):
    tip = board.locator("#tip")

    head(board, "arrived").hover()
    at_once = tip.is_visible()

    expect(tip).to_contain_text("不管哪天来")
    of_tip, of_head = tip.bounding_box(), head(board, "arrived").bounding_box()
    assert (at_once, of_tip["y"] >= of_head["y"] + of_head["height"] or of_tip["y"] + of_tip["height"] <= of_head["y"]) == (False, True)
    board.mouse.move(5, 5)
    expect(tip).to_be_hidden()


def test_focus_opens_at_once_the_arrows_move_along_and_escape_closes(board):
    tip = board.locator("#tip")

    board.locator("body").press("Tab")
    head(board, "due").focus()
    expect(tip).to_contain_text("应到")
    board.keyboard.press("ArrowRight")
    expect(head(board, "arrived")).to_be_focused()
    expect(tip.locator("b")).to_have_text("其中已到")
    board.keyboard.press("ArrowLeft")
    expect(tip.locator("b")).to_have_text("应到")
    board.keyboard.press("Escape")

    expect(tip).to_be_hidden()
    expect(head(board, "due")).to_be_focused()
    assert board.locator(".d-tip-head.is-open").count() == 0


def test_what_is_read_out_is_what_is_printed(board):
    described = head(board, "overdue").get_attribute("aria-describedby")

    board.emulate_media(media="print")

    formula = board.locator(f"#{described}")
    expect(formula).to_be_visible()
    expect(formula).to_contain_text("一位算一次")
