"""Telephone work: whoever has a queue works it in its order, one call after the other, as long as their shift lasts."""

from datetime import datetime, timedelta
from functools import partial

from calls.appointments.rules.annulling_appointments import annul_booking, annul_cancelling, annul_confirmation
from calls.appointments.rules.appointments import confirm, invite
from calls.appointments.rules.calling_off import call_off
from calls.appointments.running import running_of
from calls.cards.rules.cards import revise_card, wanted_by
from calls.desk.queue import places_of
from calls.desk.queue_order import Look
from calls.desk.rules.annulling_calls import annul_call
from calls.desk.rules.beginning import unlogged_dial
from calls.desk.rules.calling import Said
from calls.desk.rules.correcting import Corrected, correct_call
from calls.desk.rules.dialling import dial
from calls.desk.rules.finishing import Learned, Next, finish_call
from calls.models import Appointment, Call
from dcc.database.prepared import prepared
from dcc.models import User
from dcc.reckoning.clock import day_range, range_of
from leads.customer.rules.do_not_calling import set_do_not_call
from leads.models import FollowUp, Lead, Proposal
from leads.models.review import PROPOSALS
from reporting.simulation import door, mistakes, requests
from reporting.simulation.customers import Customer
from reporting.simulation.play import Play
from reporting.simulation.play_clock import HOUR, MINUTE
from reporting.simulation.second_looks import call_again
from reporting.simulation.streams import happens
from reporting.simulation.talk import Talk, outgoing, wanted_of

LONGEST_IDLE = timedelta(minutes=150)
SLIPS, SEEN_AFTER = 1 / 50, timedelta(seconds=20)  # of the calls something is written wrongly, and seen while one still writes
RINGING = 25  # seconds until nobody answers
ELSEWHERE = 1 / 25  # of the calls the server sees nothing until they are written down
SHIFTS = {"agent": ((8, 30, 12, 0), (13, 0, 18, 0)), "reception": ((9, 0, 12, 0), (13, 30, 17, 30))}
EVENING = (18, 0, 20, 0)


def plan_shift(play: Play, person: User, role: str, *, evening: bool = False) -> None:
    """Let somebody sit down at their telephone today."""
    spans = [*SHIFTS[role], *([EVENING] if evening else [])]
    play.shifts[person.pk, role] = [(play.moment(play.today, *span[:2]), play.moment(play.today, *span[2:])) for span in spans]
    wake(play, person, role, at=play.shifts[person.pk, role][0][0] + timedelta(seconds=play.streams["shifts"].randrange(60, 420)))


def wake(play: Play, person: User, role: str, *, at: datetime) -> None:
    """Let somebody look at their queue at a moment, and not at the one they had in mind."""
    play.looks[person.pk, role] = at
    play.clock.at(at, look, play, person, role, at)


def look(play: Play, person: User, role: str, planned: datetime) -> None:
    """Take the first place of the queue, else what else is to be called; else wait."""
    if play.looks.get((person.pk, role)) != planned or not play.works(person, f"{role} calls"):
        return
    start = next((max(begins, play.now) for begins, ends in play.shifts.get((person.pk, role), []) if play.now < ends), None)
    if start is None:
        return
    free = max(start, play.busy.get(person.pk, play.now))
    if free > play.now:
        wake(play, person, role, at=free)
        return
    lead = _next_lead(play, person)
    if isinstance(lead, Look):
        called = call_again(play, person, lead)
        wake(play, person, role, at=play.busy[person.pk] if called else play.now + 2 * MINUTE)
    elif lead is None:
        _wait(play, person, role)
    else:
        call(play, person, role, lead)


def _next_lead(play: Play, person: User) -> Lead | Look | None:
    places = places_of(person, now=play.now)
    if play.before_call:
        play.before_call(person, places, play.now)
    ripe = next((place for place in places if place.group != "today" or place.moment <= play.now), None)  # nobody rings again two minutes later
    if ripe and ripe.look:
        return ripe.look
    if ripe:
        return play.at_hand(_leads(ripe.lead_id)[0])
    while waiting := play.besides.get(person.pk):
        for lead in _leads(waiting.pop(0)):
            if lead.is_open and lead.phone and lead.unreached_at is None and lead.ordered_at is None and person.pk in (lead.agent_id, lead.reception_id):
                return play.at_hand(lead)
    return None


