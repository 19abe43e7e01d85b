"""What the roster's page shows: a week of people, how many are there, who is on duty now, what the end of the shift brings."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy

from dcc.models import Absence, Shift, TrailEntry, User, Word
from dcc.models.shift import LEAVES
from dcc.people.permissions import scopes
from dcc.reckoning.clock import day_of, day_range, range_of
from dcc.roster.duty_hours import times_of
from dcc.roster.rules.rostering import OF_REST, may_set, said_of
from dcc.store.store_settings import values_at, working_hours
from leads.keeping.untouched import untouched
from leads.models import Inquiry, Lead
from leads.roster.cover import HALVES, bar_of, cover, half_of, thin

WEEK = timedelta(days=7)
UNFOLDED = 20  # people: with more, groups in which one keeps nobody's days are folded at first
SUCH_DAYS = 4  # as many of the same day of the week are looked back upon
GROUPS = (
    ("agent", gettext_lazy("Phone agents"), {"agent"}),
    ("reception", gettext_lazy("Reception specialists"), {"reception"}),
    ("rest", gettext_lazy("Data, front desk"), OF_REST),
)


@dataclass
class CellRow:
    """One day of one person as it stands. `then`: what a copied week would put there, "" where nothing."""

    person: User
    day: date
    shift: Shift | None
    is_open: bool
    is_away: bool = False
    then: str = ""

    @property
    def key(self) -> str:
        """What the cell is called in the form."""
        return f"{self.person.pk}:{self.day.isoformat()}"

    @property
    def said(self) -> str:
        """What stood there when the page was made."""
        return said_of(self.shift)

    @property
    def bar(self) -> tuple[float, float] | None:
        """Where its bar lies."""
        return bar_of(self.shift.starts, self.shift.ends) if self.shift and self.shift.starts and self.shift.ends else None


@dataclass
class PersonRow:
    """A person's week."""

    person: User
    cells: list[CellRow]

    @property
    def days(self) -> int:
        """On how many days they work by the roster."""
        return sum(1 for cell in self.cells if cell.shift and cell.shift.works)


@dataclass
class Group:
    """People of one kind, those of the agents with how many are there."""

    key: str
    label: Any
    rows: list[PersonRow] = field(default_factory=list)
    is_folded: bool = False


@dataclass(frozen=True)
class CoverDay:
    """How many agents are there on a day: the outline drawn, and how many have each shift."""

    day: date
    people: list[int]
    words: list[tuple[str, int]]

    @property
    def path(self) -> str:
        """The outline, four wide for a half hour and four high for a person, six of whom fill it."""
        highest = max([6, *self.people])
        steps = "".join(
            f" L{half * 4} {24 - round(24 * count / highest)} L{half * 4 + 4} {24 - round(24 * count / highest)}" for half, count in enumerate(self.people)
        )
        return f"M0 24{steps} L{HALVES * 4} 24Z"


