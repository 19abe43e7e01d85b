"""The leader: who is here today, who gets which lead, what becomes of low and lost customers."""

from datetime import datetime, timedelta
from functools import partial

from dcc.models import User
from dcc.people.rules.absences import mark_away, mark_present
from leads.customer.rules.do_not_calling import lift_do_not_call
from leads.grading.rules.reopening import reopen_closed
from leads.grading.rules.reviewing import Decision, review_lead
from leads.grading.rules.unreviewing import undo_review
from leads.models import Allocation, DoNotCall, Lead, Proposal
from leads.pool.rules.allocating import Dealt, undo_allocation
from leads.pool.rules.dealing import deal_by_lines
from reception.models import Claim, Leakage
from reception.reconcile.rules.claims import decide_claim
from reception.reconcile.rules.leakages import propose_settlement
from reporting.models import Target
from reporting.plan.rules.planning import Change, set_targets
from reporting.simulation import mistakes, requests, rule_keeping, telephone_work
from reporting.simulation.play import Play
from reporting.simulation.play_clock import DAY, MINUTE
from reporting.simulation.streams import happens
from reporting.simulation.weekly_roster import is_day_off, is_off

CLOSING_REASONS = {"lost": "多次跟进无意向", "unreachable": "沟通后再联系不上", "out_of_area": "人在外地"}
ROUNDS = ((8, 50), (10, 45), (13, 45), (16, 15), (17, 30))


def mark_absences(play: Play) -> None:
    """Everyone has a day off in the week: what the roster forgot is marked now; whoever forgot it is called back from their list."""
    leader, stream = play.cast.one("leader"), play.streams["absences"]
    absent = play.away.setdefault(play.today, [])
    for role, least in (("agent", 1), ("reception", 1)):
        people = play.cast.of(role)
        for number, person in enumerate(people):
            if person.pk in absent:
                continue
            if is_off(person, play.today):
                absent.append(person.pk)
            elif len(people) > least and is_day_off(number, people, play.today):
                author = person if happens(stream, 0.5) else leader
                play.do(mark_away, person, last=play.today, stand_in=_stand_in(play, person, people), by=author)
                if play.by_turns("called back", 0.05):
                    play.do(mark_present, person, by=leader)
                else:
                    absent.append(person.pk)


def _stand_in(play: Play, person: User, people: list[User]) -> User | None:
    """Half of those who are marked away say who does their work."""
    others = [one for one in people if one.pk != person.pk and not is_off(one, play.today)]
    return play.streams["stand-ins"].choice(others) if others and play.by_turns("stand-in named", 0.5) else None


