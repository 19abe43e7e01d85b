"""A ledger, read; the clock and the calendar of its store; the list of rules."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import chinese_calendar

MOMENTS = frozenset(
    "at opened_at closed_at received_at entered_at created_at due_at done_at decided_at listed_at settled_at ended_at scheduled_for cancelled_at "
    "kept_at broken_at delivered_at registered_at sent_at identified_at taken_at left_at until lifted_at released_at proposed_at told_at respond_by deadline "
    "issued_at last_contact_at ungraded_since review_since missed_at unreached_at alarmed_at retired_at logged_at delivery_logged_at "
    "cancellation_logged_at undoes undone_at idle_since late_told_at answered_at phone_until".split()
)
RENUMBER = {"call.real_number", "lead.number", "lead.number_ended"}
RULES: dict[str, Callable] = {}


def rule(check: Callable) -> Callable:
    """Keep a rule."""
    RULES[check.__name__] = check
    return check


def read(path: Path) -> list[dict]:
    """Return the lines of a ledger, every moment as a datetime of the store's zone."""
    lines = [json.loads(text) for text in path.read_text("utf-8").splitlines()]
    zone = ZoneInfo(next(line["timezone"] for line in lines if line["type"] == "store"))
    for line in lines:
        if line.get("person"):
            line["phone"] = line["person"]  # compared as the number was
        for said in [line, *([line["annulled"]] if "annulled" in line else []), *line.get("taken_back", ())]:
            for name in MOMENTS & said.keys():
                if isinstance(said[name], str):
                    said[name] = datetime.fromisoformat(said[name]).astimezone(zone)
    return lines


