"""The keyboard finds its way without the mouse, and nothing half-typed is lost."""

from urllib.parse import urlsplit

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import Page, expect

from calls.models import Call
from leads.models import Channel, Lead
from tests.browser.conftest import log_in_on
from tests.browser.desk import choose_all, chosen
from tests.factories import LeadFactory
from tests.factories.dcc import PASSWORD


@pytest.fixture
def leads(agent) -> list[Lead]:
    """Three of the agent's leads; the last in the list came first."""
    return [LeadFactory(store=agent.store, agent=agent, name=name) for name in ("丙", "乙", "甲")]


def at(page: Page) -> str:
    """Return the name in the row one stands on, or nothing."""
    row = page.locator("[data-row].is-at a[data-open]")
    return row.inner_text() if row.count() else ""


def path(page: Page) -> str:
    """Return where one is."""
    return urlsplit(page.url).path


def press(page: Page, *keys: str) -> None:
    """Press keys one after the other, wherever the focus is."""
    for key in keys:
        page.keyboard.press(key)


def test_slash_goes_to_the_search_and_question_mark_shows_the_keys(page, log_in, agent):
    log_in(agent)
    page.goto("/me/")

    press(page, "?")
    shown = page.locator("dialog#keys").is_visible()
    press(page, "Escape", "/")
    page.keyboard.type("jk?")

    assert shown
    assert page.locator("dialog#keys").is_hidden()
    assert page.input_value("[name=q]") == "jk?"


def test_no_key_of_a_chinese_keyboard_that_still_writes_is_a_shortcut(page, log_in, agent):
    log_in(agent)
    page.goto("/me/")
    shown = []
    for how in ("{isComposing: true}", "{keyCode: 229}", "{key: 'Process'}", "{}"):
        page.evaluate(f"document.body.dispatchEvent(new KeyboardEvent('keydown', Object.assign({{key: '?', bubbles: true, cancelable: true}}, {how})))")
        shown.append(page.locator("dialog#keys").is_visible())

    assert shown == [False, False, False, True]


def test_the_list_of_keys_names_what_the_page_offers(page, log_in, leader):
    log_in(leader)
    page.goto("/leads/")

    press(page, "?")

    here = page.locator("[data-keys-of=page] li").all_inner_texts()
    offered = page.locator("main [data-key][data-key-label]:visible, header [data-key][data-key-label]:visible").evaluate_all(
        "all => all.map(each => each.dataset.keyLabel)"
    )
    assert [text.partition("\n")[2] for text in here] == offered
    assert "筛选" in offered


def test_j_k_x_and_enter_go_through_the_list(page, log_in, leader, leads):
    log_in(leader)
    page.goto("/leads/")
    names = page.locator("[data-row] a[data-open]").all_inner_texts()

    stands = []
    for key in ("j", "j", "j", "j", "k"):
        press(page, key)
        stands.append(at(page))
    press(page, "x")
    selected = page.inner_text("[data-selected]")
    press(page, "k")
    with page.expect_navigation():
        press(page, "Enter")

    assert stands == [names[0], names[1], names[2], names[2], names[1]]
    assert selected == "1"
    assert page.inner_text(".d-customer-head .d-name") == names[0]


def test_single_letters_are_text_while_one_types(page, log_in, leader, leads):
    log_in(leader)
    page.goto("/leads/")

    press(page, "/")
    page.keyboard.type("jxnf?")

    assert page.input_value("[name=q]") == "jxnf?"
    assert (at(page), path(page)) == ("", "/leads/")
    assert page.locator("[data-select]:checked").count() == 0
    assert page.locator("dialog[open], details.d-menu[open]").count() == 0


def test_escape_leaves_the_field_and_letters_are_keys_again(page, log_in, leader, leads):
    log_in(leader)
    page.goto("/leads/")
    press(page, "/")
    page.keyboard.type("王")

    press(page, "Escape", "j")

    assert at(page) == "甲"


def test_who_switched_single_letters_off_presses_them_for_nothing(page, log_in, leader, leads):
    leader.single_keys = False
    leader.save()
    log_in(leader)
    page.goto("/leads/")

    press(page, "j", "n", "f", "?")

    assert (at(page), path(page)) == ("", "/leads/")
    assert page.locator("dialog[open], details.d-menu[open]").count() == 0


def test_keys_rest_behind_a_dialog(page, log_in, leader, leads):
    log_in(leader)
    page.goto("/leads/")

    press(page, "?", "j", "n")

    assert (at(page), path(page)) == ("", "/leads/")
    assert page.locator("dialog#keys").is_visible()


