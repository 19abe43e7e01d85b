"""What stands at the right of the list of appointments: the half hours of a day, and the form of what one is about to do."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from calls.appointments.forms.appointment import CallOffForm, MoveForm
from calls.appointments.listing import slot_of, workable
from calls.appointments.loads import Load, days_beside, loads_of
from calls.appointments.promise_rates import Row, promise_rates
from calls.desk.lead_facts import cancel_reasons, lost_words
from calls.models import Appointment
from calls.models.promise import KINDS
from dcc.frame.moment_words import weekday
from dcc.reckoning.clock import day_of, day_range, day_said
from dcc.store.store_settings import values_at, working_hours


@dataclass
class Aside:
    """The half hours of `day`, the days beside it, and the form one has opened: `deed` is move or cancel, `about` the appointment it is about."""

    day: date
    days: list[tuple[date, str]]
    loads: list[Load]
    slot: datetime | None = None
    deed: str = ""
    about: Appointment | None = None
    form: MoveForm | CallOffForm | None = None
    rates: list[Row] = field(default_factory=list)
    is_open: bool = False

    @property
    def booked(self) -> int:
        """How many groups come that day."""
        return sum(load.booked for load in self.loads)

    @property
    def full(self) -> list[Load]:
        """The half hours that are full."""
        return [load for load in self.loads if load.is_full]

    @property
    def kinds(self) -> list[str]:
        """The kinds of a promise, in words."""
        return [str(words) for _kind, words in KINDS]


def aside_of(
    request,
    *,
    now: datetime,
    first: Appointment | None = None,
    about: Appointment | None = None,
    form: MoveForm | CallOffForm | None = None,
) -> Aside:
    """Return what stands beside the list; a form that was sent comes back where its appointment may still be moved or called off."""
    user, store = request.user, request.user.store
    deed = "move" if isinstance(form, MoveForm) or "move" in request.GET else "cancel"
    asked = request.GET.get("move") or request.GET.get("cancel")
    if about is None and asked and asked.isdecimal():
        about = workable(user, now=now).filter(pk=asked).first()
    if about is not None and not (about.is_running and about.lead.is_open and about.scheduled_for > now):
        about = form = None
    today = day_of(now, store.zone)
    row = about or first
    day = day_said(request.GET.get("day", "")) or (day_of(row.scheduled_for, store.zone) if row else today)
    values = values_at(store, now)
    start, end = day_range(day, store.zone)
    own = workable(user, now=now).running().between(start, end)
    return Aside(
        day,
        [(one, short_day(one, today)) for one in days_beside(day, today, working_hours(store, values).works_on)],
        loads_of(store, day, values, mine=list(own.values_list("scheduled_for", flat=True))),
        slot_of(request.GET, request.user.store.zone),
        deed if about else "",
        about,
        (form or _fresh(about, deed)) if about else None,
        promise_rates(user, now=now),
        is_open=about is not None or "open" in request.GET,
    )


def _fresh(about: Appointment, deed: str) -> MoveForm | CallOffForm:
    """The empty form of a deed."""
    if deed == "move":
        return MoveForm(initial={"at": timezone.localtime(about.scheduled_for)})
    return CallOffForm(why=cancel_reasons(about.store), lost=lost_words(about.store))


def day_words(day: date, today: date) -> str:
    """Return a day as a row says it: 今天, 明天, 11-28 周六."""
    return {0: _("Today"), 1: _("Tomorrow")}.get((day - today).days) or f"{day:%m-%d} {weekday(day)}"


def short_day(day: date, today: date) -> str:
    """Return a day as one of a few beside each other says it: 今天, 明天, 周六, 12-05."""
    ahead = (day - today).days
    return day_words(day, today) if ahead in (0, 1) else weekday(day) if 0 < ahead < 7 else f"{day:%m-%d}"