class Book:
    """The lines of a ledger by type, by id, and by lead; what can be asked of them.

    A line that was taken back counts in nothing from then on, and what was judged before stands: every question is of the lines that stand, or, with `then`,
    of those that stood at a moment. What two leads did together while they were one is judged by the rules about merges alone: every other rule is asked of
    the leads no merge ever touched, those rules of the `whole`.
    """

    def __init__(self, lines: list[dict], *, apart: bool = True) -> None:
        self.file = lines
        lines = _untouched(lines) if apart else lines
        self._places = {id(line): place for place, line in enumerate(lines)}
        self.lines: dict[str, list[dict]] = defaultdict(list)
        self.taken: dict[str, list[dict]] = defaultdict(list)
        self.undone = [line for line in lines if line.get("undone_at") or line.get("undoes")]  # judgements that were none, and their undoings
        undone = {id(line) for line in self.undone}
        for line in lines:
            if id(line) not in undone:
                (self.taken if "annulled" in line else self.lines)[line["type"]].append(line)
        self.store = self["store"][0]
        self.zone = ZoneInfo(self.store["timezone"])
        self.leads = {lead["id"]: lead for lead in self.every("lead")}
        self.visits = {visit["id"]: visit for visit in self.every("visit")}
        self.cards = {card["id"]: card for card in self["showroom_card"]}
        self.people = {person["username"]: person for person in self["user"]}
        self.sources = {channel["name"]: channel["source"] for channel in self["channel"]}
        self.absent = {(row["user"], row["day"]) for row in self["absence"]}
        self.shifts = {(row["user"], row["day"]): row for row in self["shift"]}
        self.merges: dict[str, list[dict]] = defaultdict(list)
        for row in self["audit"]:
            if row["action"] in {"lead.merge", "lead.separate"}:
                self.merges[row["object"].partition(":")[2]].append(row)
        self.last = max(line["at"] for line in self.file if line["type"] == "audit")
        self._numbered: dict[str, datetime] | None = None
        self._by: dict[tuple[str, str], dict[str | None, list[dict]]] = {}

    @cached_property
    def whole(self) -> "Book":
        """All lines, those of merged leads and of the ones that took them in among them."""
        return Book(self.file, apart=False)

    def __getitem__(self, kind: str) -> list[dict]:
        """The lines of a type that stand."""
        return self.lines[kind]

    def every(self, kind: str) -> list[dict]:
        """The lines of a type, in the order of the file, those that were taken back among them."""
        return sorted([*self.lines[kind], *self.taken[kind]], key=self._place) if self.taken[kind] else self.lines[kind]

    def _place(self, line: dict) -> int:
        return self._places[id(line)]

    def at(self, then: datetime | None, kind: str, key: str, value: str | None) -> list[dict]:
        """The lines of a type with something under one of their keys that stood at a moment; None: that stand."""
        standing = self.by(kind, key).get(value, [])
        since = [line for line in self.taken[kind] if line.get(key) == value and line["annulled"]["at"] > then] if then else []
        return sorted([*standing, *since], key=self._place) if since else standing

    def by(self, kind: str, key: str) -> dict[str | None, list[dict]]:
        """The lines of a type by what stands under one of their keys, each in the order of the file."""
        if (kind, key) not in self._by:
            grouped = defaultdict(list)
            for line in self[kind]:
                grouped[line.get(key)].append(line)
            self._by[kind, key] = grouped
        return self._by[kind, key]

    def of(self, lead: str, kind: str, then: datetime | None = None) -> list[dict]:
        """The lines of one lead, in the order of the file."""
        return self.at(then, kind, "lead", lead)

    def changes(self, visit: dict, then: datetime | None = None) -> list[dict]:
        """The changes of a visit's tag."""
        return self.at(then, "tag_change", "visit", visit["id"])

    def roles(self, username: str | None) -> list[str]:
        """The roles of a person."""
        return self.people[username]["roles"] if username in self.people else []

    def on_duty(self, role: str, moment: datetime) -> list[str]:
        """The people of a role who are on duty at a moment: not away that day, and inside their shift where the roster gives them one."""
        return [name for name in self.people if role in self.roles(name) and not self.away(name, moment) and self.in_shift(name, moment)]

    def there(self, role: str, moment: datetime) -> list[str]:
        """The people of a role who are not away on the day of a moment."""
        return [name for name in self.people if role in self.roles(name) and not self.away(name, moment)]

    def away(self, username: str, moment: datetime) -> bool:
        """Whether a person is away on the day of a moment: marked so, or off or on leave by the roster."""
        shift = self.shifts.get((username, moment.date().isoformat()))
        return (username, moment.date().isoformat()) in self.absent or (shift is not None and shift["from"] is None)

    def in_shift(self, username: str, moment: datetime) -> bool:
        """Whether a moment lies inside a person's shift of that day, or they have none."""
        shift = self.shifts.get((username, moment.date().isoformat()))
        return shift is None or (shift["from"] is not None and time.fromisoformat(shift["from"]) <= moment.time() < time.fromisoformat(shift["to"]))

    def agent_at(self, lead: str, moment: datetime, then: datetime | None = None) -> str | None:
        """Who had a lead at a moment, as it was known then or when something of that moment was written."""
        given = [row["agent"] for row in self.of(lead, "allocation", then or moment) if row["at"] <= moment]
        return given[-1] if given else None

    def reception_at(self, lead: str, moment: datetime, then: datetime | None = None) -> str | None:
        """Who receives a lead at a moment: the last to receive it or to be named, as it was known then or when something was written of it."""
        facts = [(row["at"], row["reception"]) for row in self.of(lead, "handover", then or moment)]
        facts += [(row["taken_at"], row["reception"]) for row in self.of(lead, "visit", then or moment) if row.get("taken_at")]
        before = [(at, who) for at, who in facts if at <= moment]
        return max(before, key=lambda fact: fact[0])[1] if before else None

    def open_at(self, lead: dict, moment: datetime) -> bool:
        """Whether a lead was open at a moment: not before it was, not after its end, nor while it stood closed until it was opened again."""
        told = [row for row in self.by("audit", "object").get(f"lead:{lead['id']}", []) if row["action"] in {"lead.close", "lead.reopen"}]
        before = [row["action"] for row in sorted(told, key=lambda row: row["at"]) if row["at"] <= moment]
        return lead["opened_at"] <= moment < ends(lead) and before[-1:] != ["lead.close"]

    def works(self, username: str | None, lead: str, moment: datetime) -> bool:
        """Whether a lead was a person's to work at a moment: its agent's, its reception specialist's, or any leader's as cover."""
        return username in {self.agent_at(lead, moment), self.reception_at(lead, moment)} - {None} or "leader" in self.roles(username)

    def answered(self, username: str | None, lead: str, moment: datetime) -> bool:
        """Whether a person wrote down an incoming call of a lead at a moment: that call is all they may work of it."""
        calls = [row for row in self.of(lead, "call", moment) if row["direction"] == "in" and row["agent"] == username]
        return any(row["at"] <= moment <= written(row) + timedelta(minutes=2) for row in calls)

    def same_person(self, lead: dict) -> list[dict]:
        """The leads of a lead's person: all of its number, without one itself."""
        return self.by("lead", "phone")[lead["phone"]] if lead["phone"] else [lead]

    def numbered_since(self, lead: dict) -> datetime:
        """Since when a lead has the number it has now: a privacy number may have stood there before, a wrong one, or none."""
        if self._numbered is None:
            written = [row for row in self["audit"] if row["action"] in RENUMBER and "phone" in row["detail"].get("which", ["phone"])]
            strangers = [row for row in self["visit"] if row["identified_at"] and row["lead"] and row["registered_at"] == self.leads[row["lead"]]["opened_at"]]
            self._numbered = {f"lead:{row['lead']}": row["identified_at"] for row in strangers} | {row["object"]: row["at"] for row in written}
        return self._numbered.get(f"lead:{lead['id']}", lead["opened_at"])

    def words(self, kind: str) -> set[str]:
        """The names on one of the store's lists."""
        return {row["name"] for row in self["word"] if row["kind"] == kind}

    def setting(self, name: str, default, moment: datetime):
        """A setting as it stood at a moment."""
        rows = [row["value"] for row in self["setting"] if row["name"] == name and datetime.fromisoformat(str(row["from"])) <= moment]
        return rows[-1] if rows else default

    def clock(self, name: str, default: str, moment: datetime) -> time:
        """A setting that is a time of day."""
        return time.fromisoformat(self.setting(name, default, moment))

    def next_opening(self, moment: datetime, *, holidays: bool = True) -> datetime:
        """The moment itself where the store is open, else its next opening."""
        day = moment.date()
        first, last = self.clock("opens_at", "08:30", moment), self.clock("closes_at", "18:00", moment)
        while True:
            opens, closes = datetime.combine(day, first, self.zone), datetime.combine(day, last, self.zone)
            if (not holidays or works(day)) and moment < closes:
                return max(moment, opens)
            day += timedelta(days=1)

    def after_minutes(self, moment: datetime, minutes: int) -> datetime:
        """The moment after so many working minutes."""
        at, left = self.next_opening(moment), timedelta(minutes=minutes)
        while at + left > (closes := datetime.combine(at.date(), self.clock("closes_at", "18:00", moment), self.zone)):
            left -= closes - at
            at = self.next_opening(closes)
        return at + left


