"""What was promised for a visit can be read again by whoever promised it: in the list, and on the customer's page."""

from datetime import timedelta

from django.urls import reverse

from calls.models import Promise
from tests.factories import AppointmentFactory, LeadFactory
from tests.moments import NOW


def test_the_list_and_the_record_say_each_promise(client_of, agent):
    lead = LeadFactory(store=agent.store, agent=agent)
    appointment = AppointmentFactory(lead=lead, agent=agent, at=NOW, scheduled_for=NOW + timedelta(days=2))
    for kind, text in (("price", "3000元置换补贴"), ("test_car", "四驱版留着")):
        Promise.objects.create(appointment=appointment, by=agent, at=appointment.at, kind=kind, text=text)

    row = client_of(agent).get(reverse("appointments")).content.decode()
    record = client_of(agent).get(reverse("lead", args=[lead.pk])).content.decode()

    said = "价格 3000元置换补贴 · 试驾车 四驱版留着"
    assert (f'title="{said}"' in row, said in record) == (True, True)
