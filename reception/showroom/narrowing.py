"""What the director's list and its calendar are narrowed to: a consultant, a morning. The same question for the page, its count and its bulk."""

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dcc.frame.paging import counts_of
from dcc.models import User
from dcc.reckoning.clock import day_said, range_of
from leads.pool.whole_list import check, seal
from reception.models import DelayRequest, ShowroomCard, Transfer

DEED = "transfers"
NAMES = ("consultant", "day")
LISTS = {"waiting": gettext_lazy("Ripe"), "held": gettext_lazy("Held"), "decided": gettext_lazy("Decided"), "cards": gettext_lazy("Open cards")}


def question_of(params) -> str:
    """Return what a list is narrowed to, as the part of an address."""
    return urlencode({name: value for name in NAMES if (value := params.get(name))})


def waiting(user: User, params) -> QuerySet:
    """Return the undecided cards of a list as it is narrowed (`consultant`, `day` on which they were listed), the oldest card first."""
    rows = Transfer.objects.visible_to(user).undecided().select_related("card", "store")
    if consultant := params.get("consultant"):
        rows = rows.filter(card__consultant=consultant)
    day = day_said(params.get("day") or "")
    if day is not None:
        start, end = range_of(day, day, user.store.zone)
        rows = rows.filter(listed_at__gte=start, listed_at__lt=end)
    return rows


def held(user: User, now: datetime) -> QuerySet:
    """Return the cards that were left with the showroom until a day ahead, the next to return first."""
    return Transfer.objects.visible_to(user).filter(decision="held", until__gt=now, card__state="open").order_by("until", "id")


def rows_of_list(user: User, name: str, params, now: datetime) -> QuerySet:
    """Return the rows of one of the lists as its page shows them: transfers with their card, or the open cards themselves; those that wait narrowed."""
    if name == "cards":
        return ShowroomCard.objects.visible_to(user).open().order_by("card_date", "id")
    decided = Transfer.objects.visible_to(user).exclude(decided_at=None).order_by("-decided_at", "-id")
    rows = {"waiting": waiting(user, params), "held": held(user, now), "decided": decided}[name]
    return rows.select_related("card", "by", "lead")


def counts_of_lists(user: User, now: datetime) -> dict[str, int]:
    """Return how many cards stand on the lists that say so: one question for all of them."""
    cards = ShowroomCard.objects.visible_to(user).open()
    return counts_of(user.store, {"waiting": Transfer.objects.visible_to(user).undecided(), "held": held(user, now), "cards": cards})


def delays_of(user: User) -> list[DelayRequest]:
    """Return the requests for delay that wait for the director."""
    return list(DelayRequest.objects.visible_to(user).waiting().select_related("card", "by", "store"))


def asked_of(user: User, cards: Sequence[int]) -> dict[int, str]:
    """Return what became of the one request for delay of each card that has one."""
    rows = DelayRequest.objects.visible_to(user).filter(card__in=cards)
    return {row.card_id: _said(row) for row in rows}


def _said(row: DelayRequest) -> str:
    if row.decision == "rejected":
        return _("not delayed: %(why)s") % {"why": row.answer}
    return _("was delayed once") if row.decision else _("delay of %(days)s days asked for") % {"days": row.days}


def sealed(user: User, params, count: int) -> str:
    """Return what a page states of its whole list."""
    return seal(user, question_of(params), count, deed=DEED)


def check_sealed(text: str, user: User, params, count: int) -> None:
    """Refuse a deed on all of a list that is not the one that was seen: as too old, or as changed where it holds another number now."""
    check(text, user, question_of(params), count, deed=DEED)
