"""A person is erased, on request or because they were kept long enough; what figures count stays (docs/rules/trust.md#erased)."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from dcc.errors import Refused
from dcc.models import DueOfStore, Store, User
from dcc.reckoning.clock import day_of, start_of
from dcc.store.store_settings import value
from dcc.trail import audit
from leads.intake.rules.collecting import hold_door
from leads.models import ErasedNumber, Lead
from leads.numbers.erased_numbers import GONE, digest_of, new_word
from leads.numbers.rules.blocking import block
from reception import sockets
from reception.erasing.erased_list import keep_erasure
from reception.erasing.obstacles import is_kept_for, obstacle
from reception.erasing.person_rows import PersonRows, numbers_of, own_numbers, rows_of_lead
from reception.erasing.rules.cleaning import clean
from reception.models import ShowroomCard, Visit

KEPT, A_RUN = "kept_long_enough", 50


@transaction.atomic
def erase_person(store: Store, rows: PersonRows, *, by: User | None, now: datetime) -> str:
    """Erase somebody on their own request (应本人要求删除), and let nobody take their numbers in again. Return the word that stands for them.

    Refused while something of theirs runs: it is ended first. Nothing of it can be taken back.
    """
    _hold(store, rows)
    if not rows.anything:
        raise Refused(_("There is no such customer."))
    if why := obstacle(rows):
        raise Refused(why)
    numbers = own_numbers(rows, numbers_of(store, rows))
    if not numbers and not _is_somebody(rows):
        raise Refused(_("This person was erased already."))
    block(store, numbers, by=by, now=now)
    return _erase(store, rows, digests=[digest_of(number) for number in numbers], action="person.erase", by=by, now=now)


def erase_those_kept_long_enough(*, now: datetime) -> int:
    """Let the closed leads of each store be nobody's any more that were kept for `keep_years`, once a day, some at a time. Return how many people."""
    return sum(_keep_no_longer(store, now=now) for store in Store.objects.order_by("pk"))


@transaction.atomic
def erase_again(store: Store, rows: PersonRows, *, word: str, digests: list[str], asked: bool, now: datetime) -> bool:
    """Erase once more, in a database that was brought back, whom it had forgotten already. False where nothing of them stands there."""
    _hold(store, rows)
    rows = _still_here(store, rows)
    if asked:
        _block_digests(store, digests, now=now)
    if not rows.anything or not _is_somebody(rows):
        return False
    _clean(store, rows, word=word, action="person.erase_again", by=None, now=now)
    return True


def _block_digests(store: Store, digests: list[str], *, now: datetime) -> None:
    """Block what is known by its digest alone."""
    for digest in digests:
        ErasedNumber.objects.get_or_create(store=store, digest=digest, lifted_at=None, defaults={"at": now, "by": None})


def _erase(store: Store, rows: PersonRows, *, digests: list[str], action: str, by: User | None, now: datetime) -> str:
    word = new_word()
    _clean(store, rows, word=word, action=action, by=by, now=now)
    asked = action == "person.erase"
    transaction.on_commit(lambda: keep_erasure(store, rows, word=word, digests=digests, asked=asked, now=now))
    return word


def _clean(store: Store, rows: PersonRows, *, word: str, action: str, by: User | None, now: datetime) -> None:
    clean(store, rows, word=word)
    sockets.person_erased.send(sender=Lead, lead_ids=rows.leads, at=now)
    latest = Lead.every.filter(pk__in=rows.leads).order_by("received_at", "pk").last()
    counts = {"cycles": len(rows.leads), "groups": len(rows.visits), "in_showroom": len(rows.cards)}
    audit.record(action, latest, by=by, now=now, store=store, **counts)


def _hold(store: Store, rows: PersonRows) -> None:
    """Nobody takes anybody in, or writes these leads, until it is done."""
    hold_door(store)
    list(Lead.every.select_for_update(of=("self",)).filter(pk__in=rows.leads).order_by("pk").values_list("pk", flat=True))


def _is_somebody(rows: PersonRows) -> bool:
    """Whether a row says who they are still."""
    named = (model.filter(pk__in=keys).exclude(phone__startswith="person:").exclude(phone="") for model, keys in _bearing(rows))
    return any(found.exclude(phone=None).exists() for found in named) or Visit.every.filter(pk__in=rows.visits).exclude(name__in=("", GONE)).exists()


def _bearing(rows: PersonRows):
    return ((Lead.every, rows.leads), (Visit.every, rows.visits), (ShowroomCard.objects, rows.cards))


def _still_here(store: Store, rows: PersonRows) -> PersonRows:
    return PersonRows(*(list(model.filter(store=store, pk__in=keys).order_by("pk").values_list("pk", flat=True)) for model, keys in _bearing(rows)))


def years_before(moment: datetime, years: int) -> datetime:
    """Return the same moment some years ago; of the 29th of February the 28th."""
    try:
        return moment.replace(year=moment.year - years)
    except ValueError:
        return moment.replace(year=moment.year - years, day=28)


def _keep_no_longer(store: Store, *, now: datetime) -> int:
    morning = start_of(day_of(now, store.zone), store.zone)
    done, _is_new = DueOfStore.objects.get_or_create(store=store, name=KEPT, defaults={"at": morning - timedelta(days=1)})
    if done.at >= morning:
        return 0
    since = years_before(now, value(store, "keep_years", now))
    found = _people(store, since=since)
    erased = sum(_forget(store, lead, since=since, now=now) for lead in found)
    if len(found) < A_RUN or not erased:
        DueOfStore.objects.filter(pk=done.pk).update(at=morning)
    return erased


def _people(store: Store, *, since: datetime) -> list[Lead]:
    """Return closed leads that somebody may be told by still, the oldest first, of people without a younger one."""
    younger = Lead.objects.filter(store=store, phone=OuterRef("phone")).exclude(closed_at__lt=since)
    old = Lead.objects.filter(store=store, closed_at__lt=since, phone__isnull=False).exclude(phone__startswith="person:")
    return list(old.filter(~Exists(younger)).order_by("closed_at", "pk")[:A_RUN])


@transaction.atomic
def _forget(store: Store, lead: Lead, *, since: datetime, now: datetime) -> bool:
    """Erase one person, unless another of their rows was erased with them, or keeps them."""
    rows = rows_of_lead(lead)
    _hold(store, rows)
    if is_kept_for(rows, since=since, now=now) or not _is_somebody(rows):
        return False
    _erase(store, rows, digests=[], action="person.forget", by=None, now=now)
    return True
