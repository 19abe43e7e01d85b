"""Whom another store serves (异地): the form of a call asks where they live and who has them now."""

from uuid import uuid4

import pytest
from django.urls import reverse

from dcc.models import Word
from leads.models import Proposal
from tests.factories import LeadFactory


@pytest.mark.usefixtures("any_hour")
@pytest.mark.parametrize(("province", "city", "kept"), [("河北", "保定", "保定"), ("北京市", "", "北京市")])
def test_who_lives_elsewhere_is_applied_for_with_the_place_and_the_store_that_has_them(client_of, agent, province, city, kept):
    lead = LeadFactory(store=agent.store, agent=agent)
    connected = Word.objects.get(store=agent.store, kind="call_outcome", meaning="connected").pk
    said = {"step": "lost", "lost_reason": "out_of_area", "province": province, "city": city, "passed_to": "友谊店", "where": "别的"}

    response = client_of(agent).post(reverse("calls_log", args=[lead.pk]), {"token": str(uuid4()), "outcome": connected, "note": "", **said})

    assert response.status_code == 303
    assert list(Proposal.objects.values_list("kind", "province", "city", "passed_to", "why")) == [("out_of_area", province, kept, "友谊店", "")]
