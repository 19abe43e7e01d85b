"""Which leads are proposed as one person (docs/rules/domain.md#merging)."""

from datetime import timedelta

import pytest

from leads.models import NO_NAME, Lead, ToldApart
from reception.merging.pairs import Pair, proposed
from reception.merging.rules.merging import merge_leads
from reception.merging.rules.telling_apart import tell_apart
from tests.factories import LeadFactory
from tests.moments import MONDAY_9, TUESDAY_9, WEDNESDAY_9
from tests.reception.merging.conftest import YOUNGER
from tests.trail import trail


def test_the_second_number_of_one_is_the_number_of_the_other(older, younger, data_manager):
    assert proposed(data_manager, WEDNESDAY_9) == []
    Lead.objects.filter(pk=older.pk).update(second_phone=YOUNGER)

    assert proposed(data_manager, WEDNESDAY_9) == [Pair(older.pk, younger.pk, "second_phone")]


@pytest.mark.parametrize(("days", "seconds", "found"), [(0, 0, 1), (30, 0, 1), (30, 1, 0)])
def test_same_name_and_model_within_thirty_days(store, data_manager, days, seconds, found):
    later = MONDAY_9 + timedelta(days=days, seconds=seconds)
    one, other = (LeadFactory(store=store, name="王先生", model="RAV4荣放", received_at=at) for at in (MONDAY_9, later))

    assert proposed(data_manager, WEDNESDAY_9) == [Pair(one.pk, other.pk, "alike")] * found


@pytest.mark.parametrize("differs", [{"name": "李先生"}, {"model": "凯美瑞"}, {"closed_at": TUESDAY_9, "closed_as": "lost"}])
def test_another_name_another_model_or_a_closed_one_is_not(store, data_manager, differs):
    LeadFactory(store=store, name="王先生", model="RAV4荣放")
    LeadFactory(store=store, **{"name": "王先生", "model": "RAV4荣放", **differs})

    assert proposed(data_manager, WEDNESDAY_9) == []


@pytest.mark.parametrize("said", [{"name": NO_NAME, "model": "RAV4荣放"}, {"name": "王先生", "model": ""}])
def test_who_left_no_name_or_wants_no_model_is_not(store, data_manager, said):
    for _number in range(2):
        LeadFactory(store=store, **said)

    assert proposed(data_manager, WEDNESDAY_9) == []


def test_another_stores_are_not(store, other_store, data_manager):
    for each in (store, other_store):
        LeadFactory(store=each, name="王先生", model="RAV4荣放")

    assert proposed(data_manager, WEDNESDAY_9) == []


def test_of_three_each_pair_is_proposed_and_second_numbers_come_first(store, data_manager):
    three = [LeadFactory(store=store, name="王先生", model="RAV4荣放") for _number in range(3)]
    Lead.objects.filter(pk=three[2].pk).update(second_phone=three[0].phone)

    a, b, c = (lead.pk for lead in three)
    assert proposed(data_manager, WEDNESDAY_9) == [Pair(a, c, "second_phone"), Pair(a, b, "alike"), Pair(b, c, "alike")]


def test_who_was_told_apart_is_proposed_no_more(older, younger, data_manager):
    Lead.objects.filter(pk=older.pk).update(second_phone=YOUNGER)

    told = [tell_apart(one, other, by=data_manager, now=WEDNESDAY_9) for one, other in ((younger, older), (older, younger))]

    assert (told, proposed(data_manager, WEDNESDAY_9)) == ([True, False], [])
    assert list(ToldApart.objects.values_list("lead", "other", "by", "at")) == [(older.pk, younger.pk, data_manager.pk, WEDNESDAY_9)]
    assert trail("lead.tell_apart") == [{"lead": younger.pk}]


def test_merged_ones_are_proposed_no_more(older, younger, data_manager):
    Lead.objects.filter(pk=older.pk).update(second_phone=YOUNGER)

    merge_leads(older, younger, by=data_manager, now=WEDNESDAY_9)

    assert proposed(data_manager, WEDNESDAY_9) == []
