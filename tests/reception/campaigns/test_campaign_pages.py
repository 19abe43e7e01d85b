"""The pages of campaigns: who sees what, the signed filter, the rows behind a figure."""

from datetime import date
from decimal import Decimal

import pytest

from leads.campaigns.rules.marketing_plans import plan_campaign
from leads.models import Campaign, FollowUp, SavedFilter
from tests.factories import FollowUpFactory, LeadFactory
from tests.moments import MONDAY_9, NOW

FACTS = {"name": "冬季团购会", "first_day": date(2026, 11, 28), "last_day": date(2026, 11, 29), "budget": Decimal(18000)}
SENT = {"name": "车展", "first_day": "2026-12-12", "last_day": "2026-12-13", "budget": "24000", "spent": "", "aim_visits": "40"}


@pytest.fixture
def campaign(store, marketing):
    """One on Saturday and Sunday."""
    return plan_campaign(store, facts=FACTS, by=marketing, now=MONDAY_9)


def test_marketing_plans_and_changes_and_is_told_what_is_wrong(client_of, marketing, campaign):
    browser = client_of(marketing)

    wrong = browser.post("/campaigns/new/", {**SENT, "last_day": "2026-12-11"})
    planned = browser.post("/campaigns/new/", SENT)
    changed = browser.post(f"/campaigns/{campaign.pk}/change/", {**SENT, "spent": "6400.50"})

    assert (wrong.status_code, planned.status_code, changed.status_code) == (422, 303, 303)
    assert list(Campaign.objects.order_by("pk").values_list("name", "spent", "aim_visits")) == [("车展", Decimal("6400.50"), 40), ("车展", None, 40)]


def test_the_leader_invites_whom_the_page_showed(client_of, leader, agent, store, campaign):
    LeadFactory(store=store, agent=agent, name="冯志刚")
    browser = client_of(leader)
    page = browser.get(f"/campaigns/{campaign.pk}/")

    done = browser.post(f"/campaigns/{campaign.pk}/invite/", {"sign": page.context["sign"]})
    again = browser.post(f"/campaigns/{campaign.pk}/invite/", {"sign": page.context["sign"]})
    bent = browser.post(f"/campaigns/{campaign.pk}/invite/", {"sign": "x"})

    assert "冯志刚" in page.content.decode()
    assert (done.status_code, again.status_code, bent.status_code) == (303, 409, 422)
    assert FollowUp.objects.filter(campaign=campaign).count() == 1


def test_the_filter_of_a_campaign_is_kept_as_a_list_of_leads(client_of, leader, agent, store, campaign):
    LeadFactory(store=store, agent=agent, grade="H")
    browser = client_of(leader)
    page = browser.get(f"/campaigns/{campaign.pk}/?status=hand&grade=H")

    answer = browser.post(f"/leads/filters/save/?{page.context['query']}", {"name": campaign.name})

    assert f"/leads/filters/save/?{page.context['query'].replace('&', '&amp;')}" in page.content.decode()
    assert (answer.status_code, answer["Location"]) == (303, f"/leads/?{page.context['query']}")
    assert list(SavedFilter.objects.values_list("name", "query")) == [(campaign.name, "status=hand&grade=H")]


def test_invitations_are_taken_back_by_the_moment_they_were_made(client_of, leader, agent, store, campaign):
    FollowUpFactory(lead=LeadFactory(store=store, agent=agent), kind="campaign", campaign=campaign, created_at=NOW)
    browser = client_of(leader)
    page = browser.get(f"/campaigns/{campaign.pk}/")

    answers = [browser.post(f"/campaigns/{campaign.pk}/withdraw/", {"made_at": text}) for text in ("x", page.context["batches"][0].key)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert FollowUp.objects.count() == 0


def test_every_figure_leads_to_its_rows_and_marketing_sees_no_name(client_of, leader, marketing, agent, store, campaign):
    FollowUpFactory(lead=LeadFactory(store=store, agent=agent, name="冯志刚"), kind="campaign", campaign=campaign, created_at=NOW)
    address = f"/campaigns/{campaign.pk}/rows/?of=invited"

    pages = {person.username: client_of(person).get(address).content.decode() for person in (leader, marketing)}

    assert address in client_of(leader).get("/campaigns/").content.decode()
    assert ("冯志刚" in pages["leader"], "冯志刚" in pages["marketing"]) == (True, False)
    assert "choice" not in client_of(marketing).get(f"/campaigns/{campaign.pk}/").context
    assert client_of(leader).get(f"/campaigns/{campaign.pk}/rows/?of=x").status_code == 404


def test_a_year_without_a_campaign_says_so(client_of, leader, marketing, campaign):
    assert client_of(leader).get("/campaigns/?year=2025").context["campaign"] is None
    assert "/campaigns/new/" in client_of(marketing).get("/campaigns/?year=2025").content.decode()


def test_the_page_asks_the_database_few_things(client_of, leader, agent, store, campaign, django_assert_max_num_queries):
    for _number in range(3):
        FollowUpFactory(lead=LeadFactory(store=store, agent=agent), kind="campaign", campaign=campaign, created_at=NOW)
        LeadFactory(store=store, agent=agent)
    browser = client_of(leader)

    with django_assert_max_num_queries(15):
        browser.get(f"/campaigns/{campaign.pk}/")
