"""The roster by keys: arrows walk, numbers put, Shift selects, Ctrl copies; nothing is written before it is saved."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from dcc.models import Shift
from tests.factories import ShiftFactory


def monday_ahead(store):
    """Return the first day of next week."""
    today = timezone.now().astimezone(store.zone).date()
    return today + timedelta(days=7 - today.weekday())


def written():
    return list(
        Shift.objects.order_by("user__username", "day").values_list("user__username", "day__iso_week_day", "word", "leave", "stand_in__username", "made_up")
    )


def test_days_are_put_copied_and_saved_by_keys(page, log_in, store, leader, agent, other_agent):
    log_in(leader)
    page.goto(f"/settings/roster/?week={monday_ahead(store)}")
    page.locator(f"[data-cell='{agent.pk}:{monday_ahead(store)}']").click()

    page.keyboard.press("1")
    page.keyboard.press("Control+c")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Control+v")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("2")
    before = written()
    expect(page.locator("[data-save-word]")).to_have_text("存下 6 格，告诉 2 人")
    page.keyboard.press("Control+Enter")
    page.wait_for_load_state()

    assert before == []
    expect(page.locator(".d-toast")).to_contain_text("已存 6 格")
    assert [(who, day, word) for who, day, word, *_rest in written()] == [
        ("agent", 1, "早班"), ("agent", 2, "早班"), ("agent", 3, "早班"), ("other_agent", 1, "晚班"), ("other_agent", 2, "早班"), ("other_agent", 3, "早班"),
    ]  # fmt: skip


def test_a_leave_until_a_day_names_who_stands_in(page, log_in, store, leader, agent, other_agent):
    log_in(leader)
    page.goto(f"/settings/roster/?week={monday_ahead(store)}")
    page.locator(f"[data-cell='{agent.pk}:{monday_ahead(store)}']").click()

    page.keyboard.press("4")
    page.fill("#roster-leave [name=until]", str(monday_ahead(store) + timedelta(days=1)))
    page.select_option("#roster-leave [name=stand_in]", str(other_agent.pk))
    page.check("#roster-leave [name=made_up]")
    page.locator("#roster-leave button[value=yes]").click()
    page.keyboard.press("Control+Enter")
    page.wait_for_load_state()

    expect(page.locator(".d-toast")).to_contain_text("已存 2 格")
    assert written() == [("agent", day, "", "annual", "other_agent", True) for day in (1, 2)]


def test_two_who_change_a_day_name_each_other(page, log_in, store, leader, agent, other_agent):
    ShiftFactory(user=agent, day=monday_ahead(store))
    ShiftFactory(user=other_agent, day=monday_ahead(store), word="休", starts=None, ends=None)
    log_in(leader)
    page.goto(f"/settings/roster/?week={monday_ahead(store)}")
    page.locator(f"[data-cell='{agent.pk}:{monday_ahead(store)}']").click()

    page.keyboard.press("5")
    page.select_option("#roster-swap [name=with]", str(other_agent.pk))
    page.locator("#roster-swap button[value=yes]").click()
    page.keyboard.press("Control+Enter")
    page.wait_for_load_state()

    expect(page.locator(".d-toast")).to_contain_text("已存 2 格")
    assert [(who, word, other) for who, _day, word, _leave, other, _made_up in written()] == [("agent", "休", "other_agent"), ("other_agent", "早班", "agent")]


def test_put_back_leaves_the_page_as_it_came(page, log_in, store, leader, agent, assert_accessible):
    log_in(leader)
    page.goto(f"/settings/roster/?week={monday_ahead(store)}")
    cell = page.locator(f"[data-cell='{agent.pk}:{monday_ahead(store)}']")
    cell.click()
    page.keyboard.press("1")
    expect(cell).to_contain_text("早班")
    assert_accessible(page)

    page.locator("[data-reset]").click()

    expect(cell).not_to_contain_text("早班")
    expect(page.locator("[data-save]")).to_be_disabled()
