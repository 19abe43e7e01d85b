"""What is promised in a call is written with the visit it agrees."""

from uuid import uuid4

import pytest
from django.urls import reverse

from calls.models import Promise
from dcc.models import Word
from tests.calling import typed, visit_in
from tests.factories import LeadFactory

pytestmark = pytest.mark.usefixtures("any_hour")


def test_what_is_promised_with_a_visit_is_written_with_it(client_of, agent):
    lead = LeadFactory(store=agent.store, agent=agent)
    at = visit_in(3, agent.store)
    connected = Word.objects.get(store=agent.store, kind="call_outcome", meaning="connected").pk
    said = {"step": "invite", "visit_at": typed(at), "promised_kind_1": "test_car", "promised_text_1": "锐放留好", "promised_text_3": "送脚垫"}

    client_of(agent).post(reverse("calls_log", args=[lead.pk]), {"token": str(uuid4()), "outcome": connected, "note": "", **said})

    assert list(Promise.objects.values_list("kind", "text", "appointment__scheduled_for")) == [("test_car", "锐放留好", at), ("price", "送脚垫", at)]
