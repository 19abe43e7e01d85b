"""What the processes of a race do: imported by them, so it imports models only when it runs."""

from collections.abc import Callable
from random import Random

from tests.moments import NOW


def give_out(leader: str | None, agents: list[int], leads: list[int], seed: int) -> list[int]:
    """Try to give each of these leads to a random agent, one deed a lead; return those won. `leader` None: the rule does it by itself."""

    from dcc.models import Store, User  # noqa: PLC0415
    from leads.pool.rules.allocating import Move, allocate  # noqa: PLC0415

    chance, store = Random(seed), Store.objects.get(code="S1")
    by = User.objects.get(username=leader) if leader else None
    chance.shuffle(leads)
    return [pk for lead in leads for pk in allocate(store, [Move(lead, chance.choice(agents), "turn")], by=by, now=NOW).given]


def change_name(lead: int, person: str, name: str) -> bool:
    """Change the name of a lead as one saw it at the start; False where it collided."""

    from dcc.models import User  # noqa: PLC0415
    from leads.customer.rules.changing import Collided, change_facts  # noqa: PLC0415
    from leads.models import Lead  # noqa: PLC0415

    try:
        return change_facts(Lead.objects.get(pk=lead), changes={"name": ("未留名", name)}, by=User.objects.get(username=person), now=NOW)
    except Collided:
        return False


def give_many(leader: str, agent: int, leads: list[int], rounds: int) -> int:
    """Give all of these leads to one agent in one deed, and take them back into the pool, round after round; return how many deeds were done."""

    from dcc.models import Store, User  # noqa: PLC0415
    from leads.pool.rules.allocating import Move, allocate  # noqa: PLC0415

    store, by = Store.objects.get(code="S1"), User.objects.get(username=leader)
    for _round in range(rounds):
        allocate(store, [Move(lead, agent, "hand") for lead in leads], by=by, now=NOW)
        allocate(store, [Move(lead, None, "hand", was=agent) for lead in leads], by=by, now=NOW)
    return rounds


def bring_again(channel: int, phones: list[str], seed: int, rounds: int) -> int:
    """Take the same customers in again, each time in another order; return how many files that were."""

    from dcc.models import Store  # noqa: PLC0415
    from leads.intake.arrival import Arrival  # noqa: PLC0415
    from leads.intake.rules.collecting import collect  # noqa: PLC0415

    chance, store = Random(seed), Store.objects.get(code="S1")
    for _round in range(rounds):
        chance.shuffle(phones)
        collect(store, [Arrival(phone=phone, channel_id=channel) for phone in phones], by=None, now=NOW)
    return rounds


def each_their_own(run: Callable, *task) -> object:
    """Do what this one of several different contestants does."""
    return run(*task)


def seal(_place: int) -> int:
    """Seal what stands open on the trail; return how many."""

    from dcc.trail.rules.sealing import seal_trail  # noqa: PLC0415

    return seal_trail(now=NOW)