def log_in_again(page: Page, username: str) -> None:
    """Fill the log-in page where one was sent."""
    page.fill("[name=username]", username)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_selector("nav.d-side")


def test_what_was_typed_survives_a_log_in_that_ran_out(page, log_in, leader):
    log_in(leader)
    page.goto("/leads/new/")
    page.fill("[name=phone]", "15411110001")
    page.select_option("[name=channel]", index=1)
    page.fill("[name=remark]", "周六上午带太太来看白色凯美瑞")
    page.select_option("[name=gender]", "女")
    chosen = page.input_value("[name=channel]")
    Session.objects.all().delete()

    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/login/**")
    log_in_again(page, leader.username)

    assert path(page) == "/leads/new/"
    kept = [page.input_value(f"[name={name}]") for name in ("phone", "channel", "gender", "remark")]
    assert kept == ["15411110001", chosen, "女", "周六上午带太太来看白色凯美瑞"]
    assert Lead.objects.count() == 0


def test_facts_typed_over_survive_it_too_until_they_are_given_up(page, log_in, leader, leads):
    log_in(leader)
    page.goto(f"/leads/{leads[0].pk}/change/")
    page.fill("[name=name]", "王建国先生")
    Session.objects.all().delete()

    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/login/**")
    log_in_again(page, leader.username)
    page.goto(f"/leads/{leads[0].pk}/change/")
    kept = page.input_value("[name=name]")
    page.click("[data-forgets]")
    page.goto(f"/leads/{leads[0].pk}/change/")

    assert (kept, page.input_value("[name=name]")) == ("王建国先生", leads[0].name)


def test_a_draft_is_forgotten_once_it_is_saved(page, log_in, leader):
    log_in(leader)
    page.goto("/leads/new/")
    page.fill("[name=phone]", "15411110001")
    page.select_option("[name=channel]", index=1)
    page.fill("[name=remark]", "周六上午来")

    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".d-toast.is-done")
    page.goto("/leads/new/")

    assert page.input_value("[name=remark]") == ""
    assert Lead.objects.count() == 1


def test_a_call_note_survives_a_log_in_that_ran_out(page, log_in, agent, leads):
    log_in(agent)
    page.goto(f"/calls/{leads[0].pk}/")
    page.fill("[name=note]", "她在开车，晚上再打")
    page.locator(".d-outcome").nth(1).click()
    Session.objects.all().delete()

    page.keyboard.press("Control+Enter")
    toast = page.locator(".d-toast.is-bad")
    expect(toast.locator("b")).to_have_text("登录已过期，写的内容还在")
    kept = page.input_value("[name=note]")
    toast.locator("[data-log-in]").click()
    log_in_again(page, agent.username)

    assert kept == "她在开车，晚上再打"
    assert path(page) == f"/calls/{leads[0].pk}/"
    assert page.input_value("[name=note]") == "她在开车，晚上再打"


def test_outcome_level_and_next_step_survive_a_log_in_that_ran_out(page, log_in, agent, leads, any_hour):
    log_in(agent)
    page.goto(f"/calls/{leads[0].pk}/")
    said = choose_all(page)
    Session.objects.all().delete()

    page.keyboard.press("Control+Enter")
    page.locator(".d-toast.is-bad [data-log-in]").click()
    log_in_again(page, agent.username)

    assert said == {**said, "level": "B", "step": "callback", "promise": "周五报价"}
    assert "" not in said.values()
    assert chosen(page) == said


def test_a_page_from_before_another_log_in_says_to_reload_and_keeps_everything(page, log_in, agent, leads, any_hour):
    log_in(agent)
    page.goto(f"/calls/{leads[0].pk}/")
    said = choose_all(page)
    other_tab = page.context.new_page()
    page.context.clear_cookies()
    log_in_on(other_tab, agent)

    page.keyboard.press("Control+Enter")
    toast = page.locator(".d-toast.is-bad")
    expect(toast.locator("b")).to_have_text("没存上：刷新后再存")
    toast.locator("[data-reload]").click()
    page.wait_for_load_state()
    kept = chosen(page)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#work")).not_to_have_attribute("aria-label", leads[0].name)
    page.goto(f"/calls/{leads[0].pk}/")

    assert kept == said
    assert Call.objects.get().level == "B"
    assert chosen(page)["promise"] == ""


def end_log_in(page: Page, person) -> None:
    """Let the log-in run out; the form leads to the log-in page, and that back."""
    Session.objects.all().delete()
    page.press("[name=name]", "Enter")
    page.wait_for_url("**/login/**")
    log_in_again(page, person.username)


def log_in_elsewhere(page: Page, person) -> None:
    """Log in once more in another tab; the form is refused with the way back to its page."""
    other_tab = page.context.new_page()
    page.context.clear_cookies()
    log_in_on(other_tab, person)
    page.press("[name=name]", "Enter")
    page.locator("[data-not-saved] a").click()


@pytest.mark.parametrize("goes_astray", [end_log_in, log_in_elsewhere])
def test_what_any_form_said_stands_in_it_again_after_it_went_astray_and_not_after_it_was_saved(page, log_in, data_manager, goes_astray):
    log_in(data_manager)
    page.goto("/settings/channels/new/")
    page.fill("[name=name]", "春季团购会")
    page.select_option("[name=source]", "event")

    goes_astray(page, data_manager)
    page.wait_for_selector("[name=source]")
    kept = [page.input_value(f"[name={name}]") for name in ("name", "source")]
    page.press("[name=name]", "Enter")
    page.wait_for_url(lambda url: "/new/" not in url)
    page.goto("/settings/channels/new/")

    assert (kept, page.input_value("[name=name]")) == (["春季团购会", "event"], "")
    assert Channel.objects.filter(name="春季团购会", source="event").count() == 1


def test_a_decision_with_its_reason_stands_again_after_another_log_in_and_not_in_the_form_of_the_next_customer(page, log_in, leader, leads):
    Lead.objects.update(grade="L", graded_at=timezone.now(), review_since=timezone.now())
    log_in(leader)
    page.goto(f"/leads/review/?lead={leads[0].pk}")
    page.locator("label:has([name=decision][value=close])").click()
    page.select_option("[name=outcome]", "lost")
    page.fill("[name=reason]", "年内不买了")
    other_tab = page.context.new_page()
    page.context.clear_cookies()
    log_in_on(other_tab, leader)

    page.press("[name=reason]", "Enter")
    page.locator(".d-toast.is-bad [data-reload]").click()
    page.wait_for_load_state()
    kept = [page.input_value("[name=decision]:checked"), page.input_value("[name=outcome]"), page.input_value("[name=reason]")]
    page.wait_for_timeout(700)  # what is pressed within half a second of a new customer is not taken
    page.press("[name=reason]", "Enter")
    page.wait_for_selector(".d-toast.is-done")

    assert kept == ["close", "lost", "年内不买了"]
    expect(page.locator("[name=reason]")).to_have_value("")
    assert Lead.objects.get(closed_as="lost").reason == "年内不买了"


def test_what_a_refused_form_said_survives_leaving_the_page(page, log_in, agent, leads, any_hour):
    log_in(agent)
    page.goto(f"/calls/{leads[0].pk}/")
    page.fill("[name=note]", "周六来看车")
    press(page, "Escape", "1", "q", "Control+Enter")
    page.locator(".d-error").first.wait_for()

    page.goto("/leads/")
    page.goto(f"/calls/{leads[0].pk}/")

    assert page.input_value("[name=note]") == "周六来看车"


def test_a_form_the_server_could_not_take_goes_once_more_by_itself(page, log_in, agent, leads, any_hour):
    log_in(agent)
    page.goto(f"/calls/{leads[0].pk}/")
    choose_all(page)
    page.route("**/log/", lambda route: route.fulfill(status=503, headers={"Retry-After": "3"}, body="busy"), times=1)

    page.keyboard.press("Control+Enter")
    expect(page.locator(".d-toast.is-bad b")).to_have_text("还没存上，系统正忙")
    expect(page.locator("#work")).not_to_have_attribute("aria-label", leads[0].name, timeout=15_000)

    assert Call.objects.get().level == "B"


def test_without_a_connection_the_toast_says_what_was_kept_and_tries_again(page, log_in, agent, leads):
    log_in(agent)
    page.goto(f"/leads/{leads[0].pk}/")

    page.context.set_offline(True)
    page.locator("#phone button[type=submit]").click()
    toast = page.locator(".d-toast.is-bad")
    expect(toast.locator("b")).to_have_text("没存上：连不到服务器")
    bar, told = page.inner_text("#offline"), toast.locator("p").inner_text()
    page.context.set_offline(False)
    toast.locator("[data-retry]").click()
    expect(page.locator("#phone form")).to_have_count(0)

    assert bar.strip() == "断网了。能继续写，恢复后再存。"
    assert told == "写的内容还在。恢复后再存一次。"
