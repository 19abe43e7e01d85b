"""What a file calls the store's channels and models: known words, what somebody chose for unknown ones, and what becomes of the choice.

See docs/rules/intake.md#unknown-words.
"""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime

from dcc.errors import Refused
from dcc.models import Store, User, Word
from dcc.store.rules.words import add_word, change_word
from leads.channels.channel_names import key
from leads.channels.rules.channels import add_alias, add_channel, resolver
from leads.intake.arrival import Arrival
from leads.intake.choosing import NEW, Choice
from leads.intake.model_names import FURTHER, is_alias, model_words
from leads.models import Channel

PORTAL = 2  # the level of a maker's channels that names the portal


class Spelling:
    """Answers for the rows of one file. A channel that is still to be made is spoken of by a number below zero."""

    def __init__(self, store: Store, channel: Channel | None, choice: Choice) -> None:
        self.whole, self.find, self.models = channel, resolver(store), model_words(store)
        self.has_models = bool(self.models)
        self.chosen_models = {key(text): text if word == NEW else word for text, word in choice.models.items()}
        self.spelt: dict[str, tuple[bool, str]] = {}  # a sender's model → whether it is unknown, and what it is called: few of a file, asked for every row
        self.new_channels: dict[int, tuple[str, str]] = {}
        self.chosen: dict[str, int] = {}
        in_use = set(Channel.objects.filter(store=store).in_use().values_list("pk", flat=True)) if choice.channels else set()
        for name, channel_id in sorted(choice.channels.items()):
            if channel_id.startswith(NEW):
                self.chosen[key(name)] = -1 - len(self.new_channels)
                self.new_channels[-1 - len(self.new_channels)] = name, channel_id.partition(":")[2]
            elif int(channel_id) in in_use:
                self.chosen[key(name)] = int(channel_id)

    def channel_of(self, levels: tuple[str, ...]) -> int | None:
        """Return the channel of a row. The most specific name known wins; a file's own names count only where no channel was chosen."""
        if self.whole is not None:
            return self.whole.pk
        for level in reversed(levels):
            if level and (known := self.find(level)):
                return known.pk
            if level and (chosen := self.chosen.get(key(level))):
                return chosen
        return None

    def unknown_channel(self, levels: tuple[str, ...]) -> str:
        """Return the name nobody here knows, whether somebody chose for it or not; "" where the row's channel is known or not told.

        Of several levels it is the second that names the portal; those below say how the person came.
        """
        if self.whole is not None or any(level and self.find(level) for level in levels):
            return ""
        chosen = next((level for level in reversed(levels) if key(level) in self.chosen), "")
        return chosen or next((level for level in reversed(levels[:PORTAL]) if level), levels[-1] if levels else "")

    def model_of(self, text: str) -> tuple[bool, str]:
        """Return whether nobody here knows a sender's model, and what it is called: by the store's word for it, else as it was sent.

        A store without a list of models knows every one.
        """
        if text not in self.spelt:
            unknown = self.has_models and key(text) not in self.models
            known = self.models[key(text)] if not unknown and is_alias(self.models, text) else text
            self.spelt[text] = unknown, self.chosen_models.get(key(text), text) if unknown else known
        return self.spelt[text]


def keep_spelling(store: Store, choice: Choice, *, by: User, now: datetime) -> None:
    """Let what was chosen for unknown words hold from now on. Inside the caller's transaction.

    What somebody else settled meanwhile stays as they did; a word that may not be had any more is passed over, and its rows are told so.
    """
    if choice.channels:
        _keep_channels(store, choice.channels, by=by, now=now)
    if choice.models:
        _keep_models(store, choice.models, by=by, now=now)


def _keep_channels(store: Store, chosen: Mapping[str, str], *, by: User, now: datetime) -> None:
    find = resolver(store)
    for name, channel in sorted(chosen.items()):
        if not find(name):
            with suppress(Refused):  # spelt otherwise it may be a name of this very choice
                _keep_channel(store, name, channel, by=by, now=now)


def _keep_models(store: Store, chosen: Mapping[str, str], *, by: User, now: datetime) -> None:
    known = set(model_words(store))
    for text, word in sorted(chosen.items()):
        if key(text) not in known:
            known.add(key(text))
            with suppress(Refused):
                _keep_model(store, text, word, by=by, now=now)


def _keep_channel(store: Store, name: str, chosen: str, *, by: User, now: datetime) -> None:
    if chosen.startswith(NEW):
        add_channel(store, name=name, source=chosen.partition(":")[2], by=by, now=now)
    elif channel := Channel.objects.in_use().filter(store=store, pk=int(chosen)).first():
        add_alias(channel, name=name, by=by, now=now)


def _keep_model(store: Store, text: str, word: str, *, by: User, now: datetime) -> None:
    if word == NEW:
        add_word(store, kind="car_model", name=text, by=by, now=now)
        return
    known = Word.objects.of(store, "car_model").filter(name=word).first()
    if known is not None:
        change_word(known, name=known.name, detail={FURTHER: sorted({*known.detail.get(FURTHER, ()), text})}, by=by, now=now)


def settle_new_channels(store: Store, arrivals: list[Arrival], new_channels: Mapping[int, tuple[str, str]]) -> None:
    """Put the channels that were made meanwhile where their stand-ins stood."""
    if not new_channels:
        return
    find = resolver(store)
    made = {stand_in: channel.pk if (channel := find(name)) else None for stand_in, (name, _source) in new_channels.items()}
    for arrival in arrivals:
        if arrival.channel_id in made:
            arrival.channel_id = made[arrival.channel_id]
