"""The telephone rings: customers, and strangers who heard an advertisement."""

from datetime import datetime, timedelta

from calls.desk.rules.calling import Said
from calls.incoming.rules.incoming import Agreed, Caller, identify, lead_of, may_propose, miss_call, miss_typed_call, take_call
from dcc.models import User
from leads.models.review import PROPOSALS
from reporting.simulation import telephone_work
from reporting.simulation.customers import Customer
from reporting.simulation.play import Play
from reporting.simulation.play_clock import MINUTE
from reporting.simulation.portals import Rang
from reporting.simulation.talk import Talk, spoken

CHANNELS = ("电台", "来电", "400热线")


def ring(play: Play, customer: Customer, wish: str) -> None:
    """Let a customer ring now: whoever is free answers; else nobody does."""
    stream = play.streams["switchboard"]
    number = customer.real_phone or customer.phone
    free = [agent for agent in play.present("agent") if _sits_there(play, agent)]
    logged = play.by_turns("in the log of the hotline", 0.4)
    if not free or play.by_turns("not answered", 0.06):
        _log(play, customer, number, Rang(answered=False, waited=31), logged=logged)
        _nobody_answers(play, customer, number, free)
        return
    agent = stream.choice(free)
    window = play.do(identify, number, by=agent)
    if window is None:
        return
    if play.by_turns("hung up", 0.04):
        play.do(miss_typed_call, window, caller=_caller(play, customer, window.lead), by=agent)
        _log(play, customer, number, Rang(answered=False, waited=12), logged=logged)
        return
    if window.lead is not None:
        customer = play.meet(window.lead)
    talk = spoken(play, customer, window.lead, wish=wish)
    who = agent.username if play.by_turns("named in the log", 0.5) else ""
    _log(play, customer, number, Rang(answered=True, seconds=talk.seconds, waited=7, who=who), logged=logged)
    ends = play.now + timedelta(seconds=talk.seconds + 5)
    play.busy[agent.pk] = ends + MINUTE
    play.clock.at(ends, _hang_up, play, agent, window, customer, talk)


def _log(play: Play, customer: Customer, number: str, rang: Rang, *, logged: bool) -> None:
    """Let some calls stand in the hotline's log, a little beside the moment the number was typed at: the data manager exports it."""
    if logged:
        play.rung.append((customer, number, play.now - timedelta(seconds=rang.waited), rang))


def _sits_there(play: Play, agent: User) -> bool:
    spans = play.shifts.get((agent.pk, "agent"), [])
    return play.busy.get(agent.pk, play.now) <= play.now and any(begins <= play.now < ends for begins, ends in spans)


def _nobody_answers(play: Play, customer: Customer, number: str, free: list[User]) -> None:
    """A missed call is seen on the telephone's list: soon by whoever is there, else the next morning by the first to come."""
    if free:
        play.clock.at(play.now + 2 * MINUTE, _note_missed, play, free[0], customer, number, play.now)
    else:
        play.missed.append((number, play.now, customer))


def note_all_missed(play: Play) -> None:
    """Whoever comes first writes down what the telephone's list says."""
    agent = play.anyone("agent")
    if agent is None:
        return
    waiting, play.missed = play.missed, []
    for number, at, customer in waiting:
        _note_missed(play, agent, customer, number, at)


def _note_missed(play: Play, agent: User, customer: Customer, number: str, at: datetime) -> None:
    play.do(miss_call, play.store, number=number, at=at, caller=_caller(play, customer, lead_of(play.store, number)), by=agent)


def _caller(play: Play, customer: Customer, lead) -> Caller:
    """Return how a stranger introduces themselves; of a customer nothing is asked."""
    if lead is not None:
        return Caller()
    names = [name for name in CHANNELS if name in play.channels]
    channel = play.channels[play.streams["switchboard"].choice(names)] if names else next(iter(play.channels.values()))
    return Caller(channel=channel, name=customer.name, model=customer.model, city=customer.city)


def _hang_up(play: Play, agent: User, window, customer: Customer, talk: Talk) -> None:
    said: Said = telephone_work.said_of(play, talk, direction="in", waited=play.streams["switchboard"].randint(3, 25))
    known = lead_of(play.store, window.phone)
    told = talk.real_number if known is not None and known.is_virtual else ""
    agreed = Agreed(card=talk.card, real_number=told, then=telephone_work.without_second_application(known, talk.then) if known else talk.then)
    if known is not None and talk.then.kind in dict(PROPOSALS) and not may_propose(known, agent, now=play.now):
        agreed = Agreed(card=talk.card, real_number=told)  # the application is left to whoever has the customer
    logged = play.do(take_call, window, said=said, caller=_caller(play, customer, known), agreed=agreed, by=agent)
    if logged is not None:
        play.meet(logged.lead)
        telephone_work.settle(play, agent, logged, customer, talk)
