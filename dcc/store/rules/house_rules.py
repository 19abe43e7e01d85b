"""The settings of a store, changed: valid from now on, the past is judged by what held then."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dcc.errors import Refused
from dcc.models import Store, StoreSetting, User
from dcc.people.permissions import scopes
from dcc.store.store_settings import SETTINGS, Setting, values_at
from dcc.trail import audit


def changeable_by(user: User) -> list[Setting]:
    """The settings this person may change: the leader the team's, the director all (docs/rules/trust.md#duties)."""
    held = scopes(user, "setting.change")
    return [line for line in SETTINGS.values() if "all" in held or line.scope in held]


@transaction.atomic
def change_settings(store: Store, *, values: dict[str, Any], by: User, now: datetime) -> list[str]:
    """Write what differs from the present values; return the names of the changed settings. Values are as JSON holds them."""
    allowed = {line.name for line in changeable_by(by)} if by.store_id == store.pk else set()
    if not set(values) <= allowed:
        raise Refused(_("These settings are the sales director's."))
    Store.objects.select_for_update().get(pk=store.pk)
    before = values_at(store, now)
    after = before | values
    if after["opens_at"] >= after["closes_at"]:
        raise Refused(_("The store must close after it opens."))
    if after["numbers_warning"] > after["numbers_limit"]:
        raise Refused(_("The leader is told before the limit of numbers is reached, not after it."))
    changed = [name for name in values if before[name] != after[name]]
    StoreSetting.objects.bulk_create(StoreSetting(store=store, name=name, value=after[name], valid_from=now, by=by) for name in changed)
    for name in changed:
        audit.record("setting.change", store, by=by, now=now, store=store, setting=name, before=before[name], after=after[name])
    return changed
