"""The front desk: asks every group one question, finds who they are, tags the visit; keeps the list of who is in the house."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from random import Random

from dcc.models import User
from reception.customers.rules.seeing_off import see_off
from reception.door.rules.annulling_visits import annul_leaving, annul_visit
from reception.door.rules.coming_again import come_back, correct_group
from reception.door.rules.evidence import Person, person_of
from reception.door.rules.matching import Match, find, find_by_number
from reception.door.rules.registration import Registration
from reception.door.rules.same_person import candidates
from reception.door.rules.visits import leave, register_visit
from reception.models import Visit
from reporting.simulation import mistakes, offline_desk, reception_work, showroom_work
from reporting.simulation.customers import Customer
from reporting.simulation.play import Play
from reporting.simulation.play_clock import MINUTE
from reporting.simulation.streams import happens

CONSULTANTS = ("老赵", "小钱", "孙经理", "小李", "周姐")
PURPOSES = {"fetch": "交车", "withdraw": "退订", "papers": "办手续", "repair": "维修"}
ABOUT_AN_ORDER = {"fetch", "withdraw"}  # they bring their contract
MISTAKES = ("客户说是朋友介绍来的", "客户坚持找展厅顾问", "前台未听清，按展厅登记")
TYPED_LATE = 0.02
OFFLINE = 0.01
STRANGERS_WITH_NUMBER = 0.38
KNOWN_WITH_NUMBER = 0.95


def receive(play: Play, customer: Customer, why: str) -> None:
    """A group stands at the desk: it is typed as soon as there is time; one in fifty only when somebody thinks of it."""
    wait = play.streams["desk"].randrange(40, 300) * timedelta(seconds=1)
    if play.by_turns("typed late", TYPED_LATE):
        wait += play.streams["typed late"].randrange(30, 150) * MINUTE
    play.clock.at(play.now + wait, _register, play, customer, why, play.now)


def _register(play: Play, customer: Customer, why: str, arrived_at: datetime) -> None:
    desk = play.anyone("front_desk")
    if desk is None:
        return
    stream = play.streams["desk"]
    group, match = _who(play, desk, customer, why, stream, arrived_at)
    late = "忙着接待，忘了登记" if play.now - arrived_at > 10 * MINUTE else ""
    group = replace(group, arrived_at=arrived_at, late_reason=late, heads=stream.choice((1, 1, 2, 2, 2, 3)), purpose=PURPOSES.get(why, "look"))
    group = _asked(play, group, customer, match, why, stream)
    if not late and play.by_turns("without a connection", OFFLINE):
        offline_desk.keep(play, desk, group, partial(_received, play, desk, customer=customer, group=group, why=why))
        return
    ours = match is not None and match.open_lead is not None and match.answer.basis in {"appointment", "earlier"}
    if ours and group.purpose == "look" and play.by_turns("misjudged", 0.04):
        group = replace(group, tag="showroom", override_reason=stream.choice(MISTAKES))
    visit = play.do(register_visit, play.store, group, by=desk)
    if visit is not None and play.by_turns(f"registered by mistake: {visit.basis}", 0.02):
        mistakes.seen_soon(play, annul_visit, visit, desk, partial(_register, play, customer, why, arrived_at))
    elif visit is not None:
        _received(play, desk, visit, customer=customer, group=group, why=why)


def _who(play: Play, desk: User, customer: Customer, why: str, stream: Random, arrived_at: datetime) -> tuple[Registration, Match | None]:
    """Find the person by four digits, by name, by the whole number; or let them in unknown."""
    number = customer.real_phone or customer.phone
    known = why != "stranger"
    if why not in ABOUT_AN_ORDER and not happens(stream, KNOWN_WITH_NUMBER if known else STRANGERS_WITH_NUMBER):
        return Registration(name=customer.name if happens(stream, 0.4) else ""), None
    matches: list[Match] = []
    if known and happens(stream, 0.8):
        matches = play.do(find, play.store, number[-4:], by=desk) or []
    elif known:
        matches = play.do(find, play.store, customer.name, by=desk) or []
    found = next((match for match in matches if _is(match, number, customer)), None)
    if found is None:
        matches = play.do(find_by_number, play.store, number, by=desk) or []
        found = next(iter(matches), None)
    if found is not None:
        return Registration(person=found.known.person), found
    return _new(play, customer, number, arrived_at), None


def _new(play: Play, customer: Customer, number: str, arrived_at: datetime) -> Registration:
    """Before somebody new is opened the desk asks those expected about now who hide behind a privacy number: is it one of them?"""
    for candidate in candidates(play.store, name=customer.name, at=arrived_at):
        if candidate.lead.phone == customer.phone != number:
            return Registration(person=person_of(candidate.lead), told_number=number)
    return Registration(person=Person(phone=number), name=customer.name, model=customer.model)


def _is(match: Match, number: str, customer: Customer) -> bool:
    return number in (match.known.person.phone, customer.phone) or (match.lead is not None and match.lead.phone in (number, customer.phone))


def _asked(play: Play, group: Registration, customer: Customer, match: Match | None, why: str, stream: Random) -> Registration:
    """Ask who invited them. Whoever was invited mostly says so; of the others few name anybody."""
    agent = match.open_lead.agent if match and match.open_lead else None
    inviter = agent or play.cast.find(customer.invited_by)
    if why == "invited" and inviter and happens(stream, 0.7):
        return replace(group, named="person", named_user=inviter)
    if why == "by themselves" and inviter and happens(stream, 0.35):
        return replace(group, named="person", named_user=inviter)
    if why != "stranger" and group.purpose == "look" and happens(stream, 0.1):
        return replace(group, named="called")
    if why == "stranger" and happens(stream, 0.05):
        return replace(group, named="called") if happens(stream, 0.5) else replace(group, named="person", named_user=stream.choice(play.cast.of("agent")))
    return replace(group, consultant=stream.choice(CONSULTANTS) if why == "stranger" else "")


def _received(play: Play, desk: User, visit: Visit, *, customer: Customer, group: Registration, why: str) -> None:
    stream = play.streams["desk"]
    customer.visits += 1
    if visit.tag == "dcc":
        play.meet(visit.lead)
        reception_work.is_called(play, visit)
    stays = stream.randint(25, 110) if visit.purpose == "look" else stream.randint(30, 60)
    play.clock.at(play.now + stays * MINUTE, _leaves, play, visit, customer, why, group)
    if (group.person.phone or group.person.lead_id) and play.by_turns("typed twice", 0.04):
        play.clock.at(play.now + 3 * MINUTE, _types_again, play, desk, replace(group, tag=""))
    if not visit.phone and visit.lead_id is None:
        play.unknown[visit.pk] = customer
    if visit.tag == "showroom" and visit.purpose == "look":
        showroom_work.remember(play, visit, customer)


def _types_again(play: Play, desk: User, group: Registration) -> None:
    """The same group is typed once more, one asks whether they are not here already, and they are: there is one more of them."""
    group = replace(group, arrived_at=play.now)
    if play.do(register_visit, play.store, group, by=desk) is None:
        play.do(correct_group, play.store, replace(group, heads=group.heads + 1), by=desk)


def _comes_back(play: Play, visit: Visit, group: Registration) -> None:
    """They had lunch and are back: the same group, whoever stands at the desk is asked."""
    desk = play.anyone("front_desk")
    if desk is None:
        return
    group = replace(group, arrived_at=play.now, tag="")
    if play.do(register_visit, play.store, group, by=desk) is None and play.do(come_back, play.store, group, by=desk) is not None:
        stays = play.streams["back again"].randint(10, 40)
        play.clock.at(play.now + stays * MINUTE, _goes, play, visit)


def _leaves(play: Play, visit: Visit, customer: Customer, why: str, group: Registration) -> None:
    reception_work.says_good_bye(play, visit, customer, why)
    _goes(play, visit)
    if group.person.phone and play.now < play.moment(play.today, 16) and play.by_turns("back again", 0.03):
        play.clock.at(play.now + play.streams["back again"].randint(30, 80) * MINUTE, _comes_back, play, visit, group)


def _goes(play: Play, visit: Visit) -> None:
    """Whoever received them says that they are gone, where something is to come; else the desk sees it."""
    desk = play.anyone("front_desk")
    if desk is None:
        return
    seller = Visit.objects.select_related("reception").get(pk=visit.pk).reception
    by_seller = seller is not None and play.by_turns("seen off", 0.5) and play.do(see_off, visit, by=seller)
    if (by_seller or play.do(leave, visit, by=desk)) and play.by_turns("gone in the wrong row", 0.02):
        mistakes.seen_soon(play, annul_leaving, visit, desk, partial(play.do, leave, visit, by=desk))
