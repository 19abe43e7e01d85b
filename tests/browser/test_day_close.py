"""The front desk's day on the screen: tagged in three touches, answered for, signed; who is who."""

from datetime import timedelta

import pytest
from django.utils import timezone

from reception.models import DaySigning, Visit
from tests.factories import AppointmentFactory, LeadFactory, VisitFactory
from tests.factories.dcc import open_all_day

COUNT = "window.touches = 0; document.addEventListener('pointerdown', () => window.touches++, true)"


@pytest.fixture
def expected(store, agent, reception):
    """Somebody with an appointment about now."""
    now = timezone.now()
    lead = LeadFactory(store=store, phone="15400001234", name="张伟", model="凯美瑞", agent=agent, received_at=now - timedelta(days=4))
    return AppointmentFactory(lead=lead, agent=agent, at=now - timedelta(days=1), scheduled_for=now, reception=reception)


@pytest.fixture
def here(store) -> Visit:
    """A group of the showroom that is in the house."""
    now = timezone.now()
    return VisitFactory(store=store, at=now, registered_at=now, name="唐凯", consultant="赵洪亮", heads=2)


def test_an_invited_guest_is_tagged_in_three_touches(page, log_in, expected, front_desk):
    page.set_viewport_size({"width": 1024, "height": 768})
    log_in(front_desk)
    page.goto("/reception/")
    page.evaluate(COUNT)

    page.locator("[name=tail]").click()
    page.keyboard.type("1234")
    button = page.locator(".r-buttons .is-primary")
    button.wait_for()
    touches = page.evaluate("window.touches") + 1
    button.click()
    page.locator(".d-toast").wait_for()

    assert touches <= 3
    assert Visit.objects.values_list("tag", "basis", "appointment").get() == ("dcc", "appointment", expected.pk)


def test_the_day_is_signed_once_everybody_in_the_house_is_answered_for(page, log_in, store, here, front_desk, assert_accessible):
    open_all_day(store)
    page.set_viewport_size({"width": 1024, "height": 768})
    log_in(front_desk)
    page.goto("/reception/day/close/")
    missing, ready = page.locator(".r-sign-missing"), page.locator(".r-sign-ready")
    waits = missing.is_visible(), ready.is_visible()
    assert_accessible(page)

    page.locator("label", has=page.locator(f"[name=answer-{here.pk}][value=here]")).click()
    ready.click()
    if page.locator("[name=early]").count():  # the store is still open: asked once
        page.locator("label", has=page.locator(f"[name=answer-{here.pk}][value=here]")).click()
        ready.click()
    page.locator(".r-signed").wait_for()
    assert_accessible(page)

    assert waits == (True, False)
    assert DaySigning.objects.get().figures["here"]["showroom"] == [1, 2]


def test_the_walk_in_says_a_name_and_the_desk_picks_their_appointment(page, log_in, expected, front_desk, agent, assert_accessible):
    log_in(front_desk)
    page.goto("/reception/who/")
    assert_accessible(page)

    page.locator("#who-q").fill(agent.name)
    page.keyboard.press("Enter")
    page.locator(".r-invited button").click()

    page.locator(".r-proposal", has_text="DCC").wait_for()