@prepared
def _leads(pk):
    return Lead.objects.filter(pk=pk)


def _wait(play: Play, person: User, role: str) -> None:
    """Nothing to call: until something of today is due, or for a while."""
    day_end = day_range(play.today, play.store.zone)[1]
    due = [due_at - 29 * MINUTE if kind == "callback" else due_at for kind, due_at in _owed(play.store.pk, person.pk, play.now, day_end)]
    idle = play.now + LONGEST_IDLE - timedelta(seconds=play.streams["idle"].randrange(1800))
    wake(play, person, role, at=min([idle, *(max(moment, play.now + MINUTE) for moment in due)]))


@prepared
def _owed(store, agent, since, until):
    rows = FollowUp.objects.filter(store=store, agent=agent, done_at=None, due_at__gt=since, due_at__lt=until)
    return rows.order_by("due_at", "id").values_list("kind", "due_at")[:5]


def call(play: Play, person: User, role: str, lead: Lead) -> None:
    """Dial, speak, and hang up when the conversation is over.

    Now and then somebody rings from another telephone, and says afterwards when it was; where the network is down, only when it is back.
    """
    elsewhere = play.by_turns("rings from another telephone", ELSEWHERE) and unlogged_dial(lead, person, now=play.now) is None
    if not elsewhere and play.do(dial, lead, by=person) is None:
        wake(play, person, role, at=play.now + 2 * MINUTE)
        return
    customer = play.meet(lead)
    talk = outgoing(play, customer, lead)
    ends = play.now + timedelta(seconds=RINGING + talk.seconds)
    if elsewhere and play.by_turns("offline", 0.25):
        ends += play.streams["offline"].randint(4, 45) * MINUTE
    play.busy[person.pk] = ends + timedelta(seconds=play.streams["writing"].randrange(30, 150))
    play.clock.at(ends, hang_up, play, person, lead, customer, talk, play.now if elsewhere else None)
    wake(play, person, role, at=play.busy[person.pk])


def hang_up(play: Play, person: User, lead: Lead, customer: Customer, talk: Talk, stated: datetime | None = None) -> None:
    """Write the call down with what was agreed; `stated`: when it began, where 拨打 was not pressed."""
    then = without_second_application(lead, talk.then)
    said = said_of(play, talk, at=stated)
    revised = lead.card_at is not None and talk.outcome == "connected" and play.by_turns("wishes revised", 0.15)
    learned = Learned(wanted=wanted_of(customer)) if talk.card or revised else None
    moves = then.kind == "invite" and running_of(lead) is not None
    logged = play.do(finish_call, lead, said=said, card=talk.card, learned=learned, then=then, real_number=talk.real_number, by=person)
    if logged is None:
        return
    if play.by_turns("moved by mistake", SLIPS) if moves else play.by_turns("logged by mistake", SLIPS):
        play.clock.at(play.now + SEEN_AFTER, _log_anew, play, person, logged, customer, talk, stated)
        return
    settle(play, person, logged, customer, talk)
    if lead.card_at is not None and talk.outcome == "connected" and play.by_turns("card written later", 0.04):
        play.clock.at(play.now + MINUTE, _write_card, play, person, lead)
    rings_back = talk.outcome in {"no_answer", "busy", "rejected"} and customer.temper.answers
    if rings_back and happens(play.streams["ring back"], 0.09):
        play.clock.at(play.now + play.streams["ring back"].randrange(8, 200) * MINUTE, play.rings, play, customer, "")


def _write_card(play: Play, person: User, lead: Lead) -> None:
    """What came to mind after the call is written on the card as well, while the customer is still theirs."""
    if Lead.objects.open().filter(pk=lead.pk, agent=person).exists():
        was = wanted_by(Lead(pk=lead.pk)).takes_by
        play.do(revise_card, lead, changes={"takes_by": (was, "月底前" if was != "月底前" else "下个月")}, by=person)


