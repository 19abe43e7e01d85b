"""`manage.py evening_note`: the note of a day without a browser, as it was first written."""

import json

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from dcc.models import User
from leads.models import Channel
from reporting.evening.kept_notes import kept_facts
from reporting.evening.note_words import sentences
from reporting.evening.rules.writing_notes import write_note
from reporting.management.arguments import day, store_called


class Command(BaseCommand):
    """Print the evening note of a person, or of the team."""

    help = "Show the evening note: manage.py evening_note --store S1 --day 2026-11-26 [--user s1-agent1] [--format json]"

    def add_arguments(self, parser) -> None:
        """Take store, day and person."""
        parser.add_argument("--store", required=True)
        parser.add_argument("--day", required=True, type=day)
        parser.add_argument("--user")
        parser.add_argument("--format", default="text", choices=["json", "text"])

    def handle(self, *args, store, user, **options) -> None:
        """Write the note where nobody has, and print it."""
        found = store_called(store)
        person = User.objects.filter(store=found, username=user.lower()).first() if user else None
        if user and person is None:
            raise CommandError(f"{store} has nobody called {user}")
        note, _is_new = write_note(found, options["day"], person, now=timezone.now())
        if note is None:
            raise CommandError(f"{options['day']} has no closing time yet")
        facts = kept_facts(note)
        said = [str(sentence) for sentence in sentences(facts, person)]
        answer = {"store": store, "day": f"{note.day}", "user": person.username if person else None, "at": note.at.astimezone(found.zone).isoformat()}
        if options["format"] == "text":
            self.stdout.write("\n".join(said))
            return
        self.stdout.write(json.dumps({**answer, "sentences": said, **named(facts.as_json)}, ensure_ascii=False, indent=1))


def named(facts: dict) -> dict:
    """Return the facts with the names of channel and person in the place of keys."""
    if facts["learn"]:
        facts["learn"] |= {
            "channel": Channel.objects.get(pk=facts["learn"]["channel"]).name,
            "person": User.objects.get(pk=facts["learn"]["person"]).username,
        }
    return facts
