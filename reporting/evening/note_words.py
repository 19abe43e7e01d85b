"""The evening note in words: three sentences without any number of a telephone and without a customer."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dcc.models import User
from dcc.reckoning.rounding import percent
from leads.models import Channel
from reporting.evening.note_facts import FEWEST_LEADS, Note

SLIP_WORDS = {
    "overdue": gettext_lazy("Follow-ups overdue"),
    "late_first_calls": gettext_lazy("First calls too late"),
    "never_called": gettext_lazy("First calls not made"),
    "broken_promises": gettext_lazy("Promises not kept"),
    "unconfirmed": gettext_lazy("Visits not confirmed"),
}
DIFFERENCES = {
    "minutes": gettext_lazy("first response, median minutes"),
    "tries": gettext_lazy("tries of who is not reached"),
    "checks": gettext_lazy("points spoken of in a talk"),
}


Named = tuple[Channel, User]  # the channel and the person that a comparison names


def named_in(found: dict[str, Any]) -> Named:
    """Return the channel and the person that a comparison names."""
    return Channel.objects.get(pk=found["channel"]), User.objects.get(pk=found["person"])


FIGURE = re.compile(r"(%\(\w+\)[sd])")


@dataclass(frozen=True)
class Half:
    """One half of a sentence: its words with the figures they name."""

    words: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.words % self.facts if self.facts else self.words

    def linked(self, urls: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        """Yield it piece by piece, each with where it leads: figures that have rows behind them, "" for everything else."""
        for piece in FIGURE.split(self.words) if self.facts else [self.words]:
            name = piece[2:-2] if FIGURE.fullmatch(piece) else ""
            yield piece % self.facts if self.facts else piece, urls.get(name, "")


@dataclass(frozen=True)
class Said:
    """One sentence: its first half, which matters, and what stands beside."""

    main: Half
    beside: Half = Half()

    def __str__(self) -> str:
        return f"{self.main}{self.beside}"


def sentences(note: Note, person: User | None, named: Named | None = None) -> list[Said]:
    """Return the three sentences of a note; what cannot be said is said to be so. `named`: whom its comparison names, where somebody has asked already."""
    return [hour_sentence(note), slip_sentence(note), learn_sentence(note, person, named)]


def hour_sentence(note: Note) -> Said:
    """When most were reached."""
    calls, connected = (sum(line[place] for line in note.hours) for place in (1, 2))
    counted = {"calls": calls, "connected": connected, "share": percent(connected, calls)}
    day = Half(_("All day %(calls)d calls, %(connected)d reached, %(share)s."), counted) if calls else Half()
    if note.best_hour is None:
        return Said(Half(_("No hour with three calls.")), day)
    _hour, made, reached = next(line for line in note.hours if line[0] == note.best_hour)
    facts = {"hour": note.best_hour, "next": note.best_hour + 1, "calls": made, "connected": reached, "share": percent(reached, made)}
    return Said(Half(_("Best from %(hour)d to %(next)d o'clock: %(calls)d calls, %(connected)d reached, %(share)s."), facts), day)


def slip_sentence(note: Note) -> Said:
    """What slipped, the largest."""
    if not note.largest:
        return Said(Half(_("Nothing slipped today.")))
    others = [f"{SLIP_WORDS[what]} {count}" for what, count in note.slipped.items() if count and what != note.largest]
    main = Half(_("Most of all: %(what)s, %(count)d."), {"what": SLIP_WORDS[note.largest], "count": note.slipped[note.largest]})
    return Said(main, Half(_("Besides: %(others)s."), {"others": _(", ").join(others)}) if others else Half())


def learn_sentence(note: Note, person: User | None, named: Named | None = None) -> Said:
    """From whom to learn, and what they do otherwise."""
    found = note.learn
    if found is None:
        return Said(Half(_("These 30 days are too few to compare.")))
    channel, best = named or named_in(found)
    theirs, own = found["theirs"], found["own"]
    facts = {"channel": channel.name, "leads": own["leads"], "name": best.name}
    facts |= {"theirs": percent(theirs["visits"], theirs["leads"]), "own": percent(own["visits"], own["leads"])}
    if person is None:
        words = _("In %(channel)s (most of the team's 30 days, %(leads)d) %(name)s brings most leads in: %(theirs)s, the team %(own)s.")
    elif leads_the_team(theirs, own):
        words = _("In %(channel)s (most of your 30 days, %(leads)d) nobody brings more leads in than you: %(own)s; of the others %(name)s, %(theirs)s.")
    else:
        words = _("In %(channel)s (most of your 30 days, %(leads)d) %(name)s brings most leads in of the others: %(theirs)s, you %(own)s.")
    return Said(Half(words, facts), _difference(found))


def leads_the_team(theirs: dict[str, Any], own: dict[str, Any]) -> bool:
    """Whether somebody of enough leads brings in as many of them as the best colleague, or more."""
    return own["leads"] >= FEWEST_LEADS and own["visits"] * theirs["leads"] >= theirs["visits"] * own["leads"]


def _difference(found: dict) -> Half:
    if not found["most"]:
        return Half()
    facts = {"what": DIFFERENCES[found["most"]], "theirs": number(found["theirs"][found["most"]]), "own": number(found["own"][found["most"]])}
    return Half(_("What differs most is %(what)s: %(theirs)s against %(own)s."), facts)


def number(value: float | None) -> str:
    """Return a median or mean as it is shown."""
    return "—" if value is None else f"{value:g}"


def as_text(said: Iterable[Said], day: date) -> str:
    """Return a note's sentences as they are copied."""
    return "\n".join([f"{day:%m-%d}", *map(str, said)])
