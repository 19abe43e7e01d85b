"""Wherever somebody types a number, a landline as the town writes it gets the area code of the store."""

import pytest

from calls.desk.parts.call_form import CallForm
from dcc.models import StoreSetting
from dcc.store.store_settings import values_at
from leads.models import Channel, Lead
from reception.door.forms.tags import CorrectionForm
from reception.models import ShowroomCard, Visit
from tests.factories import LeadFactory, VisitFactory
from tests.moments import MONDAY_9, MONDAY_10

pytestmark = pytest.mark.django_db
TYPED, WHOLE = "8518 0001", "043185180001"


@pytest.fixture(params=[("0431", WHOLE), ("", None)], ids=["with an area code", "without one"])
def number(request, store):
    """What the store makes of it; None: nothing is guessed."""
    code, whole = request.param
    StoreSetting.objects.create(store=store, name="area_code", value=code, valid_from=MONDAY_9)
    return whole


def test_in_a_lead_by_hand(client_of, leader, store, number):
    channel = Channel.objects.get(store=store, name="手工登记")

    client_of(leader).post("/leads/new/", {"phone": TYPED, "channel": channel.pk})

    assert Lead.objects.values_list("phone", flat=True).first() == number


def test_in_a_corrected_number_and_the_second_one(client_of, data_manager, store, number):
    lead = LeadFactory(store=store, phone="15400001234")

    client_of(data_manager).post(f"/leads/{lead.pk}/number/", {"number": TYPED, "second": "85180002"})

    lead.refresh_from_db()
    assert (lead.phone, lead.second_phone) == ((number, "043185180002") if number else ("15400001234", ""))


def test_in_the_call_in_which_the_real_number_is_told(agent, store, number):
    lead = LeadFactory(store=store, agent=agent, phone="15400001234,5566")

    form = CallForm({"outcome": "", "real_number": TYPED}, lead=lead, store=store, values=values_at(store, MONDAY_10), now=MONDAY_10)
    form.is_valid()

    assert form.cleaned_data["real_number"] == (number or TYPED)


def test_of_a_walk_in_completed_later(client_of, front_desk, store, number):
    visit = VisitFactory(store=store, lead=None, tag="showroom", basis="none")

    client_of(front_desk).post(f"/reception/visits/{visit.pk}/identify/", {"phone": TYPED, "name": "吴刚"})

    assert Visit.objects.get().phone == (number or "")


def test_of_a_visit_corrected(store, number):
    visit = VisitFactory(store=store, lead=None, tag="showroom", basis="none")
    said = {"phone": TYPED, "reason": "写错了"}

    of = {name: CorrectionForm.base_fields[field].queryset for name, field in (("appointments", "appointment"), ("leads", "lead"))}
    form = CorrectionForm(said, visit=visit, area=number[:4] if number else "", **of)
    form.is_valid()

    assert form.cleaned_data.get("phone") == number


def test_on_a_card_of_the_showroom(client_of, front_desk, number):
    client_of(front_desk).post("/reception/cards/new/", {"phone": TYPED, "name": "吕建华", "consultant": "马涛", "card_date": "2026-11-01"})

    assert ShowroomCard.objects.values_list("phone", flat=True).first() == number
