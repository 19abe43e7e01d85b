"""What the processes of a race do: imported by them, so it imports models only when it runs."""

from random import Random


def give_out(leader: str | None, agents: list[int], leads: list[int], seed: int) -> list[int]:
    """Try to give each of these leads to a random agent, one deed a lead; return those won. `leader` None: the rule does it by itself."""
    from django.utils import timezone  # noqa: PLC0415

    from dcc.models import Store, User  # noqa: PLC0415
    from leads.rules.allocating import Move, allocate  # noqa: PLC0415

    chance, store = Random(seed), Store.objects.get(code="S1")
    by = User.objects.get(username=leader) if leader else None
    chance.shuffle(leads)
    return [pk for lead in leads for pk in allocate(store, [Move(lead, chance.choice(agents), "turn")], by=by, now=timezone.now()).given]


def change_name(lead: int, person: str, name: str) -> bool:
    """Change the name of a lead as one saw it at the start; False where it collided."""
    from django.utils import timezone  # noqa: PLC0415

    from dcc.models import User  # noqa: PLC0415
    from leads.models import Lead  # noqa: PLC0415
    from leads.rules.changing import Collided, change_facts  # noqa: PLC0415

    try:
        return change_facts(Lead.objects.get(pk=lead), changes={"name": ("未留名", name)}, by=User.objects.get(username=person), now=timezone.now())
    except Collided:
        return False

