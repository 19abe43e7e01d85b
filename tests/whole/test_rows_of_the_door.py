"""Which visits, cards, transfers, claims and changed tags a person may see: those of their store, and who has no such right none of them."""

from datetime import timedelta

import pytest

from reception.models import Claim, ShowroomCard, TagChange, Transfer, Visit
from tests.factories import LeadFactory, ShowroomCardFactory, TransferFactory, UserFactory, VisitFactory
from tests.moments import MONDAY_9, TUESDAY_9

TICK = timedelta.resolution
EVERYBODY = ("data_manager", "agent", "leader", "reception", "front_desk", "marketing", "director", "manager", "hq")


@pytest.fixture
def everybody(request) -> list:
    """One person of each role."""
    return [request.getfixturevalue(role) for role in EVERYBODY]


def seen_by(everybody: list, model) -> dict[str, set]:
    """What each of them sees, where it is anything."""
    return {person.username: found for person in everybody if (found := set(model.objects.visible_to(person)))}


def test_the_visits_of_a_store_are_seen_by_who_sees_all_and_a_waiting_one_of_dcc_by_its_specialists(store, other_store, everybody):
    waits = VisitFactory(store=store, lead=LeadFactory(store=store), tag="dcc", basis="named")
    visits = {waits, VisitFactory(store=store)}
    VisitFactory(store=other_store, lead=LeadFactory(store=other_store), tag="dcc", basis="named")

    all_of_them = dict.fromkeys(("data_manager", "leader", "front_desk", "director", "manager"), visits)
    assert seen_by(everybody, Visit) == {**all_of_them, "reception": {waits}}


@pytest.mark.parametrize(("ago", "meets"), [(timedelta(minutes=10) - TICK, True), (timedelta(minutes=10), False)])
def test_who_presses_late_still_finds_the_group_a_colleague_took_within_ten_minutes(store, other_store, reception, ago, meets):
    colleague = UserFactory(store=store, roles=["reception"])
    taken = {"tag": "dcc", "basis": "named", "reception": colleague, "taken_at": TUESDAY_9 - ago}
    just_now = VisitFactory(store=store, lead=LeadFactory(store=store), **taken)
    VisitFactory(store=store, **taken | {"tag": "showroom"})
    VisitFactory(store=other_store, lead=LeadFactory(store=other_store), **taken)
    mine = VisitFactory(store=store, lead=LeadFactory(store=store), **taken | {"reception": reception, "taken_at": MONDAY_9})

    assert set(Visit.objects.workable_by(reception, now=TUESDAY_9)) == ({mine, just_now} if meets else {mine})


def test_showroom_cards_are_seen_by_who_keeps_them_or_sees_what_is_transferred(store, other_store, everybody):
    card = ShowroomCardFactory(store=store)
    ShowroomCardFactory(store=other_store)

    assert seen_by(everybody, ShowroomCard) == dict.fromkeys(("data_manager", "leader", "front_desk", "director", "manager"), frozenset({card}))


def test_the_list_of_transfers_is_seen_by_who_may_see_it(store, other_store, everybody):
    transfer = TransferFactory(card=ShowroomCardFactory(store=store))
    TransferFactory(card=ShowroomCardFactory(store=other_store))

    assert seen_by(everybody, Transfer) == dict.fromkeys(("data_manager", "leader", "front_desk", "director", "manager"), frozenset({transfer}))


def test_claims_of_the_showroom_are_seen_by_who_decides_them(store, other_store, everybody):
    claims = [
        Claim.objects.create(store=here, lead=LeadFactory(store=here), card=ShowroomCardFactory(store=here), at=MONDAY_9) for here in (store, other_store)
    ]

    assert seen_by(everybody, Claim) == {"leader": {claims[0]}}


def test_changed_tags_are_seen_by_who_compares_visits_with_leads(store, other_store, everybody, data_manager):
    changes = [
        TagChange.objects.create(
            store=here, visit=VisitFactory(store=here), at=TUESDAY_9, by=data_manager, from_tag="showroom", to_tag="dcc", kind="correction"
        )
        for here in (store, other_store)
    ]

    assert seen_by(everybody, TagChange) == dict.fromkeys(("data_manager", "leader", "director", "manager"), frozenset({changes[0]}))
