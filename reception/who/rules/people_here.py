"""DCC's people as the desk sees them: role, there or away until when, who stands in, whom they have invited. A fixed number of queries."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from calls.models import Appointment
from dcc.models import Absence, Shift, Store, User
from dcc.reckoning.clock import day_of, day_range, start_of
from leads.pool.name_search import bare, given_name, initials
from reception.door.rules.today import GONE
from reception.models import Visit

GROUPS = (("reception", _("Reception specialists")), ("agent", _("Telephone agents")), ("office", _("Leader and data")))
OFFICE = ("leader", "data_manager")
AHEAD = 31  # days within which somebody's return is looked for
AROUND = 3  # days around today whose appointments are shown of one person


@dataclass
class Somebody:
    """One person: `until` the last day they are away, None where they are there; `with_group` whom they receive now."""

    person: User
    until: date | None = None
    leave: str = ""
    stand_in: User | None = None
    shift: Shift | None = None
    with_group: Visit | None = None
    minutes: float = 0
    invited: int = 0
    came: int = 0
    tomorrow: int = 0
    next_one: Appointment | None = None

    @property
    def is_there(self) -> bool:
        """Whether they are in today."""
        return self.until is None


@dataclass
class Group:
    """The people of one kind."""

    name: str
    label: str
    people: list[Somebody] = field(default_factory=list)


def groups_of(store: Store, *, now: datetime) -> list[Group]:
    """Return DCC's people by what they do: specialists who are free first, the others by name."""
    people = [one for one in User.objects.of_store(store).employed().prefetch_related("role_rows") if one.roles & {"reception", "agent", *OFFICE}]
    found = {one.pk: Somebody(one) for one in people}
    _add_absences(store, found, now)
    _add_groups(store, found, now)
    _add_appointments(store, found, now)
    groups = {name: Group(name, str(label)) for name, label in GROUPS}
    for one in found.values():
        kind = next((role for role in ("reception", "agent") if role in one.person.roles), "office")
        groups[kind].people.append(one)
    for group in groups.values():
        group.people.sort(key=lambda one: (*_free_first(one, group.name), one.person.name, one.person.pk))
    return [group for group in groups.values() if group.people]


def called(groups: Iterable[Group], text: str) -> list[Group]:
    """Return of the groups those whose name, given name or initials begin so, or who have it in their name."""
    wanted = bare(text).lower()
    if not wanted:
        return list(groups)
    kept = [Group(group.name, group.label, [one for one in group.people if _is_called(one.person.name, wanted)]) for group in groups]
    return [group for group in kept if group.people]


def appointments_of(store: Store, person: User, *, now: datetime) -> Sequence[Appointment]:
    """Return whom somebody invited, or receives, for the days around today, by time."""
    today = day_of(now, store.zone)
    start, end = start_of(today - timedelta(days=AROUND), store.zone), start_of(today + timedelta(days=AROUND + 1), store.zone)
    rows = Appointment.objects.between(start, end).filter(store=store).exclude(status__in=GONE).select_related("lead", "agent", "reception")
    mine = [row for row in rows if person.pk in (row.agent_id, row.reception_id or row.lead.reception_id)]
    return sorted(mine, key=lambda row: (row.scheduled_for, row.pk))


def _is_called(name: str, wanted: str) -> bool:
    letters = initials(name)
    return wanted in bare(name).lower() or any(said.startswith(wanted) for said in (letters, initials(given_name(name))))


def _free_first(one: Somebody, group: str) -> tuple:
    return (not one.is_there, one.with_group is not None) if group == "reception" else ()


def _add_absences(store: Store, found: dict[int, Somebody], now: datetime) -> None:
    """Write who is away today, and until which day."""
    today = day_of(now, store.zone)
    span = {"user__in": list(found), "day__gte": today, "day__lt": today + timedelta(days=AHEAD)}
    shifts = {(row.user_id, row.day): row for row in Shift.objects.filter(**span).select_related("stand_in")}
    away = set(Absence.objects.filter(**span).values_list("user", "day")) | {key for key, row in shifts.items() if not row.works}
    for pk, one in found.items():
        one.shift = shifts.get((pk, today))
        last = today
        while (pk, last) in away:
            one.until, last = last, last + timedelta(days=1)
        if one.until and one.shift and one.shift.leave:
            one.leave, one.stand_in = one.shift.get_leave_display(), one.shift.stand_in


def _add_groups(store: Store, found: dict[int, Somebody], now: datetime) -> None:
    """Write who receives somebody now."""
    first, last = day_range(day_of(now, store.zone), store.zone)
    for visit in Visit.objects.filter(store=store, reception__in=list(found)).in_house(first, last):
        one = found[visit.reception_id]
        if one.with_group is None:
            one.with_group, one.minutes = visit, (now - (visit.taken_at or visit.at)).total_seconds() / 60


def _add_appointments(store: Store, found: dict[int, Somebody], now: datetime) -> None:
    """Write whom they invited for today and tomorrow, or receive today."""
    today = day_of(now, store.zone)
    start, middle = day_range(today, store.zone)
    _start, end = day_range(today + timedelta(days=1), store.zone)
    rows = Appointment.objects.between(start, end).filter(store=store).exclude(status__in=GONE).select_related("lead").order_by("scheduled_for", "id")
    invited, came, tomorrow = Counter[int](), Counter[int](), Counter[int]()
    for row in rows:
        theirs = {row.agent_id, row.reception_id or row.lead.reception_id} & found.keys()
        for pk in theirs:
            if row.scheduled_for >= middle:
                tomorrow[pk] += 1
                continue
            invited[pk] += 1
            came[pk] += row.status == "arrived"
            if found[pk].next_one is None and row.status != "arrived" and row.scheduled_for >= now - timedelta(hours=1):
                found[pk].next_one = row
    for pk, one in found.items():
        one.invited, one.came, one.tomorrow = invited[pk], came[pk], tomorrow[pk]
