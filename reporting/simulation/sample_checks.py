"""The leader checks what was drawn of yesterday: rings, asks, writes down what they hear."""

from datetime import timedelta
from functools import partial

from dcc.models import User
from reception.checks.rules.answering import answer_check
from reception.checks.rules.check_verdicts import dial_check, judge, not_reached, take_back_check
from reception.checks.rules.drawing import make_secret
from reception.models import CheckDraw
from reception.models.checks import CARD_WRONGS, VISIT_WRONGS
from reporting.simulation.play import Play
from reporting.simulation.streams import happens

MOST = 12  # a day
ANSWERS, WRONG = 0.75, 0.07
SAID = ("没接到过电话", "只问保养", "没去过店里", "号码不是他的")
ANSWERED = ("当时是他爱人接的", "聊过两分钟，录音可以听", "登记时看错了一位数")


def keep_secret(play: Play) -> None:
    """Draw by a secret out of the seed, so that the same seed draws the same ones."""
    make_secret(play.store, secret=f"play {play.streams.seed}")


def check_sample(play: Play) -> None:
    """Ring for those that wait, the ones drawn first before the others."""
    leader = play.anyone("leader")
    if leader is None:
        return
    waiting = CheckDraw.objects.running().filter(store=play.store).exclude(user=leader).order_by("at", "pk")[:MOST]
    for number, one in enumerate(waiting):
        play.clock.at(play.now + timedelta(minutes=3 * number), _ring, play, leader, one)


def _ring(play: Play, leader: User, one: CheckDraw) -> None:
    stream = play.streams["checks"]
    if play.do(dial_check, one, by=leader) is None:
        return
    answers = happens(stream, ANSWERS)
    play.clock.at(play.now + timedelta(seconds=stream.randint(40, 120)), _write_down, play, leader, one, answers)


def _write_down(play: Play, leader: User, one: CheckDraw, answers) -> None:
    stream = play.streams["checks"]
    if not answers:
        play.do(not_reached, one, by=leader)
        return
    if play.by_turns("checked by mistake", 0.03):
        play.do(judge, one, upheld=False, kind="other", reason="记错了", by=leader)
        play.clock.at(play.now + timedelta(minutes=1), partial(play.do, take_back_check, one, by=leader))
        play.clock.at(play.now + timedelta(minutes=2), partial(play.do, judge, one, upheld=True, by=leader))
        return
    what = "card not true" if one.is_card else "visit not true"
    if play.by_turns(what, WRONG):
        kinds = CARD_WRONGS if one.is_card else VISIT_WRONGS
        play.do(judge, one, upheld=False, kind=stream.choice(kinds)[0], reason=stream.choice(SAID), by=leader)
        if one.user is not None and play.by_turns("answers the check", 0.4):
            words = ANSWERED[one.day.toordinal() % len(ANSWERED)]
            play.clock.at(play.now + timedelta(minutes=25), partial(play.do, answer_check, one, words=words, by=one.user))
    else:
        play.do(judge, one, upheld=True, by=leader)
