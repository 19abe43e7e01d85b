"""Who is told what at the door. Notices hold ids alone; the sentences are made when they are read."""

from collections.abc import Iterable
from datetime import datetime

from calls.models import Promise
from dcc.models import Store, User
from dcc.notices.telling import tell
from dcc.reckoning.clock import day_of
from dcc.roster.duty import on_duty, stand_ins
from leads.models import Lead
from reception.models import Leakage, Transfer, Visit


def receivers(store: Store, *, named: User | None, specialist_id: int | None, lead: Lead | None, now: datetime) -> list[User]:
    """Return who is called to a DCC visit: whom the desk names, else the appointment's specialist, else the lead's, else all on duty.

    Who has left or is not on duty is passed over; where they are on leave, whoever stands in is called.

    See docs/rules/domain.md#receiving.
    """
    if named is not None:
        return [named]
    present = {person.pk: person for person in on_duty(store, "reception", now)}
    wanted = [pk for pk in (specialist_id, lead.reception_id if lead else None) if pk is not None]
    instead = stand_ins(wanted, day_of(now, store.zone)) if wanted else {}
    for pk in wanted:
        if found := present.get(pk) or present.get(instead.get(pk) or pk):
            return [found]
    return list(present.values())


def tell_of_arrival(visit: Visit, *, specialist_id: int | None, now: datetime) -> None:
    """Call whoever receives this visit, and keep on it whom, where it is one person."""
    called = receivers(visit.store, named=visit.called, specialist_id=specialist_id, lead=visit.lead, now=now)
    if len(called) == 1 and visit.called_id is None:
        visit.called = called[0]
        visit.save(update_fields=["called"])
    _tell_all(called, "visit.arrived", visit, now)


def tell_of_waiting(visit: Visit, *, now: datetime) -> None:
    """Nobody came for five minutes: tell all on duty, and the leader."""
    leaders = User.objects.of_store(visit.store).employed().with_role("leader")
    _tell_all([*on_duty(visit.store, "reception", now), *leaders], "visit.waiting", visit, now)


def tell_of_leakage(leakage: Leakage, *, now: datetime) -> None:
    """A customer of DCC became the showroom's: their agent and the data managers are told at once."""
    managers = User.objects.of_store(leakage.store).employed().with_role("data_manager")
    people = [leakage.lead.agent, *managers] if leakage.lead.agent_id else [*managers]
    for person in _once(people):
        tell(person, "leakage.opened", lead=leakage.lead, now=now, visit=leakage.visit_id)


def tell_of_return(visit: Visit, *, now: datetime) -> None:
    """A group that had left is back: tell whoever received it, else whoever was called."""
    _tell_all([person for person in (visit.reception or visit.called,) if person is not None], "visit.back", visit, now)


def tell_of_late_one(visit: Visit, *, by: User, now: datetime) -> None:
    """A group was typed into a day that the desk had signed: the data managers are told (docs/rules/trust.md#day-signed)."""
    managers = User.objects.of_store(visit.store).employed().with_role("data_manager").exclude(pk=by.pk)
    for person in managers:
        tell(person, "visit.after_signing", lead=visit.lead, now=now, visit=visit.pk, day=day_of(visit.at, visit.store.zone).isoformat())


def ask_about_promises(visit: Visit, *, now: datetime) -> None:
    """The group goes and nobody has said whether what it was promised was kept: whoever received it is asked (docs/rules/domain.md#promise-card)."""
    if visit.reception is None:
        return
    nobody_said = {"kept_at": None, "broken_at": None}
    agreed = visit.appointment_id and Promise.objects.filter(appointment=visit.appointment_id, **nobody_said).exists()
    of_card = Transfer.objects.promised_to(visit.lead_id).filter(decided_at__lte=visit.at, **nobody_said)
    if agreed or (visit.lead_id and visit.tag == "dcc" and of_card.exists()):
        tell(visit.reception, "promise.asked", lead=visit.lead, now=now)


def tell_of_taking_back(visit: Visit, *, by: User, now: datetime) -> None:
    """A visit was none: tell whoever was called or went to it, and whose number it was."""
    people = [person for person in (visit.reception or visit.called, visit.agent) if person is not None and person.pk != by.pk]
    _tell_all(people, "visit.annulled", visit, now)


def _tell_all(people: Iterable[User], kind: str, visit: Visit, now: datetime) -> None:
    for person in _once(people):
        tell(person, kind, lead=visit.lead, now=now, visit=visit.pk)


def _once(people: Iterable[User]) -> list[User]:
    return list({person.pk: person for person in people if person.is_active}.values())
