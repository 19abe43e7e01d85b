"""The reconciliation page, the corrections and the director's list as people use them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from leads.models import Lead
from reception.door.rules.registration import Registration
from reception.door.rules.tags import Correction, correct_tag, identify_visit
from reception.door.rules.visits import register_visit
from reception.models import Leakage, ShowroomCard, TagChange, Transfer, Visit
from reception.reconcile.rules.reconciling import open_things
from tests.factories import AppointmentFactory, LeadFactory, LeakageFactory, ShowroomCardFactory, TransferFactory, VisitFactory
from tests.moments import MONDAY_9, NOW, THURSDAY_9, WEDNESDAY_9, moment


@pytest.fixture
def leakage(store, agent) -> Leakage:
    """A customer of DCC who became the showroom's yesterday."""
    lead = LeadFactory(store=store, name="蓝先生", agent=agent)
    return LeakageFactory(lead=lead, visit__at=NOW - timedelta(days=1), visit__name="蓝先生")


def test_told_proposed_signed_by_the_pages(client_of, leakage, data_manager, leader, director):
    deeds = ((data_manager, "tell", {}), (leader, "propose", {"reason": "专员在跟"}), (director, "sign", {"reason": "同意"}))
    answers = [
        client_of(person).post(f"/reception/leakages/{leakage.pk}/{deed}/", said | {"outcome": "back_to_dcc"}, follow=True) for person, deed, said in deeds
    ]

    leakage.refresh_from_db()
    assert (leakage.told_by, leakage.proposed_by, leakage.by, leakage.outcome) == (data_manager, leader, director, "back_to_dcc")
    assert Visit.objects.get().tag == "dcc"
    said = [[str(message) for message in answer.context["messages"]] for answer in answers]
    assert said == [["蓝先生：已告诉专员和接待"], ["蓝先生：已提议转回 DCC，等部长签"], ["蓝先生：已签，转回 DCC"]]


def test_each_is_offered_what_is_theirs(client_of, leakage, data_manager, leader, director, manager):
    pages = [client_of(person).get("/reception/reconcile/").content.decode() for person in (data_manager, leader, director, manager)]

    offers = [[f"/leakages/{leakage.pk}/{deed}/" in page for deed in ("tell", "propose", "sign")] for page in pages]
    assert offers == [[True, False, False], [False, True, False], [False, False, False], [False, False, False]]


def test_a_correction_is_previewed_before_it_is_made(client_of, leakage, data_manager, agent):
    client, visit = client_of(data_manager), leakage.visit_id
    said = {"named": "person", "named_user": agent.pk}

    preview = client.post(f"/reception/visits/{visit}/correct/", said | {"preview": "1", "reason": "录音"})
    unchanged = Visit.objects.get().tag
    client.post(f"/reception/visits/{visit}/correct/", said | {"reason": "录音里说了王伟"})

    assert (preview.status_code, preview.context["answer"].tag, unchanged) == (200, "dcc", "showroom")
    assert (Visit.objects.get().tag, TagChange.objects.get().basis, Leakage.objects.get().outcome) == ("dcc", "named", "back_to_dcc")


def test_the_director_decides_and_reverses_by_the_page(client_of, leakage, data_manager, director, agent):
    visit = Visit.objects.get()
    change = correct_tag(visit, Correction(named="person", named_user=agent), reason="录音", by=data_manager, now=NOW)

    client_of(director).post(f"/reception/changes/{change.pk}/reverse/", {"reason": "没有录音"})
    reversed_tag = Visit.objects.get().tag
    client_of(director).post(f"/reception/visits/{visit.pk}/decide/", {"tag": "dcc", "reason": "复议"})

    assert (reversed_tag, Visit.objects.get().tag) == ("showroom", "dcc")


