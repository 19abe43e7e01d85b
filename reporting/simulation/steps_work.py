"""What a specialist notes step by step while a group is in the house."""

from decimal import Decimal
from functools import partial

from calls.models import Promise
from dcc.models import User
from reception.customers.rules.stepping import Done, annul_step, answers, take_step
from reception.models import Visit
from reporting.simulation import mistakes
from reporting.simulation.play import Play
from reporting.simulation.play_clock import MINUTE
from reporting.simulation.streams import happens

OLD_CARS = ("轩逸", "朗逸", "捷达", "思域")
SAID = ("等家里商量", "要看现车", "想要再便宜点")
OFFERED = ("首付三成，两年免息", "首付两成，三年")


def takes_steps(play: Play, visit: Visit, seller: User, model: str, *, drives: bool, price: Decimal | None) -> None:
    """Note the drive and the quote, and some of the rest; seldom a wrong price, or a drive that was none."""
    stream = play.streams["steps"]
    if drives:
        _drive(play, visit, seller, model, stream.randint(10, 30))
    elif play.by_turns("drive noted wrongly", 0.05):
        wrong = play.do(take_step, visit, Done("test_drive", what=model), by=seller)
        if wrong is not None:
            mistakes.seen_soon(play, annul_step, wrong, seller, lambda: None)
    if price is not None:
        _quote(play, visit, seller, price)
    if happens(stream, 0.4):
        play.do(take_step, visit, Done("talk", what=stream.choice(SAID)), by=seller)
    if happens(stream, 0.2):
        appraised = Decimal(stream.randrange(200, 900)) / 100
        done = Done("trade_in", what=stream.choice(OLD_CARS), mileage=Decimal(stream.randrange(10, 150)) / 10, amount=appraised, wanted=appraised + 1)
        play.do(take_step, visit, done, keeps=_promised(visit, "trade_in"), by=seller)
    if happens(stream, 0.2):
        play.do(take_step, visit, Done("finance", what=stream.choice(OFFERED)), by=seller)


def _drive(play: Play, visit: Visit, seller: User, model: str, minutes: int) -> None:
    longest = int((play.now - visit.at) / MINUTE)
    done = Done("test_drive", what=model, minutes=min(minutes, longest) or None)
    play.do(take_step, visit, done, keeps=_promised(visit, "test_drive"), by=seller)


def _quote(play: Play, visit: Visit, seller: User, price: Decimal) -> None:
    right = Done("quote", amount=price, total=price + Decimal("1.60"))
    if play.by_turns("price mistyped", 0.05):
        wrong = play.do(take_step, visit, Done("quote", amount=price / 10), by=seller)
        if wrong is not None:
            play.clock.at(play.now + 2 * MINUTE, partial(play.do, take_step, visit, right, instead=wrong, by=seller))
    else:
        play.do(take_step, visit, right, by=seller)


def _promised(visit: Visit, kind: str) -> list[Promise]:
    """The open promises of the visit that a step of this kind answers."""
    rows = Promise.objects.filter(appointment=visit.appointment_id, kept_at=None, broken_at=None).select_related("appointment__lead")
    return [promise for promise in rows.order_by("at", "pk") if answers(kind, promise)]
