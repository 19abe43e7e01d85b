"""“All of the list”: what a page said and signed, held against what is there when the deed is done."""

from django.core import signing
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from dcc.errors import Changed, Refused
from dcc.models import User

SALT = "leads.pool.whole_list"


def seal(user: User, query: str, count: int, *, deed: str = "") -> str:
    """Return what a page states of its whole list: whose it is, what is to be done with it, how it is filtered, how many it holds."""
    return signing.dumps([user.pk, deed, query, count], salt=SALT, compress=True)


def opened(sealed: str, user: User, *, deed: str = "") -> tuple[str, int]:
    """Return filter and number of the list a page showed. Refused where it is no statement to this person about this deed."""
    try:
        whose, what, query, seen = signing.loads(sealed, salt=SALT)
    except signing.BadSignature:
        raise Refused(_("This page is too old. Look at the list once more.")) from None
    if (whose, what) != (user.pk, deed):
        raise Refused(_("This page is too old. Look at the list once more."))
    return query, seen


def check(sealed: str, user: User, query: str, count: int, *, deed: str = "") -> None:
    """Refuse a deed on all of a list that is not the one the page showed, by `Changed` where it only holds another number now."""
    filtered, seen = opened(sealed, user, deed=deed)
    if filtered != query:
        raise Refused(_("This page is too old. Look at the list once more."))
    check_number(seen, count)


def check_number(seen: int, now: int) -> None:
    """Refuse a deed on all of a list by `Changed` where it holds another number now than was shown."""
    if seen != now:
        raise Changed(_("There are %(now)s now, not %(seen)s. Nothing was done.") % {"now": f"{now:,}", "seen": f"{seen:,}"})


def count_open(rows: QuerySet, most: int) -> int:
    """Return how many open ones a list holds, counted to one beyond what a deed moves."""
    return rows.filter(closed_at=None).order_by()[: most + 1].count()
