"""What the showroom claims waits on the allocation page; no line gives it before the leader decided."""

from django.urls import reverse

from leads.models import Lead
from reception.models import Claim
from tests.factories import LeadFactory
from tests.reception.reconcile.test_claims import claim  # noqa: F401 - a fixture: an undecided claim on an open lead


def preview(browser, lead):
    """Ask for the plan of a lead; return whom it would go to, and why."""
    [row] = browser.post("/leads/allocate/preview/", {"lead": [lead.pk]}).context["rows"]
    return row.agent, row.why


def test_a_claimed_lead_stays_until_the_leader_decides(client_of, leader, agent, claim):  # noqa: F811
    lead, browser = Lead.objects.get(pk=claim.lead_id), client_of(leader)
    page = browser.get("/leads/allocate/")
    before = preview(browser, lead)

    answer = browser.post(reverse("claim_decide", args=[claim.pk]), {"decision": "ours", "next": "/leads/allocate/"})

    assert [panel.count for panel in page.context["panels"]] == [1]
    assert "展厅已建卡，等你定" in page.content.decode()
    assert before == ("", "展厅已建卡，先定归属")
    assert (answer.status_code, answer["Location"]) == (303, "/leads/allocate/")
    assert preview(browser, lead) == (agent.name, "均分：今天的网络客户最少")
    assert browser.get("/leads/allocate/").context["panels"] == []


def test_by_hand_a_claimed_lead_may_be_given(client_of, leader, agent, claim):  # noqa: F811
    client_of(leader).post("/leads/allocate/hand/", {"lead": [claim.lead_id], "agent": agent.pk})

    assert (Lead.objects.get(pk=claim.lead_id).agent, Claim.objects.undecided().count()) == (agent, 1)


def test_without_claims_there_is_no_panel(client_of, leader):
    LeadFactory(store=leader.store)

    assert client_of(leader).get("/leads/allocate/").context["panels"] == []
