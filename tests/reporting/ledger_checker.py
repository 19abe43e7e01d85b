"""Whether a ledger obeys the rules of the domain, told from the file alone. Shares no code with the product.

`python -m tests.reporting.ledger_checker FILE…` prints what breaks a rule. Each rule is a function of the book that yields sentences.
"""

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import chinese_calendar

OPENS, CLOSES = time(8, 30), time(18)
MOMENTS = frozenset(
    "at opened_at closed_at received_at entered_at created_at due_at done_at decided_at listed_at settled_at ended_at scheduled_for cancelled_at "
    "confirmed_at delivered_at registered_at identified_at taken_at left_at until lifted_at released_at proposed_at told_at respond_by".split()
)
RENUMBER = {"call.real_number", "lead.number"}
RULES: list[Callable] = []


def rule(check: Callable) -> Callable:
    """Keep a rule."""
    RULES.append(check)
    return check


class Book:
    """A ledger, read: lines by type, by id, and by lead; every moment as a datetime of the store's zone."""

    def __init__(self, path: Path) -> None:
        self.lines: dict[str, list[dict]] = defaultdict(list)
        for text in path.read_text("utf-8").splitlines():
            line = json.loads(text)
            self.lines[line["type"]].append(line)
        self.zone = ZoneInfo(self.lines["store"][0]["timezone"])
        for kind, lines in self.lines.items():
            for line in lines:
                for name in MOMENTS & line.keys():
                    if isinstance(line[name], str) and kind != "store":
                        line[name] = datetime.fromisoformat(line[name]).astimezone(self.zone)
        self.leads = {lead["id"]: lead for lead in self["lead"]}
        self.people = {person["username"]: person for person in self["user"]}
        self.sources = {channel["name"]: channel["source"] for channel in self["channel"]}
        self.last = max(entry["at"] for entry in self["audit"])
        self._numbered: dict[str, datetime] | None = None
        self._by_lead: dict[str, dict[str, list[dict]]] = {}

    def __getitem__(self, kind: str) -> list[dict]:
        return self.lines[kind]

    def of(self, lead: str, kind: str) -> list[dict]:
        """The lines of one lead, in the order of the file."""
        if kind not in self._by_lead:
            grouped = defaultdict(list)
            for line in self[kind]:
                grouped[line.get("lead")].append(line)
            self._by_lead[kind] = grouped
        return self._by_lead[kind].get(lead, [])

    def roles(self, username: str | None) -> list[str]:
        """The roles of a person."""
        return self.people[username]["roles"] if username else []

    def agent_at(self, lead: str, moment: datetime, *, strictly: bool = False) -> str | None:
        """Who had a lead at a moment; `strictly`: before it."""
        given = [row["agent"] for row in self.of(lead, "allocation") if (row["at"] < moment if strictly else row["at"] <= moment)]
        return given[-1] if given else None

    def numbered_since(self, lead: dict) -> datetime:
        """Since when a lead has the number it has now: a privacy number may have stood there before, or a wrong one."""
        if self._numbered is None:
            written = [row for row in self["audit"] if row["action"] in RENUMBER and "phone" in row["detail"].get("which", ["phone"])]
            self._numbered = {row["object"]: row["at"] for row in written}
        return self._numbered.get(f"lead:{lead['id']}", lead["opened_at"])

    def setting(self, name: str, default, moment: datetime):
        """A setting as it stood at a moment."""
        rows = [row["value"] for row in self["setting"] if row["name"] == name and datetime.fromisoformat(str(row["from"])) <= moment]
        return rows[-1] if rows else default

    def next_opening(self, moment: datetime, *, holidays: bool = True) -> datetime:
        """The moment itself where the store is open, else its next opening."""
        day = moment.date()
        while True:
            opens, closes = (datetime.combine(day, clock, self.zone) for clock in (OPENS, CLOSES))
            if (not holidays or works(day)) and moment < closes:
                return max(moment, opens)
            day += timedelta(days=1)

    def after_minutes(self, moment: datetime, minutes: int) -> datetime:
        """The moment after so many working minutes."""
        at, left = self.next_opening(moment), timedelta(minutes=minutes)
        while at + left > (closes := datetime.combine(at.date(), CLOSES, self.zone)):
            left -= closes - at
            at = self.next_opening(closes)
        return at + left


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


def check(path: Path) -> list[str]:
    """Return what breaks a rule in this ledger, each with the name of its rule."""
    from tests.reporting import ledger_checker_calls, ledger_checker_leads, ledger_checker_visits  # noqa: F401, PLC0415 - they keep their rules here

    book = Book(path)
    return [f"{each.__name__}: {sentence}" for each in RULES for sentence in each(book)]


def main(paths: list[str]) -> int:
    """Check files, print what is wrong; the exit code tells."""
    broken = [(path, sentence) for path in paths for sentence in check(Path(path))]
    for path, sentence in broken[:200]:
        print(f"{path}: {sentence}")
    for name, count in Counter(sentence.split(":")[0] for _path, sentence in broken).most_common():
        print(f"{count:>6}  {name}")
    return 1 if broken else 0


if __name__ == "__main__":
    from tests.reporting import ledger_checker  # the module the rules keep themselves in, not this copy of it

    sys.exit(ledger_checker.main(sys.argv[1:]))
