"""What the desk says of somebody who is not due, and of a note it cannot keep."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from calls.models import Call
from dcc.models import Word
from tests.factories import FollowUpFactory, LeadFactory
from tests.moments import NOW

pytestmark = pytest.mark.usefixtures("any_hour")


def test_of_somebody_who_is_not_due_yet_it_is_said_when_they_are_called(client_of, agent):
    due = NOW + timedelta(days=2)
    owed = FollowUpFactory(lead=LeadFactory(store=agent.store, agent=agent, first_call_at=NOW), due_at=due)

    page = client_of(agent).get(reverse("calls_on", args=[owed.lead_id])).content.decode()

    assert f"<b>{timezone.localtime(due, agent.store.zone):%m-%d %H:%M} 回访</b>" in page.replace("\n", "")


@pytest.mark.parametrize(("length", "status"), [(2000, 200), (2001, 422)])
def test_a_note_longer_than_is_kept_comes_back_whole(client_of, agent, length, status):
    lead = LeadFactory(store=agent.store, agent=agent)
    word = Word.objects.get(store=agent.store, kind="call_outcome", meaning="no_answer")
    note = "好" * length

    answer = client_of(agent).post(reverse("calls_log", args=[lead.pk]), {"token": str(uuid4()), "outcome": word.pk, "note": note}, follow=True)

    assert (answer.status_code, Call.objects.count(), f">{note}</textarea>" in answer.content.decode()) == (status, status == 200, status == 422)
