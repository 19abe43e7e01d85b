"""Topics raised, agreed, worked at and ended: each step is a row that nobody edits (docs/rules/domain.md#topics)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from dcc.errors import Changed, Refused
from dcc.models import Role, Store, User
from dcc.notices.telling import tell
from dcc.people.permissions import PERMISSIONS, decides
from dcc.reckoning.clock import day_of
from dcc.trail import audit
from leads.models import Campaign, Lead, Topic, TopicStep

WORK = tuple(PERMISSIONS["topic.raise"])  # the roles of whoever has work in the store
AGAIN_WITHIN = timedelta(minutes=10)  # a form that arrives twice raises one topic


@dataclass(frozen=True)
class Seen:
    """What somebody saw and proposes; `lead`, `campaign` and `figure` are what it is tied to, `figure_then` what the figure is now."""

    kind: str
    title: str
    proposal: str
    text: str = ""
    aim: str = ""
    owner: User | None = None
    due_on: date | None = None
    lead: Lead | None = None
    campaign: Campaign | None = None
    figure: str = ""
    figure_then: str = ""


@transaction.atomic
def raise_topic(store: Store, *, seen: Seen, by: User, now: datetime) -> Topic:
    """Raise a topic: it stands on the leader's and the director's desk. The same once more within ten minutes is the one there is.

    Refused without what was seen and a proposal, for an owner of another store, and with a due day that is over.
    """
    _check_said(seen)
    _check_owner(store, seen.owner)
    _check_due(store, seen.due_on, now)
    User.objects.select_for_update().get(pk=by.pk)
    said = {name: getattr(seen, name) for name in Seen.__dataclass_fields__}
    twin = Topic.objects.filter(store=store, by=by, kind=seen.kind, title=seen.title, at__gte=now - AGAIN_WITHIN, state="open").order_by("pk").first()
    if twin:
        return twin
    topic = Topic.objects.create(store=store, by=by, at=now, **said)
    _step(topic, "raised", by=by, now=now, owner=seen.owner, due_on=seen.due_on)
    audit.record("topic.raise", topic, by=by, now=now, topic_kind=seen.kind)
    return topic


@transaction.atomic
def agree(topic: Topic, *, owner: User | None, due_on: date | None, words: str = "", by: User, now: datetime) -> Topic:
    """Agree to what is proposed: somebody owns it until a day. Refused without both, and where it was agreed or dropped meanwhile."""
    topic = _hold(topic)
    _check_settles(by)
    if topic.state != "open":
        raise Changed(_("Somebody has decided on it meanwhile."))
    if owner is None:
        raise Refused(_("Choose who owns it."), about="owner")
    if due_on is None:
        raise Refused(_("Say until when."), about="due_on")
    _check_owner(topic.store, owner)
    _check_due(topic.store, due_on, now)
    topic.state, topic.owner, topic.due_on = "agreed", owner, due_on
    topic.save(update_fields=["state", "owner", "due_on"])
    _step(topic, "agreed", by=by, now=now, owner=owner, due_on=due_on, words=words)
    audit.record("topic.agree", topic, by=by, now=now)
    _tell("topic.given", owner, topic, by=by, now=now)
    return topic


@transaction.atomic
def note_progress(topic: Topic, *, words: str, by: User, now: datetime) -> Topic:
    """Write how it goes: anybody may who raises topics. Refused without words, and once it is ended."""
    topic = _hold_running(topic)
    if not words.strip():
        raise Refused(_("Write how it goes."), about="words")
    _step(topic, "noted", by=by, now=now, words=words)
    audit.record("topic.note", topic, by=by, now=now)
    return topic


@transaction.atomic
def change_plan(topic: Topic, *, owner: User, due_on: date, words: str = "", by: User, now: datetime) -> bool:
    """Give an agreed topic to somebody else, or another day. False if nothing differs. Leader and director do so."""
    topic = _hold_running(topic)
    _check_settles(by)
    if topic.state != "agreed":
        raise Refused(_("Agree to it first."))
    before = topic.owner_id, topic.due_on
    if before == (owner.pk, due_on):
        return False
    _check_owner(topic.store, owner)
    if due_on != topic.due_on:
        _check_due(topic.store, due_on, now)
    changed_owner, changed_due = owner if owner.pk != topic.owner_id else None, due_on if due_on != topic.due_on else None
    topic.owner, topic.due_on = owner, due_on
    topic.save(update_fields=["owner", "due_on"])
    _step(topic, "changed", by=by, now=now, owner=changed_owner, due_on=changed_due, words=words)
    audit.record("topic.change", topic, by=by, now=now)
    if changed_owner:
        _tell("topic.given", owner, topic, by=by, now=now)
    return True


@transaction.atomic
def finish(topic: Topic, *, outcome: str, by: User, now: datetime) -> Topic:
    """End an agreed topic with its result: its owner does, or leader and director."""
    return _end(topic, "done", _("Write the result: what was done, and what the figure was and is."), outcome, by, now)


@transaction.atomic
def drop(topic: Topic, *, reason: str, by: User, now: datetime) -> Topic:
    """End a topic without a result, with the reason."""
    return _end(topic, "dropped", _("Say why nothing comes of it."), reason, by, now)


def may_settle(topic: Topic, user: User) -> bool:
    """Whether this person may end it: leader and director any, others what they own."""
    return topic.is_running and (decides(user, "topic.settle") or (topic.owner_id is not None and topic.owner_id == user.pk))


def _end(topic: Topic, state: str, missing: str, words: str, by: User, now: datetime) -> Topic:
    topic = _hold_running(topic)
    if not may_settle(topic, by):
        raise Refused(_("Its owner, leader and director end a topic."))
    if state == "done" and topic.state != "agreed":
        raise Refused(_("Agree to it first."))
    if not words.strip():
        raise Refused(missing, about="words")
    topic.state, topic.ended_at, topic.outcome = state, now, words.strip()[:500]
    topic.save(update_fields=["state", "ended_at", "outcome"])
    _step(topic, state, by=by, now=now, words=words)
    audit.record(f"topic.{'finish' if state == 'done' else 'drop'}", topic, by=by, now=now)
    _tell(f"topic.{state}", topic.by, topic, by=by, now=now)
    return topic


def _hold(topic: Topic) -> Topic:
    return Topic.objects.select_for_update(of=("self",)).select_related("store", "by", "owner").get(pk=topic.pk)


def _hold_running(topic: Topic) -> Topic:
    topic = _hold(topic)
    if not topic.is_running:
        raise Changed(_("This topic is ended."))
    return topic


def _step(topic: Topic, kind: str, *, by: User, now: datetime, owner: User | None = None, due_on: date | None = None, words: str = "") -> None:
    TopicStep.objects.create(topic=topic, kind=kind, by=by, at=now, owner=owner, due_on=due_on, words=words.strip()[:500])


def _tell(kind: str, person: User | None, topic: Topic, *, by: User, now: datetime) -> None:
    if person is not None and person.pk != by.pk:
        tell(person, kind, now=now, topic=topic.pk)


def _check_said(seen: Seen) -> None:
    if not seen.title.strip():
        raise Refused(_("Write what you saw."), about="title")
    if not seen.proposal.strip():
        raise Refused(_("Write what is to be done."), about="proposal")


def _check_settles(by: User) -> None:
    if not decides(by, "topic.settle"):
        raise Refused(_("Leader and director agree to topics."))


def _check_owner(store: Store, owner: User | None) -> None:
    if owner is not None and not owners(store).filter(pk=owner.pk).exists():
        raise Refused(_("%(name)s cannot own a topic.") % {"name": owner.name}, about="owner")


def _check_due(store: Store, due_on: date | None, now: datetime) -> None:
    if due_on is not None and due_on < day_of(now, store.zone):
        raise Refused(_("This day is over."), about="due_on")


def owners(store: Store) -> QuerySet[User]:
    """Return whom topics are given to: everybody of the store who has work in it."""
    works = Role.objects.filter(user=OuterRef("pk"), name__in=WORK)
    return User.objects.of_store(store).employed().filter(Exists(works))
