"""What the forms of this room need to know of one lead."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from calls.appointments.running import running_of
from calls.desk.queue_words import DUTY_WORDS
from calls.models import Appointment, Call
from dcc.frame.moment_words import short_moment
from dcc.models import Store, User, Word
from dcc.models.word import closer
from dcc.store.store_defaults import WORDS
from leads.models import Allocation, FollowUp, Lead, Proposal


def calls_of(lead: Lead) -> list[Call]:
    """Return the calls somebody made or answered, newest first; nothing is asked where there are none."""
    return list(Call.objects.filter(lead=lead).exclude(outcome="missed").order_by("-at", "-id")) if lead.call_count else []


def running_appointment(lead: Lead) -> Appointment | None:
    """Return when the customer comes; nothing is asked of somebody never invited."""
    return running_of(lead) if lead.invited_at else None


def open_proposal(lead: Lead) -> Proposal | None:
    """Return what is applied for and not answered."""
    return Proposal.objects.open().filter(lead=lead).first()


def open_retry(lead: Lead) -> FollowUp | None:
    """Return the retry that the last unanswered call opened."""
    return FollowUp.objects.filter(lead=lead, kind="retry", done_at=None).order_by("-id").first()


def cycles_before(store: Store, phone: str) -> int:
    """Return how many purchase cycles of a number have ended in this store."""
    return Lead.objects.closed().filter(store=store, phone=phone).count()


def once_had_by(user: User, pks: Collection[int], *, now: datetime) -> QuerySet[Lead]:
    """Return those leads of the store that are or were this person's, or that they called: to say whose they are now, and no more."""
    given = Allocation.objects.filter(Q(agent=user) | Q(previous=user), lead=OuterRef("pk"))
    called = Call.objects.filter(lead=OuterRef("pk"), agent=user)
    had = Exists(given) | Exists(called)
    own = Lead.objects.filter(store_id=user.store_id, pk__in=pks).filter(had) | Lead.objects.visible_to(user, now=now).filter(pk__in=pks)
    return own.select_related("agent")


def cancel_reasons(store: Store) -> list[str]:
    """Return the store's words for why somebody does not come at the time agreed; the usual ones where it has none."""
    own = list(Word.objects.of(store, "cancel_reason").values_list("name", flat=True))
    return own or [name for kind, name, _meaning, _detail in WORDS if kind == "cancel_reason"]


Reasons = tuple[list[str], list[tuple[str, list[tuple[str, str]]]]]  # words of the first level; by these, the choices below them


def lost_words(store: Store) -> Reasons:
    """Return the store's words for why somebody is lost, and what stands below them, by the word above: one question."""
    return lost_among(Word.objects.in_use(store, "lost_reason"))


def lost_among(words: Iterable[Word]) -> Reasons:
    """Return the same of words that were read already."""
    words = list(words)
    return [word.name for word in words if word.parent_id is None], closer(words)


def owed_later(lead: Lead, now: datetime) -> str:
    """Return what a customer is called for next, and when, "" where nothing is owed."""
    owed = FollowUp.objects.filter(lead=lead, done_at=None).order_by("due_at", "id").first()
    return f"{short_moment(owed.due_at, now)} {DUTY_WORDS[owed.kind]}" if owed else ""
