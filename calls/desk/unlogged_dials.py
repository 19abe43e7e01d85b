"""Dials that no call followed: a number was shown to call, and nobody wrote down what came of it (docs/rules/trust.md#numbers-counted).

Derived from the trail: who dialled whom, and whether the same person logged a call of the same lead since.
"""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dcc.frame.waiting import DeskItem
from dcc.models import TrailEntry, User
from dcc.people.permissions import scopes
from dcc.reckoning.clock import day_of, start_of

PATIENCE = timedelta(minutes=30)  # within which a call is logged


def unlogged(entries, now: datetime):
    """Return those of some deeds that are dials of half an hour ago or more without a logged call since."""
    same = {"by": OuterRef("by"), "object_type": "lead", "object_id": OuterRef("object_id")}
    logged = TrailEntry.objects.filter(action__in=("call.log", "second_look.log"), at__gte=OuterRef("at"), **same).order_by()
    return entries.filter(~Exists(logged), action="call.dial", at__lte=now - PATIENCE)


def unlogged_item(user: User, now: datetime) -> list[DeskItem]:
    """Tell the leader how many there were of the team since yesterday; the rows stand in the trail."""
    if "team" not in scopes(user, "trail.see"):
        return []
    yesterday = day_of(now, user.store.zone) - timedelta(days=1)
    since = TrailEntry.objects.visible_to(user).filter(at__gte=start_of(yesterday, user.store.zone))
    count = unlogged(since, now).order_by().count()
    words = ngettext("%(count)d time", "%(count)d times", count) % {"count": count}
    url = f"{reverse('trail')}?{urlencode({'action': 'unlogged', 'first': yesterday})}"
    return [DeskItem(_("Dialled, not logged"), "phone-off", words, url, _("Show them"), _("since yesterday"), urgency=60)] if count else []
