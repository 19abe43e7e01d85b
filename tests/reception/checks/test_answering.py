"""What somebody says to a check that found theirs not true, and what a card that is not true pays."""

import pytest
from django.urls import reverse

from calls.models import Card, CardCheck
from dcc.errors import Refused
from dcc.models import Notice
from reception.checks.rules.answering import answer_check
from reception.checks.rules.check_verdicts import dial_check, judge, take_back_check
from reception.models import CheckDraw, Claim, VisitCheck
from reception.reconcile.card_pay import pays, unpaid
from tests.factories import LeadFactory, ShowroomCardFactory, UserFactory
from tests.moments import moment

AT_10, AT_11 = moment(26, 10), moment(26, 11)


def found(drawn: CheckDraw, leader, *, upheld: bool) -> None:
    dial_check(drawn, by=leader, now=AT_10)
    judge(drawn, upheld=upheld, kind="" if upheld else "other", reason="" if upheld else "没聊过", by=leader, now=AT_10)
    drawn.refresh_from_db()


def test_a_card_pays_before_it_is_checked_and_upheld_and_not_once_it_is_void(card, leader):
    before = pays(card.lead)
    found(card, leader, upheld=False)
    void = pays(card.lead), unpaid([card.lead_id]), Card.objects.filter(lead=card.lead).count()
    take_back_check(card, by=leader, now=AT_10)
    back = pays(card.lead)
    judge(card, upheld=True, by=leader, now=AT_10)

    assert (before, void, back, pays(card.lead)) == (True, (False, {card.lead_id: "void"}, 1), True, True)


def test_of_two_checks_the_last_decides_and_one_of_an_earlier_card_says_nothing(card, leader):
    facts = {"store": card.store, "lead": card.lead, "by": leader}
    opened = Card.objects.get(lead=card.lead).at
    CardCheck.objects.create(**facts, at=opened - (AT_11 - AT_10), upheld=False, reason="旧卡")
    earlier = pays(card.lead)
    CardCheck.objects.create(**facts, at=AT_10, upheld=False, reason="没聊过")
    CardCheck.objects.create(**facts, at=AT_11, upheld=True)

    assert (earlier, pays(card.lead)) == (True, True)


def test_the_showrooms_claim_keeps_a_card_from_paying_whatever_the_check_says(card, leader):
    Claim.objects.create(store=card.store, lead=card.lead, card=ShowroomCardFactory(store=card.store), at=AT_10)
    found(card, leader, upheld=True)
    other = LeadFactory(store=card.store)

    assert unpaid([card.lead_id, other.pk]) == {card.lead_id: "claimed"}


def test_the_answer_is_kept_beside_the_verdict_and_the_leader_is_told(card, leader):
    found(card, leader, upheld=False)

    answer_check(card, words=" 当时是他爱人接的 ", by=card.user, now=AT_11)

    assert CardCheck.objects.values_list("upheld", "answer", "answered_at").get() == (False, "当时是他爱人接的", AT_11)
    assert list(Notice.objects.filter(kind="check.answered").values_list("user", flat=True)) == [leader.pk]
    assert not pays(card.lead)


def test_only_the_author_answers_and_once(card, leader):
    other = UserFactory(store=card.store, roles=["agent"])
    found(card, leader, upheld=False)
    answer_check(card, words="聊过", by=card.user, now=AT_11)

    for by, words in ((card.user, "聊过两次"), (other, "我来说"), (card.user, " ")):
        with pytest.raises(Refused):
            answer_check(card, words=words, by=by, now=AT_11)

    assert CardCheck.objects.get().answer == "聊过"


@pytest.mark.parametrize("upheld", [True, False])
def test_the_desk_answers_where_its_visit_is_not_true_alone(visit, leader, front_desk, upheld):
    found(visit, leader, upheld=upheld)

    if upheld:
        with pytest.raises(Refused):
            answer_check(visit, words="来过", by=front_desk, now=AT_11)
    else:
        answer_check(visit, words="来过", by=front_desk, now=AT_11)

    assert VisitCheck.objects.get().answer == ("" if upheld else "来过")


def test_the_agent_answers_on_their_page_and_the_leader_and_the_leads_page_show_it(client_of, card, leader, agent):
    found(card, leader, upheld=False)
    mine, address = client_of(agent), f"{reverse('checks_rows')}?result=wrong&month=2026-11"
    before = mine.get(address).content.decode()
    after = mine.post(reverse("check_answer", args=[card.pk]), {"words": "聊过两分钟 13812345678", "next": address}, follow=True).content.decode()

    pages = [client_of(leader).get(url).content.decode() for url in (f"{reverse('checks')}?one={card.pk}", reverse("lead", args=[card.lead_id]))]

    assert reverse("check_answer", args=[card.pk]) in before
    assert reverse("check_answer", args=[card.pk]) not in after
    assert all("聊过两分钟" in page and "13812345678" not in page for page in (after, *pages))
    assert all("不发奖" in page for page in (before, *pages))
