"""The list of topics: what waits to be agreed, what is at work, what ended; and one topic with its steps."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from dcc.models import User
from dcc.reckoning.clock import day_of
from leads.models import Lead, Topic, TopicStep
from leads.sockets import Figure
from leads.topics.figures import figure_of

TABS = (
    ("open", pgettext_lazy("topics", "Open")),
    ("mine", pgettext_lazy("topics", "Wait for me")),
    ("raised", gettext_lazy("I raised")),
    ("ended", pgettext_lazy("topics", "Ended")),
)
SHOWN = 100  # ended ones
BESIDE = ("by", "owner", "lead", "campaign")


@dataclass(frozen=True)
class TopicRow:
    """One topic of the list; `days` until it is due, below none where it is late. `lead` only where its reader may see that customer."""

    topic: Topic
    days: int | None
    lead: Lead | None
    figure: Figure | None

    @property
    def late(self) -> int:
        """For how many days it is late."""
        return -self.days if self.topic.state == "agreed" and self.days is not None and self.days < 0 else 0


@dataclass(frozen=True)
class TopicGroup:
    """Topics of one state, under their heading."""

    title: str
    rows: list[TopicRow]


@dataclass(frozen=True)
class StepTaken:
    """One step as it is told: the day and the owner it set, and those before."""

    step: TopicStep
    due_before: date | None
    owner_before: User | None


def tabs_of(user: User) -> list[tuple[str, str, int | None]]:
    """Return each tab with its words and how many are open in it."""
    raised_by = list(Topic.objects.visible_to(user).running().values_list("by", flat=True))
    counts = {"open": len(raised_by), "mine": Topic.objects.waiting_for(user).count(), "raised": raised_by.count(user.pk)}
    return [(name, str(label), counts.get(name)) for name, label in TABS]


def groups_of(user: User, tab: str, kind: str, now: datetime) -> list[TopicGroup]:
    """Return the topics of a tab and kind: to agree oldest first, at work by due day, ended latest first; empty groups are left out."""
    topics = Topic.objects.visible_to(user).select_related(*BESIDE)
    topics = topics.filter(kind=kind) if kind else topics
    if tab in ("mine", "raised"):
        topics = topics.filter(pk__in=Topic.objects.waiting_for(user).values("pk")) if tab == "mine" else topics.filter(by=user)
    if tab == "ended":
        asked: list[tuple[str, QuerySet[Topic]]] = [(_("Ended"), topics.ended()[:SHOWN])]
    else:
        asked = [
            (_("Leader or director to agree"), topics.to_agree()),
            (_("At work now"), topics.at_work()),
            (_("Ended, last 30 days"), topics.ended_lately(now)[:SHOWN]),
        ]
    found = [(title, list(rows)) for title, rows in asked]
    seen = leads_seen(user, (topic for _title, rows in found for topic in rows), now)
    return [TopicGroup(title, [row_of(topic, user, seen, now) for topic in rows]) for title, rows in found if rows]


def leads_seen(user: User, topics: Iterable[Topic], now: datetime) -> dict[int, Lead]:
    """Return the customers of some topics that this person may see."""
    ids = {topic.lead_id for topic in topics if topic.lead_id}
    return Lead.objects.visible_to(user, now=now).in_bulk(ids) if ids else {}


def row_of(topic: Topic, user: User, seen: dict[int, Lead], now: datetime) -> TopicRow:
    """Return one topic as its reader sees it."""
    days = (topic.due_on - day_of(now, user.own_store.zone)).days if topic.due_on else None
    return TopicRow(topic, days, seen.get(topic.lead_id or 0), figure_of(user, topic.figure, now))


def steps_of(topic: Topic) -> list[StepTaken]:
    """Return the steps of a topic, the latest first, each with what it changed."""
    told: list[StepTaken] = []
    due_on, owner = None, None
    for step in topic.steps.select_related("by", "owner").order_by("at", "pk"):
        told.append(StepTaken(step, due_on, owner))
        due_on, owner = step.due_on or due_on, step.owner or owner
    return told[::-1]
