"""Giving leads to agents (分配), set-wise: each lead is given once, whoever tries at the same moment (docs/rules/trust.md#claims)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from dcc.database.bulk import chunked, insert_rows, reserve_ids
from dcc.errors import Refused
from dcc.models import Notice, Store, User
from dcc.notices import telling
from dcc.roster.duty import there_today
from dcc.trail import audit
from leads.customer.rules.following_up import move_follow_ups
from leads.models import Allocation, Lead

MOST = 5_000  # of one deed: what one transaction moves without keeping others waiting
ALLOCATION_FIELDS = ("id", "store_id", "lead_id", "previous_id", "agent_id", "by_id", "at", "reason", "line")
UNDONE, LEFT = "undo", "left"  # the reasons of what takes a deed back, and of what somebody who leaves had
UNDO_WITHIN = timedelta(minutes=30)


@dataclass(frozen=True)
class Move:
    """One lead from one hand into another. `was` and `agent` are ids of agents, None the pool: where it was seen, and where it goes.

    `line`: the place of the line that gives it, None where it is no rule that does.
    """

    lead: int
    agent: int | None
    reason: str
    was: int | None = None
    line: int | None = None


@dataclass
class Dealt:
    """What became of some moves: ids given, and ids that were no longer where they were seen. `first`: an allocation of the deed, to undo it by."""

    given: list[int] = field(default_factory=list)
    missed: list[int] = field(default_factory=list)
    first: int | None = None


@transaction.atomic
def allocate(store: Store, moves: Sequence[Move], *, by: User | None, now: datetime) -> Dealt:
    """Carry out moves of open leads; one that is no longer where it was seen stays where it is and is reported.

    Refused where an agent is none, has left or is away today: nothing is given to them (docs/rules/domain.md#on-duty).
    """
    if len(moves) > MOST:
        raise Refused(_("At most %(most)s leads at once. Choose fewer.") % {"most": f"{MOST:,}"})
    agents = _agents(store, {move.agent for move in moves if move.agent}, now)
    return _carry_out(store, moves, agents, by=by, now=now)


def _agents(store: Store, pks: set[int], now: datetime) -> dict[int, User]:
    found = there_today(store, "agent", now).in_bulk(pks)
    for person in User.objects.filter(pk__in=pks - set(found), store=store):
        if person.left_at is None and "agent" in person.roles:
            raise Refused(_("%(name)s is away today: nothing is given to them.") % {"name": person.name})
        raise Refused(_("%(name)s is no agent any more. Choose another.") % {"name": person.name})
    if len(found) < len(pks):
        raise Refused(_("Choose an agent."))
    return found


def _carry_out(store: Store, moves: Sequence[Move], agents: dict[int, User], *, by: User | None, now: datetime) -> Dealt:
    held = _hold(store, moves)
    done = Dealt(missed=[move.lead for move in moves if move.lead not in held])
    by_agent: dict[int | None, list[Move]] = defaultdict(list)
    for move in moves:
        if move.lead in held:
            by_agent[move.agent].append(move)
    for agent_id, part in by_agent.items():
        ids = [move.lead for move in part]
        for some in chunked(ids):
            Lead.objects.open().filter(pk__in=some).update(agent=agent_id, allocated_at=now)
        rows = reserve_ids(Allocation, len(part))
        facts = ((store.pk, move.lead, move.was, agent_id, by.pk if by else None, now, move.reason, move.line) for move in part)
        insert_rows(Allocation, ALLOCATION_FIELDS, ((pk, *line) for pk, line in zip(rows, facts, strict=True)))
        done.given += ids
        done.first = done.first or rows[0]
        _remember_and_tell(store, part, agents.get(agent_id) if agent_id else None, by=by, now=now)
    return done


def _hold(store: Store, moves: Sequence[Move]) -> set[int]:
    """Lock those leads that are open and still where they were seen; in the order of their ids, so that two leaders never wait for each other."""
    held: set[int] = set()
    seen = defaultdict(list)
    for move in moves:
        seen[move.was].append(move.lead)
    where = {pk: was for was, pks in seen.items() for pk in pks}
    for some in chunked(sorted(where)):
        rows = Lead.objects.open().filter(store=store, pk__in=some).select_for_update(of=("self",)).order_by("pk").values_list("pk", "agent_id")
        held |= {pk for pk, agent_id in rows if agent_id == where[pk]}
    return held


def _remember_and_tell(store: Store, moves: Sequence[Move], agent: User | None, *, by: User | None, now: datetime) -> None:
    reasons = sorted({move.reason for move in moves})
    action = "lead.allocate" if agent else "lead.to_pool"
    audit.record(action, agent, store=store, by=by, now=now, count=len(moves), why=reasons)
    for kind, person, part in _told(moves, agent):
        if person and person != (by.pk if by else None):
            only = Lead(pk=part[0].lead) if len(part) == 1 else None
            of = {"of": part[0].was} if part[0].reason == LEFT else {}
            telling.tell(User(pk=person), kind, lead=only, now=now, count=len(part), by=by.pk if by else None, **of)
    move_follow_ups([move.lead for move in moves], agent=agent)


def _told(moves: Sequence[Move], agent: User | None) -> Iterator[tuple[str, int | None, Sequence[Move]]]:
    """Yield what whom is told: the taker what they were given; of a deed undone both, the one that it is theirs no more, the other that it is theirs again."""
    undone = [move for move in moves if move.reason == UNDONE]
    given = [move for move in moves if move.reason != UNDONE]
    if agent and given:
        yield "lead.given", agent.pk, given
    if agent and undone:
        yield "lead.given_back", agent.pk, undone
    for was in sorted({move.was for move in undone if move.was}):
        yield "lead.taken_back", was, [move for move in undone if move.was == was]


def moves_of(seen: Iterable[tuple[int, int | None]], *, agent: int | None, reason: str) -> list[Move]:
    """Return the moves of leads, seen as (lead, agent), into one hand; those in it already are left out. Out of the pool needs no reason."""
    return [Move(lead, agent, reason if was else "hand", was) for lead, was in seen if was != agent]


@transaction.atomic
def undo_allocation(allocation: Allocation, *, by: User, now: datetime) -> Dealt:
    """Take a deed of one's own back: leads nobody touched since return to where they were. The rest stays and is reported.

    Untouched: still with whom the deed gave it to, open, and not called since. Its allocations stay, as facts, and get one that says it was undone.
    Refused, with nothing changed, where a lead would return to somebody who left or is away today, and for what was handed over on leaving.
    """
    if allocation.by_id != by.pk or now - allocation.at > UNDO_WITHIN:
        raise Refused(_("This can be undone by whoever did it, within %(minutes)d minutes.") % {"minutes": UNDO_WITHIN.seconds // 60})
    deed = list(Allocation.objects.filter(store=allocation.store_id, by=by, at=allocation.at).exclude(reason=UNDONE))
    if any(row.reason == LEFT for row in deed):
        raise Refused(_("What was handed over on leaving is not taken back: give the leads on one by one."))
    back = {row.lead_id: row for row in deed}
    touched = Q(last_call_at__gte=allocation.at) | ~Q(allocated_at=allocation.at)
    stays: set[int] = set()
    for some in chunked(sorted(back)):
        stays |= set(Lead.objects.filter(touched, pk__in=some).values_list("pk", flat=True))
    moves = [Move(pk, row.previous_id, UNDONE, was=row.agent_id) for pk, row in back.items() if pk not in stays]
    people = _agents(allocation.store, {move.agent for move in moves if move.agent}, now)
    dealt = _carry_out(allocation.store, moves, people, by=by, now=now)
    dealt.missed += sorted(stays)
    kept = {back[pk].agent_id for pk in stays}
    told = Notice.objects.unread().filter(kind="lead.given", at=allocation.at, user__in={row.agent_id for row in deed if row.agent_id} - kept)
    told.update(read_at=now)  # it says what is so no more
    return dealt
