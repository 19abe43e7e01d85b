"""A talk written by keyboard alone: a letter to a row, digits inside it, nothing lost, nothing below the fold."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from calls.models import Appointment, Call, Card, CardFact, Dial
from dcc.models import StoreSetting
from leads.models import Lead
from leads.pool.rules.giving import give_lead
from tests.browser.desk import A_WHILE, JUST_BEGUN, Keys, stands_on, talks
from tests.factories import AllocationFactory


def test_a_connected_call_with_card_and_visit_is_written_by_keys_alone(log_in, page, agent, queue, assert_accessible):
    log_in(agent)
    page.goto("/calls/")
    stands_on(page, "王建国")
    keys = Keys(page)

    keys.press("Space", "1", "n")
    page.keyboard.type("周末带爱人试驾")
    keys.press("Escape", "a")
    page.keyboard.type("18-20 万")
    keys.press("Escape", "d", "2", "l", "2", "q", "3")
    page.keyboard.type("1015")
    keys.press("Enter")
    assert_accessible(page)
    keys.press("Control+Enter")
    stands_on(page, "赵敏")

    call, fact, visit = Call.objects.get(), CardFact.objects.get(), Appointment.objects.get()
    assert (call.outcome, call.note, call.level, call.checks, Dial.objects.get().call) == ("connected", "周末带爱人试驾", "H", ["model"], call)
    assert (Card.objects.get().lead, fact.key, fact.after, fact.call) == (queue[0], "budget", "18-20 万", call)
    assert (timezone.localtime(visit.scheduled_for).strftime("%H:%M"), (timezone.localtime(visit.scheduled_for).date() - timezone.localdate()).days >= 2) == (
        "10:15",
        True,
    )
    assert keys.pressed == 14


def test_digits_choose_in_the_lit_row_and_the_outcome_once_one_has_left_it(log_in, page, agent, queue):
    log_in(agent)
    page.goto("/calls/")
    stands_on(page, "王建国")
    page.keyboard.press("l")  # the level of a talk: somebody was spoken with
    page.keyboard.press("3")
    level, said = page.locator("[name=level]:checked").input_value(), page.locator("[data-said]").get_attribute("data-said")

    page.keyboard.press("Escape")
    page.keyboard.press("3")

    assert (level, said, page.locator("[name=outcome]:checked").get_attribute("data-meaning")) == ("A", "connected", "rejected")


@pytest.mark.parametrize(("letter", "name"), [("q", "step"), ("w", "step"), ("e", "step")])
def test_a_next_step_pressed_again_is_taken_away(log_in, page, agent, queue, letter, name):
    log_in(agent)
    page.goto("/calls/")
    stands_on(page, "王建国")
    chosen = page.locator(f"[name={name}]:checked")

    page.keyboard.press(letter)
    once = chosen.count()
    page.keyboard.press(letter)
    twice, boxes = chosen.count(), page.locator("[data-when-step]:visible").count()
    page.keyboard.press(letter)

    assert (once, twice, boxes, chosen.count()) == (1, 0, 0, 1)
    assert page.locator("[data-said]").get_attribute("data-said") == "connected"


def test_the_letter_of_a_step_goes_back_to_its_row_before_it_takes_the_step_away(log_in, page, agent, queue):
    log_in(agent)
    page.goto("/calls/")
    stands_on(page, "王建国")
    for key in ("q", "2", "Escape", "n"):
        page.keyboard.press(key)
    page.keyboard.type("周末来")
    page.keyboard.press("Escape")

    page.keyboard.press("q")
    lit, still = page.locator("[data-when-step=invite] .d-talk.is-active").count(), page.locator("[name=step]:checked").count()
    page.keyboard.press("q")

    assert (lit, still, page.locator("[name=step]:checked").count(), page.locator("[name=note]").input_value()) == (1, 1, 0, "周末来")


def test_a_next_step_clicked_again_is_taken_away_and_another_takes_its_place(log_in, page, agent, queue):
    log_in(agent)
    page.goto("/calls/")
    stands_on(page, "王建国")
    page.keyboard.press("1")
    invite, call_back = (page.locator(f"label:has([name=step][value={value}])") for value in ("invite", "callback"))

    invite.click()
    call_back.click()
    moved = page.locator("[name=step]:checked").input_value()
    page.locator("[name=note]").fill("再说")  # the row of the step is no longer lit
    call_back.click()

    assert (moved, page.locator("[name=step]:checked").count()) == ("callback", 0)


def test_t_after_a_day_begins_the_time_and_is_no_part_of_it(log_in, page, agent, queue):
    log_in(agent)
    page.goto("/calls/")
    stands_on(page, "王建国")

    for key in ("q", "3", "t"):
        page.keyboard.press(key)
    page.keyboard.type("1015")
    first = page.locator("[name=visit_time]").input_value()
    page.keyboard.press("t")
    page.keyboard.type("1130x")

    assert (first, page.locator("[name=visit_time]").input_value()) == ("1015", "1130")


def test_the_arrows_move_a_visit_by_half_hours_and_nothing_of_today_that_is_over(log_in, page, agent, queue):
    log_in(agent)
    page.goto("/calls/")
    stands_on(page, "王建国")
    for key in ("q", "2"):
        page.keyboard.press(key)
    page.keyboard.type("1015")
    quarter = page.locator(".d-slot[aria-pressed=true]").get_attribute("data-slot")

    page.keyboard.press("ArrowRight")
    ahead = page.locator("[name=visit_time]").input_value()
    page.keyboard.press("Escape")
    page.keyboard.press("q")
    page.keyboard.press("1")

    assert (quarter, ahead) == ("10:00", "10:30")
    is_right = "(slot) => slot.disabled === (slot.dataset.slot <= slot.parentElement.dataset.passed)"
    assert page.evaluate(f"[...document.querySelectorAll('[data-when-step=invite] .d-slot')].every({is_right})")


def test_a_form_that_comes_back_keeps_everything_and_the_number_shown(log_in, page, agent, queue):
    log_in(agent)
    page.goto("/calls/")
    stands_on(page, "王建国")
    page.keyboard.press("Space")
    page.wait_for_selector("#number [data-number]")
    for key in ("1", "d", "1", "l", "4", "a"):
        page.keyboard.press(key)
    page.keyboard.type("12 万")
    page.locator("label:has([name=payment][value=loan])").click()
    for key in ("Escape", "q", "2"):
        page.keyboard.press(key)

    page.keyboard.press("Control+Enter")
    page.wait_for_selector("[role=alert]:has-text('写的都在')")

    form = page.locator("form[data-call]")
    kept = [form.locator(f"[name={name}]:checked").get_attribute("value") for name in ("checks", "level", "payment", "step")]
    assert kept == ["need", "B", "loan", "invite"]
    assert (form.locator("[name=budget]").input_value(), form.locator("[data-card]").is_checked(), form.locator("[name=visit_day]:checked").count()) == (
        "12 万",
        True,
        1,
    )
    assert page.inner_text("#number [data-number]") == queue[0].phone
    assert page.evaluate("document.activeElement.name") == "visit_time"


@pytest.mark.parametrize(("width", "height"), [(1366, 740), (1024, 768)])
def test_the_whole_talk_stands_above_the_fold(log_in, page, agent, queue, store, width, height):
    StoreSetting.objects.filter(store=store).delete()
    page.set_viewport_size({"width": width, "height": height})
    log_in(agent)
    page.goto(f"/calls/{queue[0].pk}/")

    for key in ("1", "q", "3"):
        page.keyboard.press(key)
    page.keyboard.type("1030")
    page.keyboard.press("Enter")
    page.keyboard.press("p")
    for keys in ("3", "四驱版留着", "3000元置换补贴"):
        page.keyboard.type(keys)
        page.keyboard.press("Enter")

    kinds, texts = page.locator(".d-promise-line select:visible"), page.locator(".d-promise-line input:visible")
    assert [kinds.nth(place).input_value() for place in range(3)] == ["test_car", "price", "price"]
    assert [texts.nth(place).input_value() for place in range(3)] == ["四驱版留着", "3000元置换补贴", ""]
    assert page.evaluate("(() => { const pane = document.querySelector('.d-call > .d-scroll'); return pane.scrollHeight <= pane.clientHeight; })()")


def test_space_dials_again_and_the_call_begins_anew(log_in, page, agent, queue):
    log_in(agent)
    page.goto("/calls/")
    stands_on(page, "王建国")
    page.keyboard.press("Space")
    page.wait_for_selector("#number:has-text('重拨')")
    talks(page, A_WHILE)
    page.keyboard.press("n")
    page.keyboard.type("断了再打")
    page.keyboard.press("Escape")

    page.keyboard.press("Space")
    talks(page, JUST_BEGUN)
    for key in ("2", "Control+Enter"):
        page.keyboard.press(key)
    stands_on(page, "赵敏")

    call = Call.objects.get()
    assert ([dial.call for dial in Dial.objects.order_by("at")], call.at, call.note) == ([None, call], Dial.objects.latest("at").at, "断了再打")


def test_h_takes_the_other_number_and_the_call_says_so(log_in, page, agent, queue, assert_accessible):
    Lead.objects.filter(pk=queue[0].pk).update(second_phone="15400008830")
    log_in(agent)
    page.goto(f"/calls/{queue[0].pk}/")
    before = page.locator("#number .d-phone:visible").inner_text()

    page.keyboard.press("h")
    other = page.locator("#number .d-phone:visible").inner_text()
    page.keyboard.press("Space")
    page.wait_for_selector("#number [data-number]:visible")
    shown = page.locator("#number [data-number]:visible").inner_text()
    assert_accessible(page)
    page.keyboard.press("h")
    own = page.locator("#number [data-number]:visible").inner_text()
    for key in ("h", "7"):
        page.keyboard.press(key)
    goes_on = page.locator("[data-when-said=unanswered]").is_visible()
    page.keyboard.press("Control+Enter")
    stands_on(page, "赵敏")

    assert (before[-4:], other[-4:], shown, own) == (queue[0].phone[-4:], "8830", "15400008830", queue[0].phone)
    assert (goes_on, Call.objects.get().phone, Call.objects.get().outcome) == (True, "15400008830", "empty_number")


def test_a_customer_given_away_meanwhile_is_said_and_the_call_saved_by_the_same_key(log_in, page, agent, other_agent, leader, queue, assert_accessible):
    AllocationFactory(lead=queue[0], agent=agent, at=timezone.now() - timedelta(hours=1))
    log_in(agent)
    page.goto("/calls/")
    stands_on(page, "王建国")
    page.keyboard.press("Space")
    page.wait_for_selector("#number:has-text('重拨')")
    for key in ("1", "n"):
        page.keyboard.press(key)
    page.keyboard.type("问现车")
    page.keyboard.press("Escape")
    give_lead(queue[0], agent=other_agent, reason="hand", by=leader, now=timezone.now())

    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#meanwhile [name=keep]")
    said, note = page.inner_text("#meanwhile"), page.input_value("[name=note]")
    assert_accessible(page)
    page.keyboard.press("Control+Enter")
    stands_on(page, "赵敏")

    assert (other_agent.name in said, note, list(Call.objects.values_list("note", "agent"))) == (True, "问现车", [("问现车", agent.pk)])
    assert Lead.objects.get(pk=queue[0].pk).agent == other_agent


def test_a_customer_given_away_leaves_the_open_desk_within_ten_seconds_and_what_is_typed_stays(log_in, page, agent, other_agent, leader, queue):
    for lead in queue:
        AllocationFactory(lead=lead, agent=agent, at=timezone.now() - timedelta(hours=1))
    log_in(agent)
    page.clock.install()
    page.goto("/calls/")
    stands_on(page, "王建国")
    page.fill("[name=note]", "问现车")
    for lead in queue[:2]:
        give_lead(lead, agent=other_agent, reason="hand", by=leader, now=timezone.now())

    page.clock.fast_forward(10_000)
    page.wait_for_selector("#meanwhile [name=keep]")
    told = page.locator(".d-queue-gone").all_inner_texts()

    assert told == [f"给了 {other_agent.name}"] * 2
    assert (page.input_value("[name=note]"), page.locator("#save").is_visible()) == ("问现车", False)
    assert page.locator("[data-asked]").evaluate_all("all => all.map((each) => each.value)") == [str(queue[2].pk)]


# Every choice one can see of the step lies within the boxes around it that cut off what is larger.
CUT_OFF = """() => [...document.querySelectorAll('form[data-call] [data-slot], form[data-call] [data-digit], form[data-call] .d-segmented label')]
  .filter((choice) => choice.checkVisibility())
  .filter((choice) => {
    const is = choice.getBoundingClientRect();
    for (let box = choice.parentElement; box; box = box.parentElement) {
      const around = box.getBoundingClientRect();
      if (getComputedStyle(box).overflowX !== 'visible' && (is.left < around.left - 1 || is.right > around.right + 1)) return true;
    }
    return false;
  }).map((choice) => choice.textContent.trim())"""


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (1024, 768)])
@pytest.mark.parametrize("step", ["q", "w", "e", "r"])
def test_no_day_time_or_reason_of_a_next_step_is_cut_off(log_in, page, agent, queue, store, width, height, step):
    StoreSetting.objects.filter(store=store).delete()
    page.set_viewport_size({"width": width, "height": height})
    log_in(agent)
    page.goto(f"/calls/{queue[0].pk}/")

    for key in ("1", step):
        page.keyboard.press(key)

    assert page.locator("form[data-call] [data-slot]:visible, form[data-call] [data-digit]:visible").count() > 8
    assert page.evaluate(CUT_OFF) == []


@pytest.mark.parametrize(("digit", "field"), [("1", "competitor"), ("7", "where"), ("9", "province")])
def test_a_reason_leads_into_what_it_asks_for(log_in, page, agent, queue, digit, field):
    log_in(agent)
    page.goto("/calls/")
    stands_on(page, "王建国")

    for key in ("e", digit):
        page.keyboard.press(key)
    page.keyboard.type("轩逸")

    assert page.input_value(f"[name={field}]") == "轩逸"


def test_the_letter_of_the_card_pressed_again_takes_an_empty_card_back(log_in, page, agent, queue):
    log_in(agent)
    page.goto("/calls/")
    stands_on(page, "王建国")
    card = page.locator("[data-card]")

    page.keyboard.press("a")
    expect(card).to_be_checked()
    for key in ("Escape", "a"):
        page.keyboard.press(key)

    expect(card).not_to_be_checked()


def test_the_keys_of_a_talk_are_all_in_sight(log_in, page, agent, queue):
    page.set_viewport_size({"width": 1366, "height": 740})
    log_in(agent)
    page.goto("/calls/")
    stands_on(page, "王建国")
    for key in ("1", "q", "Escape"):
        page.keyboard.press(key)

    page.keyboard.press("?")
    page.wait_for_selector("dialog#keys")

    listed = page.locator("[data-keys-of=page] li").all_inner_texts()
    assert page.evaluate("(() => { const list = document.getElementById('keys'); return list.scrollHeight <= list.clientHeight; })()")
    assert {"N", "A", "D", "L", "Q", "W", "E", "R", "T", "Ctrl ↵", "F2", "空格"} <= {words.partition("\n")[0] for words in listed}


def test_the_form_of_whom_one_stays_with_says_nothing_of_the_call_that_was_saved(log_in, page, agent, queue):
    log_in(agent)
    page.goto("/calls/")
    stands_on(page, "王建国")
    page.keyboard.press("2")
    page.keyboard.press("n")
    page.keyboard.type("没人接")

    page.keyboard.press("Control+s")
    page.wait_for_selector(".d-toast:has-text('王建国')")
    stands_on(page, "王建国")

    page.wait_for_timeout(300)  # whatever is put back into a form has been
    assert (page.locator("[name=outcome]:checked").count(), page.input_value("[name=note]")) == (0, "")
    assert [(call.outcome, call.note) for call in Call.objects.all()] == [("no_answer", "没人接")]