def _log_anew(play: Play, person: User, wrong: Call, customer: Customer, talk: Talk, stated: datetime | None) -> None:
    """A slip seen at once: the whole call is taken back and written down again; or its note alone."""
    if talk.then.kind != "invite" and talk.outcome == "connected" and play.by_turns("only the note", 0.5):
        said = Corrected(wrong.outcome, wrong.outcome_name, f"{talk.note}，已更正", wrong.level)
        play.do(correct_call, wrong, said=said, by=person)
        settle(play, person, wrong, customer, talk)
    elif play.do(annul_call, wrong, by=person):
        hang_up(play, person, play.at_hand(wrong.lead), customer, talk, stated)


def without_second_application(lead: Lead, then: Next) -> Next:
    """Return what was agreed, less an application beside one that still waits for its answer."""
    waits = then.kind in dict(PROPOSALS) and Proposal.objects.open().filter(lead=lead).exists()
    return Next() if waits else then


def said_of(play: Play, talk: Talk, *, at: datetime | None = None, direction: str = "out", waited: int | None = None) -> Said:
    """Return the form of a call, in the words of the store."""
    return Said(
        talk.outcome,
        play.word("call_outcome", talk.outcome),
        direction,
        at=at,
        seconds=talk.seconds if talk.outcome == "connected" else 0,
        waited_seconds=waited,
        note=talk.note,
        level=talk.level,
        checks=talk.checks,
    )


def settle(play: Play, person: User, logged: Call, customer: Customer, talk: Talk) -> None:
    """Do what a conversation leads to besides its form, and let the customer make up their mind."""
    lead = logged.lead
    if talk.after in {"confirm", "cancel"}:
        _answer(play, person, lead, customer, talk.after)
    elif talk.after == "refuse":
        play.do(set_do_not_call, lead, source="客户电话中要求", by=person)
    if talk.outcome == "connected" and talk.after != "refuse":
        requests.hear_number(play, person, lead)
    if talk.then.kind == "invite":
        customer.invited_by = person.pk
        play.clock.at(talk.then.at + HOUR, play.do_what_is_due)  # whoever has not come by then is missed, and called
        door.expect(play, customer, talk.then.at)
        _slip(play, person, lead, talk)
    elif talk.outcome == "connected" and customer.temper.keeps and not customer.ordered and happens(customer.random, 0.05):
        door.comes_by_themselves(play, customer)


def _answer(play: Play, person: User, lead: Lead, customer: Customer, said: str) -> None:
    """Whoever was to come says again that they do, or that they do not; now and then it is written in the wrong line first."""
    running = running_of(lead)
    take_back = annul_confirmation if said == "confirm" else annul_cancelling
    if running is not None and _write_answer(play, person, running, said) and play.by_turns(f"{said} in the wrong line", 0.1):
        mistakes.seen_soon(play, take_back, running, person, partial(_write_answer, play, person, running, said))
    if said == "cancel" and not customer.ordered:
        customer.plan += 1


def _write_answer(play: Play, person: User, running: Appointment, said: str) -> object:
    if said == "confirm":
        return play.do(confirm, running, by=person)
    again = Next("callback", at=play.moment(play.today, 10, 15) + timedelta(days=2), note="改天再约")
    return play.do(call_off, running, reason=play.word("cancel_reason", ""), then=again, by=person)


def _slip(play: Play, person: User, lead: Lead, talk: Talk) -> None:
    """Now and then a visit is booked in the wrong line, taken back and booked anew."""
    booked, theirs = running_of(lead), person.pk in {lead.agent_id, lead.reception_id}
    if booked is not None and theirs and play.by_turns("booked in the wrong line", 0.05):
        mistakes.seen_soon(play, annul_booking, booked, person, partial(play.do, invite, lead, scheduled_for=talk.then.at, by=person))


def gather_besides(play: Play) -> None:
    """Late in the day every agent notes whom to call besides the queue: who did not come today."""
    rows = Appointment.objects.filter(store=play.store, lead__closed_at=None, status="no_show")
    for appointment in rows.between(*range_of(play.today - timedelta(days=1), play.today, play.store.zone)):
        play.besides.setdefault(appointment.agent_id, []).append(appointment.lead_id)
