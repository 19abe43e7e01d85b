"""The front desk and a reception specialist at their screens."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from calls.models import Appointment
from leads.models import FollowUp
from reception.models import NoRelation, Visit
from tests.factories import AppointmentFactory, LeadFactory, LeakageFactory, ShowroomCardFactory, TransferFactory, VisitFactory
from tests.factories.dcc import open_all_day

PHONE = "15400001234"


@pytest.fixture
def expected(store, agent, reception):
    """Somebody with an appointment about now."""
    now = timezone.now()
    lead = LeadFactory(store=store, phone=PHONE, name="张伟", model="凯美瑞", agent=agent, received_at=now - timedelta(days=4))
    return AppointmentFactory(lead=lead, agent=agent, at=now - timedelta(days=1), scheduled_for=now, reception=reception)


def test_four_digits_and_enter_register_an_invited_customer(page, log_in, expected, front_desk):
    page.set_viewport_size({"width": 1024, "height": 768})
    log_in(front_desk)
    page.goto("/reception/")

    page.locator("[name=tail]").press_sequentially("1234")
    page.locator("[data-key=Enter]").wait_for()
    page.keyboard.press("Enter")
    page.locator(".d-toast").wait_for()

    assert Visit.objects.values_list("tag", "basis").get() == ("dcc", "appointment")


def test_the_button_waits_until_somebody_was_asked(page, log_in, store, agent, front_desk):
    LeadFactory(store=store, phone=PHONE, name="蓝先生", agent=agent)
    log_in(front_desk)
    page.goto("/reception/")

    page.locator("[name=tail]").press_sequentially("1234")
    page.get_by_text("蓝先生").click()
    button = page.locator(".r-buttons .is-primary")
    waits = button.is_disabled()
    page.locator("label", has=page.locator("[name=named][value=nobody]")).click()
    page.locator(".r-leak").wait_for()

    assert (waits, button.is_disabled()) == (True, False)


def test_an_arrival_stands_on_the_specialists_screen_within_ten_seconds(page, log_in, store, agent, reception):
    log_in(reception)
    page.goto("/reception/mine/")
    now = timezone.now()

    VisitFactory(store=store, lead=LeadFactory(store=store, agent=agent), name="张伟", tag="dcc", basis="named", at=now, registered_at=now)

    page.locator(".r-arrival", has_text="张伟").wait_for(timeout=10_000)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_everybody_can_use_these_pages(page, log_in, assert_accessible, expected, store, agent, reception, front_desk, data_manager, director, theme, browser):
    now = timezone.now()
    LeakageFactory(lead=LeadFactory(store=store, name="蓝先生", agent=agent), visit__at=now, visit__name="蓝先生")
    TransferFactory(card=ShowroomCardFactory(store=store, name="吕建华"))
    VisitFactory(store=store, lead=LeadFactory(store=store, agent=agent, reception=reception), tag="dcc", basis="named", at=now, registered_at=now)
    customer = LeadFactory(store=store, agent=agent, reception=reception)
    visit = VisitFactory(store=store, at=now, name="吴先生")
    page.emulate_media(color_scheme=theme)
    places = {
        front_desk: ["/reception/", "/reception/cards/new/", f"/reception/visits/{visit.pk}/identify/"],
        reception: ["/reception/mine/", f"/reception/mine/{customer.pk}/", "/reception/mine/month/"],
        data_manager: ["/reception/reconcile/", "/reception/reconcile/?day=", f"/reception/visits/{visit.pk}/correct/"],
        director: ["/reception/reconcile/?day=", "/reception/transfers/"],
    }

    for person, addresses in places.items():
        page.context.clear_cookies()
        log_in(person)
        for address in addresses:
            page.goto(address)
            assert_accessible(page)

    page.context.clear_cookies()
    log_in(front_desk)
    page.goto("/reception/")
    page.locator("[name=tail]").press_sequentially("1234")
    page.locator("[data-key=Enter]").wait_for()
    assert_accessible(page)


@pytest.fixture
def hers(store, agent, reception):
    """冯梦洁 left a privacy number and comes about now."""
    now = timezone.now()
    lead = LeadFactory(store=store, phone="19490733147,3506", name="冯梦洁", agent=agent, received_at=now - timedelta(days=4))
    return AppointmentFactory(lead=lead, agent=agent, at=now - timedelta(days=1), scheduled_for=now, reception=reception)


def test_a_privacy_numbers_owner_is_registered_by_the_keyboard_alone(page, log_in, hers, front_desk, assert_accessible):
    page.set_viewport_size({"width": 1024, "height": 768})
    log_in(front_desk)
    page.goto("/reception/")

    page.locator("[name=tail]").press_sequentially("０６１７")
    page.locator("#same-rows .r-match").first.wait_for()
    asked = page.evaluate("[document.activeElement.id, document.querySelectorAll('.r-expected.is-asked').length]")
    page.keyboard.type("15400000617")
    page.keyboard.press("Tab")
    page.keyboard.type("冯梦")
    page.wait_for_timeout(700)
    with page.expect_response(lambda answer: quote("冯梦洁") in (answer.request.post_data or "")):
        page.keyboard.type("洁")
    page.get_by_text("同名").wait_for()
    assert_accessible(page)
    for _key in range(2):
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.get_by_text("****0617 记到 冯梦洁 名下").wait_for()
    chosen = page.evaluate("document.activeElement.name")
    page.keyboard.press("Enter")
    page.locator(".d-toast").wait_for()

    assert (asked, chosen) == (["id_phone", 1], "same")
    assert Visit.objects.values_list("lead__phone", "lead__name", "basis").get() == ("15400000617", "冯梦洁", "appointment")


def test_the_menu_that_asks_for_a_name_takes_the_cursor(page, log_in, front_desk):
    log_in(front_desk)
    page.goto("/reception/")

    page.locator(".r-pins summary").click()

    expect(page.locator(".r-pins [name=q]")).to_be_focused()


def test_the_board_changes_with_the_band_above_it(page, log_in, store, agent, reception, expected):
    log_in(reception)
    page.goto("/reception/mine/")
    before = page.locator("#today .r-card").count()
    now = timezone.now()
    VisitFactory(store=store, lead=expected.lead, name="张伟", tag="dcc", basis="appointment", appointment=expected, at=now, registered_at=now)
    type(expected).objects.update(status="arrived", ended_at=now)

    page.locator(".r-arrival", has_text="张伟").wait_for(timeout=10_000)

    assert (before, page.locator("#today .r-card").count()) == (1, 0)


def chosen(page) -> list[str]:
    """The forms of a next step that one sees."""
    return [name for name in ("visit", "note", "lost") if page.locator(f"[data-next={name}]").is_visible()]


def test_one_key_chooses_the_next_step_and_ctrl_enter_saves_the_one_chosen(page, log_in, store, agent, reception):
    open_all_day(store)
    lead = LeadFactory(store=store, agent=agent, reception=reception)
    log_in(reception)
    page.goto(f"/reception/mine/{lead.pk}/")
    seen = [chosen(page)]
    for key in ("q", "r", "w"):
        page.keyboard.press(key)
        seen.append(chosen(page))
    page.keyboard.press("q")
    page.locator("[data-next=visit] label", has_text="明天").click()
    page.select_option("[name=time]", "10:30")
    page.keyboard.press("Control+Enter")
    page.locator(".d-toast").wait_for()

    assert seen == [["note"], ["visit"], ["lost"], ["note"]]
    assert (Appointment.objects.get().lead, FollowUp.objects.count()) == (lead, 0)


def test_a_refused_step_stands_where_it_was_chosen(page, log_in, store, agent, reception):
    lead = LeadFactory(store=store, agent=agent, reception=reception)
    log_in(reception)
    page.goto(f"/reception/mine/{lead.pk}/")

    page.keyboard.press("q")
    page.fill("[data-next=visit] [name=note]", "带家人看车")
    page.keyboard.press("Control+Enter")
    page.locator(".d-error").first.wait_for()

    assert (page.locator("[data-next=visit]").is_visible(), page.input_value("[data-next=visit] [name=note]")) == (True, "带家人看车")


def test_the_day_is_gone_through_by_keys_and_one_after_the_other_opens_beside_it(page, log_in, store, agent, data_manager):
    now = timezone.now()
    lead = LeadFactory(store=store, agent=agent, name="顾女士", phone="15400005928", opened_at=now - timedelta(days=2))
    facts = {"store": store, "tag": "showroom", "basis": "none", "lead": None, "at": now}
    guest = VisitFactory(**facts, name="顾长青", phone="15400009999", companion=lead.phone)
    VisitFactory(**facts, name="石磊", phone="")
    log_in(data_manager)
    page.goto("/reception/reconcile/?day=")
    pane = page.locator("#reconcile-pane")

    page.keyboard.press("j")
    expect(pane.locator("h2")).to_have_text("石磊")
    expect(page.locator("tr[aria-current]")).to_contain_text("石磊")
    page.keyboard.press("ArrowUp")
    expect(pane.locator("h2")).to_have_text("顾长青")
    page.keyboard.press("x")

    expect(page.locator(".d-toast")).to_contain_text("不是一家人")
    expect(page.locator(".r-day-card.is-hint")).to_have_count(0)
    assert NoRelation.objects.get().visit == guest


def test_the_eleventh_digit_of_somebody_new_proposes_before_a_finger_leaves_the_field(page, log_in, front_desk):
    page.set_viewport_size({"width": 1024, "height": 768})
    log_in(front_desk)
    page.goto("/reception/")

    page.locator("[name=tail]").press_sequentially("1234")
    expect(page.locator("#id_phone")).to_be_focused()
    expect(page.locator("#desk-proposal")).to_contain_text("问全手机号")
    page.keyboard.type("154 0000 1234")

    expect(page.locator("#desk-proposal .d-tag.is-room")).to_be_visible()
    expect(page.locator("#id_phone")).to_be_focused()
