"""How a person looks at the list: filters kept under a name, columns chosen. No facts of the trade: nothing of it stands on the trail or in the ledger."""

from collections.abc import Iterable
from urllib.parse import parse_qsl

from django.db import transaction
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.utils.translation import gettext as _

from dcc.errors import Refused
from dcc.models import User
from dcc.people.permissions import may
from leads.intake.phones import mask_digits
from leads.models import ChosenColumns, SavedFilter
from leads.pool.list_columns import USUAL, known

LONGEST = 1_000  # characters of an address
MOST = 20  # of one person: what a menu still shows without a search


def offered_to(user: User) -> QuerySet[SavedFilter]:
    """The filters of this person (`is_own`), and those a leader of the store shares, their own first."""
    own = Q(user=user)
    shared = Q(is_shared=True, user__store=user.store_id, user__left_at=None) & ~own
    kept = SavedFilter.objects.filter(own | shared).annotate(is_own=ExpressionWrapper(own, BooleanField()))
    return kept.select_related("user").order_by("-is_own", "name", "pk")


@transaction.atomic
def save_filter(user: User, *, name: str, query: str, shared: bool = False) -> SavedFilter:
    """Keep a filter under a name; the same name again means the new one.

    Refused beyond twenty, shared by who may not, and where others would read a number in it.
    """
    if shared and not may(user, "filter.share"):
        raise Refused(_("Only the leader shares filters."))
    if _has_number(name):
        raise Refused(_("A phone number is no name for a filter. Choose another."))
    if shared and any(_has_number(said) for field, said in parse_qsl(query) if field == "q"):
        raise Refused(_("This filter looks for a phone number: it is kept for yourself alone."))
    if len(query) > LONGEST:
        raise Refused(_("This filter has too many conditions to be kept. Drop some."))
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)  # two windows at once count one after the other
    own = SavedFilter.objects.filter(user=user)
    if not own.filter(name=name).exists() and own.count() >= MOST:
        raise Refused(_("You have %(most)s filters already. Delete one first.") % {"most": MOST})
    return SavedFilter.objects.update_or_create(user=user, name=name, defaults={"query": query, "is_shared": shared})[0]


def _has_number(text: str) -> bool:
    """Whether a text holds a number that others would see masked only (docs/rules/trust.md#phones)."""
    return mask_digits(text) != text


def drop_filter(kept: SavedFilter) -> None:
    """Delete a filter; of a shared one the store loses it."""
    kept.delete()


def choose_columns(user: User, codes: Iterable[str]) -> None:
    """Let the list show these columns, in its own order; none chosen, and it shows the usual ones."""
    chosen = known(codes)
    if not chosen or chosen == USUAL:
        ChosenColumns.objects.filter(user=user).delete()
    else:
        ChosenColumns.objects.update_or_create(user=user, defaults={"codes": ",".join(chosen)})