def _untouched(lines: list[dict]) -> list[dict]:
    """The lines of persons whose leads no merge touched, be it taken back since, and those that belong to no lead."""
    told = [line for line in lines if line["type"] == "audit" and line["action"] == "lead.merge"]
    touched = {line["object"].partition(":")[2] for line in told} | {line["detail"]["lead"] for line in told}
    if not touched:
        return lines
    numbers = {line["phone"] for line in lines if line["type"] == "lead" and line["id"] in touched and line["phone"]}
    touched |= {line["id"] for line in lines if line["type"] == "lead" and line["phone"] in numbers}  # the other cycles of these persons
    touched |= {line["lead"] for line in lines if line["type"] == "inquiry" and line.get("phone") in numbers}  # under a number that has expired since
    theirs = defaultdict(set, lead=touched)
    for line in lines:
        if "id" in line and line.get("lead") in touched:
            theirs[line["type"]].add(line["id"])
    cards = {line["card"] for line in lines if line.get("card") and line.get("lead") in touched}
    theirs["showroom_card"] |= cards
    for line in lines:
        if "id" in line and line.get("card") in cards:
            theirs[line["type"]].add(line["id"])
    objects = {f"{kind}:{name}" for kind, names in theirs.items() for name in names}  # what the trail says of them goes with them

    def is_theirs(line: dict) -> bool:
        return (
            line.get("id") in theirs[line["type"]]
            or line.get("lead") in touched
            or line.get("visit") in theirs["visit"]
            or line.get("inquiry") in theirs["inquiry"]
            or line.get("card") in theirs["showroom_card"]
            or (line.get("appointment") in theirs["appointment"] and line["type"] in ("confirmation", "forecast", "promise"))
            or line.get("object") in objects
        )

    return [line for line in lines if not is_theirs(line)]


def works(day: date) -> bool:
    """Whether the store is open on a day: always but on public holidays."""
    closed, holiday = chinese_calendar.get_holiday_detail(day)
    return not (closed and holiday)


def ends(line: dict, name: str = "closed_at") -> datetime:
    """When something ended; what has not, ends after everything."""
    return line.get(name) or datetime.max.replace(tzinfo=ZoneInfo("UTC"))


def overlapping(spans: list[tuple]) -> Iterator[tuple]:
    """Neighbours in time of which the second begins before the first has ended: (begins, ends, name) each."""
    spans = sorted(spans)
    return ((first, second) for first, second in pairwise(spans) if second[0] < first[1])


def known(line: dict) -> datetime:
    """From when a call was known, or a signing: since it began where the program saw that, else since it was written down."""
    return line.get("logged_at") or line["at"]


def of_log(call: dict) -> bool:
    """Whether a row of a hotline's log made a call: its moment and length are the log's, and nobody need have written it down."""
    return call.get("row") in {"made", "completed"}


def answers(call: dict) -> datetime:
    """By when a call answers what waited for one: of a hotline's log by when it was."""
    return call["at"] if call.get("row") else known(call)


def written(call: dict) -> datetime:
    """When a call was written down: as it says where its start was stated; else after its talk, and the ringing of one that went out."""
    return call.get("logged_at") or call["at"] + timedelta(seconds=call["seconds"] + (25 if call["direction"] == "out" else 0))
