"""Giving the pool out by its lines (docs/rules/domain.md#allocation-rules)."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from dcc.models import Store, User
from dcc.store.store_settings import values_at
from leads.models import Lead
from leads.pool.allocation_facts import desks, make_plan
from leads.pool.rules.allocating import Dealt, Move, allocate

Shown = Mapping[int, tuple[int | None, str, int | None]]  # {lead: (agent, reason, line)}


@transaction.atomic
def deal_by_lines(store: Store, leads: Sequence[Lead], *, shown: Shown | None = None, by: User, now: datetime) -> Dealt | None:
    """Give leads of the pool out, in their order, as the lines that stand say; what nobody may take stays.

    `shown`: the plan somebody saw. None, and nothing done, where it would go otherwise now: then they see the new one first. Two who deal at one moment
    do it one after the other, so that each counts what the other gave.
    """
    Store.objects.select_for_update(no_key=True).get(pk=store.pk)
    still = {lead.pk for lead in Lead.objects.in_pool().filter(store=store, pk__any_of=[lead.pk for lead in leads])}
    made = make_plan([lead for lead in leads if lead.pk in still], desks(store, values_at(store, now), now=now), store=store, now=now)
    if shown is not None and any((gift.agent, gift.reason, gift.line) != shown.get(gift.lead) for gift in made.gifts):
        return None
    dealt = allocate(store, [Move(gift.lead, gift.agent, gift.reason, line=gift.line) for gift in made.gifts if gift.agent], by=by, now=now)
    meant = [lead for lead, (agent, *_why) in shown.items() if agent] if shown is not None else [lead.pk for lead in leads]
    dealt.missed += [lead for lead in meant if lead not in still]
    return dealt
