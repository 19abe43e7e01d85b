"""A copy that is brought back forgets whom it had forgotten since it was made (docs/rules/trust.md#erased)."""

from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext as _

from dcc.models import Store
from reception.erasing.erased_list import erasures_since
from reception.erasing.rules.erasing import erase_again


def erase_those_of_the_list(*, since: datetime, now: datetime, path: Path | None = None) -> str:
    """Erase whoever was erased since a copy was made, by the list beside the backups. Return what was done, in words."""
    stores = {store.code: store for store in Store.objects.all()}
    done = 0
    for one in erasures_since(since, path):
        if one.store in stores:
            done += erase_again(stores[one.store], one.rows, word=one.word, digests=one.digests, asked=one.asked, now=now)
    return _("Erased again since then: %(count)d people.") % {"count": done}
