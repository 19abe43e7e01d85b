"""The showroom's own customers: their cards, kept by the front desk; and what becomes of them."""

from datetime import timedelta

from leads.models import Lead
from reception.models import ShowroomCard, Visit
from reception.showroom.rules.showroom_cards import CardFacts, add_card, change_card, close_card
from reporting.simulation import ringing
from reporting.simulation.customers import Customer
from reporting.simulation.play import Play
from reporting.simulation.play_clock import DAY, HOUR
from reporting.simulation.streams import about, happens

CONSULTANTS = ("赵洪亮", "钱晓梅", "孙立军", "李文静")
BACKLOG_DAYS = 4  # mornings on which the desk types the cards the showroom has kept on paper
BACKLOG = 0.5  # a morning, of the leads of a day


def remember(play: Play, visit: Visit, customer: Customer) -> None:
    """Whoever left a number may become a card of the showroom, typed the next morning."""
    number = visit.phone
    if number and happens(play.streams["cards"], 0.7):
        tomorrow = play.moment(play.today + DAY, 9, play.streams["cards"].randrange(40))
        play.clock.at(tomorrow, type_card, play, number, customer, 1)


def type_card(play: Play, number: str, customer: Customer, age: int) -> None:
    """The front desk types a card that is so many days old; then it lives its own life."""
    desk, stream = play.anyone("front_desk"), play.streams["cards"]
    if desk is None or not play.hours.works_on(play.today):
        return
    facts = CardFacts(number, customer.name, customer.model, stream.choice(CONSULTANTS), play.today - timedelta(days=age))
    card = play.do(add_card, play.store, facts, by=desk)
    if card is None:
        return
    if play.by_turns("rings as well", 0.04):  # the showroom has them, and DCC hears of them, too
        play.clock.at(play.now + DAY + 2 * HOUR, ringing.ring, play, customer, "")
    if play.by_turns("card corrected", 0.05):
        play.clock.at(play.now + DAY, _correct, play, card, facts)
    if play.by_turns("card ends", 0.4):
        state = "sold" if play.by_turns("card sold", 0.6) else "lost"
        play.clock.at(play.now + stream.randint(4, 50) * DAY, _close, play, card, state)


def type_backlog(play: Play) -> None:
    """The first mornings: the paper cards of the last months."""
    stream = play.streams["cards"]
    for _number in range(about(stream, play.per_day * BACKLOG)):
        customer = play.new_stranger(stream, came=True)
        type_card(play, customer.phone, customer, stream.randint(6, 75))


def _correct(play: Play, card: ShowroomCard, facts: CardFacts) -> None:
    desk = play.anyone("front_desk")
    if desk is not None:
        corrected = CardFacts(facts.phone, facts.name, facts.model, play.streams["cards"].choice(CONSULTANTS), facts.card_date, play.now)
        play.do(change_card, card, corrected, by=desk)


def _close(play: Play, card: ShowroomCard, state: str) -> None:
    """The showroom sells to somebody or loses them, now and then after the card was transferred: behind DCC's back."""
    desk = play.anyone("front_desk")
    ours = Lead.objects.open().filter(store=play.store, phone=card.phone).exists()
    if desk is not None and (not ours or happens(play.streams["cards"], 0.15)):
        play.do(close_card, card, state=state, by=desk)
