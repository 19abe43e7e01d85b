"""The director weighs each post on the first day and once anew; a paid month is appraised, signed by the leader, the leader's own card by the director."""

from decimal import Decimal

from dcc.models import User
from dcc.reckoning.months import month_before, month_of
from reporting.appraisal.month_scores import KIND, appraisal_of
from reporting.appraisal.rules.setting_weights import Draft, Weight, set_weights
from reporting.appraisal.rules.signing_cards import sign_month, sum_of, to_sign
from reporting.models import AppraisalRule, Closing
from reporting.simulation.play import Play

SELLING = (
    Weight("in_time_rate", 15, Decimal(90)),
    Weight("effective_rate", 10, Decimal(60)),
    Weight("cards", 15),
    Weight("visit_rate_by_card", 20, Decimal(30)),
    Weight("deals", 25),
    Weight("wechat_rate", 15, Decimal(50)),
)
RECEIVING = (Weight("test_drive_rate", 40, Decimal(60)), Weight("order_rate", 60, Decimal("22.5")))
GRADING = (Weight("grades_kept", 70, Decimal(98)), Weight("days_closed", 30, Decimal(97)))
SIGNING = (Weight("tags_kept", 50, Decimal(98)), Weight("typed_soon", 20, Decimal(95)), Weight("days_signed", 30, Decimal(100)))
MAKERS = (Weight("in_time_rate", 50, Decimal(95)), Weight("visits", 50))
CARDS = (("agent", SELLING), ("leader", SELLING), ("reception", RECEIVING), ("data_manager", GRADING), ("front_desk", SIGNING))
FLOOR, CAP, LATER_CAP = 60, 120, 130
MENDED_ON = 12  # of a month


def weigh(play: Play, director: User) -> None:
    """On a store's first day each post gets its card, the agents the maker's too; some days later the agents' cap is another for the months to come."""
    rules = AppraisalRule.objects.filter(store=play.store)
    if not rules.exists():
        for role, weights in CARDS:
            play.do(set_weights, play.store, Draft(role, "own", weights, FLOOR, CAP), by=director)
        play.do(set_weights, play.store, Draft("agent", "maker", MAKERS, FLOOR, CAP), by=director)
    elif play.today.day >= MENDED_ON and not rules.filter(role="agent", table="own", cap=LATER_CAP).exists():
        play.do(set_weights, play.store, Draft("agent", "own", SELLING, FLOOR, LATER_CAP), by=director)


def sign_appraisals(play: Play) -> None:
    """Once the pay of the month before is frozen."""
    month = month_before(month_of(play.today))
    period = f"{month:%Y-%m}"
    if not Closing.objects.of(play.store, "rewards", period).exists():
        return
    for person in (play.anyone("leader"), play.anyone("director")):
        if person is None or Closing.objects.of(play.store, KIND, period).filter(by=person).exists():
            continue
        if cards := to_sign(appraisal_of(play.store, month), person):
            play.do(sign_month, play.store, month, total=sum_of(cards), by=person)
