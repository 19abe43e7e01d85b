"""All of a filter, as a page showed it: the filter and how many it held, signed, so that nobody moves others than they saw."""

from django.core import signing
from django.http import QueryDict
from django.utils.translation import gettext as _

from dcc.errors import Refused
from dcc.frame.paging import Count
from leads.pool.filters import LeadFilter

SALT = "leads.pool.shown_filter"
FIELDS = tuple(LeadFilter.base_filters)


def signed(params: QueryDict, count: Count) -> str:
    """Return what a page keeps of the filter it shows."""
    return signing.dumps([_asked(params), count.number, count.more], salt=SALT)


def refuse_changed(kept: str, params: QueryDict, count: Count) -> None:
    """Refuse where the filter holds another number now, with both numbers, and where it is another one than was shown."""
    try:
        asked, number, more = signing.loads(kept, salt=SALT)
    except signing.BadSignature:
        asked, number, more = None, 0, False
    if asked != _asked(params):
        raise Refused(_("This is not the list that was shown. Nothing was done; choose once more."))
    if (number, more) != (count.number, count.more):
        raise Refused(_("Now it is %(now)s leads, not %(then)s. Nothing was done; look once more.") % {"now": count, "then": Count(number, more)})


def _asked(params: QueryDict) -> list[list]:
    return [[name, params.getlist(name)] for name in FIELDS if name in params]