def test_a_completed_walk_in_with_another_answer_waits_for_the_data_manager(store, front_desk, lead, invited):
    visit = register_visit(store, Registration(), by=front_desk, now=WEDNESDAY_9)
    identify_visit(visit, phone=lead.phone, by=front_desk, now=THURSDAY_9)

    found = open_things(store, now=THURSDAY_9)

    assert ([one.pk for one in found.proposals], found.proposals[0].proposed_tag, found.proposals[0].proposed_basis) == ([visit.pk], "dcc", "appointment")


def test_a_walk_in_or_companion_of_the_name_of_an_open_lead_is_shown(store, lead):
    by_name = VisitFactory(store=store, at=WEDNESDAY_9, name="张伟")
    by_companion = VisitFactory(store=store, at=WEDNESDAY_9, name="李女士", companion="张伟")
    VisitFactory(store=store, at=WEDNESDAY_9, name="未留名")
    VisitFactory(store=store, at=moment(1, 9), name="张伟")

    pairs = open_things(store, now=THURSDAY_9).pairs

    assert [(pair.visit, pair.lead) for pair in pairs] == [(by_name, lead), (by_companion, lead)]


def test_one_person_with_two_leads_is_shown(store, front_desk, leader, lead):
    visit = register_visit(store, Registration(named="called"), by=front_desk, now=WEDNESDAY_9)
    identify_visit(visit, phone=lead.phone, by=front_desk, now=THURSDAY_9)

    doubles = open_things(store, now=THURSDAY_9).doubles

    assert [(pair.visit, pair.visit.lead_id == lead.pk, pair.lead) for pair in doubles] == [(visit, False, lead)]


def test_a_walk_in_of_the_showroom_who_asks_dcc_later_is_no_second_lead(client_of, data_manager, store, front_desk):
    visit = register_visit(store, Registration(named="nobody"), by=front_desk, now=WEDNESDAY_9)
    identify_visit(visit, phone="15400007777", by=front_desk, now=WEDNESDAY_9)
    LeadFactory(store=store, phone="15400007777", received_at=THURSDAY_9)

    page = client_of(data_manager).get("/reception/reconcile/")

    assert (page.status_code, open_things(store, now=THURSDAY_9).doubles) == (200, [])


def test_a_transferred_card_the_showroom_sold_behind_dccs_back_is_shown_until_dcc_has_the_deal(store, lead):
    card = ShowroomCardFactory(store=store, phone=lead.phone, state="sold", closed_at=WEDNESDAY_9)
    TransferFactory(card=card, lead=lead, decision="confirmed", decided_at=MONDAY_9)
    ShowroomCardFactory(store=store, state="sold", closed_at=WEDNESDAY_9)

    before = open_things(store, now=THURSDAY_9).sold
    Lead.objects.update(delivered_at=WEDNESDAY_9)

    assert ([(one.card, one.lead) for one in before], open_things(store, now=THURSDAY_9).sold) == ([(card, lead)], [])


@pytest.mark.parametrize("count", [1, 12])
def test_the_page_asks_the_same_number_of_questions_however_much_waits(client_of, data_manager, store, agent, count, django_assert_max_num_queries):
    client, now = client_of(data_manager), NOW
    for _ in range(count):
        LeakageFactory(lead=LeadFactory(store=store, agent=agent), visit__at=now, visit__by=data_manager)
        VisitFactory(store=store, at=now, name="吴先生")

    with django_assert_max_num_queries(15):
        client.get("/reception/reconcile/")

    assert Leakage.objects.count() == count


def test_the_director_confirms_the_chosen_holds_and_refuses_by_the_page(client_of, store, director):
    first, second, third, fourth = (TransferFactory(card=ShowroomCardFactory(store=store)) for _ in range(4))
    client, later = client_of(director), (timezone.localtime(NOW, store.zone) + timedelta(days=9)).date()

    client.post("/reception/transfers/decide/", {"transfer": [first.pk, second.pk], "decision": "confirmed"})
    client.post(f"/reception/transfers/{third.pk}/hold/", {"until": later.isoformat(), "reason": "周末签合同"})
    client.post(f"/reception/transfers/{fourth.pk}/refuse/", {"reason": "亲属购车"})

    decisions = list(Transfer.objects.order_by("pk").values_list("decision", flat=True))
    assert (decisions, Lead.objects.in_pool().count()) == (["confirmed", "confirmed", "held", "refused"], 2)


