"""Full numbers, shown one at a time: each on the trail, and counted by person and day, whatever showed it (docs/rules/trust.md#numbers-counted)."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from dcc import sockets
from dcc.errors import Refused
from dcc.models import Store, TrailEntry, User
from dcc.notices import telling
from dcc.store.store_settings import values_at
from dcc.trail import audit
from leads import sockets as lead_sockets
from leads.customer.numbers_of_day import shown_today
from leads.customer.rules.locking import hold
from leads.models import Lead

FIELDS = ("phone", "second_phone")  # of a lead that hold a number
STAYS = timedelta(hours=1)  # so long a number stays shown on a page whose form comes back


@transaction.atomic
def reveal_number(lead: Lead, *, by: User, now: datetime) -> list[str]:
    """Return the lead's numbers in full and remember who saw them. Refused without a number, and past the day's budget."""
    lead = hold(lead)
    which = numbers_of(lead)
    if not which:
        raise Refused(_("%(name)s has no number any more.") % {"name": lead.name})
    record_showing("lead.reveal", lead, which=which, by=by, now=now)
    return [getattr(lead, field) for field in which]


def numbers_of(lead: Lead) -> list[str]:
    """Return which numbers a lead has, by their fields."""
    return [field for field in FIELDS if (getattr(lead, field) or "")[:1].isdigit()]  # the word of an erased person is none


def numbers_shown(lead: Lead, *, by: User, now: datetime) -> list[str]:
    """Return the lead's numbers where this person was shown them within the hour, for the form that comes back: in mid-call nobody asks for them again."""
    return [getattr(lead, field) for field in still_shown(lead, by=by, action="lead.reveal", at__gt=now - STAYS, at__lte=now)]


def still_shown(lead: Lead, *, action: str, **showing) -> list[str]:
    """Return which of a lead's numbers its last showing of this kind showed and nobody wrote since: what came later, or was corrected, is yet to be shown."""
    entries = TrailEntry.objects.filter(Q(action=action, **showing) | Q(action__in=list(lead_sockets.number_writings)), object_type="lead", object_id=lead.pk)
    anew: set[str] = set()
    for deed, detail in entries.order_by("-pk").values_list("action", "detail"):
        if deed == action:
            return [field for field in numbers_of(lead) if field in detail.get("which", ()) and field not in anew]
        anew.update(detail.get("which", FIELDS))
    return []


@transaction.atomic
def record_showing(action: str, lead: Any, *, which: list[str], by: User, now: datetime, **detail) -> None:
    """Write on the trail that somebody is shown a lead's full number: the one way, whatever button, page, file or endpoint shows it;
    `which` of its numbers, by their fields. A group that came and is no lead stands for itself, by its visit.

    Different leads are counted by person and day of the store: the leaders are told at the store's `numbers_warning`, and beyond `numbers_limit` it is
    refused. A lead that was shown today costs nothing more. Raises KeyError for an action that is not hung on `sockets.number_showings`.

    See docs/rules/trust.md#numbers-counted.
    """
    if action not in set(sockets.number_showings):
        raise KeyError(action)
    _hold_count(by)
    shown, values = shown_today(lead.store, by=by, now=now), values_at(lead.store, now)
    if (lead._meta.model_name, lead.pk) not in shown:
        if len(shown) >= values["numbers_limit"]:
            raise Refused(_("%(most)d numbers shown today: that is the limit of a day. It opens again tomorrow.") % {"most": values["numbers_limit"]})
        if len(shown) + 1 == values["numbers_warning"]:
            _tell_of_many(lead.store, by=by, now=now, count=values["numbers_warning"])
    audit.record(action, lead, by=by, now=now, which=which, **detail)


@transaction.atomic
def record_showings(action: str, rows: Collection[Any], *, by: User, now: datetime, **detail) -> None:
    """The same of many at once, as a file shows them: all of them, or it is refused and none. `rows` are of one store, each with its number."""
    if action not in set(sockets.number_showings):
        raise KeyError(action)
    _hold_count(by)
    store = by.own_store
    values, shown = values_at(store, now), shown_today(store, by=by, now=now)
    count = len(shown | {(row._meta.model_name, row.pk) for row in rows})
    if count > max(values["numbers_limit"], len(shown)):
        said = _("%(count)d numbers would be shown today; %(most)d is the limit of a day. Narrow the list, or take it masked.")
        raise Refused(said % {"count": count, "most": values["numbers_limit"]})
    if len(shown) < values["numbers_warning"] <= count:
        _tell_of_many(store, by=by, now=now, count=values["numbers_warning"])
    for row in rows:
        audit.record(action, row, by=by, now=now, which=["phone"], **detail)


def _hold_count(person: User) -> None:
    """Let nobody count the same person's numbers at the same moment: a row lock on PostgreSQL; SQLite's IMMEDIATE transaction is one already."""
    if connection.features.has_select_for_update:
        User.objects.select_for_update(no_key=True).get(pk=person.pk)


def _tell_of_many(store: Store, *, by: User, now: datetime, count: int) -> None:
    """Tell the leaders; where nobody else leads, the directors."""
    others = User.objects.of_store(store).employed().exclude(pk=by.pk)
    for person in list(others.with_role("leader")) or others.with_role("director"):
        telling.tell(person, "lead.reveal_many", now=now, by=by.pk, count=count)
