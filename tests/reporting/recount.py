"""The figures of a ledger counted again from its lines alone: shares no code with the product."""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import chinese_calendar

PERSONS = {"agent": "agent", "reception": "reception"}
RECEIVED = ("visits", "first_visits", "orders", "cancelled", "deals")
LADDER = ("contacted", "reached", "cards", "invited", "visits", "orders", "deals")


def percentage(over: int, under: int, decimals: int = 1) -> str:
    """What a calculator shows: whole tenths of a percent, a half goes up."""
    steps = (2 * 100 * 10**decimals * over + under) // (2 * under)
    text = str(steps).rjust(decimals + 1, "0")
    return f"{text[:-decimals]}.{text[-decimals:]}%" if decimals else f"{text}%"


def moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def times_of(local: datetime) -> dict[str, str]:
    """The day, week, month, hour and weekday of a moment of a store."""
    day = local.date()
    monday = day - timedelta(days=day.weekday())
    return {"day": f"{day}", "week": f"{monday}", "month": f"{day:%Y-%m}", "hour": f"{local:%H}", "weekday": f"{day.isoweekday()}"}


class Recount:
    """A ledger in memory, and the answer to any question of the command."""

    def __init__(self, path: Path) -> None:
        lines = [json.loads(line) | {"order": number} for number, line in enumerate(path.read_text().splitlines())]
        self.of = defaultdict(list)
        for line in lines:
            if "annulled" not in line:  # what was taken back counts in nothing
                self.of[line["type"]].append(line)
        self.zones = {store["code"]: ZoneInfo(store["timezone"]) for store in self.of["store"]}
        self.sources = {(channel["store"], channel["name"]): channel["source"] for channel in self.of["channel"]}
        self.leads = {lead["id"]: lead for lead in self.of["lead"] if lead["closed_as"] != "merged"}
        self.events = defaultdict(lambda: defaultdict(list))
        for kind in ("inquiry", "allocation", "call", "card", "appointment", "order", "handover"):
            for line in self.of[kind]:
                self.events[line["lead"]][kind].append(line)
        for visit in self.visits():
            self.events[visit["lead"]]["visit"].append(visit)
        self.campaigns = {line["id"]: line["name"] for line in self.of["campaign"]}
        self.consultants = {card["id"]: card.get("consultant") or "" for card in self.of["showroom_card"]}
        for line in self.of["transfer"]:
            if line["decision"] == "confirmed":
                self.events[line["lead"]]["transfer"].append(line)

    def visits(self):
        """Every visit with the tag and the people of its last change."""
        changes = defaultdict(list)
        for change in self.of["tag_change"]:
            changes[change["visit"]].append(change)
        for visit in self.of["visit"]:
            last = max(changes[visit["id"]], key=lambda line: (moment(line["at"]), line["order"]), default=None)
            if last:
                visit = {**visit, "tag": last["to"], "agent": last["agent"], "reception": last["reception"]}
            yield visit

    @staticmethod
    def earliest(lines: list, key: str = "at"):
        return min(lines, key=lambda line: (moment(line[key]), line["order"]), default=None)

    @staticmethod
    def latest(lines: list):
        return max(lines, key=lambda line: (moment(line["at"]), line["order"]), default=None)

    def agent_at(self, lead: str, at: datetime | None = None) -> str:
        last = self.latest([line for line in self.events[lead]["allocation"] if at is None or moment(line["at"]) <= at])
        return (last and last["agent"]) or ""

    def reception_of(self, lead: str) -> str:
        events = self.events[lead]
        received = [visit for visit in events["visit"] if visit["tag"] == "dcc" and visit["reception"]]
        last = self.latest(received + events["handover"])
        return (last and last["reception"]) or ""

    def shares(self, store: str, by: str, first: date, last: date) -> dict[str, list[dict[str, bool]]]:
        """Return {row: what each of its leads has passed}, of the leads that arrived in the period; the row of all is under None."""
        rows = defaultdict(list)
        for name, lead in self.leads.items():
            arrival = self.earliest(self.events[name]["inquiry"], "received_at")
            if lead["store"] == store and first <= moment(arrival["received_at"]).astimezone(self.zones[store]).date() <= last:
                stands = self.passed(name, lead)
                for key in (self.row_of(name, lead, arrival, by), None):
                    rows[key].append(stands)
        return rows

    def row_of(self, name: str, lead: dict, arrival: dict, by: str) -> str:
        """Return the row of a cohort a lead stands in."""
        rows = self.own_of(name, lead, arrival) | {"agent": self.agent_at(name), "reception": self.reception_of(name)}
        return (rows | times_of(moment(arrival["received_at"]).astimezone(self.zones[lead["store"]])))[by]

    def own_of(self, name: str, lead: dict, arrival: dict) -> dict[str, str]:
        """Return the row of each split that is the lead's own, and that of each of its events that names none."""
        cards = max(self.events[name]["transfer"], key=lambda line: (moment(line["decided_at"]), line["order"]), default=None)
        own = {"channel": arrival["channel"], "source": self.sources.get((lead["store"], arrival["channel"])), "model": lead["model"] or ""}
        own["sub-channel"] = arrival.get("levels", "")
        return own | {"campaign": self.campaigns.get(arrival.get("campaign"), ""), "consultant": (cards and self.consultants[cards["card"]]) or ""}

    def passed(self, name: str, lead: dict) -> dict[str, bool]:
        """Return what a lead has passed, and at which stage a valid one stopped."""
        row = defaultdict(int)
        self.stages(name, lead, row)
        stands = {stage: bool(count) for stage, count in row.items()}
        steps = [stage for stage in LADDER if stands[stage]]
        stands["waiting"] = not lead["closed_as"] and not stands["contacted"]
        stands["stopped"] = (steps[-1] if steps else "nowhere") if stands["valid"] else ""
        return stands

    def due(self, store: str, by: str, first: date, last: date) -> dict[str, tuple[int, int]]:
        """Return {row: (appointments for these days that were kept, those that were due)}; the row of all is under None."""
        zone, rows = self.zones[store], defaultdict(lambda: (0, 0))
        for name, lead in self.leads.items():
            own = self.own_of(name, lead, self.earliest(self.events[name]["inquiry"], "received_at"))
            for line in self.events[name]["appointment"] if lead["store"] == store else ():
                local = moment(line["scheduled_for"]).astimezone(zone)
                if first <= local.date() <= last and line["status"] not in {"cancelled", "moved"}:
                    for key in ((own | times_of(local) | self.said_by(line) | {"agent": line["agent"] or ""})[by], None):
                        kept, due = rows[key]
                        rows[key] = kept + (line["status"] == "arrived"), due + 1
        return rows

    def rung(self, store: str, by: str, first: date, last: date) -> dict[str, Counter]:
        """Return {row: how many rang in these days and were answered, or waited ten seconds in vain; how many were answered, missed, rung back in time}."""
        zone, rows = self.zones[store], defaultdict(Counter)
        for name, lead in self.leads.items():
            own = self.own_of(name, lead, self.earliest(self.events[name]["inquiry"], "received_at"))
            for line in self.events[name]["call"] if lead["store"] == store else ():
                local, waited = moment(line["at"]).astimezone(zone), line.get("waited_seconds")
                answered = line["outcome"] == "connected"
                if line["direction"] == "in" and first <= local.date() <= last and (answered or waited is None or waited >= 10):
                    limit = moment(line["respond_by"]) if line.get("respond_by") else self.half_an_hour_open(local)
                    back = not answered and any(self.rings_back(line, other, limit) for other in self.events[name]["call"])
                    counts = {"incoming": 1, "answered": int(answered), "missed": int(not answered), "rung_back": int(back)}
                    rows[(own | times_of(local))[by]].update(counts)
        return rows

    @staticmethod
    def half_an_hour_open(local: datetime) -> datetime:
        """The limit where no line says one: half an hour of a store that is open from 8:30 to 18:00, but on public holidays."""
        at, left = local, timedelta(minutes=30)
        while True:
            opens, closes = (datetime.combine(at.date(), clock, local.tzinfo) for clock in (time(8, 30), time(18)))
            begins = max(at, opens)
            if not all(chinese_calendar.get_holiday_detail(at.date())) and begins < closes:
                if begins + left <= closes:
                    return begins + left
                left -= closes - begins
            at = datetime.combine(at.date() + timedelta(days=1), time(), local.tzinfo)

    @staticmethod
    def rings_back(missed: dict, call: dict, limit: datetime) -> bool:
        """Whether a call of the same person came no earlier and, as the program or the hotline's log knew, within the limit of a missed one."""
        known = call["at"] if call.get("row") else call.get("logged_at") or call["at"]
        later = (call["direction"] == "out" or call["outcome"] == "connected") and moment(call["at"]) >= moment(missed["at"])
        return later and moment(known) <= limit

    def ask(self, store: str, by: str, basis: str, first: date, last: date) -> dict:
        zone, rows = self.zones[store], defaultdict(lambda: defaultdict(int))

        def day_of(text: str) -> date:
            return moment(text).astimezone(zone).date()

        def key_of(text: str) -> str:
            return times_of(moment(text).astimezone(zone))[by]

        for name, lead in self.leads.items():
            if lead["store"] == store:
                arrival = self.earliest(self.events[name]["inquiry"], "received_at")
                own = self.own_of(name, lead, arrival)
                if basis == "cohort":
                    if first <= day_of(arrival["received_at"]) <= last:
                        self.stages(name, lead, rows[self.row_of(name, lead, arrival, by)])
                else:
                    self.happened(name, lead, own, by, rows, lambda text: bool(text) and first <= day_of(text) <= last, key_of)
        counted = {key: {measure: count for measure, count in row.items() if count} for key, row in rows.items()}
        return {key: row for key, row in counted.items() if row}

    def stages(self, name: str, lead: dict, row: dict) -> None:
        events = self.events[name]
        calls = [call for call in events["call"] if call["outcome"] != "missed"]
        passed = {
            "leads": True, "invalid": lead["closed_as"] == "invalid", "valid": lead["closed_as"] != "invalid", "lost": lead["closed_as"] == "lost",
            "contacted": calls, "reached": [call for call in calls if call["outcome"] == "connected"], "cards": events["card"],
            "invited": events["appointment"], "visits": self.looked(name),
            "orders": [order for order in events["order"] if not order["cancelled_at"]],
            "deals": [order for order in events["order"] if order["delivered_at"]],
        }  # fmt: skip
        for measure, passing in passed.items():
            row[measure] += bool(passing)

    def looked(self, name: str) -> list:
        return [visit for visit in self.events[name]["visit"] if visit["tag"] == "dcc" and visit.get("purpose", "look") == "look"]

    def happened(self, name: str, lead: dict, own: dict, by: str, rows: dict, within: Callable, key_of: Callable) -> None:
        """Count each event of one lead on its own day, for whom it is credited to."""
        for measure, line, key, person in self.counted(name, lead, by):
            if line and within(line[key]) and not (by == "reception" and measure not in RECEIVED):
                credit = person if person is not None else line.get(PERSONS.get(by, ""), "") or ""
                said = own | self.said_by(line)
                rows[credit if by in PERSONS else said[by] if by in said else key_of(line[key])][measure] += 1
        for inquiry in self.events[name]["inquiry"] if by not in PERSONS else ():
            if within(inquiry["received_at"]):
                asked = own | {"channel": inquiry["channel"], "source": self.sources[lead["store"], inquiry["channel"]]} | self.said_by(inquiry)
                asked["sub-channel"] = inquiry.get("levels", "")
                rows[asked[by] if by in asked else key_of(inquiry["received_at"])]["inquiries"] += 1

    def said_by(self, line: dict) -> dict[str, str]:
        """Return the rows an event names itself: a campaign; of a visit the consultant, too."""
        said = {"campaign": self.campaigns.get(line.get("campaign")), "consultant": line.get("consultant") if line["type"] == "visit" else None}
        return {split: name for split, name in said.items() if name}

    def counted(self, name: str, lead: dict, by: str) -> Iterator[tuple[str, dict | None, str, str | None]]:
        """Every (measure, line, key of its moment, whom it is credited to if the line does not say) of one lead."""
        events, looked = self.events[name], self.looked(name)
        calls = [call for call in events["call"] if call["outcome"] != "missed"]
        connected = [call for call in calls if call["outcome"] == "connected"]
        if by not in PERSONS:
            yield "leads", self.earliest(events["inquiry"], "received_at"), "received_at", None
        given = [line for line in events["allocation"] if line["agent"]] if by == "agent" else []
        booked = [line for line in events["appointment"] if not line.get("replaces")]
        every = {"allocated": given, "calls": calls, "connected": connected, "cards": events["card"], "invited": booked, "visits": looked}
        for measure, lines in every.items():
            yield from ((measure, line, "at", None) for line in lines)
        for measure, lines in (("contacted", calls), ("reached", connected), ("first_visits", looked)):
            yield measure, self.earliest(lines), "at", None
        for order in events["order"]:
            yield from (("orders", order, "at", None), ("cancelled", order, "cancelled_at", None), ("deals", order, "delivered_at", None))
        if lead["closed_as"] == "lost":
            yield "lost", lead, "closed_at", self.agent_at(name, moment(lead["closed_at"]))
