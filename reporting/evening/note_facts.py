"""The three sentences of a day as facts: best hour, what slipped, from whom to learn (docs/rules/measures.md#evening-note)."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from fractions import Fraction
from statistics import mean, median
from typing import Any

from django.db.models import CharField, QuerySet, Value

from calls.models import Call
from dcc.models import User
from dcc.reckoning.clock import range_of
from dcc.reckoning.rounding import one_place
from dcc.store.store_settings import hours_lived
from leads.models import Lead
from reporting.evening.day_slips import SLIPS, Evening, slipped

FEWEST_CALLS, FEWEST_LEADS, FEWEST_PEOPLE, DAYS = 3, 10, 3, 30


@dataclass(frozen=True)
class Worked:
    """How somebody worked the leads of one channel: `minutes` until the first response, median; `tries` per lead not reached; `checks` per talk."""

    leads: int = 0
    visits: int = 0
    minutes: Fraction | float | None = None
    tries: Fraction | float | None = None
    checks: Fraction | float | None = None

    @property
    def shown(self) -> "Worked":
        """The same as it is shown: to one place."""
        return Worked(self.leads, self.visits, _one_place(self.minutes), _one_place(self.tries), _one_place(self.checks))


@dataclass
class Note:
    """The facts of one note. `hours`: [hour, calls, connected]; `learn`: channel, person, theirs, own, `middle` (of the team), `most` that differs."""

    hours: list[list[int]] = field(default_factory=list)
    best_hour: int | None = None
    slipped: dict[str, int] = field(default_factory=dict)
    largest: str = ""
    learn: dict[str, Any] | None = None

    @property
    def as_json(self) -> dict[str, Any]:
        """What is kept of it."""
        return asdict(self)


def note_of(evening: Evening, person: User | None) -> Note:
    """Reckon the note of a person, or of the team."""
    hours = _hours(evening, person)
    counts = _slips(evening, person)
    largest = max(counts, key=lambda what: counts[what]) if any(counts.values()) else ""  # of equal ones the first
    return Note(hours, best_of(hours), counts, largest, learn(evening, person))


def best_of(hours: Iterable[list[int]]) -> int | None:
    """Return the hour with most connected ÷ calls, at least three calls; of equal ones that with more calls, then the earlier."""
    enough = [(Fraction(connected, calls), calls, -hour) for hour, calls, connected in hours if calls >= FEWEST_CALLS]
    return -max(enough)[2] if enough else None


def counted_calls(evening: Evening, person: User | None) -> QuerySet[Call]:
    """Return the calls of the day that its hours count: of a person, or of everybody."""
    calls = Call.objects.filter(store=evening.store, at__gte=evening.begins, at__lte=evening.closes, agent__isnull=False).exclude(outcome="missed")
    return calls.filter(agent=person) if person else calls


def compared_leads(evening: Evening, channel: int, person: User | None) -> list[Lead]:
    """Return the leads of a channel whose visits are compared: of a person, or of the team."""
    return [lead for lead in _leads(evening) if lead.channel_id == channel and (person is None or lead.agent_id == person.pk)]


def _hours(evening: Evening, person: User | None) -> list[list[int]]:
    rows = counted_calls(evening, person).order_by().values_list("at", "outcome")
    made: Counter[int] = Counter()
    reached: Counter[int] = Counter()
    for at, outcome in rows:
        hour = at.astimezone(evening.store.zone).hour
        made[hour] += 1
        reached[hour] += outcome == "connected"
    return [[hour, made[hour], reached[hour]] for hour in sorted(made)]


def _slips(evening: Evening, person: User | None) -> dict[str, int]:
    """Return how many slipped of each kind: leads of what is owed, rows of the others."""
    pk = person.pk if person else None
    first, *others = (slipped(evening, what, pk).order_by().annotate(slip=Value(what, output_field=CharField())).values_list("slip", "lead") for what in SLIPS)
    counted = Counter(what for what, _lead in first.union(*others))  # a union holds each lead of a kind once
    return {what: counted[what] for what in SLIPS}


def learn(evening: Evening, person: User | None) -> dict[str, Any] | None:
    """Compare one's biggest channel of thirty days with the colleague of at least ten leads who has the best 线索到店率 there; find what differs most."""
    leads = _leads(evening)
    own = [lead for lead in leads if person is None or lead.agent_id == person.pk]
    if not own:
        return None
    channel = max(Counter(lead.channel_id for lead in own).items(), key=lambda each: (each[1], -min(lead.pk for lead in own if lead.channel_id == each[0])))[0]
    of_channel = [lead for lead in leads if lead.channel_id == channel]
    worked = _worked(evening, of_channel)
    enough = {pk: one for pk, one in worked.items() if one.leads >= FEWEST_LEADS}
    colleagues = [pk for pk in enough if person is None or pk != person.pk]
    if not colleagues:
        return None
    names = {lead.agent_id: lead.agent.username for lead in of_channel if lead.agent}
    best = min(colleagues, key=lambda pk: (-Fraction(enough[pk].visits, enough[pk].leads), names[pk]))
    mine = (worked[person.pk] if person else _work_of(evening, of_channel, _calls(of_channel, evening))).shown
    theirs = worked[best].shown
    found = {"channel": channel, "person": best, "theirs": asdict(theirs), "own": asdict(mine), "most": most_apart(theirs, mine)}
    return found | {"middle": middle_of(enough.values()) if person else None}


