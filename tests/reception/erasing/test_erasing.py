"""A person erased at their own request or because they were kept long enough; who comes by themselves is somebody new."""

import json
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from calls.desk.rules.calling import Said
from calls.incoming.rules.incoming import Agreed, Caller, identify, take_call
from dcc.errors import Refused
from dcc.models import DueOfStore
from dcc.store.rules.house_rules import change_settings
from leads.customer.rules.changing import correct_number
from leads.customer.rules.revealing import reveal_number
from leads.intake.arrival import Arrival
from leads.intake.rules.by_hand import register_by_hand
from leads.intake.rules.collecting import collect
from leads.models import Channel, DoNotCall, ErasedNumber, Lead
from leads.numbers.erased_numbers import GONE, is_word
from leads.numbers.rules.blocking import blocked_among
from reception.door.rules.registration import Person, Registration
from reception.door.rules.visits import register_visit
from reception.erasing.erased_list import list_of_erasures
from reception.erasing.person_rows import numbers_of, rows_of_lead, rows_of_number
from reception.erasing.rules.erasing import erase_person, erase_those_kept_long_enough
from reception.erasing.rules.erasing_again import erase_those_of_the_list
from reception.models import Visit
from reception.showroom.rules.showroom_cards import CardFacts, add_card
from tests.factories import DoNotCallFactory, InquiryFactory, LeadFactory, ShowroomCardFactory, VisitFactory
from tests.moments import MONDAY_9, MONDAY_10, MONDAY_11, TUESDAY_9
from tests.trail import trail

PHONE, OTHER, PAGE = "15400006612", "15400006613", "/settings/personal-data/"
LOST = {"closed_at": MONDAY_10, "closed_as": "lost", "reason": "价格不合"}


@pytest.fixture
def lost(store) -> Lead:
    """A customer of two cycles, lost, who was in the showroom once."""
    LeadFactory(store=store, phone=PHONE, name="王建国", closed_at=MONDAY_9, closed_as="lost")
    lead = LeadFactory(store=store, phone=PHONE, name="王建国", second_phone=OTHER, city="长春", **LOST)
    InquiryFactory(lead=lead, phone=PHONE, name="王建国", remark="住在红旗街", extra={"小区": "红旗街 3 号"}, repeat_key=f"id:7:{PHONE}")
    VisitFactory(store=store, lead=lead, phone=PHONE, name="王建国", at=MONDAY_9)
    return lead


@pytest.fixture
def erased(store, lost, director) -> Lead:
    """They were erased."""
    erase_person(store, rows_of_lead(lost), by=director, now=MONDAY_11)
    lost.refresh_from_db()
    return lost


def test_every_cycle_and_visit_of_theirs_is_nobodys(store, erased):
    older, visit, inquiry = Lead.objects.order_by("pk")[0], Visit.objects.get(), erased.inquiries.get()

    assert is_word(erased.phone)
    assert older.phone == visit.phone == inquiry.phone == erased.phone != erased.second_phone
    assert {older.name, erased.name, visit.name, inquiry.name, inquiry.remark, *inquiry.extra.values()} == {GONE}
    assert (erased.city, erased.initials, erased.phone_tail, visit.phone_tail, erased.reason) == ("", "", "", "", "价格不合")
    assert PHONE not in inquiry.repeat_key
    assert trail("person.erase") == [{"cycles": 2, "groups": 1, "in_showroom": 0}]


def test_nobody_takes_the_number_in_again(store, erased, data_manager, front_desk, leader):
    web, other = Channel.objects.filter(store=store, source="web")[0], LeadFactory(store=store, phone="15400000001")

    result = collect(
        store, [Arrival(phone=PHONE, channel_id=web.pk), Arrival(phone="15400000002", second_phone=OTHER, channel_id=web.pk)], by=None, now=TUESDAY_9
    )
    by_hand = register_by_hand(store, Arrival(phone=PHONE), channel=web, by=data_manager, now=TUESDAY_9)

    assert [(outcome, reason) for _arrival, outcome, reason in result.judged] == [("rejected", "erased"), ("created", "")]
    assert Lead.objects.get(phone="15400000002").second_phone == ""
    assert (by_hand.lead, by_hand.reason) == (None, "erased")
    with pytest.raises(Refused):
        add_card(store, CardFacts(PHONE, "王", "", "", MONDAY_9.date()), by=front_desk, now=TUESDAY_9)
    with pytest.raises(Refused):
        correct_number(other, number=PHONE, by=leader, now=TUESDAY_9)


def test_who_comes_by_themselves_is_somebody_new(store, erased, front_desk):
    visit = register_visit(store, Registration(person=Person(PHONE), tag="showroom", override_reason=""), by=front_desk, now=TUESDAY_9)

    assert (visit.phone, visit.lead, blocked_among(store, [PHONE])) == (PHONE, None, frozenset())
    assert trail("person.erase_lift") == [{"came": True}]


def test_who_rings_is_somebody_new(store, erased, agent):
    window = identify(PHONE, by=agent, now=TUESDAY_9)
    caller = Caller(channel=Channel.objects.filter(store=store, source="ad_call")[0])
    take_call(window, said=Said(outcome="connected", seconds=60), caller=caller, agreed=Agreed(), by=agent, now=TUESDAY_9 + timedelta(minutes=2))

    assert Lead.objects.get(phone=PHONE).closed_at is None
    assert blocked_among(store, [PHONE]) == frozenset()


