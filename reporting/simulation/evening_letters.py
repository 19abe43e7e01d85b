"""The evening report in the play: it goes to whoever holds the data and to the director within DCC; the leader writes into it, seldom holds it back."""

from reporting.evening_report.rules.leader_words import add_sentence, save_remark
from reporting.evening_report.rules.report_receivers import add_receiver, end_receiver
from reporting.evening_report.rules.sending import hold_back, let_go, send_now
from reporting.models import ReportReceiver
from reporting.models.evening_report import NOTICE
from reporting.simulation.play import Play

WORDS = ("建卡够了，邀约还差一点，明天上午先补。", "下午来电多，回访推到晚上，明天 10 点前补完。", "没到的两组明早先打。")


def write_report(play: Play) -> None:
    """Before the report goes out: who receives it, on the first evening; then what the leader says of most days."""
    leader = play.anyone("leader")
    if leader is None:
        return
    _keep_receivers(play, leader)
    if play.by_turns("words of an evening", 0.8):
        play.do(save_remark, play.store, text=WORDS[play.today.toordinal() % len(WORDS)], by=leader)
    if play.by_turns("evening held back", 0.1):
        play.do(hold_back, play.store, reason="盘点，明早一起看", by=leader)
        if play.by_turns("evening let go after all", 0.5):
            play.do(let_go, play.store, by=leader)
    elif play.by_turns("evening sent early", 0.1):
        play.do(send_now, play.store, by=leader)


def add_to_report(play: Play) -> None:
    """Once it is out, seldom one sentence more."""
    leader = play.anyone("leader")
    if leader is not None and play.by_turns("sentence after an evening", 0.15):
        play.do(add_sentence, play.store, text="补一句：明天早会提前到 8 点 15 分。", by=leader)


def _keep_receivers(play: Play, leader) -> None:
    there = ReportReceiver.objects.filter(store=play.store)
    if not there.exists():
        for role in ("data_manager", "director", "manager"):
            if person := play.anyone(role):
                play.do(add_receiver, play.store, way=NOTICE, user=person, by=leader)
    elif there.filter(ended_at=None).count() > 1 and not there.exclude(ended_at=None).exists():
        last = there.filter(ended_at=None).order_by("at", "pk").last()
        play.do(end_receiver, last, by=leader)
