"""Prepared questions answer as the querysets they are made of; rows written directly are as `save` would have written them."""

from datetime import timedelta

import pytest
from django.db.models import Q

from dcc.database.one_row import insert, update
from dcc.database.prepared import prepared, prepared_change
from dcc.models import Notice, Store, TrailEntry, Word
from leads.models import Lead
from tests.factories import LeadFactory
from tests.moments import MONDAY_9, MONDAY_10, MONDAY_11

pytestmark = pytest.mark.django_db


@prepared
def leads_since(store, moment):
    return Lead.objects.filter(Q(store=store), received_at__gt=moment).select_related("channel", "agent").order_by("id")


@prepared
def names_of(store, phones):
    return Lead.objects.filter(store=store, phone__any_of=phones).order_by("id").values_list("name", "received_at")[:2]


@prepared
def keys_of(store):
    return Lead.objects.filter(store=store).order_by("id").values_list("pk", flat=True)


@prepared_change
def give_to(store, agent, moment):
    return Lead.objects.filter(store=store, agent=None), {"agent": agent, "allocated_at": moment, "reason": "given"}


def test_instances_come_as_a_queryset_gives_them_each_time_for_the_values_asked(store, other_store, agent):
    first, second = LeadFactory(store=store, agent=agent, received_at=MONDAY_9), LeadFactory(store=store, received_at=MONDAY_11)
    other = LeadFactory(store=other_store, received_at=MONDAY_11)

    of_store, of_other = leads_since(store.pk, MONDAY_9 - timedelta(minutes=1)), leads_since(other_store.pk, MONDAY_10)

    assert [vars_of(lead) for lead in of_store] == [vars_of(Lead.objects.get(pk=pk)) for pk in (first.pk, second.pk)]
    assert leads_since(store.pk, MONDAY_10) == [second]
    assert of_other == [other]


def test_rows_selected_along_ask_nothing_more(store, agent, django_assert_num_queries):
    LeadFactory(store=store, agent=agent, received_at=MONDAY_11)
    LeadFactory(store=store, received_at=MONDAY_11)

    with django_assert_num_queries(1):
        found = [(lead.agent, lead.channel.store_id) for lead in leads_since(store.pk, MONDAY_10)]

    assert found == [(agent, store.pk), (None, store.pk)]


def test_tuples_and_bare_values_come_in_their_order_and_a_list_is_one_value(store):
    made = [LeadFactory(store=store, name=name, phone=phone, received_at=MONDAY_9) for name, phone in (("甲", "13800000001"), ("乙", "13800000002"))]

    names, keys = names_of(store.pk, ["13800000002", "13800000009"]), keys_of(store.pk)

    assert names == [("乙", MONDAY_9)]
    assert keys == [lead.pk for lead in made]
    assert names_of(store.pk, []) == []


def test_a_prepared_change_changes_its_rows_alone_and_says_how_many(store, other_store, agent, leader):
    waiting, given, other = LeadFactory(store=store), LeadFactory(store=store, agent=leader), LeadFactory(store=other_store)

    changed = give_to(store.pk, agent.pk, MONDAY_10)

    assert changed == 1
    rows = {lead.pk: (lead.agent_id, lead.allocated_at, lead.reason) for lead in Lead.objects.all()}
    assert rows[waiting.pk] == (agent.pk, MONDAY_10, "given")
    assert (rows[given.pk][0], rows[other.pk][0]) == (leader.pk, None)


def test_none_is_refused_where_a_value_is_compared(store):
    with pytest.raises(TypeError):
        leads_since(store.pk, None)


def test_a_row_is_inserted_with_every_kind_of_value_and_gets_its_key(store, agent):
    word = insert(Word(store=store, kind="level", name="Q", detail={"days": 3, "说": ["是"]}))
    entry = insert(TrailEntry(store=store, at=MONDAY_9, by=agent, action="call.dial"))
    notice = insert(Notice(user=agent, kind="lead.given", at=MONDAY_9))

    assert vars_of(Word.objects.get(pk=word.pk)) == vars_of(word)
    assert vars_of(TrailEntry.objects.get(pk=entry.pk)) == vars_of(entry)
    assert vars_of(Notice.objects.get(pk=notice.pk)) == vars_of(notice)


def test_an_update_writes_the_named_fields_and_no_other(store, agent):
    lead = LeadFactory(store=store, name="甲", tries=1)
    lead.name, lead.tries, lead.agent, lead.missed_at = "乙", 2, agent, MONDAY_9

    update(lead, "tries", "agent", "missed_at")

    read = Lead.objects.get(pk=lead.pk)
    assert (read.name, read.tries, read.agent, read.missed_at) == ("甲", 2, agent, MONDAY_9)


def test_an_update_of_a_row_that_is_gone_is_an_error(store):
    gone = Store(pk=store.pk + 1000, name="空")

    with pytest.raises(Store.DoesNotExist):
        update(gone, "name")


def vars_of(row) -> dict:
    """Return the values of a row's columns."""
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