def test_while_something_runs_nobody_is_erased(store, lost, director):
    open_lead = LeadFactory(store=store, phone=PHONE)

    with pytest.raises(Refused, match="先"):
        erase_person(store, rows_of_number(store, PHONE), by=director, now=MONDAY_11)

    Lead.objects.filter(pk=open_lead.pk).update(**LOST)
    card = ShowroomCardFactory(store=store, phone=PHONE, state="open")
    with pytest.raises(Refused, match="展厅"):
        erase_person(store, rows_of_number(store, PHONE), by=director, now=MONDAY_11)
    assert numbers_of(store, rows_of_number(store, card.phone)) == [PHONE, OTHER]


def test_twice_is_refused_and_the_do_not_call_list_forgets(store, lost, director):
    DoNotCallFactory(store=store, phone=PHONE)

    erase_person(store, rows_of_lead(lost), by=director, now=MONDAY_11)

    assert DoNotCall.every.count() == 0
    with pytest.raises(Refused):
        erase_person(store, rows_of_lead(lost), by=director, now=MONDAY_11)


def test_what_another_customers_lead_bears_is_theirs(store, lost, director):
    theirs = LeadFactory(store=store, phone=OTHER)

    erase_person(store, rows_of_lead(lost), by=director, now=MONDAY_11)

    theirs.refresh_from_db()
    assert (theirs.phone, blocked_among(store, [PHONE, OTHER])) == (OTHER, frozenset({PHONE}))


def test_an_erased_customer_has_no_number_to_show(erased, leader):
    with pytest.raises(Refused):
        reveal_number(erased, by=leader, now=TUESDAY_9)


@pytest.mark.parametrize(("later", "forgotten"), [(timedelta(0), False), (timedelta(microseconds=1), True)])
def test_a_closed_lead_is_kept_for_its_years(store, director, later, forgotten):
    lead = LeadFactory(store=store, phone=PHONE, name="王建国", **LOST)
    change_settings(store, values={"keep_years": 1}, by=director, now=MONDAY_9)
    now = MONDAY_10.replace(year=MONDAY_10.year + 1) + later

    erase_those_kept_long_enough(now=now)
    again = erase_those_kept_long_enough(now=now + timedelta(minutes=1))

    lead.refresh_from_db()
    assert (is_word(lead.phone), again, ErasedNumber.objects.count()) == (forgotten, 0, 0)
    assert DueOfStore.objects.filter(store=store, name="kept_long_enough").exists()


def test_a_younger_cycle_keeps_the_older(store, lost, director):
    LeadFactory(store=store, phone=PHONE, received_at=TUESDAY_9)
    change_settings(store, values={"keep_years": 1}, by=director, now=MONDAY_9)

    assert erase_those_kept_long_enough(now=MONDAY_10.replace(year=MONDAY_10.year + 2)) == 0


def test_a_copy_that_is_brought_back_forgets_them_again(store, lost, director, settings, tmp_path, django_capture_on_commit_callbacks):
    settings.BACKUP_FOLDER = tmp_path
    before = Lead.objects.filter(pk=lost.pk).values().get()
    with django_capture_on_commit_callbacks(execute=True):
        erase_person(store, rows_of_lead(lost), by=director, now=MONDAY_11)
    word = Lead.objects.get(pk=lost.pk).phone
    Lead.objects.filter(pk=lost.pk).update(**{name: before[name] for name in ("phone", "name", "phone_tail")})
    ErasedNumber.objects.all().delete()

    later = erase_those_of_the_list(since=TUESDAY_9, now=TUESDAY_9)
    said = erase_those_of_the_list(since=MONDAY_9, now=TUESDAY_9)

    lost.refresh_from_db()
    assert (lost.phone, lost.name, blocked_among(store, [PHONE])) == (word, GONE, frozenset({PHONE}))
    assert ("0" in later, "1" in said) == (True, True)
    line = json.loads(list_of_erasures().read_text())
    assert PHONE not in json.dumps(line)
    assert list_of_erasures().stat().st_mode & 0o077 == 0


def test_the_director_asks_hands_out_and_erases(client_of, store, lost, director):
    client = client_of(director)

    answer = client.post(PAGE, {"number": "154 0000 6612"}, follow=True)
    book = load_workbook(BytesIO(client.post(f"{PAGE}file/").getvalue()))
    done = client.post(f"{PAGE}erase/", follow=True)
    page = client.get(f"/leads/{lost.pk}/").content.decode()
    client.post(PAGE, {"number": PHONE})
    lifted = client.post(f"{PAGE}lift/", follow=True)

    said = [cell for row in book.worksheets[0].iter_rows(values_only=True) for cell in row]
    assert "154****6612" in answer.content.decode()
    assert PHONE not in answer.content.decode()
    assert {PHONE, "住在红旗街", "小区 红旗街 3 号"} <= set(said)
    assert "个人信息已删除" in page
    assert f"/leads/{lost.pk}/reveal/" not in page
    assert f"{PAGE}erase/" in answer.content.decode()
    assert f"{PAGE}erase/" not in done.content.decode()
    assert "已删除" in done.content.decode()
    assert "按要求删过" in lifted.content.decode()
    assert (trail("person.file")[0]["which"], trail("person.erase_lift")) == (["phone"], [{"came": False}])


def test_the_operator_does_it_by_command(store, lost, tmp_path, capsys):
    call_command("erase", PHONE, store="S1", file=tmp_path / "known.xlsx")
    call_command("erase", PHONE, store="S1")

    lost.refresh_from_db()
    assert is_word(lost.phone)
    assert load_workbook(tmp_path / "known.xlsx").worksheets[0].max_row > 5
    with pytest.raises(CommandError):
        call_command("erase", "15400000009", store="S1")