def middle_of(people: Collection[Worked]) -> dict[str, Any] | None:
    """Return the medians of those with enough leads (组里中位): the rate as its fraction; None of fewer than three, where it would tell of one of them."""
    if len(people) < FEWEST_PEOPLE:
        return None
    rate = median(Fraction(one.visits, one.leads) for one in people)
    known = {what: [value for one in people if (value := getattr(one, what)) is not None] for what in ("minutes", "tries", "checks")}
    return {"rate": [rate.numerator, rate.denominator]} | {what: _one_place(median(values)) if values else None for what, values in known.items()}


def most_apart(theirs: Worked, own: Worked) -> str:
    """Return what differs most, as a share of one's own: minutes, tries or checks; "" where nothing can be compared."""
    apart = {}
    for what in ("minutes", "tries", "checks"):
        one, other = getattr(theirs, what), getattr(own, what)
        if one is not None and other is not None and one != other:
            apart[what] = abs(one - other) / max(abs(one), abs(other))
    return max(apart, key=lambda what: apart[what]) if apart else ""


def _leads(evening: Evening) -> list[Lead]:
    """The valid leads that arrived in the thirty days that end with this one, in somebody's hands."""
    start = range_of(evening.day - timedelta(days=DAYS - 1), evening.day, evening.store.zone)[0]
    arrived = Lead.objects.filter(store=evening.store, received_at__gte=start, received_at__lte=evening.closes, agent__isnull=False).unmerged()
    return list(arrived.exclude(closed_as="invalid", closed_at__lte=evening.closes).select_related("agent").order_by("received_at", "pk"))


def _calls(leads: list[Lead], evening: Evening) -> dict[int, list[Call]]:
    found: dict[int, list[Call]] = {}
    for call in Call.objects.filter(lead__in=[lead.pk for lead in leads], at__lte=evening.closes).exclude(outcome="missed").order_by("at", "id"):
        found.setdefault(call.lead_id, []).append(call)
    return found


def _worked(evening: Evening, leads: list[Lead]) -> dict[int, Worked]:
    calls = _calls(leads, evening)
    by_agent: dict[int, list[Lead]] = {}
    for lead in leads:
        by_agent.setdefault(lead.agent_id, []).append(lead)
    return {agent: _work_of(evening, theirs, calls) for agent, theirs in by_agent.items()}


def _work_of(evening: Evening, leads: list[Lead], calls: dict[int, list[Call]]) -> Worked:
    hours = hours_lived(evening.store, evening.closes)
    answered = [lead for lead in leads if lead.responded_at and lead.responded_at <= evening.closes]
    minutes = [hours.minutes_between(lead.opened_at, lead.responded_at) for lead in answered]
    talks = [[call for call in calls.get(lead.pk, ()) if call.connected] for lead in leads]
    silent = [len(calls[lead.pk]) for lead, spoken in zip(leads, talks, strict=True) if lead.pk in calls and not spoken]
    checks = [len(call.checks) for spoken in talks for call in spoken]
    visits = sum(lead.visited_at is not None and lead.visited_at <= evening.closes for lead in leads)
    return Worked(len(leads), visits, _exact(median, minutes), _exact(mean, silent), _exact(mean, checks))


def _exact(of: Callable[[list[Fraction]], Fraction], values: list) -> Fraction | None:
    """A median or a mean as the exact fraction; None where there is nothing to ask of."""
    return of([Fraction(value) for value in values]) if values else None


def _one_place(value: Fraction | float | None) -> float | None:
    """Rounded to one place on the exact fraction, a half up, as every figure is."""
    return None if value is None else float(one_place(value))
