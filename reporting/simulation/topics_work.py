"""Topics in the play: what people see going wrong, what is agreed about it, and what comes of it."""

from datetime import timedelta
from urllib.parse import urlencode

from dcc.models import User
from leads.models import Lead, Topic
from leads.topics.figures import figure_of
from leads.topics.rules.settling import Seen, agree, change_plan, drop, finish, note_progress, raise_topic
from reporting.simulation.play import Play
from reporting.simulation.streams import happens

SEEN = (  # kind, title, proposal
    ("talk", "第一通就报价，问完就没下文", "先问预算和时间，再报价"),
    ("sales", "没来的客户没人再约", "当天 18:00 前再打一次"),
    ("event", "周六下午总约满，上午空着", "邀约先报上午，来的送早餐券"),
    ("between", "置换估价要等两天", "二手车部当天 17:00 前给价"),
)
RAISED = 0.22  # a day
DAYS = 5  # until it is due


def raise_topics(play: Play) -> None:
    """Towards evening somebody says what they saw: of a customer of theirs, of a figure, or of nothing one can point at."""
    stream = play.streams["topics"]
    people = [person for role in ("agent", "reception", "data_manager") for person in play.present(role)]
    if not people or not happens(stream, RAISED):
        return
    person, (kind, title, proposal) = stream.choice(people), stream.choice(SEEN)
    play.do(raise_topic, play.store, seen=_tied(play, person, Seen(kind, title, proposal)), by=person)


def _tied(play: Play, person: User, seen: Seen) -> Seen:
    """What one saw, tied to a customer or to the month's cards of one's own, or to nothing, by turns."""
    if play.by_turns("topic of a customer", 0.5):
        lead = Lead.objects.open().filter(store=play.store, agent=person).order_by("received_at", "phone", "pk").first()
        return Seen(seen.kind, seen.title, seen.proposal, lead=lead)
    asked = {"by": "agent", "basis": "activity", "from": play.today.replace(day=1), "to": play.today, "measure": "cards", "key": person.username}
    figure = figure_of(person, urlencode(asked), play.now)
    return Seen(seen.kind, seen.title, seen.proposal, figure=figure.address, figure_then=figure.value(None)) if figure else seen


def settle_topics(play: Play) -> None:
    """In the morning the leader decides on what is new and moves a day; whoever owns a topic writes how it goes, and ends it when it is due."""
    leader = play.anyone("leader")
    if leader is None:
        return
    for topic in list(Topic.objects.to_agree().filter(store=play.store)):
        _decide(play, leader, topic)
    for topic in list(Topic.objects.at_work().filter(store=play.store).select_related("owner")):
        _go_on(play, leader, topic)


def _decide(play: Play, leader: User, topic: Topic) -> None:
    if play.by_turns("topic dropped at once", 0.15):
        play.do(drop, topic, reason="没有人手，明年再看", by=leader)
        return
    owner = leader if topic.by is None or play.by_turns("topic of the leader's own", 0.3) else topic.by
    play.do(agree, topic, owner=owner, due_on=play.today + timedelta(days=DAYS), by=leader)


def _go_on(play: Play, leader: User, topic: Topic) -> None:
    owner, due_on = topic.owner, topic.due_on
    if owner is None or due_on is None:
        return
    if due_on <= play.today:
        _end(play, leader, owner, topic)
    elif due_on == play.today + timedelta(days=2):
        play.do(note_progress, topic, words="试了三天，好一些", by=owner)


def _end(play: Play, leader: User, owner: User, topic: Topic) -> None:
    if play.by_turns("topic takes longer", 0.3):
        play.do(change_plan, topic, owner=owner, due_on=play.today + timedelta(days=3), words="周末多看两天", by=leader)
    elif play.by_turns("topic without a result", 0.2):
        play.do(drop, topic, reason="试下来没用", by=owner)
    else:
        play.do(finish, topic, outcome=f"试了 {(play.today - topic.at.astimezone(play.store.zone).date()).days} 天，照办", by=owner)
