"""Who saw a number: every time, on what occasion, and what came of it (docs/rules/trust.md#who-saw)."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection
from openpyxl import load_workbook

from calls.desk.rules.calling import Said
from calls.desk.rules.dialling import dial
from dcc.trail.rules.sealing import seal_trail
from leads.customer.rules.revealing import reveal_number
from leads.models import Lead
from leads.numbers.rules.renumbering import write_number
from leads.pool.rules.giving import give_lead
from reception.door.rules.matching import find_by_tail
from reception.seen.bearers import bearers_of
from reception.seen.showings import showings_of
from tests.calling import ring
from tests.factories import ImportBatchFactory, InquiryFactory, LeadFactory
from tests.moments import MONDAY_9, MONDAY_10, MONDAY_11, MONDAY_14, TUESDAY_9, moment
from tests.trail import trail

ASK, EXPORT = "/settings/who-saw/", "/settings/who-saw/export/"
PHONE, EVENING = "15400006612", moment(23, 20)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def seen(store, data_manager, leader, agent, other_agent, front_desk) -> Lead:
    """A customer whose number came in a file, was shown, dialled with a call, dialled without one in the evening, and heard at the desk."""
    lead = LeadFactory(store=store, phone=PHONE)
    InquiryFactory(lead=lead, entered_at=MONDAY_9, by=data_manager, batch=ImportBatchFactory(store=store, filename="汽车之家_1123.xlsx"))
    reveal_number(lead, by=data_manager, now=MONDAY_10)
    give_lead(lead, agent=agent, reason="", by=leader, now=MONDAY_11)
    ring(lead, said=Said(outcome="connected", seconds=252), by=agent, at=MONDAY_14)
    find_by_tail(store, "6612", by=front_desk, now=MONDAY_14 + 10 * MINUTE)
    give_lead(Lead.objects.get(pk=lead.pk), agent=other_agent, reason="", by=leader, now=MONDAY_14 + 20 * MINUTE)
    dial(Lead.objects.get(pk=lead.pk), by=other_agent, now=EVENING)
    return lead


ROWS = [
    ("李娜", "dialled", "自己的客户", "没有通话记录"),
    ("周敏", "tail", "", ""),
    ("王伟", "dialled", "自己的客户", "已接通 4:12"),
    ("孙丽", "seen", "当时没有分给人", ""),
    ("孙丽", "imported", "汽车之家_1123.xlsx", ""),
]


def test_every_time_stands_there_the_latest_first(store, seen):
    rows = showings_of(store, bearers_of(store, PHONE, masked=""), since=None, now=TUESDAY_9)

    assert [(row.by.name, row.kind, row.why, row.came) for row in rows] == ROWS
    assert [row.is_after_hours for row in rows] == [True, False, False, False, False]
    assert [row.is_unlogged for row in rows] == [True, False, False, False, False]


@pytest.mark.parametrize(("later", "unlogged"), [(30 * MINUTE - timedelta(seconds=1), False), (30 * MINUTE, True)])
def test_a_dial_is_not_logged_half_an_hour_later(store, seen, later, unlogged):
    rows = showings_of(store, bearers_of(store, PHONE, masked=""), since=None, now=EVENING + later)

    assert rows[0].is_unlogged is unlogged


def test_a_number_borne_before_finds_whoever_bears_another_now(store, seen, data_manager):
    write_number(seen, "15400007777", basis="correction", by=data_manager, at=TUESDAY_9)

    assert [bearers_of(store, number, masked="").leads for number in (PHONE, "15400007777")] == [[seen.pk]] * 2


def test_the_director_asks_by_a_posted_number_that_is_kept_nowhere(client_of, director, seen, clock):
    clock.set_to(TUESDAY_9)
    browser = client_of(director)

    asked = browser.post(ASK, {"number": "154 0000 6612"})
    page = browser.get(asked["Location"])

    assert asked["Location"] == ASK
    assert [row.by.name for row in page.context["asked"].rows] == [name for name, *_ in ROWS]
    assert PHONE not in page.content.decode()
    assert [PHONE in str(session.get_decoded()) for session in Session.objects.all()] == [False]
    assert trail("number.who_saw") == [{"leads": [seen.pk], "visits": [], "cards": []}]
    only = browser.get(ASK, {"days": "30", "only": "unlogged"}).context["asked"].rows
    assert [row.by.name for row in only] == ["李娜"]


@pytest.mark.parametrize(("number", "status"), [("12345", 422), ("", 422), ("15499999999", 303)])
def test_what_is_no_number_is_refused_and_an_unknown_one_was_seen_by_nobody(client_of, director, seen, number, status):
    browser = client_of(director)

    assert browser.post(ASK, {"number": number}).status_code == status
    if status == 303:
        assert "没有人看过，也没有这个客户" in browser.get(ASK).content.decode()


def test_a_row_changed_behind_the_programs_back_is_said(client_of, director, seen, clock):
    clock.set_to(TUESDAY_9)
    browser = client_of(director)
    browser.post(ASK, {"number": PHONE})
    seal_trail(now=TUESDAY_9)
    assert (browser.get(ASK).context["altered"], browser.get(ASK).context["sealed"]) == ([], 4)

    with connection.cursor() as cursor:
        cursor.execute("UPDATE dcc_trailentry SET by_id = %s WHERE action = 'lead.reveal'", [director.pk])

    assert len(browser.get(ASK).context["altered"]) == 1


def test_the_rows_are_taken_along_with_the_question(client_of, director, seen, clock):
    clock.set_to(TUESDAY_9)
    browser = client_of(director)
    browser.post(ASK, {"number": PHONE})

    book = load_workbook(BytesIO(b"".join(browser.post(f"{EXPORT}?only=unlogged").streaming_content)))

    [_heads, row] = book.worksheets[0].iter_rows(values_only=True)
    assert (row[0].isoformat(), row[1:]) == ("2026-11-23T20:00:00", ("李娜", "拨打", "为拨打显示号码", "自己的客户", "没有通话记录"))
    said = dict(book.worksheets[1].iter_rows(values_only=True))
    assert (said["号码"], said["行数"], said["导出人"]) == ("154****6612", "拨打后没有记录", "郑强")
    assert trail("number.who_saw_export") == [{"leads": [seen.pk], "visits": [], "cards": [], "count": 1}]


def test_the_operator_asks_by_a_command_that_prints_the_same_rows(store, seen, clock, capsys):
    clock.set_to(TUESDAY_9)
    call_command("who_saw", PHONE, store="S1")

    lines = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert [(who, why, came) for _at, who, _kind, _deed, why, came in lines] == [(who, why, came) for who, _kind, why, came in ROWS]
    with pytest.raises(CommandError):
        call_command("who_saw", "12345", store="S1")
