"""Reception specialists: go to meet a group, show cars, write down what was done, see people through to delivery."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from functools import partial

from django.db.models import F, Q

from calls.appointments.rules.promising import break_promise, keep_promise, untick
from calls.models import Promise
from dcc.database.prepared import prepared
from dcc.models import User
from leads.grading.rules.proposing import propose
from leads.models import FollowUp, Lead
from reception.customers.rules.annulling_orders import annul_cancellation, annul_delivery, annul_order
from reception.customers.rules.card_promises import break_card_promise, keep_card_promise, untick_card_promise
from reception.customers.rules.following import note_follow_up
from reception.customers.rules.order_facts import change_order, move_signing
from reception.customers.rules.orders import Signing, cancel_order, deliver_order, place_order
from reception.customers.rules.receiving import Seen, note_visit, take_visit
from reception.door.rules.tags import identify_visit
from reception.models import Order, Transfer, Visit
from reporting.simulation import door, mistakes, steps_work
from reporting.simulation.customers import Customer
from reporting.simulation.play import Play
from reporting.simulation.play_clock import DAY, HOUR, MINUTE
from reporting.simulation.streams import happens

STILL_SAID = 0.85  # of what was promised and kept: of the rest nobody says so
WITHDRAWN = ("贷款未批", "家里不同意", "换了别的车型", "等不及交车")
CALLED_A_DAY = 4
TOLD = 0.8  # of those who gave the desk no number, give it to whoever shows them cars
REMINDED = (2, 5, 9)  # days after a car was to be fetched
WRITTEN = ("微信回复：还在考虑", "微信回复：等优惠", "微信没回")
PATIENCE = 5  # minutes until everybody hears of a group that waits


def is_called(play: Play, visit: Visit) -> None:
    """A group waits: somebody comes within minutes, now and then too late."""
    stream = play.streams["reception"]
    minutes = stream.randint(6, 9) if play.by_turns("kept waiting", 0.05) else stream.randint(1, 4)
    if minutes > PATIENCE:
        play.clock.at(play.now + PATIENCE * MINUTE, play.do_what_is_due)
    play.clock.at(play.now + minutes * MINUTE, _meets, play, visit)


def _meets(play: Play, visit: Visit) -> None:
    present = play.present("reception")
    if not present:  # nobody comes: all are told once five minutes have passed
        play.clock.at(max(play.now, visit.registered_at + PATIENCE * MINUTE), play.do_what_is_due)
        return
    called = Visit.objects.filter(pk=visit.pk).values_list("called_id", flat=True).get()
    stream = play.streams["reception"]
    person = next((one for one in present if one.pk == called), None) if happens(stream, 0.9) else None
    person = person or stream.choice(present)
    play.do(take_visit, visit, by=person)
    play.busy[person.pk] = max(play.busy.get(person.pk, play.now), play.now + 25 * MINUTE)


def says_good_bye(play: Play, visit: Visit, customer: Customer, why: str) -> None:
    """A group leaves: what was done is written down; perhaps an order was signed, a car handed over, an order withdrawn."""
    visit = _visits(visit.pk)[0]
    seller = _seller(play, visit)
    if visit.lead is None or seller is None:
        return
    if visit.tag == "dcc" and visit.purpose == "look":
        _learn_number(play, visit, customer)
        _note(play, visit, customer, seller)
        _decides(play, visit, customer, seller)
    elif why in {"fetch", "withdraw"}:
        _ends_order(play, visit.lead, seller, why)


@prepared
def _visits(pk):
    return Visit.objects.filter(pk=pk).select_related("lead", "reception")


def _seller(play: Play, visit: Visit) -> User | None:
    """Whoever received them; where the store has no reception, its leader."""
    return play.cast.find(visit.reception_id) or play.anyone("reception") or play.cast.one("leader")


def _learn_number(play: Play, visit: Visit, customer: Customer) -> None:
    """Whoever gave the desk no number may give it to the specialist, and the desk completes the visit: unless they are known by it already."""
    desk, number = play.anyone("front_desk"), customer.real_phone or customer.phone
    known = visit.phone or visit.lead.phone or Lead.objects.open().filter(store=play.store, phone__in=(number, customer.phone)).exists()
    if desk is None or known or not play.by_turns("number told", TOLD):
        return
    play.unknown.pop(visit.pk, None)
    play.do(identify_visit, visit, phone=number, name=customer.name, by=desk)
    visit.lead.refresh_from_db(fields=["phone", "phone_tail"])


def _note(play: Play, visit: Visit, customer: Customer, seller: User) -> None:
    quoted = customer.happens(0.6)
    price = Decimal(customer.random.randrange(110, 330)) / 10 if quoted else None
    drives = customer.happens(0.45)
    seen = Seen(wechat=customer.happens(0.5), companion=visit.companion, model=customer.model)
    if play.by_turns("noted without steps", 0.1):
        seen = replace(seen, test_drive=drives, quoted=quoted, quote=price)
    else:
        steps_work.takes_steps(play, visit, seller, customer.model, drives=drives, price=price)
    play.do(note_visit, visit, seen, by=seller)
    if "reception" in seller.roles:
        _ticks(play, visit, seller)
        _ticks_the_showrooms(play, visit, seller)


def _ticks(play: Play, visit: Visit, seller: User) -> None:
    """Most promises are kept; of some nobody ever says so; now and then the wrong line is ticked first."""
    stream = play.streams["promises kept"]
    made = Promise.objects.filter(appointment=visit.appointment_id, kept_at=None).select_related("appointment__lead__agent", "appointment__agent")
    for promise in made.order_by("at", "pk"):
        said = stream.random()
        keep, wrong = partial(play.do, keep_promise, promise, by=seller), partial(play.do, break_promise, promise, why="没准备好", by=seller)
        if play.by_turns("ticked in the wrong line", 0.05):
            keep()
            mistakes.seen_soon(play, untick, promise, seller, wrong)
        elif play.by_turns("promise broken", 0.12):
            wrong()
        elif said < STILL_SAID:
            keep()


def _ticks_the_showrooms(play: Play, visit: Visit, seller: User) -> None:
    """What the showroom had promised is asked about as what agents did; now and then the wrong button is pressed first."""
    stream = play.streams["showroom's promises kept"]
    rows = Transfer.objects.promised_to(visit.lead_id).filter(kept_at=None, broken_at=None, decided_at__lte=visit.at)
    for transfer in rows.select_related("card", "lead__store", "lead__agent"):
        said = stream.random()
        keep, wrong = partial(play.do, keep_card_promise, transfer, by=seller), partial(play.do, break_card_promise, transfer, why="展厅说没答应过", by=seller)
        if play.by_turns("showroom's ticked wrongly", 0.2):
            keep()
            mistakes.seen_soon(play, untick_card_promise, transfer, seller, wrong)
        elif said < STILL_SAID:
            keep()


def _decides(play: Play, visit: Visit, customer: Customer, seller: User) -> None:
    """They sign, mean to come again, or think it over at home."""
    signs = visit.lead.phone and not customer.ordered  # nobody signs without a number
    again = customer.visits > 1
    if signs and play.by_turns(f"{customer.temper.kind} signs {again}", customer.temper.buys * (1.25 if again else 1)):
        _signs(play, visit.lead, customer, seller)
        return
    if "reception" in seller.roles:
        due_at = play.moment(play.today, 10) + timedelta(days=customer.random.randint(1, 3))
        play.do(note_follow_up, visit.lead, done="介绍车型，算了价格", next_step="回访报价", due_at=due_at, by=seller)
    if not customer.ordered and customer.temper.kind == "hot" and customer.happens(0.25):
        door.comes_again(play, customer, "again", customer.random.randint(1, 6))


def _signs(play: Play, lead: Lead, customer: Customer, seller: User) -> None:
    """They sign. Seldom the order is written with somebody else's contract beside it, and at once taken back; or only days later, by the leader."""
    days = customer.random.randint(3, 16)
    number, paid = f"{play.today:%m%d}{play.done['place_order'] % 100:02d}", play.streams["paid"]
    said = {"payment": paid.choice(("full", "loan", "")), "trade_in": paid.choice((True, False, None))}
    signing = Signing(model=customer.model, number=number, expected_on=play.today + timedelta(days=days), **said)
    if play.by_turns("order written later", 0.05):
        customer.ordered = True
        door.comes_again(play, customer, "fetch", days)
        late = replace(signing, signed_at=play.now, stated_reason="签约当天忙着接待，没来得及录入")
        play.clock.at(play.moment(play.today, 9, 20) + 2 * DAY, _write_later, play, lead, late)
    elif play.by_turns("order mistyped", 0.08):
        order = play.do(place_order, lead, replace(signing, number="", expected_on=None), by=seller)
        if order is not None:
            mistakes.seen_soon(play, annul_order, order, seller, partial(_order, play, lead, customer, seller, signing))
    else:
        _order(play, lead, customer, seller, signing)


