"""The month before is paid: people object to lines of theirs, the leader answers, ticks the deals of transferred cards, and freezes what it comes to."""

from datetime import date

from dcc.models import Store, User
from dcc.reckoning.months import month_before, month_of
from reporting.models import Closing
from reporting.rewards.event_places import Place
from reporting.rewards.month_pay import Pay, pay_of
from reporting.rewards.rules.freezing import KIND, freeze_month, tick_deal
from reporting.rewards.rules.objecting import answer_objection, object_to, withdraw_objection
from reporting.simulation.play import Play

WHY_NOT = "客户本来就在展厅谈妥了"
IN_TWENTY = 0.05  # lines of a statement, and of what did not count for somebody
WRONG, MINE = "这一条不是我做的，不该算我", "客户是我邀的，应该算我"
CHANGED, LEFT = "看过当天的记录，改", "记录清楚，不改"


def pay_month(play: Play) -> None:
    """Once the month before is closed; one deal in some is refused first and granted after all."""
    leader, month = play.anyone("leader"), month_before(month_of(play.today))
    period = f"{month:%Y-%m}"
    is_closed = Closing.objects.of(play.store, "month", period).exists()
    if leader is None or not is_closed or Closing.objects.of(play.store, KIND, period).exists():
        return
    _object(play, month, leader)
    pay = pay_of(play.store, month)
    for key in dict.fromkeys(one.event.key for _pay, one in pay.transferred if one.ticked is None):
        if play.by_turns("deal not paid", 0.3):
            play.do(tick_deal, play.store, key, granted=False, reason=WHY_NOT, by=leader)
        if not play.by_turns("deal refused for good", 0.1):
            play.do(tick_deal, play.store, key, granted=True, by=leader)
    play.do(freeze_month, play.store, month, total=pay_of(play.store, month).total, by=leader)


def _object(play: Play, month: date, leader: User) -> None:
    """One line in twenty is objected to, and answered before the month is frozen; one objection in ten is taken back."""
    for pay, place, counts in _lines(play.store, month):
        if pay.person.left_at is None and play.by_turns(f"objection {counts}", IN_TWENTY):
            said = {"text": MINE if counts else WRONG, "by": play.cast.find(pay.person.pk)}
            objection = play.do(object_to, play.store, month, pay.role, place, **said)
            if objection is None:
                continue
            if play.by_turns("objection withdrawn", 0.1):
                play.do(withdraw_objection, play.store, objection.pk, by=said["by"])
            else:
                changes = play.by_turns("objection granted", 0.5)
                play.do(answer_objection, play.store, objection.pk, changes=changes, answer=CHANGED if changes else LEFT, by=leader)


def _lines(store: Store, month: date) -> list[tuple[Pay, Place, bool]]:
    """What somebody may hold against their month: a line that is not theirs, an event that should be."""
    found: list[tuple[Pay, Place, bool]] = []
    for pay in pay_of(store, month, corrects=False).pays:
        paid = dict.fromkeys(place for step in pay.sheet.steps for line in step.lines for place in [_place(pay, line.event)])
        found += [(pay, place, False) for place in paid]
        found += [(pay, aside.done.place, True) for aside in pay.aside]
    return found


def _place(pay: Pay, event) -> Place:
    return next(one.place for one in pay.done if one.event == event)
