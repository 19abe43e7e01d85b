"""Full numbers are counted by person and day, whatever showed them: revealed, dialled, typed for a caller."""

from uuid import uuid4

import pytest
from django.urls import reverse

from calls.desk.rules.dialling import dial
from calls.incoming.rules.incoming import identify
from calls.models import IncomingNumber
from dcc.errors import Refused
from dcc.models import Notice, TrailEntry
from dcc.trail.trail_words import in_words
from leads.customer.rules.revealing import reveal_number
from leads.intake.phones import mask
from tests.factories import LeadFactory
from tests.leads.customer.test_revealing import was_shown
from tests.moments import MONDAY_9, MONDAY_10, NOW
from tests.trail import trail

pytestmark = pytest.mark.usefixtures("any_hour")
WAYS = ("lead.reveal", "call.dial", "call.identify")


def show(way, lead, person, now=MONDAY_10):
    """Show a lead's number to a person by one of the three ways."""
    if way == "call.identify":
        identify(lead.phone, by=person, now=now)
    else:
        {"lead.reveal": reveal_number, "call.dial": dial}[way](lead, by=person, now=now)


@pytest.fixture
def leads(store, agent):
    return LeadFactory.create_batch(3, store=store, agent=agent)


@pytest.mark.parametrize("way", WAYS)
def test_each_way_is_refused_past_the_limit_and_shows_what_was_shown_before(agent, leads, way):
    show(way, leads[0], agent, now=MONDAY_9)
    was_shown(agent, 299, action="call.dial")

    with pytest.raises(Refused, match="300"):
        show(way, leads[1], agent)
    show(way, leads[0], agent)

    assert list(TrailEntry.objects.filter(action=way, object_id__in=[lead.pk for lead in leads]).values_list("object_id", flat=True)) == [leads[0].pk] * 2


def test_the_three_ways_are_one_count(agent, leader, leads):
    was_shown(agent, 198)

    show("call.dial", leads[0], agent)
    show("lead.reveal", leads[0], agent)
    show("call.identify", leads[0], agent)
    before = Notice.objects.filter(kind="lead.reveal_many").count()
    show("call.identify", leads[1], agent)

    assert (before, list(Notice.objects.filter(kind="lead.reveal_many").values_list("user", flat=True))) == (0, [leader.pk])


def test_the_last_one_of_the_day_is_the_same_by_every_way(agent, leads):
    was_shown(agent, 298)

    show("call.identify", leads[0], agent)
    show("call.dial", leads[1], agent)
    with pytest.raises(Refused):
        show("lead.reveal", leads[2], agent)

    assert (len(trail("call.identify")), len(trail("call.dial")), len(trail("lead.reveal"))) == (1, 1, 298)


def test_a_number_nobody_has_costs_nothing(agent):
    was_shown(agent, 300)

    window = identify("15400009999", by=agent, now=MONDAY_10)

    assert (window.lead, trail("call.identify")) == (None, [{"known": False}])


def test_a_refused_caller_opens_no_window(agent, leads):
    was_shown(agent, 300)

    with pytest.raises(Refused):
        show("call.identify", leads[0], agent)

    assert IncomingNumber.objects.count() == 0


@pytest.fixture
def past_the_limit(agent):
    """An agent who was shown all the numbers of this day, whenever the tests run."""
    was_shown(agent, 300, at=NOW)


def test_a_refused_dial_says_why_beside_the_masked_number(client_of, agent, leads, past_the_limit):
    response = client_of(agent).post(reverse("calls_number", args=[leads[0].pk]), {"dial": "yes"}, headers={"HX-Request": "true"})

    page = response.content.decode()
    assert (response.status_code, "300" in page, leads[0].phone in page, "data-dialled" in page) == (422, True, False, False)
    assert mask(leads[0].phone) in page


@pytest.mark.parametrize("refused", [True, False])
def test_a_dial_without_script_leaves_the_form_as_it_was_typed(request, client_of, agent, leads, refused):
    if refused:
        request.getfixturevalue("past_the_limit")
    typed = {"token": str(uuid4()), "note": "周六来看车", "step": "callback", "call_time": "09:30", "checks": ["need"], "model": "凯美瑞"}

    response = client_of(agent).post(reverse("calls_number", args=[leads[0].pk]), typed | {"card": "on", "dial": "yes"})

    form = response.context["form"]
    assert (response.status_code, leads[0].phone in response.content.decode()) == ((422, False) if refused else (200, True))
    assert {name: form[name].value() for name in typed} == typed
    assert (form["card"].value(), form.errors) == (True, {})


def test_a_refused_caller_comes_back_with_the_number_that_was_typed(client_of, agent, leads, past_the_limit):
    response = client_of(agent).post(reverse("calls_incoming_number"), {"number": leads[0].phone})

    assert (response.status_code, f'value="{leads[0].phone}"' in response.content.decode(), response.context["window"]) == (422, True, None)


@pytest.mark.parametrize(("known", "words"), [(True, "本店客户"), (False, "没有这个客户")])
def test_the_trail_says_whether_a_typed_caller_was_a_customer(known, words):
    assert in_words("call.identify", {"known": known}).facts == [words]
