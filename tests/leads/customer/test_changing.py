"""Facts and numbers corrected by people; nothing is lost when two do it at once."""

import pytest

from dcc.errors import Refused
from dcc.models import taken_back
from leads.customer.rules.changing import Collided, change_facts, correct_number
from leads.grading.rules.closing_leads import close_lead
from leads.models import Inquiry, Lead
from tests.factories import InquiryFactory, LeadFactory
from tests.moments import MONDAY_9, MONDAY_10
from tests.trail import trail


def test_a_changed_name_is_found_by_its_parts_and_the_trail_names_the_field_alone(agent):
    lead = LeadFactory(store=agent.store, agent=agent, name="王先生")

    changed = change_facts(lead, changes={"name": ("王先生", "王建国"), "city": ("", "长春")}, by=agent, now=MONDAY_9)

    stored = Lead.objects.get()
    assert changed is True
    assert (stored.name, stored.given_name, stored.initials, stored.city, stored.version) == ("王建国", "建国", "wjg", "长春", 2)
    assert trail("lead.change") == [{"fields": ["name", "city"]}]


def test_what_says_the_same_writes_nothing(agent):
    lead = LeadFactory(store=agent.store, agent=agent, model="凯美瑞")

    assert change_facts(lead, changes={"model": ("亚洲龙", "凯美瑞")}, by=agent, now=MONDAY_9) is False

    assert Lead.objects.get().version == 1


def test_a_name_taken_away_is_nobodys_name(agent):
    lead = LeadFactory(store=agent.store, agent=agent, name="王建国", given_name="建国", initials="wjg")

    change_facts(lead, changes={"name": ("王建国", "")}, by=agent, now=MONDAY_9)

    assert Lead.objects.values_list("name", "given_name", "initials").get() == ("未留名", "", "")


def test_two_people_who_change_different_facts_both_prevail(agent, leader):
    lead = LeadFactory(store=agent.store, agent=agent, model="凯美瑞", city="")

    change_facts(lead, changes={"model": ("凯美瑞", "亚洲龙")}, by=agent, now=MONDAY_9)
    change_facts(lead, changes={"city": ("", "长春")}, by=leader, now=MONDAY_9)

    assert Lead.objects.values_list("model", "city").get() == ("亚洲龙", "长春")


def test_two_people_who_change_the_same_fact_meet_and_nothing_is_overwritten(agent, leader):
    lead = LeadFactory(store=agent.store, agent=agent, model="凯美瑞", city="")
    change_facts(lead, changes={"model": ("凯美瑞", "亚洲龙")}, by=agent, now=MONDAY_9)

    with pytest.raises(Collided) as collision:
        change_facts(lead, changes={"model": ("凯美瑞", "汉兰达"), "city": ("", "长春")}, by=leader, now=MONDAY_10)

    assert (collision.value.theirs, collision.value.by, collision.value.at) == ({"model": "亚洲龙"}, agent, MONDAY_9)
    assert Lead.objects.values_list("model", "city").get() == ("亚洲龙", "")


def test_a_closed_lead_stays_as_it_is(agent):
    lead = LeadFactory(store=agent.store, agent=agent)
    close_lead(lead, outcome="lost", reason="其他", by=agent, now=MONDAY_9)

    with pytest.raises(Refused):
        change_facts(lead, changes={"name": ("未留名", "王建国")}, by=agent, now=MONDAY_10)

    assert Lead.objects.get().name == "未留名"


def test_a_corrected_number_is_found_by_its_tail_and_the_inquiry_keeps_the_old_one(data_manager):
    lead = LeadFactory(store=data_manager.store, phone="15400001234")
    InquiryFactory(lead=lead)

    correct_number(lead, number="154 0000-5678", second="0431-88880000", by=data_manager, now=MONDAY_9)

    assert Lead.objects.values_list("phone", "phone_tail", "second_phone").get() == ("15400005678", "5678", "043188880000")
    assert Inquiry.objects.get().phone == "15400001234"
    assert trail("lead.number") == [{"which": ["phone", "second_phone"]}]


@pytest.mark.parametrize("typed", ["154****1234", "1540000", "", "15400001111/15400002222"])
def test_what_is_no_number_is_refused(data_manager, typed):
    lead = LeadFactory(store=data_manager.store)

    with pytest.raises(Refused):
        correct_number(lead, number=typed, by=data_manager, now=MONDAY_9)

    assert Lead.objects.get().phone == lead.phone


def test_the_number_of_another_open_lead_is_refused_and_of_a_closed_one_taken(data_manager):
    lead, other, closed = (LeadFactory(store=data_manager.store) for _time in range(3))
    close_lead(closed, outcome="lost", reason="其他", by=data_manager, now=MONDAY_9)

    with pytest.raises(Refused):
        correct_number(lead, number=other.phone, by=data_manager, now=MONDAY_9)
    correct_number(lead, number=closed.phone, by=data_manager, now=MONDAY_9)

    assert Lead.objects.get(pk=lead.pk).phone == closed.phone


def test_a_lead_that_was_taken_back_meanwhile_is_changed_by_nobody(agent):
    lead = LeadFactory(store=agent.store, agent=agent)
    Lead.objects.filter(pk=lead.pk).update(**taken_back(by=agent, now=MONDAY_10))

    with pytest.raises(Refused, match="这次登记撤了"):
        change_facts(lead, changes={"name": (lead.name, "王建国")}, by=agent, now=MONDAY_10)