class Week:
    """A week as one person reads it."""

    def __init__(self, user: User, *, week: date, now: datetime, copies: bool = False) -> None:
        self.user, self.store, self.now = user, user.own_store, now
        self.today = day_of(now, self.store.zone)
        self.shown = week
        self.monday = week - timedelta(days=week.weekday())
        self.days = [self.monday + timedelta(days=number) for number in range(7)]
        self.copies = copies

    @cached_property
    def people(self) -> list[User]:
        """Everybody who stands on a roster, by username."""
        every = User.objects.of_store(self.store).employed().prefetch_related("role_rows")
        return [person for person in every if person.roles & (OF_REST | {"agent", "reception"})]

    @cached_property
    def left(self) -> list[User]:
        """Who left since and worked in this week: their past days stay (docs/rules/domain.md#roster)."""
        past = [day for day in self.days if day < self.today]
        gone = User.objects.of_store(self.store).filter(left_at__isnull=False, pk__in=Shift.objects.filter(day__in=past).values("user"))
        return [person for person in gone.prefetch_related("role_rows") if person.roles & (OF_REST | {"agent", "reception"})] if past else []

    @cached_property
    def everybody(self) -> list[User]:
        """All who have a row in this week, by username."""
        return sorted([*self.people, *self.left], key=lambda person: person.username)

    @cached_property
    def words(self) -> list[Word]:
        """The store's shifts, in their order, the days off last."""
        return sorted(Word.objects.of(self.store, "shift"), key=lambda word: word.meaning == "off")

    @cached_property
    def shifts(self) -> dict[tuple[int, date], Shift]:
        """What stands in this week and, where it is copied, the one before."""
        first = self.monday - WEEK if self.copies else self.monday
        rows = Shift.objects.filter(user__in=self.everybody, day__range=(min(first, self.today), max(self.days[-1], self.today))).select_related("stand_in")
        until = {person.pk: min(day_of(person.left_at, self.store.zone), self.today - timedelta(days=1)) for person in self.left if person.left_at}
        return {(row.user_id, row.day): row for row in rows if row.day <= until.get(row.user_id, row.day)}

    @cached_property
    def away(self) -> dict[int, set[date]]:
        """Who is marked away on which days of the week and today."""
        found: dict[int, set[date]] = {}
        for user, day in Absence.objects.filter(user__in=self.everybody, day__in={*self.days, self.today}).values_list("user", "day"):
            found.setdefault(user, set()).add(day)
        return found

    @cached_property
    def groups(self) -> list[Group]:
        """The rows: a person stands once, in the first group that is theirs."""
        groups = [Group(key, label) for key, label, _roles in GROUPS]
        for person in self.everybody:
            place = next(number for number, (_key, _label, roles) in enumerate(GROUPS) if person.roles & roles)
            sets = person.left_at is None and may_set(self.user, person)
            groups[place].rows.append(PersonRow(person, [self._cell(person, day, sets=sets) for day in self.days]))
        if len(self.people) > UNFOLDED:
            for group in groups[1:]:  # the agents' never is
                group.is_folded = not any(row.person.pk == self.user.pk or may_set(self.user, row.person) for row in group.rows)
        return [group for group in groups if group.rows]

    def _cell(self, person: User, day: date, *, sets: bool) -> CellRow:
        shift = self.shifts.get((person.pk, day))
        cell = CellRow(person, day, shift, sets and day >= self.today, day in self.away.get(person.pk, ()))
        before = self.shifts.get((person.pk, day - WEEK)) if self.copies else None
        if cell.is_open and before and before.word and before.word in {word.name for word in self.words} and (shift is None or shift.word != before.word):
            cell.then = before.word
        return cell

    @cached_property
    def agents(self) -> list[User]:
        """The agents, those who left since too."""
        return [person for person in self.everybody if "agent" in person.roles]

    def _worked(self, day: date) -> list[Shift]:
        rows = (self.shifts.get((agent.pk, day)) for agent in self.agents if day not in self.away.get(agent.pk, ()))
        return [row for row in rows if row is not None and row.works]

    @cached_property
    def cover(self) -> list[CoverDay]:
        """How many agents are there on each day."""
        found = []
        for day in self.days:
            worked = self._worked(day)
            words = Counter(row.word for row in worked)
            times = [(row.starts, row.ends) for row in worked if row.starts and row.ends]
            found.append(CoverDay(day, cover(times), [(word.name[:1], words[word.name]) for word in self.words if words[word.name]]))
        return found

    def warnings(self) -> list:
        """Where few are there for what came at such hours of the last four such days."""
        ahead = {each.day: each.people for each in self.cover if each.day >= self.today and any(each.people)}
        if not ahead or not self.sets:
            return []
        start, end = range_of(self.today - SUCH_DAYS * WEEK, self.today - timedelta(days=1), self.store.zone)
        came: Counter = Counter()
        for moment in Inquiry.objects.filter(store=self.store, received_at__gte=start, received_at__lt=end, day_only=False).values_list(
            "received_at", flat=True
        ):
            local = moment.astimezone(self.store.zone)
            came[local.weekday(), half_of(local.time())] += 1
        hours = working_hours(self.store, values_at(self.store, self.now))
        opens, closes = half_of(hours.opens), half_of(hours.closes)
        usual = {day: [came[day.weekday(), half] / SUCH_DAYS if opens <= half < closes else 0 for half in range(HALVES)] for day in ahead}
        return thin(ahead, usual)

    @property
    def sets(self) -> bool:
        """Whether this person keeps anybody's days."""
        return bool(scopes(self.user, "roster.set"))

    def duty(self) -> tuple[list[dict], list[dict]]:
        """Who is on duty now with what they were given today, and who is not there today and why."""
        there, gone = [], []
        given, left = self._given_today(), self._left
        on_duty = set(User.objects.filter(pk__in=[person.pk for person in self.people]).on_duty(self.now, self.store.zone).values_list("pk", flat=True))
        for person in self.people:
            shift = self.shifts.get((person.pk, self.today))
            if person.pk in on_duty:
                if "agent" in person.roles:
                    there.append({"person": person, "shift": shift, "given": given[person.pk], "left": left[person.pk]})
            elif self.today in self.away.get(person.pk, ()) or (shift and not shift.works):
                gone.append({"person": person, "shift": shift, "is_marked": self.today in self.away.get(person.pk, ())})
        return there, gone

    def _given_today(self) -> Counter:
        rows = Lead.objects.filter(store=self.store, agent__in=self.agents).given_within(*day_range(self.today, self.store.zone))
        return Counter(rows.order_by().values_list("agent", flat=True))

    @cached_property
    def _left(self) -> Counter:
        start, _end = day_range(self.today, self.store.zone)
        rows = untouched(self.now).filter(store=self.store, allocated_at__gte=start, allocated_at__lte=self.now)
        return Counter(rows.order_by().values_list("agent", flat=True))

    def shift_end(self) -> dict | None:
        """The next end of a shift today: when, of whom, how many leads would go back now, and who is still there then."""
        ends = [(times[1], row) for row in self._worked(self.today) if (times := times_of(row, self.store.zone)) and times[1] > self.now]
        if not ends:
            return None
        at = min(end for end, _row in ends)
        over = {row.user_id for end, row in ends if end == at}
        on_duty = User.objects.filter(pk__in=[agent.pk for agent in self.agents]).exclude(pk__in=over).on_duty(at, self.store.zone)
        return {"at": at, "count": len(over), "leads": sum(self._left[pk] for pk in over), "others": [person.name for person in on_duty.order_by("username")]}

    def last_saved(self) -> TrailEntry | None:
        """The last time somebody wrote it."""
        return TrailEntry.objects.filter(store=self.store, action="roster.set").select_related("by").order_by("-at", "-id").first()

    def context(self) -> dict[str, Any]:
        """Return what the templates show."""
        there, gone = self.duty()
        return {
            "days": [{"date": day, "is_today": day == self.today, "is_shown": day == self.shown} for day in self.days],
            "monday": self.monday,
            "sunday": self.days[-1],
            "before": self.shown - WEEK,
            "after": self.shown + WEEK,
            "today": self.today,
            "shown": self.shown,
            "groups": self.groups,
            "cover": self.cover if self.agents else [],
            "person_days": sum(row.days for group in self.groups if group.key == "agent" for row in group.rows),
            "words": [self._word(word) for word in self.words],
            "leave_kinds": LEAVES,
            "people": self.people,
            "names": {str(person.pk): person.name for person in self.people},
            "sets": self.sets,
            "there": there,
            "gone": gone,
            "shift_end": self.shift_end(),
            "warnings": self.warnings(),
            "last": self.last_saved(),
            "now": self.now,
        }

    def _word(self, word: Word) -> dict[str, Any]:
        starts, ends = word.detail.get("from", ""), word.detail.get("to", "")
        found: dict[str, Any] = {"name": word.name, "from": starts, "to": ends, "pk": word.pk, "off": word.meaning == "off"}
        if starts and ends and word.meaning != "off":
            found["x"], found["width"] = bar_of(*(time.fromisoformat(at) for at in (starts, ends)))
        return found
