"""The agent's day at the desk, the data manager's keys: measured in key presses."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from calls.models import Call, Dial
from leads.models import FollowUp, Lead, Proposal
from tests.browser.desk import A_WHILE, Keys, stands_on, talks, writes_in
from tests.factories import ChannelFactory, LeadFactory, ProposalFactory

OUTCOMES = 8
SETTLED = 600  # milliseconds after which a grade is meant for the customer one sees


def test_an_unanswered_call_and_the_next_lead_take_two_keys(log_in, page, agent, queue):
    log_in(agent)
    page.goto("/calls/")
    stands_on(page, "王建国")
    keys = Keys(page)

    keys.press("2", "Control+Enter")

    stands_on(page, "赵敏")
    assert (keys.pressed, list(Call.objects.values_list("outcome", "lead__name"))) == (2, [("no_answer", "王建国")])
    assert list(FollowUp.objects.filter(done_at=None).values_list("kind", flat=True)) == ["retry"]
    assert page.url.endswith(f"/calls/{queue[1].pk}/")


def test_the_day_of_the_next_call_follows_the_level_until_somebody_chose_one(log_in, page, agent, queue):
    log_in(agent)
    page.goto("/calls/")
    stands_on(page, "王建国")
    Keys(page).press("1", "w")
    chosen = page.locator("[name=call_day]:checked")
    in_days = lambda days: (timezone.localdate() + timedelta(days=days)).isoformat()  # noqa: E731 - read where it stands

    page.locator("label:has([name=level][value=C])").click()
    follows = chosen.get_attribute("value")
    page.locator(f"label:has([name=call_day][value='{in_days(2)}'])").click()
    page.locator("label:has([name=level][value=H])").click()

    assert (follows, chosen.get_attribute("value")) == (in_days(15), in_days(2))


def test_two_unanswered_calls_in_a_row_take_four(log_in, page, agent, queue):
    log_in(agent)
    page.goto("/calls/")
    stands_on(page, "王建国")

    page.keyboard.press("3")
    page.keyboard.press("Control+Enter")
    stands_on(page, "赵敏")
    page.keyboard.press("4")
    page.keyboard.press("Control+Enter")
    stands_on(page, "刘洋")

    assert list(Call.objects.order_by("id").values_list("outcome", "lead__name")) == [("rejected", "王建国"), ("busy", "赵敏")]


def test_what_was_typed_survives_a_page_that_is_left(log_in, page, agent, queue):
    log_in(agent)
    page.goto(f"/calls/{queue[0].pk}/")
    page.locator("[name=note]").fill("说到一半")

    page.goto("/calls/appointments/")
    page.goto(f"/calls/{queue[0].pk}/")

    assert page.locator("[name=note]").input_value() == "说到一半"


def test_the_number_appears_when_one_dials_and_the_clock_runs(log_in, page, agent, queue):
    log_in(agent)
    page.goto("/calls/")
    stands_on(page, "王建国")
    before = page.inner_text("#number")

    page.keyboard.press("Space")
    page.wait_for_selector("#number [data-number]")

    assert ("****" in before, page.inner_text("#number [data-number]"), page.locator("[name=started]").input_value() != "") == (True, queue[0].phone, True)


def test_what_was_dialled_and_not_answered_takes_two_keys_and_began_with_the_dial(log_in, page, agent, queue):
    log_in(agent)
    page.goto("/calls/")
    stands_on(page, "王建国")
    page.keyboard.press("Space")
    page.wait_for_selector("#number [data-number]")
    keys = Keys(page)

    keys.press("2", "Control+Enter")

    stands_on(page, "赵敏")
    call = Call.objects.get()
    assert (keys.pressed, call.logged_at, Dial.objects.get().call) == (2, None, call)


def test_a_talk_is_as_long_as_the_clock_says_until_it_is_saved_for_the_first_time(log_in, page, agent, queue):
    log_in(agent)
    page.goto("/calls/")
    stands_on(page, "王建国")
    page.keyboard.press("Space")
    page.wait_for_selector("#number [data-number]")
    talks(page, A_WHILE)
    page.keyboard.press("q")  # an invitation without a day comes back

    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".d-error")
    kept = page.input_value("[name=seconds]")
    page.wait_for_timeout(1500)
    still = page.input_value("[name=seconds]")
    page.keyboard.press("w")
    page.locator("[data-when-step=callback] label").nth(1).click()
    page.locator("[data-when-step=callback] .d-slot:has-text('14:00')").click()
    page.keyboard.press("Control+Enter")
    stands_on(page, "赵敏")

    assert (still, Call.objects.get().seconds, Call.objects.get().logged_at) == (kept, int(kept), None)


def test_what_nobody_dialled_has_no_clock_and_no_length(log_in, page, agent, queue):
    log_in(agent)
    page.goto("/calls/")
    stands_on(page, "王建国")

    page.keyboard.press("1")
    page.wait_for_timeout(1500)

    assert (page.inner_text("[data-clock]"), page.input_value("[name=seconds]"), page.input_value("[name=started]")) == ("", "", "")


def test_a_dial_that_reached_no_server_is_what_the_browser_says(log_in, page, agent, queue):
    long_ago = timezone.now() - timedelta(hours=1)
    Lead.objects.update(opened_at=long_ago, allocated_at=long_ago)
    log_in(agent)
    page.goto("/calls/")
    stands_on(page, "王建国")
    page.context.set_offline(True)
    with page.expect_event("requestfailed", lambda request: request.method == "POST"):
        page.keyboard.press("Space")
    expect(page.locator("[data-clock]")).not_to_have_text("")
    page.wait_for_timeout(1200)
    page.context.set_offline(False)

    page.keyboard.press("2")
    page.keyboard.press("Control+Enter")

    stands_on(page, "赵敏")
    assert (Call.objects.get().entered_later, Dial.objects.count()) == (True, 0)


def test_a_start_is_written_down_later_by_hand(log_in, page, agent, queue, assert_accessible):
    long_ago = timezone.now() - timedelta(hours=1)
    Lead.objects.update(opened_at=long_ago, allocated_at=long_ago)
    began = timezone.localtime().replace(second=0, microsecond=0) - timedelta(minutes=10)
    log_in(agent)
    page.goto("/calls/")
    stands_on(page, "王建国")

    page.locator(".d-call-began > summary").click()
    page.fill("[name=began]", f"{began:%Y-%m-%dT%H:%M}")
    page.fill("[name=seconds]", "75")
    assert_accessible(page)
    page.keyboard.press("Escape")
    page.locator(".d-outcome >> nth=0").click()
    page.keyboard.press("Control+Enter")

    stands_on(page, "赵敏")
    assert list(Call.objects.values_list("at", "seconds", "outcome")) == [(began, 75, "connected")]


@pytest.mark.parametrize("key", ["5", "6", "8"])
def test_every_outcome_but_a_talk_replaces_the_form_by_the_retry(log_in, page, agent, queue, key):
    log_in(agent)
    page.goto("/calls/")
    stands_on(page, "王建国")

    page.keyboard.press(key)

    assert (page.locator("[data-when-said=unanswered]").is_visible(), page.locator(".d-call-rows").is_visible()) == (True, False)
    assert page.locator(".d-outcome").count() == OUTCOMES


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (1024, 768), (390, 844)])
def test_nothing_scrolls_sideways_and_the_save_button_is_in_sight(log_in, page, agent, queue, width, height):
    page.set_viewport_size({"width": width, "height": height})
    log_in(agent)
    page.goto("/calls/")
    stands_on(page, "王建国")

    page.locator(".d-outcome >> nth=0").click()

    box = page.locator(".d-call-save .is-primary").bounding_box()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert box["y"] + box["height"] <= height


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (1024, 768), (390, 844)])
def test_after_dialling_nothing_of_the_facts_is_cut_off_and_nothing_scrolls_sideways(log_in, page, agent, queue, width, height):
    facts = {"second_phone": "15400008830", "city": "呼和浩特", "inquiry_count": 3, "call_count": 5, "card_at": timezone.now(), "card_by": agent}
    Lead.objects.filter(pk=queue[0].pk).update(**facts)
    page.set_viewport_size({"width": width, "height": height})
    log_in(agent)
    page.goto("/calls/")
    stands_on(page, "王建国")

    page.locator("[data-dials]").click()
    page.wait_for_selector("#number[data-shown]")
    cut = page.locator(".d-call-head *").evaluate_all(
        "all => all.filter(each => each.checkVisibility() && each.getBoundingClientRect().right > innerWidth + 1).map(each => each.className)"
    )
    short = page.locator(".d-call-facts-line > span:visible").evaluate_all("all => all.filter(each => each.scrollWidth > each.clientWidth + 1).length")

    assert (cut, short, page.evaluate("document.documentElement.scrollWidth <= innerWidth")) == ([], 0, True)


def test_an_incoming_stranger_becomes_a_lead_in_one_form(log_in, page, agent, any_hour, assert_accessible):
    hotline = ChannelFactory(store=agent.store, name="八百热线", source="ad_call")
    log_in(agent)
    page.goto("/calls/")
    page.keyboard.press("F2")
    page.locator("[name=number]").fill("154 0000 9999")
    page.keyboard.press("Enter")
    page.wait_for_selector("[name=caller-name]")
    assert_accessible(page)

    page.keyboard.type("王建国")  # the cursor stands in the name
    page.locator("[name=caller-channel]").select_option(str(hotline.pk))
    page.locator("[name=model]").fill("卡罗拉")
    page.locator("[data-card]").check()
    for key in ("Escape", "w", "2"):
        page.keyboard.press(key)
    page.keyboard.type("1400")
    page.keyboard.press("Control+Enter")
    stands_on(page, "王建国")

    lead = Lead.objects.get()
    assert (lead.phone, lead.agent, lead.card_by, Call.objects.get().direction) == ("15400009999", agent, agent, "in")


def test_a_digit_changed_empties_the_window_of_the_caller_before(log_in, page, agent, any_hour):
    LeadFactory(store=agent.store, agent=agent, phone="15400009999", name="龙先生")
    log_in(agent)
    page.goto("/calls/incoming/")
    writes_in(page, "number")
    page.keyboard.type("15400009999")
    page.keyboard.press("Enter")
    writes_in(page, "note")
    lands = page.evaluate("document.activeElement.name")

    page.locator("[name=number]").press("End")
    page.keyboard.press("Backspace")
    emptied = page.locator("form[data-call]").is_visible()
    page.locator("[name=number]").press("9")

    assert (lands, emptied, page.locator("form[data-call]").is_visible()) == ("note", False, True)


def test_a_lead_is_graded_and_the_next_one_opened_by_one_key(log_in, page, data_manager, agent, assert_accessible):
    now = timezone.now()
    first = LeadFactory(store=agent.store, agent=agent, name="胡俊", ungraded_since=now - timedelta(hours=2))
    LeadFactory(store=agent.store, agent=agent, name="刘芳", ungraded_since=now - timedelta(hours=1))
    log_in(data_manager)
    page.goto("/leads/grading/")
    page.wait_for_selector(".d-pane:has(.d-grade-foot) h2:has-text('胡俊')")
    assert_accessible(page)
    page.wait_for_timeout(SETTLED)
    keys = Keys(page)

    keys.press("2")

    page.wait_for_selector(".d-pane:has(.d-grade-foot) h2:has-text('刘芳')")
    assert (keys.pressed, Lead.objects.get(pk=first.pk).grade) == (1, "A")


def test_enter_takes_the_suggestion(log_in, page, data_manager, agent):
    lead = LeadFactory(store=agent.store, agent=agent, name="韩磊")
    ProposalFactory(lead=lead, by=agent, reason="价格不合", at=timezone.now())
    log_in(data_manager)
    page.goto("/leads/grading/")
    page.wait_for_selector(".d-pane:has(.d-grade-foot) h2:has-text('韩磊')")
    page.wait_for_timeout(SETTLED)

    page.keyboard.press("Enter")

    page.wait_for_selector(".d-empty")
    assert (Lead.objects.get().grade, Proposal.objects.get().decision) == ("F", "")


def test_enter_confirms_an_application_for_invalid(log_in, page, data_manager, agent):
    lead = LeadFactory(store=agent.store, agent=agent, name="韩磊")
    ProposalFactory(lead=lead, by=agent, kind="invalid", reason="空错号", at=timezone.now())
    log_in(data_manager)
    page.goto("/leads/grading/")
    page.wait_for_selector(".d-grade-key.is-suggested:has-text('确认无效')")
    page.wait_for_timeout(SETTLED)

    page.keyboard.press("Enter")

    page.wait_for_selector(".d-empty")
    assert (Lead.objects.get().closed_as, Proposal.objects.get().decision) == ("invalid", "confirmed")


def test_the_leader_decides_by_keys(log_in, page, leader, agent, assert_accessible):
    lead = LeadFactory(store=agent.store, agent=agent, name="董洁", grade="F", graded_at=timezone.now(), review_since=timezone.now())
    ProposalFactory(lead=lead, by=agent, reason="价格不合")
    log_in(leader)
    page.goto("/leads/review/")
    page.wait_for_selector(".d-pane:has(.d-grade-foot) h2:has-text('董洁')")
    assert_accessible(page)
    page.wait_for_timeout(SETTLED)

    page.keyboard.press("Control+Enter")

    page.wait_for_selector(".d-empty")
    assert (Lead.objects.get().closed_as, Lead.objects.get().reason, Proposal.objects.get().decision) == ("lost", "价格不合", "confirmed")
