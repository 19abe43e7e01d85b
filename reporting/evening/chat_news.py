"""For group chats: the team's evening note, its three sentences as they are copied."""

from collections.abc import Iterator
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from dcc.models import RobotMessage, Store
from dcc.sockets import RobotNews
from reporting.evening.kept_notes import kept_facts
from reporting.evening.note_words import as_text, sentences
from reporting.models import EveningNote

KIND = "evening.note"


def evening_news(store: Store, since: datetime, now: datetime) -> Iterator[RobotNews]:
    """Tell of the team's note of a day, once, from when it is written: no customer stands in it, and no number of a telephone."""
    for note in EveningNote.objects.filter(store=store, user=None, at__gte=since, at__lte=now).order_by("day"):
        words = as_text(sentences(kept_facts(note), None), note.day)
        yield RobotNews(f"{note.day}", note.at, _("Evening note %(words)s") % {"words": words}, f"{reverse('evening')}?day={note.day}")


def sent_to(store: Store, day: date) -> RobotMessage | None:
    """Return the message by which the note of a day first stood in a group chat."""
    told = RobotMessage.objects.filter(robot__store=store, kind=KIND, key=f"{day}", sent_at__isnull=False)
    return told.select_related("robot").order_by("sent_at", "pk").first()
