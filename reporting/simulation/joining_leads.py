"""One person, two leads: the data manager hears of a second number, merges what is proposed, and sometimes takes it back."""

from datetime import timedelta
from functools import partial

from dcc.models import User
from leads.customer.rules.changing import correct_number
from leads.models import Lead
from reception.merging.pairs import SECOND_PHONE, Pair, proposed
from reception.merging.rules.merging import merge_leads, separate_leads
from reception.merging.rules.telling_apart import tell_apart
from reporting.simulation.play import Play


def join_leads(play: Play) -> None:
    """Look through the proposals of the day."""
    who = play.anyone("data_manager")
    if who is None:
        return
    if play.by_turns("second number heard", 0.2):
        _hear_second_number(play, who)
    for pair in proposed(who, play.now):
        one, other = (Lead.objects.get(pk=pk) for pk in (pair.one, pair.other))
        if pair.why == SECOND_PHONE or play.by_turns("alike and one", 0.5):
            _merge(play, who, one, other, pair)
        else:
            play.do(tell_apart, one, other, by=who)


def _hear_second_number(play: Play, who: User) -> None:
    """Somebody says that they asked under another number as well: that of somebody who came in lately and whom nobody has met."""
    unmet = Lead.objects.open().filter(store=play.store, visited_at=None, ordered_at=None, phone__isnull=False).exclude(phone__contains=",")
    younger = unmet.filter(first_call_at__isnull=False).order_by("-received_at", "-pk").first()
    if younger is None:
        return
    older = unmet.filter(second_phone="", reached_at__isnull=False, received_at__lt=younger.received_at).order_by("-received_at", "-pk").first()
    if older is not None:
        play.do(correct_number, older, second=younger.phone, by=who)


def _merge(play: Play, who: User, one: Lead, other: Lead, pair: Pair) -> None:
    kept = play.do(merge_leads, one, other, why=pair.why, by=who)
    if kept is not None and play.by_turns("merged by mistake", 0.3):
        younger = other if kept == one else one
        play.clock.at(play.now + timedelta(days=1), partial(_separate, play, who, younger))


def _separate(play: Play, who: User, younger: Lead) -> None:
    """They were two people after all; nobody proposes them again."""
    kept = Lead.objects.get(pk=younger.pk).merged_into
    if play.do(separate_leads, younger, by=who) is not None and kept is not None:
        play.do(tell_apart, younger, kept, by=who)
