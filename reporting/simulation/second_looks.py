"""Second looks: whoever drew one asks anew, once on each of two days, and writes down what they hear."""

from datetime import timedelta

from calls.desk.queue_order import Look
from calls.desk.rules.calling import Said
from calls.desk.rules.finishing import Next
from calls.incoming.rules.incoming import Agreed
from calls.models import SecondLook
from calls.second_look.rules.calling_looks import Answer, dial_look, log_look
from dcc.models import User
from reporting.simulation.customers import Customer
from reporting.simulation.play import Play
from reporting.simulation.talk import promise_time, visit_slot

RINGING = 25  # seconds until nobody answers
SILENT = {"silent", "wrong", "dead"}
FOUND, BOUGHT = 0.2, 0.55  # of those who answer want to buy still; of the others have bought


def call_again(play: Play, person: User, drawn: Look) -> bool:
    """Dial one that was drawn, and hang up when the conversation is over. False where it may not be called now."""
    look = SecondLook.objects.select_related("agent", "lead", "lead__channel").get(pk=drawn.pk)
    look.store = play.store
    play.at_hand(look.lead)
    if play.do(dial_look, look, by=person) is None:
        return False
    customer = play.meet(look.lead)
    answers = customer.temper.kind not in SILENT and customer.happens(customer.temper.answers)
    stream = play.streams["second looks"]
    seconds = stream.randint(20, 120) if answers else 0
    ends = play.now + timedelta(seconds=RINGING + seconds)
    play.busy[person.pk] = ends + timedelta(seconds=stream.randrange(30, 90))
    play.clock.at(ends, _write_down, play, person, look, customer, seconds)
    return True


def _write_down(play: Play, person: User, look: SecondLook, customer: Customer, seconds: int) -> None:
    said = Said("connected" if seconds else "no_answer", play.word("call_outcome", "connected" if seconds else "no_answer"), seconds=seconds)
    play.do(log_look, look, said=said, answer=_answer(play, customer) if seconds else Answer(), agreed=_agreed(play, customer), by=person)


def _answer(play: Play, customer: Customer) -> Answer:
    if play.by_turns("found again", FOUND):
        return Answer("again")
    kind = "bought" if play.streams["second looks"].random() < BOUGHT else "not_buying"
    return Answer(kind, model=customer.model if kind == "bought" else "", refuses=kind == "not_buying" and play.by_turns("looked at, refuses", 0.1))


def _agreed(play: Play, customer: Customer) -> Agreed:
    slot = visit_slot(play, customer) if play.by_turns("found again, comes", 0.5) else None
    return Agreed(then=Next("invite", at=slot, though_full=True) if slot else Next("callback", at=promise_time(play, customer), note="再聊一次"))
