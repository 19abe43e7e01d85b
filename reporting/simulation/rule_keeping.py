"""The leader's rules of allocation: kept from the first day, changed as the newest agent learns, and by hand what a line leaves."""

from collections.abc import Iterator
from datetime import time, timedelta
from decimal import Decimal

from dcc.models import User
from leads.dealing.agents import Share
from leads.dealing.in_force import rules_at
from leads.dealing.rules.saving import keep
from leads.models import Lead
from leads.pool.allocation_plan import Line
from leads.pool.rules.allocating import Move, allocate
from reporting.simulation.play import Play

LEARNS = timedelta(days=10)  # so long the newest agent is dealt half
LATE = (time(20), time(8))


def keep_rules(play: Play) -> None:
    """On the first day say who is dealt what; when the newest has learnt, deal all alike."""
    leader = play.cast.one("leader")
    if leader is None:
        return
    stands, agents = rules_at(play.store, play.now), play.cast.of("agent")
    if stands.since is None:
        shares = {agents[-1].pk: Share(Decimal("0.5"), 20)} if len(agents) > 1 else {}
        play.do(keep, play.store, list(_lines(agents, calls_left=True)), shares, seen=None, by=leader)
    elif len(agents) > 1 and play.now - stands.since > LEARNS and Line("leader", source=frozenset({"ad_call"}), hours=LATE) in stands.lines:
        shares = {agents[-1].pk: Share(Decimal("1.0"), 40)}
        play.do(keep, play.store, list(_lines(agents, calls_left=False)), shares, seen=stands.since, by=leader)


def _lines(agents: list[User], *, calls_left: bool) -> Iterator[Line]:
    """Returning customers to whom they know, transferred ones to those who know the showroom, calls of the evening looked at first, the rest evenly."""
    yield Line("returning")
    yield Line("named", source=frozenset({"transfer"}), users=frozenset(agent.pk for agent in agents[:2]))
    if calls_left:
        yield Line("leader", source=frozenset({"ad_call"}), hours=LATE)
    yield Line("even")


def give_what_is_left(play: Play, leader: User) -> None:
    """Give by hand what a line leaves to the leader; what the showroom claims waits for its decision."""
    agents = play.present("agent")
    lines = [line for line in rules_at(play.store, play.now).lines if line.act == "leader"]
    if not agents or not lines:
        return
    waiting = Lead.objects.in_pool().filter(store=play.store, channel__source__in=sorted({source for line in lines for source in line.source}))
    moves = [Move(lead.pk, play.streams["by hand"].choice(agents).pk, "hand") for lead in waiting]
    if moves:
        play.do(allocate, play.store, moves, by=leader)
