"""Numbers that were erased on request are taken in by nobody; who comes by themselves lifts it (docs/rules/trust.md#erased)."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dcc.database.bulk import chunked
from dcc.errors import Refused
from dcc.models import Store, User
from dcc.trail import audit
from leads.models import ErasedNumber
from leads.numbers.erased_numbers import digest_of


def blocked_among(store: Store, numbers: Collection[str]) -> frozenset[str]:
    """Return those of some numbers that nobody takes in. One query where the store has erased nobody."""
    if not numbers or not ErasedNumber.objects.holding().filter(store=store).exists():
        return frozenset()
    digests = {digest_of(number): number for number in numbers if number}
    found: set[str] = set()
    for part in chunked(sorted(digests)):
        found.update(digests[one] for one in ErasedNumber.objects.holding().filter(store=store, digest__in=part).values_list("digest", flat=True))
    return frozenset(found)


def block(store: Store, numbers: Collection[str], *, by: User | None, now: datetime) -> None:
    """Let nobody take these numbers in from now on."""
    for digest in map(digest_of, numbers):
        ErasedNumber.objects.get_or_create(store=store, digest=digest, lifted_at=None, defaults={"at": now, "by": by})


def refuse_blocked(store: Store, number: str) -> None:
    """Raise Refused where the number's owner asked to be forgotten."""
    if blocked_among(store, [number]):
        raise Refused(_("Erased on the person's own request: the number is not written again unless they come by themselves."))


def lift_block(store: Store, number: str, *, came: bool, by: User | None, now: datetime) -> bool:
    """Take a number in again: its owner `came` by themselves, at the door or on the telephone, or wishes it. On the trail. False where nothing blocked it."""
    return bool(blocked_among(store, [number])) and lift_digest(store, digest_of(number), came=came, by=by, now=now)


@transaction.atomic
def lift_digest(store: Store, digest: str, *, came: bool, by: User | None, now: datetime) -> bool:
    """The same for a number that is known by its digest alone."""
    lifted = ErasedNumber.objects.holding().filter(store=store, digest=digest).update(lifted_at=now, lifted_by=by)
    if lifted:
        audit.record("person.erase_lift", None, by=by, now=now, store=store, came=came)
    return bool(lifted)
