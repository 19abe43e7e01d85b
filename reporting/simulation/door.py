"""Who means to come in, and when: appointments kept, moved, cancelled and forgotten; people who come by themselves."""

from datetime import datetime, timedelta

from reporting.simulation.customers import Customer
from reporting.simulation.play import Play
from reporting.simulation.play_clock import DAY, MINUTE


def expect(play: Play, customer: Customer, when: datetime) -> None:
    """Let an invited customer decide what becomes of it: they come, come another day, ring to move or cancel it, or forget it."""
    customer.plan += 1
    fate = customer.random.random()
    keeps = customer.temper.keeps
    if fate < keeps:
        comes(play, customer, when + timedelta(minutes=customer.random.gauss(4, 18)), "invited")
    elif fate < keeps + 0.05:
        comes(play, customer, when + customer.random.randint(1, 5) * DAY, "invited")
    elif fate < keeps + 0.17:
        ahead = when - max((when - play.now) * customer.random.uniform(0.1, 0.8), 40 * MINUTE)
        play.clock.at(ahead, _rings, play, customer, customer.plan, "move" if customer.happens(0.6) else "cancel")


def _rings(play: Play, customer: Customer, plan: int, wish: str) -> None:
    if customer.plan == plan:
        play.rings(play, customer, wish)


def comes_by_themselves(play: Play, customer: Customer) -> None:
    """Somebody DCC spoke with comes in some day soon, invited or not."""
    customer.plan += 1
    comes(play, customer, _some_hour(play, customer, customer.random.randint(1, 5)), "by themselves")


def comes_again(play: Play, customer: Customer, why: str, days: int) -> None:
    """Somebody comes back some days later: to look again, to fetch their car, to withdraw."""
    customer.plan += 1
    comes(play, customer, _some_hour(play, customer, days), why)


def comes(play: Play, customer: Customer, at: datetime, why: str) -> None:
    """Plan that a customer stands at the desk at a moment, unless they change their mind before."""
    play.clock.at(at.replace(microsecond=0), _arrives, play, customer, customer.plan, why)


def _arrives(play: Play, customer: Customer, plan: int, why: str) -> None:
    if customer.plan != plan:
        return
    opens, closes = play.hours.hours_of(play.today)
    if play.hours.works_on(play.today) and opens <= play.now < closes - 20 * MINUTE:
        play.arrives(play, customer, why)
    elif why not in {"invited", "stranger"}:
        comes(play, customer, _some_hour(play, customer, 1), why)


def _some_hour(play: Play, customer: Customer, days: int) -> datetime:
    return play.moment(play.today + timedelta(days=days), customer.random.randint(9, 16), customer.random.randrange(60))
