"""Lists under what stretches them: a very long name, several tables below each other, a phone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import AppointmentFactory, CallFactory, LeadFactory, VisitFactory

LONG = "欧阳" * 30
SIDEWAYS = """() => [document.documentElement, ...document.querySelectorAll(".d-scroll, .d-page")]
    .filter((part) => part.scrollWidth > part.clientWidth + 1).map((part) => part.className)"""
LISTS = {
    "agent": ["/leads/", "/calls/", "/calls/appointments/"],
    "leader": ["/leads/", "/leads/allocate/", "/leads/review/", "/reports/rows/?measure=calls&by=agent&basis=activity"],
    "data_manager": ["/leads/grading/", "/reception/reconcile/?day="],
}


@pytest.fixture
def long_names(any_hour, store, agent, reception):
    """Somebody with the longest name there may be, on every list; return one who is called and received."""
    now = timezone.now()
    facts = {"store": store, "name": LONG, "model": "卡罗拉锐放双擎"}
    LeadFactory(**facts, respond_by=now + timedelta(minutes=20))
    LeadFactory(**facts, agent=agent, respond_by=now + timedelta(minutes=20))
    LeadFactory(**facts, agent=agent, grade="F", graded_at=now, review_since=now)
    called = LeadFactory(**facts, agent=agent, reception=reception, ungraded_since=now)
    CallFactory(lead=called, agent=agent, at=now)
    AppointmentFactory(lead=called, agent=agent, at=now, scheduled_for=now + timedelta(days=2))
    VisitFactory(store=store, lead=called, name=LONG, tag="dcc", basis="named", at=now, registered_at=now)
    return called


@pytest.mark.parametrize("role", LISTS)
def test_a_very_long_name_is_cut_and_widens_no_list(log_in, page, request, long_names, role):
    log_in(request.getfixturevalue(role))

    seen = {}
    for address in LISTS[role]:
        page.goto(address)
        seen[address] = (page.locator(f"[title='{LONG}']").count() > 0, page.evaluate(SIDEWAYS))

    assert seen == dict.fromkeys(LISTS[role], (True, []))


@pytest.mark.parametrize(
    ("role", "address"),
    [
        *(("agent", "/calls/"), ("agent", "/leads/{}/"), ("data_manager", "/leads/grading/")),
        *(("leader", "/leads/review/"), ("reception", "/reception/mine/{}/")),
    ],
)
def test_whoever_one_works_on_has_their_name_in_one_line_and_nothing_beside_it_is_lost(log_in, page, request, long_names, role, address):
    log_in(request.getfixturevalue(role))

    page.goto(address.format(long_names.pk))

    name = page.locator(f"h2.d-name[title='{LONG}']")
    ends = name.locator("xpath=..").evaluate("head => Math.max(...[...head.children].map((part) => part.getBoundingClientRect().right))")
    assert (name.bounding_box()["height"] <= 28, ends <= 1366) == (True, True)


def test_the_columns_of_appointments_stand_under_each_other(log_in, page, agent, any_hour):
    now = timezone.now()
    for days, name in ((0, "王建国"), (2, LONG), (-1, "李秀英")):
        lead = LeadFactory(store=agent.store, agent=agent, name=name, model="卡罗拉锐放双擎" if days else "")
        ended = {"status": "no_show", "ended_at": now} if days < 0 else {}
        AppointmentFactory(lead=lead, agent=agent, at=now, scheduled_for=now + timedelta(days=days, seconds=-1 if days < 0 else 1), **ended)
    log_in(agent)

    page.goto("/calls/appointments/")

    starts = "row => [...row.cells].map((cell) => Math.round(cell.getBoundingClientRect().left))"
    rows = [tuple(row.evaluate(starts)) for row in page.locator(".d-appointments tr[data-row]").all()]
    assert (len(rows), len(set(rows)), page.locator(".d-appointments").count()) == (3, 1, 1)


def test_on_a_phone_each_moment_of_a_lead_has_its_word_and_nobody_reads_their_own_name(log_in, page, agent):
    LeadFactory(store=agent.store, agent=agent, level="A", first_call_at=timezone.now())
    page.set_viewport_size({"width": 390, "height": 844})
    log_in(agent)

    page.goto("/leads/")

    row = page.locator("tr[data-row]")
    words = [word for word in row.locator("td:visible").evaluate_all("cells => cells.map((cell) => cell.dataset.label)") if word]
    assert (words, agent.name in row.inner_text(), row.bounding_box()["height"] >= 44) == (["级别", "到达", "咨询", "首触"], False, True)