def test_everybody_but_the_director_only_reads_the_list(client_of, store, front_desk, data_manager, leader):
    transfer = TransferFactory(card=ShowroomCardFactory(store=store, phone="15400001234", name="吕建华"))

    answers = [client_of(person).get("/reception/transfers/") for person in (front_desk, data_manager, leader)]
    refused = client_of(leader).post(f"/reception/transfers/{transfer.pk}/refuse/", {"reason": "x"})

    pages = [answer.content.decode() for answer in answers]
    assert (["吕建华" in page for page in pages], ["15400001234" in page for page in pages]) == ([True] * 3, [False] * 3)
    assert (["/refuse/" in page for page in pages], refused.status_code) == ([False] * 3, 403)


def test_the_front_desk_keeps_cards_by_form(client_of, front_desk, store):
    client, today = client_of(front_desk), timezone.localtime(NOW, store.zone).date()
    card = {"phone": "154 0000 1234", "name": "吕建华", "consultant": "马涛", "card_date": today.isoformat()}

    client.post("/reception/cards/new/", card)
    twice = client.post("/reception/cards/new/", card)
    kept = ShowroomCard.objects.get()
    client.post(f"/reception/cards/{kept.pk}/", card | {"consultant": "李响"})
    client.post(f"/reception/cards/{kept.pk}/close/", {"state": "sold"})

    kept.refresh_from_db()
    assert (kept.phone, kept.consultant, kept.state, twice.status_code) == ("15400001234", "李响", "sold", 422)


def test_the_appointments_offered_for_a_correction_are_those_of_the_window(client_of, leakage, data_manager, store, agent):
    visit = leakage.visit
    fitting = AppointmentFactory(lead=LeadFactory(store=store, agent=agent), agent=agent, at=visit.at - timedelta(days=1), scheduled_for=visit.at)
    AppointmentFactory(lead=LeadFactory(store=store, agent=agent), agent=agent, at=visit.at - timedelta(days=9), scheduled_for=visit.at - timedelta(days=8))
    AppointmentFactory(lead=LeadFactory(store=store, agent=agent), agent=agent, at=visit.at + timedelta(minutes=1), scheduled_for=visit.at + timedelta(days=1))

    form = client_of(data_manager).get(f"/reception/visits/{visit.pk}/correct/").context["form"]

    assert list(form.fields["appointment"].queryset) == [fitting]


def test_a_name_that_is_not_the_same_person_is_refused_in_the_list_and_stays_away(client_of, store, data_manager):
    lead = LeadFactory(store=store, name="王芳")
    visit = VisitFactory(store=store, at=NOW - timedelta(hours=2), name="王芳", tag="showroom", basis="none", lead=None, phone="")
    office = client_of(data_manager)
    address = "/reception/reconcile/"

    listed = office.get(address).content.decode()
    answer = office.post(f"/reception/visits/{visit.pk}/no-relation/", {"lead": lead.pk}, headers={"Referer": f"http://testserver{address}"})

    assert "不是同一人" in listed
    assert answer["Location"] == address
    assert open_things(store, now=NOW).pairs == []


def test_only_the_director_is_offered_to_reverse_a_correction(client_of, store, data_manager, director):
    visit = VisitFactory(store=store, at=NOW - timedelta(hours=2), tag="dcc", basis="named", lead=LeadFactory(store=store))
    change = TagChange.objects.create(store=store, visit=visit, at=NOW, from_tag="showroom", to_tag="dcc", basis="named", by=data_manager)
    pages = [client_of(person).get("/reception/reconcile/").content.decode() for person in (director, data_manager)]
    assert [f"/reception/changes/{change.pk}/reverse/" in page for page in pages] == [True, False]
