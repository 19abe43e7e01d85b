"""What topics hang on the sockets: their place in the navigation, deeds of the trail, notices, and what one may do with a customer."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from dcc import sockets
from dcc.people.permissions import may
from dcc.reckoning.clock import day_of
from dcc.trail import audit, trail_words
from leads import sockets as leads_sockets
from leads.models import TOPIC_KINDS, Topic

audit.register(
    {
        "topic.raise": _("Topic raised"),
        "topic.agree": _("Topic agreed to"),
        "topic.note": _("Progress of a topic noted"),
        "topic.change": _("Owner or day of a topic changed"),
        "topic.finish": _("Topic ended with a result"),
        "topic.drop": _("Topic dropped"),
    }
)
trail_words.register({"topic_kind": ""}, {"topic_kind": lambda value: str(dict(TOPIC_KINDS).get(value, value))})


def page_of(notice) -> str:
    """The page of the topic a notice speaks of."""
    return reverse("topic", args=[notice.detail["topic"]])


def given(notice):
    """Somebody owns a topic from now on."""
    return _now("A topic is yours: see what is to be done, and until when"), page_of(notice)


def done(notice):
    """What somebody raised came to a result."""
    return _now("A topic you raised has a result"), page_of(notice)


def dropped(notice):
    """Nothing comes of what somebody raised."""
    return _now("A topic you raised was dropped: the reason stands there"), page_of(notice)


def waiting_topics(user, now):
    """How many are this person's to do or to agree to, and whether one is past its day."""
    waiting = list(Topic.objects.waiting_for(user).values_list("due_on", "state"))
    today = day_of(now, user.own_store.zone)
    return len(waiting), any(state == "agreed" and due_on < today for due_on, state in waiting)


def raise_on_lead(lead, user):
    """A topic may be raised on any customer one sees."""
    if not may(user, "topic.raise"):
        return None
    return f"{reverse('topic_new')}?{urlencode({'lead': lead.pk})}", _now("Raise a topic"), "bulb"


def topics_on_the_trail(user, ids, _now):
    """Name the topics a deed was about, for whoever may read them."""
    rows = Topic.objects.visible_to(user).filter(pk__in=ids)
    return {topic.pk: (topic.title, reverse("topic", args=[topic.pk])) for topic in rows}


sockets.notice_kinds.add_each({"topic.given": given, "topic.done": done, "topic.dropped": dropped})
sockets.trail_links.add(topics_on_the_trail, name="topic")
sockets.navigation.add(
    sockets.Section("topics", _("Topics"), "bulb", "topic.see", key="T", pages=("topic", "topic_new"), count=waiting_topics), name="topics", position=40
)
leads_sockets.lead_actions.add(raise_on_lead, name="topic", position=90)