def _order(play: Play, lead: Lead, customer: Customer, seller: User, signing: Signing) -> None:
    later = play.by_turns("contract number later", 0.15)
    order = play.do(place_order, lead, replace(signing, number="") if later else signing, by=seller)
    if order is not None:
        if play.by_turns("signing corrected", 0.08):
            play.clock.at(play.now + 10 * MINUTE, _correct_signing, play, order)
        if later:
            play.clock.at(play.now + 20 * MINUTE, _complete, play, order, seller, signing.number)
        customer.ordered = True
        withdraws = lead.phone == (customer.real_phone or customer.phone) and play.by_turns("withdrawn", 0.08)  # the desk finds them again
        days = (signing.expected_on - play.today).days
        door.comes_again(play, customer, "withdraw" if withdraws else "fetch", customer.random.randint(2, 6) if withdraws else days)


def _complete(play: Play, order: Order, seller: User, number: str) -> None:
    """The contract is printed: its number is written to the order."""
    play.do(change_order, order, {"number": ("", number)}, by=seller)


def _correct_signing(play: Play, order: Order) -> None:
    """The contract says another time than the order, and the leader writes it."""
    leader = play.anyone("leader")
    if leader is not None:
        play.do(move_signing, order, order.at - 20 * MINUTE, reason="合同上的时间更早", by=leader)


