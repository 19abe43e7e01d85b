"""Each list of persons leaves as its page shows it, for whoever sees that page (docs/rules/trust.md#exports)."""

from datetime import datetime, time, timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook

from leads.exports.person_file import list_named, people_of
from leads.exports.rules.approving import approve
from leads.exports.rules.asking_full import ask_full
from leads.exports.rules.fetching import hand_out
from leads.models import Review
from leads.sockets import Listed, person_lists
from tests.factories import AppointmentFactory, LeadFactory, ShowroomCardFactory, TransferFactory
from tests.moments import NOW, TODAY
from tests.trail import deeds, trail

DAY = timedelta(days=1)
FILES = [
    ("leads", "", {"罗永胜", "陈秀兰"}),
    ("grading", "", {"陈秀兰"}),
    ("appointments", "?later", {"陈秀兰"}),
    ("transfers", "?list=waiting&consultant=孙立军", {"何俊杰"}),
    ("transfers", "?list=cards", {"何俊杰", "梁志远"}),
    ("given", "?show=following", {"罗永胜"}),
    ("given", "?consultant=别人", set()),
    ("leaks", "?gap=unconfirmed", {"陈秀兰"}),
    ("leaks", "?gap=silent", set()),
    ("tomorrow", "", {"陈秀兰"}),
    ("tomorrow", "?day=2026-11-28", set()),
]


@pytest.fixture
def lists(store, data_manager, leader, director, agent, clock):
    """One customer on each list; of the showroom two cards, one of them ripe."""
    clock.set_to(NOW)
    lead = LeadFactory(store=store, agent=agent, name="陈秀兰", phone="15400001111", ungraded_since=NOW - DAY, reached_at=NOW - DAY)
    given = LeadFactory(store=store, name="罗永胜", phone="15400004408", closed_at=NOW - DAY, closed_as="showroom", received_at=NOW - 4 * DAY)
    Review.objects.create(store=store, lead=given, by=leader, at=NOW - DAY, decision="to_showroom", consultant="孙立军", reason="展厅已建卡")
    AppointmentFactory(lead=lead, agent=agent, scheduled_for=NOW + DAY)
    card = ShowroomCardFactory(store=store, name="何俊杰", phone="15400007788", consultant="孙立军", model="RAV4", card_date=TODAY - 60 * DAY)
    ShowroomCardFactory(store=store, name="梁志远", phone="15400009900", card_date=TODAY - 9 * DAY)
    TransferFactory(store=store, card=card, listed_at=NOW - DAY)
    return card


def test_every_list_leaves_masked_as_its_page_asks(client_of, leader, data_manager, lists):
    left = {}
    for name, asks, _names in FILES:
        answer = client_of(data_manager if name == "grading" else leader).post(f"/exports/list/{name}/{asks}")
        left[name, asks] = list(load_workbook(BytesIO(b"".join(answer.streaming_content))).worksheets[0].iter_rows(values_only=True))

    assert {name for name, _asks, _names in FILES} == set(dict(person_lists.named()))
    assert [(*key, {row[0] for row in rows[1:]}) for key, rows in left.items()] == FILES
    assert {row[1] for rows in left.values() for row in rows[1:]} == {"154****1111", "154****4408", "154****7788", "154****9900"}
    assert left["transfers", "?list=cards"][1][2:6] == ("RAV4", "孙立军", datetime.combine(TODAY - 60 * DAY, time()), 60)
    assert len({tuple(rows[0]) for rows in left.values()}) == len(dict(person_lists.named()))


def test_a_list_leaves_with_nobody_who_does_not_see_its_page(client_of, leader, data_manager, lists):
    answers = [client_of(person).post(f"/exports/list/{name}/") for person, name in ((data_manager, "appointments"), (leader, "grading"))]
    asked = client_of(data_manager).post("/exports/ask/appointments/", {"purpose": "客户满意度回访"})

    assert [answer.status_code for answer in (*answers, asked)] == [403, 403, 403]


def test_a_number_of_a_showroom_card_in_a_file_is_counted_of_that_card(data_manager, director, lists):
    export = ask_full("transfers", Listed([lists.pk], {}, {}), purpose="转出客户短信", by=data_manager, now=NOW)
    approve(export, by=director, now=NOW)
    hand_out(export, by=data_manager, now=NOW)

    assert "export.number" in deeds(lists)
    assert trail("export.number") == [{"which": ["phone"], "request": "X-0001"}]


def test_who_left_the_list_for_good_is_not_in_the_file(data_manager, lists):
    gone = people_of(list_named("given"), [-1, lists.pk], ["days"], by=data_manager, now=NOW)

    assert gone.rows == []
