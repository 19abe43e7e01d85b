"""The grading list as a page."""

import pytest
from django.urls import reverse

from leads.models import Grading, Lead, Proposal
from tests.factories import CallFactory, LeadFactory, ProposalFactory
from tests.moments import MONDAY_9, MONDAY_10, MONDAY_11, NOW


@pytest.fixture
def waiting(agent):
    """Two leads on the list, the one with the earlier contact first."""
    first = LeadFactory(store=agent.store, agent=agent, name="胡俊", ungraded_since=MONDAY_9)
    second = LeadFactory(store=agent.store, agent=agent, name="刘芳", ungraded_since=MONDAY_10)
    return first, second


def grade(client, lead, data, *, htmx=True):
    return client.post(reverse("grade", args=[lead.pk]), data, headers={"HX-Request": "true"} if htmx else {})


def test_the_list_stands_on_the_earliest_contact_and_says_why_it_suggests_what(client_of, data_manager, agent, waiting):
    CallFactory(lead=waiting[0], agent=agent, at=MONDAY_9, seconds=12)

    response = client_of(data_manager).get(reverse("grading"))

    assert ([row.lead.name for row in response.context["rows"]], response.context["lead"]) == (["胡俊", "刘芳"], waiting[0])
    assert [reason.code for reason in response.context["current"].hint.reasons] == ["no_appointment", "no_level", "short"]
    assert [sign for sign, _what, _where in response.context["reasons"]] == [-1, -1, -1]


def test_one_key_grades_and_stands_on_the_next(client_of, data_manager, waiting):
    response = grade(client_of(data_manager), waiting[0], {"grade": "A"})

    assert (response.status_code, response.context["lead"], Lead.objects.get(pk=waiting[0].pk).grade) == (200, waiting[1], "A")
    assert response["HX-Push-Url"] == f"{reverse('grading')}?lead={waiting[1].pk}"


def test_without_script_it_goes_back_to_the_list(client_of, data_manager, waiting):
    response = grade(client_of(data_manager), waiting[0], {"grade": "A"}, htmx=False)

    assert (response.status_code, response["Location"]) == (303, reverse("grading"))


def test_a_key_pressed_twice_grades_once(client_of, data_manager, waiting):
    client = client_of(data_manager)

    for _press in (1, 2):
        grade(client, waiting[0], {"grade": "A"})

    assert waiting[0].gradings.count() == 1


def test_another_grade_undoes_what_the_last_one_opened(client_of, data_manager, waiting):
    client = client_of(data_manager)
    grade(client, waiting[0], {"grade": "L"})

    response = client.get(reverse("grading"), {"lead": waiting[0].pk})
    grade(client, waiting[0], {"grade": "A", "again": "on"})

    assert response.context["again"] is True
    assert list(Lead.objects.filter(pk=waiting[0].pk).values_list("grade", "review_since")) == [("A", None)]


def test_the_last_one_is_taken_back_and_opens_again(client_of, data_manager, agent, waiting):
    CallFactory(lead=waiting[0], agent=agent, at=MONDAY_9)
    client = client_of(data_manager)
    toast = list(grade(client, waiting[0], {"grade": "L"}).context["messages"])[-1]
    graded = Grading.objects.get()

    answer = client.post(reverse("grading_undo", args=[graded.pk]))

    assert toast.extra_tags == f"undo:{reverse('grading_undo', args=[graded.pk])}"
    assert (answer.status_code, answer["Location"]) == (303, f"{reverse('grading')}?lead={waiting[0].pk}")
    page = client.get(answer["Location"])
    assert (page.context["lead"], page.context["undo"], [row.lead for row in page.context["rows"]]) == (waiting[0], None, list(waiting))


def test_pressed_twice_it_says_that_it_is_taken_back_already(client_of, data_manager, waiting):
    client = client_of(data_manager)
    grade(client, waiting[0], {"grade": "L"})
    graded = Grading.objects.get()

    for _press in (1, 2):
        answer = client.post(reverse("grading_undo", args=[graded.pk]))

    said = [str(message) for message in client.get(answer["Location"]).context["messages"]]
    assert (said[-1], Grading.every.count()) == ("胡俊 已重新分级，或已撤过。", 2)


@pytest.mark.parametrize(("calls_since", "said", "unsaid"), [(0, "分级之后还没打过。", "还没打过电话"), (1, "1 次通话", "分级之后还没打过。")])
def test_of_somebody_graded_before_only_the_calls_since_are_told(client_of, data_manager, agent, calls_since, said, unsaid):
    lead = LeadFactory(store=agent.store, agent=agent, grade="A", graded_at=MONDAY_10, ungraded_since=MONDAY_11)
    for at in (MONDAY_9, MONDAY_11)[: 1 + calls_since]:
        CallFactory(lead=lead, agent=agent, at=at)

    page = client_of(data_manager).get(reverse("grading")).content.decode()

    assert ("自上次分级以来" in page, said in page, unsaid in page) == (True, True, False)


@pytest.mark.parametrize(("deed", "closed_as", "decision"), [("proposal_confirm", "invalid", "confirmed"), ("proposal_reject", "", "rejected")])
def test_a_proposed_invalid_is_confirmed_or_rejected_here(client_of, data_manager, agent, deed, closed_as, decision):
    lead = LeadFactory(store=agent.store, agent=agent)
    proposal = ProposalFactory(lead=lead, kind="invalid", by=agent, reason="空错号")

    client_of(data_manager).post(reverse(deed, args=[proposal.pk]))

    assert (Lead.objects.get().closed_as, Proposal.objects.get().decision) == (closed_as, decision)


def test_an_application_for_lost_is_not_the_data_managers_to_confirm(client_of, data_manager, agent):
    proposal = ProposalFactory(lead=LeadFactory(store=agent.store, agent=agent), by=agent)

    response = client_of(data_manager).post(reverse("proposal_confirm", args=[proposal.pk]))

    assert (response.status_code, Proposal.objects.get().decision) == (404, "")


@pytest.mark.parametrize("who", ["agent", "leader", "reception", "front_desk", "marketing", "director", "manager"])
def test_only_the_data_manager_grades(client_of, request, waiting, who):
    client = client_of(request.getfixturevalue(who))

    answers = [client.get(reverse("grading")).status_code, grade(client, waiting[0], {"grade": "H"}).status_code]

    assert (answers, Lead.objects.get(pk=waiting[0].pk).grade) == ([403, 403], "")


def test_a_lead_of_another_store_does_not_exist(client_of, foreign_data_manager, waiting):
    client = client_of(foreign_data_manager)

    answers = [client.get(reverse("grading"), {"lead": waiting[0].pk}).status_code, grade(client, waiting[0], {"grade": "H"}).status_code]

    assert answers == [404, 404]


def test_an_empty_list_says_how_many_were_graded_today(client_of, data_manager):
    page = client_of(data_manager).get(reverse("grading")).content.decode()

    assert "全部分级完毕" in page


@pytest.mark.parametrize("rows", [3, 60])
def test_the_same_queries_for_a_short_and_a_long_list(client_of, data_manager, agent, rows, django_assert_max_num_queries):
    for _row in range(rows):
        lead = LeadFactory(store=agent.store, agent=agent, ungraded_since=MONDAY_11)
        CallFactory(lead=lead, agent=agent, at=NOW, seconds=60)
    client = client_of(data_manager)

    with django_assert_max_num_queries(15):
        response = client.get(reverse("grading"), headers={"HX-Request": "true"})

    assert len(response.context["rows"]) == rows
