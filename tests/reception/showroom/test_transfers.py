"""The director's list: made by itself, confirmed, held, refused; and the way into the pool."""

from datetime import timedelta

import pytest

from dcc.errors import Refused
from dcc.installation.rules.due import run_due
from dcc.models import Notice, StoreSetting
from leads.models import Channel, Inquiry, Lead
from reception.door.attribution import decide
from reception.door.rules.evidence import Person, facts_of
from reception.models import Claim, ShowroomCard, Transfer
from reception.showroom.rules.showroom_cards import close_card
from reception.showroom.rules.transfers import confirm_transfer, hold_transfer, list_ripe, refuse_transfer
from tests.factories import DoNotCallFactory, ShowroomCardFactory, TransferFactory
from tests.moments import MONDAY_9, THURSDAY_9, TUESDAY_9, WEDNESDAY_9, moment
from tests.trail import trail

RIPE_DAY = moment(24, 0).date() - timedelta(days=60)


@pytest.fixture
def card(store) -> ShowroomCard:
    """A card that is ripe on Tuesday."""
    return ShowroomCardFactory(store=store, card_date=RIPE_DAY, entered_at=moment(1, 9), name="吕建华", model="凯美瑞", consultant="马涛")


@pytest.fixture
def listed(card) -> Transfer:
    """That card on the director's list since Tuesday morning."""
    return TransferFactory(card=card, listed_at=moment(24, 8))


def test_the_list_comes_by_itself_each_morning_with_the_moment_it_should_have_had(card, director):
    run_due(now=moment(24, 7, 59))
    early = Transfer.objects.count()

    for _ in range(2):
        run_due(now=THURSDAY_9)

    assert (early, list(Transfer.objects.values_list("card", "listed_at", "decision"))) == (0, [(card.pk, moment(24, 8), "")])
    assert list(Notice.objects.filter(kind="transfer.listed").values_list("user", "at")) == [(director.pk, moment(24, 8))]


def test_the_directors_limit_decides_what_is_ripe(store, card, director):
    StoreSetting.objects.create(store=store, name="transfer_after_days", value=90, valid_from=MONDAY_9)

    listed = list_ripe(now=THURSDAY_9)

    assert listed == 0


def test_a_card_the_showroom_closed_is_not_listed(card, front_desk):
    close_card(card, state="sold", by=front_desk, now=MONDAY_9)

    listed = list_ripe(now=THURSDAY_9)

    assert listed == 0


def test_confirmed_it_is_in_the_pool_with_that_moment_and_everything_the_card_said(store, listed, director, card):
    lead = confirm_transfer(listed, by=director, now=WEDNESDAY_9)

    card.refresh_from_db()
    listed.refresh_from_db()
    inquiry = Inquiry.objects.get()
    assert (lead.phone, lead.name, lead.model, lead.agent) == (card.phone, "吕建华", "凯美瑞", None)
    assert (lead.channel.source, lead.channel.name) == ("transfer", "展厅转出")
    assert (inquiry.received_at, inquiry.extra) == (WEDNESDAY_9, {"consultant": "马涛", "card_date": RIPE_DAY.isoformat()})
    assert (card.state, card.closed_at) == ("transferred", WEDNESDAY_9)
    assert (listed.decision, listed.decided_at, listed.by, listed.lead) == ("confirmed", WEDNESDAY_9, director, lead)
    assert Claim.objects.count() == 0
    assert trail("transfer.confirm") == [{"lead": lead.pk}]


def test_a_number_dcc_has_open_joins_that_lead_which_counts_as_transferred_from_then_on(store, listed, director, lead, card):
    Lead.objects.update(phone=card.phone)

    joined = confirm_transfer(listed, by=director, now=WEDNESDAY_9)

    bases = [decide(facts_of(store, Person(card.phone), at=at)).basis for at in (TUESDAY_9, THURSDAY_9)]
    assert (joined, Lead.objects.count(), joined.channel) == (lead, 1, lead.channel)
    assert bases == ["none", "transfer"]


def test_a_held_card_returns_on_its_date_and_a_refused_one_does_not(listed, director):
    hold_transfer(listed, until=moment(26, 0).date(), reason="周末签合同", by=director, now=TUESDAY_9)
    run_due(now=WEDNESDAY_9)
    still_held = Transfer.objects.count()
    run_due(now=THURSDAY_9)
    returned = Transfer.objects.latest("pk")
    refuse_transfer(returned, reason="亲属购车", by=director, now=THURSDAY_9)

    run_due(now=moment(30, 9))

    assert (still_held, returned.listed_at, Transfer.objects.count()) == (1, moment(26, 8), 2)
    assert trail("transfer.hold") == [{"until": "2026-11-26"}]


def test_a_transfer_is_decided_once(listed, director):
    refuse_transfer(listed, reason="亲属购车", by=director, now=TUESDAY_9)

    with pytest.raises(Refused):
        confirm_transfer(listed, by=director, now=WEDNESDAY_9)

    assert (Lead.objects.count(), Transfer.objects.get().decision, ShowroomCard.objects.get().state) == (0, "refused", "open")


def test_who_asked_not_to_be_called_is_not_transferred(store, listed, director, card):
    DoNotCallFactory(store=store, phone=card.phone, at=MONDAY_9)

    with pytest.raises(Refused):
        confirm_transfer(listed, by=director, now=WEDNESDAY_9)

    assert (Transfer.objects.get().decision, ShowroomCard.objects.get().state, Lead.objects.count()) == ("", "open", 0)


def test_a_card_the_showroom_sold_meanwhile_is_not_confirmed(listed, director, front_desk, card):
    close_card(card, state="sold", by=front_desk, now=TUESDAY_9)

    with pytest.raises(Refused):
        confirm_transfer(listed, by=director, now=WEDNESDAY_9)

    assert (Transfer.objects.undecided().count(), Transfer.objects.get().decision) == (0, "")


def test_to_hold_wants_a_day_ahead_and_a_reason(listed, director):
    for until, reason in ((moment(24, 0).date(), "周末签合同"), (moment(26, 0).date(), "")):
        with pytest.raises(Refused):
            hold_transfer(listed, until=until, reason=reason, by=director, now=TUESDAY_9)

    assert Transfer.objects.get().decision == ""


def test_without_a_channel_of_transfers_in_use_nothing_is_confirmed(store, listed, director):
    Channel.objects.filter(store=store, source="transfer").update(retired_at=MONDAY_9)

    with pytest.raises(Refused):
        confirm_transfer(listed, by=director, now=WEDNESDAY_9)

    assert ShowroomCard.objects.get().state == "open"
