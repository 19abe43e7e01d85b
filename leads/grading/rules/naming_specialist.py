"""Whose customer it becomes at the door: a reception specialist named for a lead (docs/rules/domain.md#grading, #reception-specialist)."""

from datetime import datetime

from django.db.models import OuterRef, Q, Subquery

from dcc.database.one_row import insert
from dcc.models import Store, User
from dcc.roster.duty import on_duty
from leads.customer.rules.following_up import pass_on_duties
from leads.models import Handover, Lead


def whose_turn(store: Store, now: datetime, *, though_away: bool = False) -> User | None:
    """Return the reception specialist whose turn it is. None if nobody is on duty. `though_away`: of all of them, on duty or not."""
    return next(iter(in_turn(store, now, though_away=though_away)), None)


def in_turn(store: Store, now: datetime, *, though_away: bool = False) -> list[User]:
    """Return the reception specialists on duty, or all, as their turns come: whoever was named longest ago, never first; of those named at
    one moment whoever was named first, of those never named the first by username."""
    named = Handover.objects.filter(store=store, reception=OuterRef("pk")).order_by("-at", "-pk")
    candidates = User.objects.of_store(store).employed().with_role("reception") if though_away else on_duty(store, "reception", now)
    people = list(candidates.annotate(last_named=Subquery(named.values("at")[:1]), last_row=Subquery(named.values("pk")[:1])))
    return sorted(people, key=lambda person: (person.last_named is not None, person.last_named or now, person.last_row or 0, person.username))


def name_reception(lead: Lead, *, reception: User | None, by: User | None, now: datetime) -> Handover | None:
    """Write who receives this lead from now on; what the former one owes it moves along. None if it is the same person: then nothing is written.

    Part of a verb that is on the trail itself.
    """
    same = Q(reception=reception) if reception else Q(reception=None)
    if not Lead.objects.filter(pk=lead.pk).exclude(same).update(reception=reception):
        return None
    pass_on_duties(lead.pk, former=lead.reception_id, reception=reception.pk if reception else None)
    lead.reception = reception
    return insert(Handover(store_id=lead.store_id, lead=lead, reception=reception, by=by, at=now))