def _write_later(play: Play, lead: Lead, signing: Signing) -> None:
    """The leader writes down what the specialist forgot, on the first morning they are there."""
    leader = play.anyone("leader")
    if leader is None or not play.hours.works_on(play.today):
        play.clock.at(play.now + DAY, _write_later, play, lead, signing)
    else:
        play.do(place_order, lead, signing, by=leader)


def _ends_order(play: Play, lead: Lead, seller: User, why: str) -> None:
    order = Order.objects.running().filter(lead=lead).select_related("lead").first()
    customer = play.meet(lead)
    if order is None:
        return
    if why == "fetch":
        _hands_over(play, order, seller)
    else:
        _withdraws(play, order, customer, seller)


def _hands_over(play: Play, order: Order, seller: User) -> None:
    """The keys; seldom they are noted while the car is still being washed."""
    hand_over = partial(play.do, deliver_order, order, by=seller)
    if hand_over() and play.by_turns("handed over too early", 0.08):
        mistakes.seen_soon(play, annul_delivery, order, seller, lambda: play.clock.at(play.now + 30 * MINUTE, hand_over))


def _withdraws(play: Play, order: Order, customer: Customer, seller: User) -> None:
    """They withdraw; seldom the reason is somebody else's, and the cancellation is taken back and written once more."""
    lead, cancel = order.lead, partial(play.do, cancel_order, order, by=seller)
    reason = play.streams["reception"].choice(WITHDRAWN)
    if not cancel(reason=reason):
        return
    if play.by_turns("cancelled wrongly", 0.3):
        mistakes.seen_soon(play, annul_cancellation, order, seller, partial(_withdraws, play, order, customer, seller))
    else:
        customer.ordered = False
        if "reception" in seller.roles and seller.pk == lead.reception_id:
            play.do(propose, lead, kind="lost", reason=play.word("lost_reason", "plan_dropped"), by=seller)


def gather_calls(play: Play) -> None:
    """In the morning everyone notes whom of their customers to call: those handed to them, and those who were here and have not signed."""
    _remind(play)
    for person in play.present("reception"):
        quiet = Q(last_call_at=None) | Q(last_call_at__lt=play.now - timedelta(days=3))
        own = Lead.objects.open().filter(store=play.store, reception=person, ordered_at=None, review_since=None)
        _write_to_the_numberless(play, person, own.filter(phone=None))
        own = own.filter(quiet, phone__isnull=False).exclude(pk__in=FollowUp.objects.filter(store=play.store, done_at=None).values("lead_id"))
        play.besides[person.pk] = list(own.order_by(F("last_call_at").asc(nulls_first=True), "id").values_list("pk", flat=True)[:CALLED_A_DAY])


def _remind(play: Play) -> None:
    """Whoever did not fetch their car is reminded, and comes."""
    days = [play.today - timedelta(days=ago) for ago in REMINDED]
    for order in Order.objects.running().filter(lead__store=play.store, lead__closed_at=None, expected_on__in=days).select_related("lead").order_by("id"):
        door.comes_again(play, play.meet(order.lead), "fetch", 1)


def _write_to_the_numberless(play: Play, person: User, own) -> None:
    """Whoever left no number is written to when that is due; soon they have decided."""
    stream = play.streams["written to"]
    for lead in own.filter(follow_ups__done_at=None, follow_ups__due_at__lt=play.now + 12 * HOUR).distinct().order_by("id"):
        answer, due_at = stream.choice(WRITTEN), play.moment(play.today, 15) + timedelta(days=stream.randint(1, 4))
        if happens(stream, 0.5) and play.do(propose, lead, kind="lost", reason=play.word("lost_reason", "plan_dropped"), by=person):
            continue
        play.do(note_follow_up, lead, done=answer, next_step="微信再问", due_at=due_at, by=person)
