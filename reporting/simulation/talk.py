"""What is said on the telephone: the customer's truth, as far as it comes out in this call."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from calls.appointments.rules.promising import Promised
from calls.appointments.running import running_of
from calls.appointments.slots import days, times
from calls.cards.rules.cards import Wanted, lacks_real_number
from calls.desk.rules.finishing import CardFacts, Next
from calls.models import Appointment
from leads.grading.rules.proposing import Elsewhere
from leads.intake.phones import read_phone
from leads.models import Lead
from reporting.simulation.customers import Customer
from reporting.simulation.play import Play

PRIVACY_LASTS = timedelta(days=6)
PROMISED = 0.45  # of what agents talk about ends in a promise to ring again; a specialist leaves nobody without one
UNANSWERED = (("no_answer", "rejected", "busy", "off", "no_signal"), (60, 15, 10, 10, 5))
BY_HOUR = {12: 0.85, 13: 0.85, 18: 1.12, 19: 1.15}
WHY = ("便宜五千", "当周能提", "家里人定的", "试驾后觉得更静")
COMPETITORS = ("轩逸", "思域", "秦PLUS", "雅阁", "CR-V", "途观L", "元PLUS")
FAR_TOWNS = (("吉林", "松原"), ("辽宁", "沈阳"), ("黑龙江", "哈尔滨"), ("内蒙古", "通辽"))
LATER_NOTES = ("问了落地价，要和家里商量", "在对比两家，约好再联系", "想了解置换，等评估", "这两天忙，过几天再说", "关注贷款利率，已发方案")
PROMISES = (("price", "综合优惠保留到月底"), ("gift", "到店送脚垫"), ("test_car", "试驾车留好"), ("time", "到店有人等"), ("other", "评估师当场估旧车"))
INVITED_NOTES = ("约好到店看车试驾", "带家人一起来看车", "来店看现车谈价", "周末来试驾")


@dataclass(frozen=True)
class Talk:
    """One call as it went. `after`: what the agent does besides the form: confirm, cancel or refuse (do-not-call)."""

    outcome: str
    seconds: int = 0
    note: str = ""
    level: str = ""
    checks: tuple[str, ...] = ()
    card: CardFacts | None = None
    then: Next = field(default_factory=Next)
    real_number: str = ""
    after: str = ""


def outgoing(play: Play, customer: Customer, lead: Lead) -> Talk:
    """Return how a call to this customer goes now."""
    kind, privacy = customer.temper.kind, "," in (lead.phone or "")
    if kind == "wrong":
        return Talk("empty_number", then=_invalid(play, "wrong_number") if customer.happens(0.8) else Next())
    if privacy and play.now > lead.received_at + PRIVACY_LASTS:
        return Talk("virtual_expired")
    if kind == "dead":
        return Talk("out_of_service", then=_invalid(play, "out_of_service") if lead.call_count else Next())
    if not customer.happens(customer.temper.answers * BY_HOUR.get(play.now.hour, 1)):
        return _unanswered(play, customer, lead)
    return spoken(play, customer, lead)


def _unanswered(play: Play, customer: Customer, lead: Lead) -> Talk:
    last = lead.tries >= 3 and not lead.reached_at
    then = _invalid(play, "never_reached") if last and customer.happens(0.5) else Next()
    return Talk(customer.random.choices(*UNANSWERED)[0], then=then)


def spoken(play: Play, customer: Customer, lead: Lead | None, *, wish: str = "") -> Talk:
    """Return how a conversation goes. `lead` None: somebody rings of whom nothing is known yet; `wish`: why they ring (move, cancel)."""
    customer.heard += 1
    running = running_of(lead) if lead else None
    kind = customer.temper.kind
    if kind in {"not_me", "trade"}:
        return Talk("connected", customer.random.randint(8, 25), "不是本人" if kind == "not_me" else "同行询价", then=_invalid(play, _not_a_customer(kind)))
    if kind == "far":
        return Talk("connected", customer.random.randint(20, 60), "人在外地", then=_out_of_area(customer))
    if customer.ordered or (lead and lead.ordered_at):
        return Talk("connected", customer.random.randint(20, 90), "问交车时间", level=_level(play, "O"))
    if running is not None:
        return _about_appointment(play, customer, running, wish)
    return _about_cars(play, customer, lead)


def _not_a_customer(kind: str) -> str:
    return "not_the_person" if kind == "not_me" else "trade"


def _about_appointment(play: Play, customer: Customer, running: Appointment, wish: str) -> Talk:
    """Whoever is expected confirms, moves or cancels."""
    fate = {"move": 0.8, "cancel": 0.95}.get(wish, customer.random.random())
    seconds = customer.random.randint(25, 80)
    if fate < 0.76:
        return Talk("connected", seconds, "确认能来", after="confirm")
    if fate < 0.92 and (slot := visit_slot(play, customer)):
        return Talk("connected", seconds, "改时间", then=Next("invite", at=slot, note="改约", though_full=True))
    return Talk("connected", seconds, "来不了，不约了", after="cancel")


def _about_cars(play: Play, customer: Customer, lead: Lead | None) -> Talk:
    temper, random = customer.temper, customer.random
    seconds = int(random.lognormvariate(4.5 if temper.kind == "hot" else 4.1, 0.6)) + 12
    facts = {"seconds": min(seconds, 900), "level": _stated(play, customer), "checks": _checks(customer), "real_number": _real_number(play, customer, lead)}
    if lead is None or lead.card_at is None:
        opens = customer.happens(temper.card)  # asked first, so that no other draw moves
        facts["card"] = _card(customer) if opens and (lead is None or facts["real_number"] or not lacks_real_number(lead)) else None
    agrees = 1 if lead is not None and lead.reception_id else PROMISED
    if temper.kind == "cold" and play.by_turns("refuses", 0.05):
        return Talk("connected", random.randint(10, 25), "明确表示不要再打电话", then=_lost(play, customer), after="refuse")
    if customer.heard > temper.patience or (temper.kind == "cold" and customer.happens(0.4)):
        return Talk("connected", note="已买别的车或暂时不买", then=_lost(play, customer), **facts)
    return _next(play, customer, facts, agrees)


def _next(play: Play, customer: Customer, facts: dict, agrees: float) -> Talk:
    random = customer.random
    if customer.happens(customer.temper.invite) and (slot := visit_slot(play, customer)):
        return Talk("connected", note=random.choice(INVITED_NOTES), then=Next("invite", at=slot, though_full=True, promises=_promised(play)), **facts)
    note = random.choice(LATER_NOTES)
    then = Next("callback", at=promise_time(play, customer), note=note) if customer.happens(agrees) else Next()
    return Talk("connected", note=note, then=then, **facts)


def _promised(play: Play) -> tuple[Promised, ...]:
    """What the agent promises so that they come: mostly nothing, else a line or two."""
    stream = play.streams["promises"]
    return tuple(Promised(*stream.choice(PROMISES)) for _line in range(stream.choice((0, 0, 0, 1, 2))))


def _card(customer: Customer) -> CardFacts:
    return CardFacts(name=customer.name, model=customer.model)


def wanted_of(customer: Customer) -> Wanted:
    """Return what a customer says of their purchase besides the model; the budget is another from call to call."""
    length = len(customer.name)
    return Wanted(budget=("12-15 万", "18-20 万", "25 万以内")[(length + customer.heard) % 3], payment=("full", "loan")[length % 2], trade_in="no")


def _checks(customer: Customer) -> tuple[str, ...]:
    likely = {"hot": 0.7, "warm": 0.5}.get(customer.temper.kind, 0.2)
    return tuple(check for check in ("need", "model", "policy", "date", "wechat") if customer.happens(likely))


def _stated(play: Play, customer: Customer) -> str:
    letters = {"hot": "HAAB", "warm": "ABBC"}.get(customer.temper.kind, "CCC ")
    return _level(play, customer.random.choice(letters).strip())


def _level(play: Play, letter: str) -> str:
    known = [name for names in (play.words.get(("level", meaning), []) for meaning in ("ordered", "")) for name in names]
    return letter if letter in known else ""


def _real_number(play: Play, customer: Customer, lead: Lead | None) -> str:
    asks = lead is not None and lead.is_virtual and play.by_turns("real number", 0.7)
    return customer.real_phone if asks and read_phone(customer.real_phone).number else ""


def visit_slot(play: Play, customer: Customer) -> datetime | None:
    """Return a time to come in, out of those the page offers; the weekend is liked best."""
    offered = days(play.now, play.hours)
    if not offered:
        return None
    day = customer.random.choices(offered, [3 if day.weekday() >= 5 else 2 for day in offered])[0]
    return datetime.combine(day, customer.random.choice(times(play.hours)), play.store.zone)


def promise_time(play: Play, customer: Customer) -> datetime:
    """Return when the agent promises to ring again: some day of this week, at an hour that suits the customer."""
    ahead = customer.random.choice((0, 1, 1, 2, 3, 5, 7))
    at = play.moment(play.today, customer.random.randint(9, 17), customer.random.choice((0, 15, 30, 45))) + timedelta(days=ahead)
    return at if at > play.now + timedelta(minutes=45) else at + timedelta(days=1)


def _invalid(play: Play, meaning: str) -> Next:
    return Next("invalid", reason=play.word("invalid_reason", meaning))


def _lost(play: Play, customer: Customer) -> Next:
    meaning = customer.random.choices(("other_brand", "price", "plan_dropped", "postponed", "same_brand", "supply"), (35, 18, 16, 18, 8, 5))[0]
    competitor = customer.random.choice(COMPETITORS) if meaning in {"other_brand", "same_brand"} else ""
    reason, why = play.word("lost_reason", meaning), customer.random.choice(WHY) if competitor else ""
    closer = ["", *play.closer.get(reason, ())]
    return Next("lost", reason=reason, detail=customer.random.choice(closer), competitor=competitor, why=why)


def _out_of_area(customer: Customer) -> Next:
    province, city = customer.random.choice(FAR_TOWNS)
    return Next("out_of_area", reason=Elsewhere(province, city, f"{city}店"))
