"""The sales director: the transfer list, disputes, the rules of the house."""

from datetime import timedelta
from functools import partial

from dcc.store.rules.house_rules import change_settings
from leads.models import Lead
from reception.customers.rules.annulling_orders import reverse_joining
from reception.door.rules.tags import decide_tag, reverse_correction
from reception.models import DelayRequest, Leakage, Order, TagChange, Transfer, Visit
from reception.reconcile.rules.leakages import sign_settlement
from reception.showroom.rules.deciding_many import Answer, decide_many, take_back_decisions
from reception.showroom.rules.delays import grant_delay, reject_delay
from reception.showroom.rules.persons import release_person
from reception.showroom.rules.transfers import confirm_transfer, hold_transfer, refuse_transfer
from reporting.models import Trial
from reporting.simulation import appraising, mistakes, pay_rules, requests
from reporting.simulation.play import Play
from reporting.trials.rules.keeping_trials import keep_trial
from reporting.trials.trying import Asked

RIPE_AFTER = 45
HOLDS = ("顾问本周再跟", "客户约了周末", "等置换评估")
WHY_NOT = ("四十五天没联系过", "客户没有确认过时间")
REFUSES = ("客户是顾问亲友", "已口头订车", "集团客户由展厅跟进")


def day(play: Play) -> None:
    """The director's morning at the desk: the list, then what waits for a signature."""
    director = play.anyone("director")
    if director is None:
        return
    if not play.rules_set:
        play.do(change_settings, play.store, values={"transfer_after_days": RIPE_AFTER}, by=director)
        play.rules_set = True
    _delays(play, director)
    _transfers(play, director)
    _leakages(play, director)
    _corrections(play, director)
    _judgements(play, director)
    requests.answer_releases(play, director)
    _trial(play, director)
    pay_rules.keep_pay_rules(play, director)
    appraising.weigh(play, director)


def _trial(play: Play, director) -> None:
    """Every fourth Monday the director tries a narrower window on the week before, and keeps what comes of it."""
    lately = Trial.objects.filter(store=play.store, at__gt=play.now - timedelta(days=27))
    if play.today.weekday() == 0 and not lately.exists() and Visit.objects.filter(store=play.store, at__lt=play.now - timedelta(days=6)).exists():
        asked = Asked(play.today - timedelta(days=7), play.today - timedelta(days=1), {"attribution_days_after": 3})
        play.do(keep_trial, play.store, asked, by=director)


def _delays(play: Play, director) -> None:
    """What consultants ask for: mostly granted."""
    for request in DelayRequest.objects.waiting().filter(store=play.store).select_related("card"):
        if play.by_turns("not delayed", 0.35):
            play.do(reject_delay, request, answer=play.streams["delays"].choice(WHY_NOT), by=director)
        else:
            play.do(grant_delay, request, by=director)


def _transfers(play: Play, director) -> None:
    stream = play.streams["director"]
    waiting = list(Transfer.objects.undecided().filter(store=play.store).select_related("card", "store"))
    if len(waiting) > 1 and play.by_turns("held together", 0.2):
        until = play.today + timedelta(days=play.streams["held together"].randint(3, 8))
        play.do(decide_many, waiting[:2], Answer("held", until, "周末店庆再谈"), by=director)
        waiting = waiting[2:]
    for transfer in waiting:
        if play.by_turns("left for tomorrow", 0.1):
            continue
        if play.by_turns("held", 0.18):
            play.do(hold_transfer, transfer, until=play.today + timedelta(days=stream.randint(4, 15)), reason=stream.choice(HOLDS), by=director)
        elif play.by_turns("refused", 0.16):
            play.do(refuse_transfer, transfer, reason=stream.choice(REFUSES), by=director)
            if play.by_turns("refused the wrong card", 0.2):
                mistakes.seen_soon(play, take_back_decisions, transfer, director, partial(_confirm_after_all, play, director, transfer))
        else:
            _confirm(play, director, transfer)


def _confirm(play: Play, director, transfer: Transfer) -> None:
    lead = play.do(confirm_transfer, transfer, by=director)
    if lead is not None:
        play.town.customer(lead.phone, came=True)


def _confirm_after_all(play: Play, director, transfer: Transfer) -> None:
    """The card stands on the list again, and is confirmed."""
    for again in Transfer.objects.undecided().filter(card=transfer.card_id).select_related("card", "store"):
        _confirm(play, director, again)


def _leakages(play: Play, director) -> None:
    """What the leader proposed a day ago or more is signed, mostly as proposed."""
    for leakage in Leakage.objects.open().filter(store=play.store, proposed_at__lt=play.now - timedelta(hours=12)):
        outcome = leakage.proposed_outcome
        if play.by_turns("signed otherwise", 0.2):
            outcome = "stays_showroom" if outcome == "back_to_dcc" else "back_to_dcc"
        play.do(sign_settlement, leakage, outcome=outcome, reason="核实录音与登记" if outcome == "back_to_dcc" else "顾问先接触，归展厅", by=director)


def _corrections(play: Play, director) -> None:
    changes = TagChange.objects.reversible(play.now).filter(store=play.store, at__gt=play.now - timedelta(days=1)).select_related("visit")
    for change in changes.order_by("at", "id"):
        if play.by_turns("reversed", 0.12):
            play.do(reverse_correction, change, reason="事实不清，维持展厅", by=director)
    for order in Order.objects.reversible(play.now).filter(store=play.store, entered_at__gt=play.now - timedelta(days=1)).select_related("lead", "store"):
        if play.by_turns("joining reversed", 0.2):
            play.do(reverse_joining, order, reason="合同与客户对不上", by=director)


def _judgements(play: Play, director) -> None:
    """Seldom the director decides a tag, or lets a transferred customer go back."""
    since = play.now - timedelta(days=3)
    disputed = Visit.objects.filter(store=play.store, at__gt=since, purpose="look", lead__isnull=False, lead__closed_at=None)
    if disputed.exists() and play.by_turns("disputed", 0.06):
        visit = disputed.order_by("at", "id").first()
        play.do(decide_tag, visit, tag="showroom" if visit.tag == "dcc" else "dcc", reason="部长裁定", by=director)
    came = Lead.objects.open().filter(store=play.store, inquiries__channel__source="transfer", released_at=None, reached_at__isnull=False)
    lead = came.exclude(requests__kind="release").order_by("opened_at", "id").first()  # what the leader proposed has its own answer
    if lead is not None and play.by_turns("released", 0.06):
        play.do(release_person, lead, reason="客户要求由原顾问接待", by=director)
