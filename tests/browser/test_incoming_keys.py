"""来电登记 by keys: F2 from every page, an empty number for each caller, nothing of the one before lost."""

import pytest
from playwright.sync_api import expect

from tests.browser.desk import stands_on, writes_in
from tests.factories import ChannelFactory, LeadFactory


@pytest.mark.parametrize("path", ["/calls/appointments/", "/leads/", "/me/", "/notices/"])
def test_f2_opens_the_incoming_call_from_every_page_and_the_list_of_keys_says_so(log_in, page, agent, any_hour, path):
    log_in(agent)
    page.goto(path)
    page.keyboard.press("?")
    said = page.locator("[data-keys-of=navigation] li:has-text('F2')").inner_text()
    page.keyboard.press("Escape")

    page.keyboard.press("F2")
    page.wait_for_url("**/calls/incoming/")
    writes_in(page, "number")

    assert ("来电登记" in said, page.evaluate("document.activeElement.name")) == (True, "number")


def test_what_is_written_of_a_stranger_stands_in_what_becomes_of_them(log_in, page, agent, any_hour, assert_accessible):
    ChannelFactory(store=agent.store, source="ad_call")
    log_in(agent)
    page.goto("/calls/incoming/")
    page.locator("[name=number]").fill("15400009999")
    page.keyboard.press("Enter")
    page.wait_for_selector("[name=caller-name]")
    lines = page.locator("section:has(#afterwards-title) li:visible")
    before = lines.all_inner_texts()

    page.keyboard.type("孟女士")
    for key in ("Escape", "a", "Escape", "w", "2"):
        page.keyboard.press(key)
    page.keyboard.type("1845")
    after = lines.all_inner_texts()
    assert_accessible(page)

    assert (len(before), before[0]) == (3, "来电的人 成为你的线索")
    assert (after[0], after[2], after[3].partition("\n")[0]) == ("孟女士 成为你的线索", "建A卡，功劳是你的", "明天 18:45 回访")


@pytest.mark.parametrize(("width", "height"), [(1366, 740), (1024, 768)])
def test_the_whole_talk_with_a_stranger_stands_above_the_fold(log_in, page, agent, store, width, height):
    ChannelFactory(store=agent.store, source="ad_call")
    page.set_viewport_size({"width": width, "height": height})
    log_in(agent)
    page.goto("/calls/incoming/")
    page.locator("[name=number]").fill("15400009999")
    page.keyboard.press("Enter")
    page.wait_for_selector("[name=caller-name]")

    for key in ("Escape", "a", "Escape", "q"):
        page.keyboard.press(key)

    assert page.evaluate("(() => { const pane = document.querySelector('.d-call > .d-scroll'); return pane.scrollHeight <= pane.clientHeight; })()")


def test_f2_goes_back_to_the_number_where_a_caller_is_open(log_in, page, agent, any_hour):
    LeadFactory(store=agent.store, agent=agent, phone="15400009999")
    log_in(agent)
    page.goto("/calls/incoming/")
    page.locator("[name=number]").fill("15400009999")
    page.keyboard.press("Enter")
    writes_in(page, "note")
    lands = page.evaluate("document.activeElement.name")

    page.keyboard.press("F2")

    assert (lands, page.evaluate("[document.activeElement.name, document.activeElement.selectionStart]")) == ("note", ["number", 0])


def test_another_caller_finds_an_empty_number_and_the_one_before_is_found_again_with_all_that_was_written(log_in, page, agent, any_hour, assert_accessible):
    channel = ChannelFactory(store=agent.store, source="ad_call")
    log_in(agent)
    page.goto("/calls/incoming/")
    writes_in(page, "number")
    page.keyboard.type("15400009999")
    page.keyboard.press("Enter")
    page.locator("[name=caller-name]").fill("孟女士")
    page.locator("[name=caller-channel]").select_option(str(channel.pk))
    for key in ("Escape", "l", "2", "w", "2"):
        page.keyboard.press(key)
    page.keyboard.type("1845")

    page.goto("/notices/")
    page.keyboard.press("F2")
    page.wait_for_url("**/calls/incoming/")
    writes_in(page, "number")
    stands = page.evaluate("[document.activeElement.name, document.activeElement.value]")
    waits = page.locator("p.d-band").inner_text()
    assert_accessible(page)
    page.keyboard.type("15400008888")
    page.keyboard.press("Enter")
    page.wait_for_selector(".d-phone:has-text('154 0000 8888')")
    other = page.locator("[name=caller-name]").input_value()

    assert (stands, "154 0000 9999" in waits, other) == (["number", ""], True, "")


@pytest.mark.parametrize("leaves", ["F2", "number"])
def test_who_calls_in_the_middle_of_a_talk_takes_nothing_of_it(log_in, page, agent, any_hour, leaves):
    channel = ChannelFactory(store=agent.store, source="ad_call")
    log_in(agent)
    page.goto("/calls/incoming/")
    writes_in(page, "number")
    page.keyboard.type("15400009999")
    page.keyboard.press("Enter")
    page.locator("[name=caller-name]").fill("孟女士")
    page.locator("[name=caller-channel]").select_option(str(channel.pk))
    page.locator("[name=note]").fill("问落地价")
    for key in ("Escape", "l", "2", "w", "2"):
        page.keyboard.press(key)
    page.keyboard.type("1845")

    if leaves == "number":
        page.keyboard.press("F2")
    else:
        page.locator("nav a[data-interrupts]").first.click()
        page.wait_for_url("**/calls/incoming/")
    for number in ("15400008888", "15400009999"):
        page.locator("[name=number]").fill(number)
        page.keyboard.press("Enter")
        page.wait_for_selector(f".d-phone:has-text('{number[:3]} {number[3:7]} {number[7:]}')")

    expect(page.locator("[name=caller-name]")).to_have_value("孟女士")  # the draft is put in once the page stands
    names = ("caller-name", "caller-channel", "note", "call_time")
    assert [page.locator(f"[name={name}]").input_value() for name in names] == ["孟女士", str(channel.pk), "问落地价", "18:45"]
    assert [page.locator(f"[name={name}]:checked").count() for name in ("level", "step", "call_day")] == [1, 1, 1]
    page.wait_for_function("document.querySelector('[data-clock]').textContent.includes('00:0')")  # and the clock runs


def test_f2_in_the_middle_of_a_talk_at_the_desk_keeps_all_of_it(log_in, page, agent, queue):
    log_in(agent)
    page.goto("/calls/")
    stands_on(page, "王建国")
    page.keyboard.press("n")
    page.keyboard.type("问落地价")
    for key in ("Escape", "l", "2", "q", "3"):
        page.keyboard.press(key)
    page.keyboard.type("1015")
    written = _written(page)

    page.keyboard.press("F2")
    page.wait_for_url("**/calls/incoming/")
    page.goto("/calls/")
    stands_on(page, "王建国")

    assert _written(page) == written == ["问落地价", "H", "invite", 1, "10:15", "connected"]


def _written(page):
    chosen = [page.locator(f"[name={name}]:checked").input_value() for name in ("level", "step")]
    day, meaning = page.locator("[name=visit_day]:checked").count(), page.locator("[name=outcome]:checked").get_attribute("data-meaning")
    return [page.locator("[name=note]").input_value(), *chosen, day, page.locator("[name=visit_time]").input_value().replace("1015", "10:15"), meaning]
