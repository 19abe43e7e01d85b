"""The day's routine of the handbook, ticked by the data: what is done, what is done in part, what comes now."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dcc.frame.moment_words import short_moment
from dcc.models import User
from dcc.people.permissions import may
from dcc.reckoning.clock import day_of, day_range, start_of
from leads.grading.waiting_lists import grading_leads
from leads.models import CaptureToken, Channel, Grading, Inquiry, Lead
from reception.models import Leakage, Transfer
from reporting.models import Target


@dataclass(frozen=True)
class DeskRoutine:
    """One step of the day's routine, ticked by the data. `state`: done, part, now or open."""

    what: str
    detail: str
    state: str
    at: str = ""


USUAL_DAYS = 7
COLLECT = gettext_lazy("Collect every source")


def _today(user: User, now: datetime) -> datetime:
    return start_of(now.astimezone(user.store.zone).date(), user.store.zone)


def sources_collected(user: User, now: datetime) -> DeskRoutine | None:
    """Each channel that comes by file or by the endpoint is collected every day: those that sent something so in the last week, and which have today."""
    if not user.store_id or not may(user, "import"):
        return None
    today = _today(user, now)
    channels = Channel.objects.filter(store=user.store).exclude(source="transfer").order_by().values("pk")
    since = today - timedelta(days=USUAL_DAYS)
    sends = Q(batch__isnull=False) | Q(channel__in=CaptureToken.objects.in_force().values("channel"))  # whoever rings or walks in brings itself
    usual = Inquiry.objects.filter(sends, store=user.store, channel__in=channels, received_at__gte=since, received_at__lt=now)
    sent = dict(usual.order_by().values_list("channel__name").annotate(today=Count("pk", filter=Q(received_at__gte=today))))
    if not sent:
        return None
    missing = sorted(name for name, count in sent.items() if not count)
    done = len(sent) - len(missing)
    detail = _("Still missing: %(names)s") % {"names": _(", ").join(missing)} if missing else _("All that sent this week")
    return DeskRoutine(COLLECT, detail, "done" if not missing else "part" if done else "open", f"{done} / {len(sent)}")


def left_graded(user: User, now: datetime) -> DeskRoutine | None:
    """What was left ungraded yesterday is graded first."""
    if not user.store_id or not may(user, "lead.grade"):
        return None
    left = grading_leads(user.store).filter(waiting_since__lt=_today(user, now)).count()
    return DeskRoutine(_("Grade what was left"), _("%(count)d wait") % {"count": left} if left else _("Nothing is left"), "now" if left else "done")


def graded_today(user: User, now: datetime) -> DeskRoutine | None:
    """Everything spoken with today is graded today."""
    if not user.store_id or not may(user, "lead.grade"):
        return None
    waiting = grading_leads(user.store).count()
    found = Grading.objects.filter(store=user.store, at__gte=_today(user, now)).aggregate(count=Count("pk"), last=Max("at"))
    detail = _("%(count)d graded, %(waiting)d wait") % {"count": found["count"], "waiting": waiting}
    state = "done" if found["count"] and not waiting else "part" if found["count"] else "open"
    return DeskRoutine(_("Grade today's contacts"), detail, state, short_moment(found["last"], now) if found["last"] else "")


def leakages_told(user: User, now: datetime) -> DeskRoutine | None:
    """Agent and reception specialist are told of each leakage."""
    if not user.store_id or not may(user, "leakage.tell"):
        return None
    found = Leakage.objects.filter(store=user.store, at__gte=_today(user, now)).aggregate(count=Count("pk"), told=Count("told_at"))
    if not found["count"]:
        return DeskRoutine(_("Tell of leakages"), _("None today"), "done")
    state = "done" if found["told"] == found["count"] else "part" if found["told"] else "now"
    return DeskRoutine(_("Tell of leakages"), "", state, f"{found['told']} / {found['count']}")


def pool_given(user: User, now: datetime) -> DeskRoutine | None:
    """The pool is given out every day."""
    if not user.store_id or not may(user, "lead.allocate"):
        return None
    waiting = Lead.objects.filter(store=user.store).in_pool().count()
    rows = Lead.objects.filter(store=user.store).given_within(*day_range(day_of(now, user.own_store.zone), user.own_store.zone))
    given = rows.aggregate(count=Count("pk"), last=Max("allocated_at"))
    detail = _("%(count)d given, %(waiting)d wait") % {"count": given["count"], "waiting": waiting}
    state = "done" if not waiting else "part" if given["count"] else "now"
    return DeskRoutine(_("Give the pool out"), detail, state, short_moment(given["last"], now) if given["last"] else "")


def reviewed(user: User, now: datetime) -> DeskRoutine | None:
    """Low and lost leads are decided on the same day."""
    if not user.store_id or not may(user, "lead.review"):
        return None
    waiting = Lead.objects.to_review().filter(store=user.store).count()
    return DeskRoutine(_("Decide on low and lost"), _("%(count)d wait") % {"count": waiting} if waiting else _("Nothing waits"), "open" if waiting else "done")


def month_planned(user: User, now: datetime) -> DeskRoutine | None:
    """The month has targets."""
    if not user.store_id or not may(user, "target.set"):
        return None
    month = now.astimezone(user.store.zone).date().replace(day=1)
    count = Target.of_month(user.store, month).count()
    return DeskRoutine(_("Set the month's targets"), _("%(count)d set") % {"count": count} if count else _("None yet"), "done" if count else "open")


def transfers_decided(user: User, now: datetime) -> DeskRoutine | None:
    """The director answers the transfer list every day."""
    if not user.store_id or not may(user, "transfer.decide"):
        return None
    found = Transfer.objects.filter(store=user.store).aggregate(
        waiting=Count("pk", filter=Q(decided_at=None, card__state="open")), decided=Count("pk", filter=Q(decided_at__gte=_today(user, now)))
    )
    if not any(found.values()):
        return None
    detail = _("%(count)d decided, %(waiting)d wait") % {"count": found["decided"], "waiting": found["waiting"]}
    return DeskRoutine(_("Answer the transfer list"), detail, "done" if not found["waiting"] else "part" if found["decided"] else "open")


ROUTINES = (sources_collected, left_graded, leakages_told, graded_today, pool_given, reviewed, month_planned, transfers_decided)
