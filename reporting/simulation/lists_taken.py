"""Once a week the data manager takes the customers of a channel along: masked, and for its platform's check with full numbers, by somebody else's leave."""

from django.db.models import Count

from dcc.models import User
from leads.exports.rules.approving import approve, refuse
from leads.exports.rules.asking_full import ask_full, take_masked, withdraw
from leads.exports.rules.fetching import hand_out
from leads.models import Lead, PersonExport
from leads.sockets import Listed
from reporting.simulation.play import Play
from reporting.simulation.play_clock import MINUTE

LIST = "leads"
ON_WEEKDAY = 1
MOST = 150  # of the three hundred numbers of a day; a larger channel is looked into masked alone
PURPOSES = ("平台月度抽查，按号码核对线索质量", "厂家回访抽样，按号码比对", "活动短信邀约名单，市场部发")
WHY_NOT = "先用打码的核对，对不上再申请"


def take_lists(play: Play) -> None:
    """Take the week's channel along."""
    who = play.anyone("data_manager")
    if who is None or play.today.weekday() != ON_WEEKDAY:
        return
    channels = Lead.objects.filter(store=play.store).values_list("channel").annotate(rows=Count("pk")).filter(rows__lte=MOST)
    for channel, _rows in channels.order_by("-rows", "channel")[:1]:
        rows = Lead.objects.visible_to(who, now=play.now).filter(channel=channel).order_by("-received_at", "-id")
        found = Listed(list(rows.values_list("pk", flat=True)), {"channel": str(channel)}, {"渠道": play.channel_by_id[channel].name})
        play.do(take_masked, LIST, found, by=who)
        _ask(play, who, found)


def _ask(play: Play, who: User, found: Listed) -> None:
    purpose = PURPOSES[play.today.isocalendar().week % len(PURPOSES)]
    export = play.do(ask_full, LIST, found, purpose=purpose, by=who)
    if export is not None and play.by_turns("file asked for by mistake", 0.15):
        play.do(withdraw, export, by=who)
        export = play.do(ask_full, LIST, found, purpose=purpose, by=who)
    if export is not None:
        play.clock.at(play.now + 12 * MINUTE, _decide, play, export, who)


def _decide(play: Play, export: PersonExport, who: User) -> None:
    decides = play.anyone("director") or play.anyone("leader")
    if decides is None:
        return
    if play.by_turns("file not let go", 0.25):
        play.do(refuse, export, reason=WHY_NOT, by=decides)
        return
    play.do(approve, export, by=decides)
    play.clock.at(play.now + 9 * MINUTE, lambda: play.do(hand_out, export, by=who))