def plan_month(play: Play) -> None:
    """On the first day, and the first of each month: what the store and each agent should reach."""
    leader, month = play.cast.one("leader"), play.today.replace(day=1)
    if leader is None or Target.objects.filter(store=play.store, month=month).exists():
        return
    leads = play.per_day * 30
    goals = {
        "leads": leads,
        "cards": leads * 55 // 100,
        "invited": leads * 35 // 100,
        "visits": leads * 22 // 100,
        "orders": leads * 7 // 100,
        "deals": leads * 6 // 100,
    }
    agents = play.cast.of("agent")
    changes = {(None, measure): Change(None, max(goal, 1)) for measure, goal in goals.items()}
    changes |= {
        (agent.pk, measure): Change(None, max(goals[measure] // len(agents), 1)) for agent in agents for measure in ("cards", "invited", "visits", "deals")
    }
    play.do(set_targets, play.store, month, changes, by=leader)


def allocate_pool(play: Play) -> None:
    """Decide on whom the showroom claims, then give the pool by rule; sometimes it is taken back and given anew."""
    leader = play.anyone("leader")
    if leader is None:
        return
    _claims(play, leader)
    dealt = give(play, leader)
    if dealt and dealt.first and play.by_turns("taken back", 0.02):
        play.do(undo_allocation, Allocation.objects.select_related("store").get(pk=dealt.first), by=leader)
        dealt = give(play, leader)
    rule_keeping.give_what_is_left(play, leader)
    given = set(Lead.objects.filter(pk__in=dealt.given if dealt else []).values_list("agent_id", flat=True))
    for agent in play.present("agent"):
        planned = play.looks.get((agent.pk, "agent"))
        if agent.pk in given and planned is not None and planned > play.now + 5 * MINUTE:
            telephone_work.wake(play, agent, "agent", at=play.now + timedelta(seconds=play.streams["shifts"].randrange(40, 240)))


def give(play: Play, leader: User, *, share: float = 1) -> Dealt | None:
    """Give the pool out by rule, or a share of it."""
    waiting = list(Lead.objects.in_pool().filter(store=play.store).select_related("channel"))
    if not waiting:
        return None
    waiting.sort(key=lambda lead: lead.missed_at is None)  # whoever rang and was missed comes first
    return play.do(deal_by_lines, play.store, waiting[: int(len(waiting) * share)], by=leader)


def _claims(play: Play, leader: User) -> None:
    for claim in Claim.objects.undecided().filter(store=play.store).select_related("lead", "card"):
        play.do(decide_claim, claim, decision="ours" if play.by_turns("ours", 0.6) else "back", by=leader)


def review(play: Play) -> None:
    """Empty the list of low and lost: nurture, give to somebody else, give to the showroom, close."""
    leader = play.anyone("leader reviews")
    if leader is None:
        return
    waiting = Lead.objects.open().filter(store=play.store, review_since__isnull=False).order_by("review_since", "id")
    proposals = {row.lead_id: row for row in Proposal.objects.open().filter(store=play.store)}
    for lead in waiting:
        _decide(play, play.at_hand(lead), _decision(play, lead, proposals.get(lead.pk)), leader)


def _decide(play: Play, lead: Lead, decision: Decision, leader: User) -> None:
    """Decide; now and then of the wrong line, seen in some minutes, or regretted the day after."""
    made = play.do(review_lead, lead, decision=decision, by=leader)
    if made is not None and play.by_turns(f"{decision.kind} by mistake", 0.04):
        mistakes.seen_soon(play, undo_review, made, leader, partial(play.do, review_lead, lead, decision=decision, by=leader))
    elif made is not None and decision.kind == "close" and play.by_turns("opened again", 0.04):
        play.clock.at(play.now + timedelta(days=1), partial(play.do, reopen_closed, lead, by=leader))


def _decision(play: Play, lead: Lead, proposal: Proposal | None) -> Decision:
    stream = play.streams["reviews"]
    if lead.ordered_at and lead.agent_id:
        return Decision("nurture", until=_later(play, 7), reason="订单未交，先跟进")
    if proposal is not None and happens(stream, 0.85):
        return Decision("close", outcome=proposal.kind if proposal.kind in CLOSING_REASONS else "lost", reason=proposal.reason)
    fate = stream.random()
    others = [agent for agent in play.present("agent") if agent.pk != lead.agent_id]
    if fate < 0.35 and lead.agent_id:
        return Decision("nurture", until=_later(play, stream.randint(5, 25)), reason="保持联系")
    if fate < 0.5 and others:
        return Decision("reassign", agent=stream.choice(others), reason="换人再试")
    if fate < 0.58:
        return Decision("to_showroom", consultant="赵洪亮", reason="客户只认展厅顾问")
    outcome = "unreachable" if lead.reached_at and stream.random() < 0.3 else "lost"
    return Decision("close", outcome=outcome, reason=CLOSING_REASONS[outcome])


def _later(play: Play, days: int) -> datetime:
    return play.moment(play.today + timedelta(days=days), 10)


def propose_leakages(play: Play) -> None:
    """Say of every leakage that was told how it should be settled; and lift what stands on the do-not-call list by mistake."""
    leader = play.anyone("leader")
    if leader is None:
        return
    for leakage in Leakage.objects.open().filter(store=play.store, told_at__isnull=False, proposed_at=None).select_related("store", "lead"):
        outcome = "back_to_dcc" if play.by_turns("back to DCC", 0.5) else "stays_showroom"
        play.do(propose_settlement, leakage, outcome=outcome, reason="电销先联系" if outcome == "back_to_dcc" else "客户未提电销", by=leader)
    requests.ask_release(play, leader)
    customers = Lead.objects.filter(store=play.store, phone__isnull=False).values("phone")
    entry = DoNotCall.objects.filter(store=play.store, at__lt=play.now - 4 * DAY, phone__in=customers).holding(play.now).order_by("at", "id").first()
    lead = Lead.objects.filter(store=play.store, phone=entry.phone).order_by("-id").first() if entry else None
    if lead is not None and play.by_turns("lifted", 0.08):
        play.do(lift_do_not_call, lead, by=leader)
