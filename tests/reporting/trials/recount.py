"""A trial of other rules, counted again from the lines of a ledger alone: shares no code with the product.

A visit is judged by the lines that were written when it was registered. Each visit the rules of its day explain is judged a second time with what is
tried, and what it then is goes on to those registered after it.
"""

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

DEFAULTS = {"attribution_days_before": 3, "attribution_days_after": 7, "transferred_for_days": 0, "transfer_after_days": 60}


def at(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


@dataclass
class Said:
    """What the rules say of a visit."""

    tag: str
    basis: str
    agent: str | None
    kept: str | None


class TrialRecount:
    """One ledger in memory, and the answer to a trial."""

    def __init__(self, path: Path) -> None:
        self.of = defaultdict(list)
        for line in map(json.loads, path.read_text().splitlines()):
            if "annulled" not in line:
                self.of[line["type"]].append(line)
        self.zone = ZoneInfo(self.of["store"][0]["timezone"])
        self.leads = {lead["id"]: lead for lead in self.of["lead"]}
        sources = {channel["name"]: channel["source"] for channel in self.of["channel"]}
        self.opened: dict[str, datetime] = {}
        self.entered = defaultdict(set)
        self.transfers = defaultdict(list)
        for line in self.of["inquiry"]:
            came, typed = at(line["received_at"]), at(line.get("entered_at")) or at(line["received_at"])
            self.entered[line["lead"]].add((came, typed))
            if sources[line["channel"]] == "transfer":
                self.transfers[line["lead"]].append(came)
        for lead in self.leads.values():
            self.opened[lead["id"]] = at(lead["opened_at"]) or min(came for came, _typed in self.entered[lead["id"]])
        self._read_visits()
        self._find_people()

    def _read_visits(self) -> None:
        """The visits in the order in which they were registered, with what changed of them."""
        self.hands = defaultdict(list)
        for line in self.of["allocation"]:
            self.hands[line["lead"]].append((at(line["at"]), line["agent"]))
        self.changes = defaultdict(list)
        for line in self.of["tag_change"]:
            self.changes[line["visit"]].append(line)
        signed = {line["visit"] for line in self.of["leakage"] if line["settled_at"]}
        self.visits = []
        for number, line in enumerate(self.of["visit"]):
            typed = at(line.get("registered_at")) or at(line["at"])
            frozen = (
                line["purpose"] != "look" or line["id"] in signed or self.changes[line["id"]] or line["override_reason"] or line["identified_at"]
                or line["basis"] == "named" or line["named_user"]
            )  # fmt: skip
            self.visits.append(line | {"came": at(line["at"]), "typed": typed, "number": number, "frozen": bool(frozen)})
        self.visits.sort(key=lambda visit: (visit["typed"], visit["number"]))
        self.place = {visit["id"]: place for place, visit in enumerate(self.visits)}

    def _find_people(self) -> None:
        """Whose visits and appointments are whose."""
        self.by_phone, self.of_family, self.booked = defaultdict(list), defaultdict(list), defaultdict(list)
        for lead in self.leads.values():
            self.by_phone[lead["phone"]].append(lead["id"])
        for visit in self.visits:
            if visit["lead"]:
                self.of_family[self.family(visit["lead"])].append(visit)
        for line in self.of["appointment"]:
            self.booked[self.family(line["lead"])].append(line)
        self.keepers = defaultdict(list)  # visits that may have kept an appointment: of its person, by lead or number
        for visit in self.visits:
            families = {self.family(lead) for lead in [*self.by_phone[visit["phone"]], visit["lead"]] if lead} if visit["phone"] else set()
            for family in families | ({self.family(visit["lead"])} if visit["lead"] else set()):
                for line in self.booked[family]:
                    self.keepers[line["id"]].append(visit)
        self.ranks = {lead: number for number, lead in enumerate(self.leads)}

    def setting(self, name: str, moment: datetime):
        lines = [line for line in self.of["setting"] if line["name"] == name and at(line["from"]) <= moment]
        return max(lines, key=lambda line: at(line["from"]))["value"] if lines else DEFAULTS[name]

    def stands_for(self, lead: str, moment: datetime) -> str:
        """The lead into which one had been merged by a moment."""
        while (line := self.leads[lead])["closed_as"] == "merged" and at(line["closed_at"]) <= moment:
            lead = line["merged_into"]
        return lead

    def family(self, lead: str) -> str:
        """The lead that stands for one today."""
        return self.stands_for(lead, datetime.max.replace(tzinfo=UTC))

    def opened_it(self, visit) -> bool:
        lead = visit["lead"]
        return lead is not None and self.opened[lead] == visit["typed"] and (visit["came"], visit["typed"]) in self.entered[lead]

    def theirs(self, visit) -> list[str]:
        named = list(self.by_phone[visit["phone"]]) if visit["phone"] else []
        named += [visit["lead"]] if visit["lead"] else []
        own = {self.stands_for(lead, visit["typed"]) for lead in named if not (lead == visit["lead"] and self.opened_it(visit))}
        own = {lead for lead in own if self.opened[lead] <= visit["typed"] and not (lead == visit["lead"] and self.opened_it(visit))}
        return sorted(own, key=lambda lead: (self.opened[lead], self.ranks[lead]))

    def judge(self, visit, values: dict, tried: dict[str, Said]) -> Said:
        came, typed, own = visit["came"], visit["typed"], self.theirs(visit)
        families = {self.family(one) for one in own}
        before = [other for one in families for other in self.of_family[one] if self.place[other["id"]] < self.place[visit["id"]]]
        running = [lead for lead in own if not (self.closed_by(lead, typed) and self.closed_by(lead, typed) <= came)]
        lead = max(running, key=lambda one: (self.opened[one] <= came, self.closed_by(one, typed) is None, self.opened[one]), default=None)
        fits = []
        for line in (line for one in families for line in self.booked[one]):
            if self.stands_for(line["lead"], typed) in own and at(line["at"]) < came and at(line["at"]) <= typed:
                when = at(line["scheduled_for"])
                early, late = timedelta(days=values["attribution_days_before"]), timedelta(days=values["attribution_days_after"])
                over_at, kept = self.over(line, visit, tried)
                if when - early <= came <= when + late and not (over_at and over_at <= came):
                    fits.append((abs(when - came), when, line, kept))
        fits.sort(key=lambda fit: fit[:2])
        released = max((at(self.leads[one].get("released_at")) for one in own if self.leads[one].get("released_at")), default=None)
        days = values["transferred_for_days"]
        transferred = any(
            moment <= came and (released is None or released > came or moment > released) and (not days or moment >= came - timedelta(days=days))
            for one, moments in self.of_transfers(families)
            if self.stands_for(one, typed) in own
            for moment in moments
        )
        was_dcc = (
            lead is not None
            and self.opened[lead] <= came
            and any(
                other["lead"] and self.stands_for(other["lead"], typed) == lead and other["came"] < came and self.tag_then(other, typed, tried) == "dcc"
                for other in before
            )
        )
        basis = "transfer" if transferred else "appointment" if fits else "earlier" if was_dcc else "none"
        if basis == "none":
            return Said("showroom", "none", None, None)
        kept = next((line for _off, _when, line, taken in fits if not taken), None)
        owner = max((hand for hand in self.hands[lead] if hand[0] <= came), key=lambda hand: hand[0], default=(None, None))[1] if lead else None
        return Said("dcc", basis, kept["agent"] if kept else owner, kept["id"] if kept else None)

    def of_transfers(self, families: set[str]):
        return [(lead, moments) for lead, moments in self.transfers.items() if self.family(lead) in families]

    def closed_by(self, lead: str, moment: datetime) -> datetime | None:
        line = self.leads[lead]
        closed = at(line["closed_at"]) if line["closed_as"] != "merged" else None
        return closed if closed and closed <= moment else None

    def over(self, line, visit, tried):
        """When an appointment was over, as far as it was written, and whether a visit kept it."""
        arrivals = []
        for other in (other for other in self.keepers[line["id"]] if self.place[other["id"]] < self.place[visit["id"]]):
            kept = tried[other["id"]].kept if other["id"] in tried else other["appointment"]
            changed = [change for change in self.changes[other["id"]] if at(change["at"]) <= visit["typed"]]
            if line["id"] in [kept, *(change["appointment"] for change in changed)]:
                arrivals.append(other["came"])
        if arrivals:
            return max(arrivals), True
        ended = at(line.get("ended_at")) or at(line["cancelled_at"])
        if line["status"] in ("cancelled", "moved") and ended and ended <= visit["typed"]:
            return ended, False
        return None, False

    def tag_then(self, other, moment, tried) -> str:
        if other["id"] in tried:
            return tried[other["id"]].tag
        changed = [change for change in self.changes[other["id"]] if at(change["at"]) <= moment]
        return changed[-1]["to"] if changed else other["tag"]

    def today(self, visit) -> tuple[str, str | None, str | None]:
        last = self.changes[visit["id"]][-1] if self.changes[visit["id"]] else None
        return (last["to"], last["agent"], last["reception"]) if last else (visit["tag"], visit["agent"], visit["reception"])

    def answer(self, first: date, last: date, values: dict[str, int]) -> dict:
        """What the command says of a trial."""
        start, end = (datetime.combine(day, time(0), self.zone) for day in (first, last + timedelta(days=1)))
        inside = [visit for visit in self.visits if start <= visit["came"] < end and visit["purpose"] == "look"]
        tried = self.tried(inside, values)
        moved, people, gone = self.moves(inside, tried)
        orders = [line["id"] for line in sorted(self.of["order"], key=lambda line: at(line["at"])) if line["lead"] in gone]
        cards = self.cards(start, end, values["transfer_after_days"]) if "transfer_after_days" in values else {}
        return {"visits": len(inside), "moved": moved, "people": dict(people), "orders": orders, "cards": cards}

    def tried(self, inside: list, values: dict[str, int]) -> dict[str, Said]:
        """Every visit the rules of its day explain, judged by what is tried, each after those before it."""
        then = {visit["id"]: {name: self.setting(name, visit["came"]) for name in DEFAULTS} for visit in inside}
        explained = []
        for visit in inside:
            if not visit["frozen"]:
                said = self.judge(visit, then[visit["id"]], {})
                if (said.tag, said.basis, said.agent, said.kept) == tuple(visit[name] for name in ("tag", "basis", "agent", "appointment")):
                    explained.append(visit)
        tried: dict[str, Said] = {}
        for visit in explained:
            tried[visit["id"]] = self.judge(visit, then[visit["id"]] | values, tried)
        return tried

    def moves(self, inside: list, tried: dict[str, Said]):
        """The visits that move, each person's numbers, and the leads that no such visit opens."""
        moved, people, gone = [], defaultdict(lambda: [0, 0, 0, 0]), set()
        for visit in inside:
            tag, agent, reception = self.today(visit)
            said = tried.get(visit["id"])
            moves = said is not None and (said.tag, said.tag == "dcc" and said.agent) != (tag, tag == "dcc" and agent)
            after_tag, after_agent = (said.tag, said.agent) if moves else (tag, agent)
            if moves:
                moved.append({"visit": visit["id"], "from": tag, "to": said.tag, "basis": said.basis, "agent_from": agent, "agent_to": said.agent})
                if said.tag == "showroom" and self.opened_it(visit):
                    gone.add(visit["lead"])
            had = {agent, reception} - {None} if tag == "dcc" else set()
            has = {after_agent, reception} - {None} if after_tag == "dcc" else set()
            for person in had:
                people[person][0] += 1
                people[person][1] += person not in has
            for person in has - had:
                people[person][2] += 1
        for counts in people.values():
            counts[3] = counts[0] - counts[1] + counts[2]
        return moved, people, gone

    def cards(self, start: datetime, end: datetime, days: int) -> dict[str, list]:
        listed: dict[str, datetime] = {}
        for line in self.of["transfer"]:
            moment = at(line["listed_at"])
            listed[line["card"]] = min(listed.get(line["card"], moment), moment)
        found = {}
        for card in self.of["showroom_card"]:
            stands = listed.get(card["id"])
            stands = stands if stands and stands < end else None
            if (stands and stands < start) or self.morning(card, end, None, start) != stands:
                continue
            tried = self.morning(card, end, days, start)
            if tried != stands:
                found[card["id"]] = [moment.astimezone(self.zone).isoformat() if moment else None for moment in (stands, tried)]
        return found

    def morning(self, card, end: datetime, days: int | None, start: datetime) -> datetime | None:
        """The first eight o'clock at which a card was due and known, and the showroom had not ended it."""
        day, ended = date.fromisoformat(card["card_date"]), at(card.get("closed_at")) if card["state"] in ("sold", "lost") else None
        known = at(card.get("entered_at"))
        while (eight := datetime.combine(day, time(8), self.zone)) < end:
            limit = days if days is not None and eight >= start else self.setting("transfer_after_days", eight)
            if (day - date.fromisoformat(card["card_date"])).days >= limit and (known is None or known <= eight):
                return None if ended and ended <= eight else eight
            day += timedelta(days=1)
        return None
