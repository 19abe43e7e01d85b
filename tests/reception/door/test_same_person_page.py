"""是不是同一人 on the desk's page: nothing is preselected, and the button waits for an answer."""

import re
from datetime import timedelta

import pytest

from calls.models import Appointment
from leads.intake.phones import tail
from leads.models import Lead
from reception.door.rules.matching import refer
from reception.models import Visit
from tests.factories import AppointmentFactory, LeadFactory
from tests.moments import NOW

REAL = "15400000617"
HTMX = {"HX-Request": "true"}
ASKS = "先问是不是同一人"


@pytest.fixture
def desk(client_of, front_desk):
    """The front desk's browser."""
    return client_of(front_desk)


@pytest.fixture
def hers(store, agent, reception) -> Appointment:
    """冯梦洁 left a portal's privacy number and comes about now."""
    now = NOW
    lead = LeadFactory(store=store, phone="19490733147,3506", name="冯梦洁", agent=agent, received_at=now - timedelta(days=4))
    return AppointmentFactory(lead=lead, agent=agent, at=now - timedelta(days=1), scheduled_for=now, reception=reception)


def reference(page: str) -> str:
    return re.search(r'name="same" value="([^"]{20,})"', page)[1]


def test_four_digits_that_find_nobody_ask_first_and_preselect_nothing(desk, hers):
    page = desk.post("/reception/match/", {"tail": "0617"}).content.decode().split('id="desk-day"')[0]

    assert ("冯梦洁" in page, ASKS in page, "checked" in page, 'data-key="Enter"' in page) == (True, True, False, False)


def test_full_width_digits_are_digits(desk, hers):
    Lead.objects.update(phone=REAL, phone_tail="0617")

    page = desk.post("/reception/match/", {"tail": "０６１７"}).content.decode()

    assert "****0617" in page


def test_yes_is_proposed_with_its_rule_and_registers_her(desk, hers, agent):
    said = {"match": "new", "phone": "154 0000 0617", "same": reference(desk.post("/reception/match/", {"tail": "0617"}).content.decode())}

    proposed = desk.post("/reception/propose/", said, headers=HTMX).content.decode()
    answer = desk.post("/reception/register/", said | {"tag": "dcc", "heads": "2"})

    visit = Visit.objects.get()
    assert ("****0617 记到 冯梦洁 名下" in proposed, 'value="dcc" data-key="Enter"' in proposed, REAL in proposed) == (True, True, False)
    assert (answer.status_code, visit.lead, visit.agent, visit.heads, Lead.objects.get().phone) == (303, hers.lead, agent, 2, REAL)


def test_none_of_them_holds_for_those_who_were_asked_about(desk, hers, agent, leader):
    none = {"match": "new", "phone": REAL, "same": "none", "inviter": str(agent.pk), "tag": "dcc"}

    refused = desk.post("/reception/register/", none)
    taken = desk.post("/reception/register/", none | {"asked": str(hers.pk)})

    assert (refused.status_code, ASKS in refused.content.decode(), taken.status_code) == (422, True, 303)
    assert (Visit.objects.get().agent, Lead.objects.count()) == (agent, 2)


def test_rows_follow_the_name_and_the_inviter_while_they_are_typed(desk, hers, agent):
    Lead.objects.update(phone="15400005120", phone_tail="5120")
    asks = lambda **said: desk.post("/reception/propose/", {"match": "new", **said}, headers=HTMX).content.decode()  # noqa: E731

    pages = [asks(), asks(name="冯女士"), asks(inviter=str(agent.pk)), asks(inviter="nobody")]

    assert ["冯梦洁" in page for page in pages] == [False, True, True, False]
    assert ['hx-swap-oob="true"' in page for page in pages] == [True] * 4


def test_where_nobody_fits_the_question_is_left_out(desk):
    page = desk.post("/reception/match/", {"tail": "0617"}).content.decode()

    assert (ASKS in page, 'name="phone"' in page, 'name="same"' in page) == (False, True, False)


@pytest.mark.parametrize("bent", [{"same": "none", "asked": "²,x,9" * 40}, {"same": "1:lead:1"}, {"inviter": "999999"}])
def test_bent_answers_are_asked_once_more_and_write_nothing(desk, hers, bent):
    answer = desk.post("/reception/register/", {"match": "new", "phone": REAL, "tag": "dcc", **bent})

    assert (answer.status_code, Visit.objects.count()) == (422, 0)


OTHER = "15400000999"


def test_somebody_new_is_nobody_who_was_not_asked_about(desk, hers, store, front_desk, agent):
    now = NOW
    known = LeadFactory(store=store, phone=OTHER, phone_tail=tail(OTHER), name="张伟", agent=agent, received_at=now - timedelta(days=9))

    answer = desk.post("/reception/register/", {"match": "new", "phone": REAL, "same": refer(known, front_desk), "tag": "showroom", "heads": "1"})

    assert (answer.status_code, "不在此刻预约的人里" in answer.content.decode(), Visit.objects.count()) == (422, True, 0)


@pytest.mark.parametrize(("minutes", "status"), [(-136, 422), (-134, 303), (134, 303), (136, 422)])
def test_whom_the_desk_was_asked_about_holds_for_the_quarter_hour_it_takes(desk, hers, front_desk, minutes, status):
    Appointment.objects.filter(pk=hers.pk).update(scheduled_for=NOW + timedelta(minutes=minutes), at=NOW - timedelta(days=1))

    answer = desk.post("/reception/register/", {"match": "new", "same": refer(hers.lead, front_desk), "tag": "dcc", "heads": "1"})

    assert (answer.status_code, Visit.objects.count()) == (status, int(status == 303))


def test_another_name_than_theirs_points_to_nobody(desk, hers, front_desk, agent):
    Lead.objects.update(phone=OTHER, phone_tail=tail(OTHER))
    same = {"match": "new", "same": refer(hers.lead, front_desk), "tag": "dcc", "heads": "1"}

    answers = [desk.post("/reception/register/", same | said) for said in ({"name": "李雷"}, {"name": "冯女士"})]

    assert [answer.status_code for answer in answers] == [422, 303]
