"""The visits of a day and the one that is open beside them."""

from datetime import timedelta

import pytest

from reception.reconcile.day_list import day_of_visits, visits_on
from reception.reconcile.parts.day_pane import pane_of
from tests.factories import AppointmentFactory, LeadFactory, VisitFactory
from tests.factories.reception import LeakageFactory
from tests.moments import WEDNESDAY_9

DAY = f"/reception/reconcile/?day={WEDNESDAY_9:%Y-%m-%d}"


@pytest.fixture
def guest(store, agent, front_desk):
    """A guest of the showroom whose companion's number is a lead's, invited for two days later, and whose name is another one's."""
    before = {"store": store, "agent": agent, "opened_at": WEDNESDAY_9 - timedelta(days=2)}
    wife = LeadFactory(**before, name="顾女士", phone="15400005928")
    AppointmentFactory(lead=wife, agent=agent, at=WEDNESDAY_9 - timedelta(days=1), scheduled_for=WEDNESDAY_9 + timedelta(days=2))
    LeadFactory(**before, name="顾长青", phone="15400001111")
    facts = {"tag": "showroom", "basis": "none", "lead": None, "phone": "15400009999", "name": "顾长青", "by": front_desk}
    return VisitFactory(store=store, at=WEDNESDAY_9, registered_at=WEDNESDAY_9, companion="爱人 15400005928", **facts)


def opened(visit):
    return pane_of(visits_on(visit.store, WEDNESDAY_9.date(), visit.pk)[0])


def test_of_each_hint_it_says_what_the_rules_would_say_were_it_so(guest, agent):
    pane = opened(guest)

    assert [(seen.hint.kind, seen.answer.tag, seen.answer.basis, seen.agent) for seen in pane.hints] == [
        ("companion_number", "dcc", "appointment", agent),
        ("name", "showroom", "none", None),
    ]
    assert [line.state for line in pane.lines] == ["no"] * 4


def test_htmx_is_answered_with_the_visit_alone_and_everybody_else_with_the_day(client_of, store, guest, data_manager, leader):
    other = VisitFactory(store=store, at=WEDNESDAY_9 - timedelta(hours=1), name="石磊", tag="showroom", basis="none", lead=None, phone="")
    leakage = LeakageFactory(store=store, visit=VisitFactory(store=store, at=WEDNESDAY_9, name="何广林"))
    office, asked = client_of(data_manager), {"HX-Request": "true", "HX-Target": "reconcile-pane"}

    day = office.get(DAY).content.decode()
    part = office.get(f"{DAY}&visit={other.pk}", headers=asked)
    chosen = office.get(f"{DAY}&visit={other.pk}").content.decode()
    read = client_of(leader).get(f"{DAY}&visit={guest.pk}").content.decode()
    leaked = client_of(leader).get(f"{DAY}&visit={leakage.visit_id}", headers=asked).content.decode()

    assert ("更正为 DCC" in day, "不是一家人" in day, "更正为 DCC" in read, "不是一家人" in read) == (True, True, False, False)
    assert ("<html" in part.content.decode(), "石磊" in part.content.decode(), "顾长青" in part.content.decode(), "HX-Request" in part["Vary"]) == (
        *(False, True, False, True),
    )
    assert (chosen.count("aria-current"), "顾长青" in chosen, "15400005928" in day + chosen) == (day.count("aria-current"), True, False)
    assert (f"/leakages/{leakage.pk}/propose/" in leaked, f"/leakages/{leakage.pk}/sign/" in leaked) == (True, False)


def test_a_handing_over_without_its_order_is_looked_at_first_and_joined_from_there(client_of, store, data_manager, agent):
    lead = LeadFactory(store=store, agent=agent, name="于洋", second_phone="15400002260", opened_at=WEDNESDAY_9 - timedelta(days=9))
    fetches = VisitFactory(store=store, at=WEDNESDAY_9, purpose="交车", name="于海燕", phone="15400002260", tag="showroom", basis="none", lead=None)
    VisitFactory(store=store, at=WEDNESDAY_9 - timedelta(hours=1), name="石磊", lead=None, tag="showroom", basis="none")

    shown = day_of_visits(store, WEDNESDAY_9.date())
    page = client_of(data_manager).get(DAY).content.decode()

    assert ([one.visit for one in shown.hinted], shown.parts["hint"], len(shown.others)) == ([fetches], 1, 1)
    assert (f'action="/reception/visits/{fetches.pk}/join/"' in page, f'value="{lead.pk}"' in page) == (True, True)


def test_corrected_or_not_one_family_the_day_stays_open(client_of, guest, data_manager):
    office = client_of(data_manager)
    next_day = f"/reception/visits/{guest.pk}/correct/?next=/reception/reconcile/%3Fday%3D{WEDNESDAY_9:%Y-%m-%d}"

    ended = office.post(f"/reception/visits/{guest.pk}/no-relation/", {"lead": opened(guest).hints[1].hint.lead.pk})
    corrected = office.post(next_day, {"lead": opened(guest).hints[0].hint.lead.pk, "reason": "同行人号码"})

    assert (ended.url, corrected.url) == (DAY, DAY)


@pytest.mark.once
def test_a_full_day_asks_few_questions(client_of, store, guest, data_manager, django_assert_max_num_queries):
    for minute in range(1, 12):
        VisitFactory(store=store, at=WEDNESDAY_9 - timedelta(minutes=minute), name="顾长青", tag="showroom", basis="none", lead=None, phone="")
    office = client_of(data_manager)

    with django_assert_max_num_queries(15):
        office.get(DAY)
    with django_assert_max_num_queries(15):
        office.get(f"{DAY}&visit={guest.pk}", headers={"HX-Request": "true", "HX-Target": "reconcile-pane"})


def test_who_is_completed_and_seen_otherwise_by_the_rules_is_looked_at_first_and_says_so(client_of, store, data_manager):
    known = {"identified_at": WEDNESDAY_9 + timedelta(hours=1), "proposed_tag": "dcc", "proposed_basis": "named"}
    lead = LeadFactory(store=store, name="熊涛", opened_at=WEDNESDAY_9 - timedelta(days=2))
    visit = VisitFactory(store=store, at=WEDNESDAY_9, tag="showroom", basis="none", lead=lead, name="", phone="15400007777", **known)
    LeakageFactory(store=store, visit=visit)

    day = day_of_visits(store, WEDNESDAY_9.date())
    page = client_of(data_manager).get(f"{DAY}&visit={visit.pk}").content.decode()

    assert [(one.visit, list(one.hints)) for one in day.hinted] == [(visit, [])]
    assert "补登后，规则另有结论" in page
    assert "提示都看完了" not in page
    assert "未留姓名" not in page


def test_while_a_leakage_is_open_the_hints_are_not_said_to_be_done(client_of, store, data_manager):
    visit = VisitFactory(store=store, at=WEDNESDAY_9, name="何广林")
    assert "提示都看完了" in client_of(data_manager).get(DAY).content.decode()
    LeakageFactory(store=store, visit=visit)
    assert "提示都看完了" not in client_of(data_manager).get(DAY).content.decode()
