"""The showroom's own customers: their cards, kept by the front desk; and what becomes of them."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

from leads.models import Lead
from reception.models import ShowroomCard, Transfer, Visit
from reception.showroom.rules.delays import ask_delay, take_back_delay
from reception.showroom.rules.showroom_cards import CardFacts, add_card, change_card, close_card
from reporting.simulation import mistakes, ringing
from reporting.simulation.customers import Customer
from reporting.simulation.play import Play
from reporting.simulation.play_clock import DAY, HOUR
from reporting.simulation.streams import about, happens

CONSULTANTS = ("赵洪亮", "钱晓梅", "孙立军", "李文静")
TRIED, PROMISED = ("报价", "报价、试驾", "试驾", "置换评估"), ("", "店庆价", "送脚垫", "终身保养")
WHY_LATER = ("月底从外地回来，说好当天签", "公积金下月到账", "等置换评估", "约了周末店庆")
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
    if play.by_turns("the card says more", 0.5):
        said = play.streams["said on cards"]
        facts = replace(facts, tried=said.choice(TRIED), promised=said.choice(PROMISED))
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


def ask_for_delay(play: Play) -> None:
    """A consultant asks the desk for some days more of a card that came onto the list; now and then of the wrong one."""
    desk = play.anyone("front_desk")
    rows = Transfer.objects.undecided().filter(store=play.store, card__delays=None).select_related("card", "store")
    for transfer in rows if desk is not None else ():
        if not play.by_turns("asks for delay", 0.3):
            continue
        stream = play.streams["delays"]
        asked = {"days": stream.randint(3, 15), "reason": stream.choice(WHY_LATER), "by": desk}
        row = play.do(ask_delay, transfer, **asked)
        if row is not None and play.by_turns("asked for the wrong card", 0.3):
            mistakes.seen_soon(play, take_back_delay, row, desk, partial(play.do, ask_delay, transfer, **asked))


def _correct(play: Play, card: ShowroomCard, facts: CardFacts) -> None:
    desk = play.anyone("front_desk")
    if desk is not None:
        corrected = replace(facts, consultant=play.streams["cards"].choice(CONSULTANTS), last_contact_at=play.now)
        play.do(change_card, card, corrected, by=desk)


def _close(play: Play, card: ShowroomCard, state: str) -> None:
    """The showroom sells to somebody or loses them, now and then after the card was transferred: behind DCC's back."""
    desk = play.anyone("front_desk")
    ours = Lead.objects.open().filter(store=play.store, phone=card.phone).exists()
    if desk is not None and (not ours or happens(play.streams["cards"], 0.15)):
        play.do(close_card, card, state=state, by=desk)
