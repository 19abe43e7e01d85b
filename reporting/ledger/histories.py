"""What a ledger tells of a store, as a history whose arrivals can be judged anew: reads lines, knows no database (reception/door/past.py)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from reception.door.attribution import Window
from reception.door.past import Past, PastAppointment, PastChange, PastLead, PastTransfer, PastVisit, Span

Line = dict[str, Any]
WINDOW = {"attribution_days_before": 3, "attribution_days_after": 7, "transferred_for_days": 0}  # what a store is born with
CLOSING = ("lead.close", "lead.reopen")
MERGING = ("lead.merge", "lead.separate")
RENUMBERING = ("call.real_number", "lead.number", "lead.number_ended")
TOLD = frozenset({*CLOSING, *MERGING, *RENUMBERING, "person.release", "visit.register", "visit.correct", "visit.decide"})
LOOK = "look"
LAST = datetime.max.replace(tzinfo=UTC)


class History:
    """The lines of one store that tell whose a group was. Ids become numbers in the order of the file, as the rules compare them."""

    def __init__(self) -> None:
        self.lines: dict[str, list[Line]] = defaultdict(list)
        self.keys: dict[str, dict[str, int]] = defaultdict(dict)
        self._sources: dict[str, str] = {}
        self._told: dict[str, list[Line]] = defaultdict(list)
        self._of: dict[str, dict[str, list[Line]]] = {}

    def take(self, kind: str, values: Line) -> None:
        """Keep a line."""
        if kind == "channel":
            self._sources[values["name"]] = values["source"]
        elif kind == "audit":
            self._told[values.get("object") or ""].append(values)
        else:
            if "id" in values:
                self.keys[kind][values["id"]] = len(self.keys[kind]) + 1
            self.lines[kind].append(values | {"annulled_at": (values.get("annulled") or {}).get("at")})

    def past(self) -> Past:
        """Return the history, once every line is known."""
        self._of = {kind: _grouped(self.lines[kind], "lead_id") for kind in ("inquiry", "allocation", "visit", "number")}
        self._settings = sorted((row for row in self.lines["setting"] if row["name"] in WINDOW), key=lambda row: row["valid_from"])
        self._of["tag_change"] = _grouped(self.lines["tag_change"], "visit_id")
        self._leads = {row["id"]: row for row in self.lines["lead"]}
        self._appointments = {row["id"]: row for row in self.lines["appointment"]}
        past = Past(
            map(self._lead, self.lines["lead"]),
            [self._transfer(row) for row in self.lines["inquiry"] if self._sources.get(row["channel_id"]) == "transfer"],
            map(self._appointment, self.lines["appointment"]),
            map(self._visit, self.lines["visit"]),
        )
        self._names = {kind: {number: name for name, number in self.keys[kind].items()} for kind in ("appointment", "person")}
        return past

    def window_at(self, moment: datetime) -> Window:
        """Return the settings of attribution that held at a moment."""
        values = dict(WINDOW)
        values |= {row["name"]: row["value"] for row in self._settings if row["valid_from"] <= moment}
        return Window(values["attribution_days_before"] * 24, values["attribution_days_after"] * 24, values["transferred_for_days"])

    def at_desk(self, row: Line) -> int | None:
        """Return whose the lead is that a visit opened: whom it was given to for being named at the desk, else nobody."""
        for given in self._of["allocation"].get(row.get("merged_from_id") or row.get("lead_id") or "", []):  # it stays on the younger
            stood = not given.get("annulled_at") or given["annulled_at"] > registered(row)
            if given.get("reason") == "at_desk" and given["at"] == row["at"] and stood:
                return self.person(given.get("agent_id"))
        return None

    def person(self, username: str | None) -> int | None:
        """Return the number of a person, also of one the file does not describe."""
        return self.keys["person"].setdefault(username, len(self.keys["person"]) + 1) if username else None

    def name_of(self, kind: str, number: int | None) -> str | None:
        """Return what the file calls an appointment or a person."""
        return self._names[kind].get(number or 0)

    def _deeds(self, row: str, actions: Iterable[str]) -> list[Line]:
        return sorted((deed for deed in self._told.get(row, ()) if deed["action"] in actions), key=lambda deed: deed["at"])

    def _home(self, row: Line) -> int:
        """Return the lead a row was of before any merge."""
        return self.keys["lead"][row.get("merged_from_id") or row["lead_id"]]

    def _transfer(self, row: Line) -> PastTransfer:
        return PastTransfer(self._home(row), row["received_at"], Span(row.get("entered_at") or row["received_at"], row.get("annulled_at")))

    def _lead(self, row: Line) -> PastLead:
        first, numbers = self._numbers(row)
        released = {row["released_at"]} if row.get("released_at") else set()
        given = [Span(one["at"], one.get("annulled_at"), self.person(one.get("agent_id"))) for one in self._of["allocation"].get(row["id"], [])]
        return PastLead(
            self.keys["lead"][row["id"]],
            self._entered(row),
            first,
            numbers,
            closed=self._closed(row),
            merged=self._merged(row),
            agents=tuple(sorted(given, key=lambda span: span.since)),
            released_at=tuple(sorted(released | {deed["at"] for deed in self._deeds(f"lead:{row['id']}", ("person.release",))})),
            gone_at=row.get("annulled_at"),
        )

    def _entered(self, row: Line) -> datetime:
        own = [one["received_at"] for one in self._of["inquiry"].get(row["id"], [])]
        return row.get("opened_at") or min(own, default=LAST)

    def _numbers(self, row: Line) -> tuple[str, tuple[Span, ...]]:
        """Return a lead's first number and those it got later: as its `number` lines say, else as the trail and its inquiries do."""
        lines = sorted(self._of["number"].get(row["id"], []), key=lambda one: one["at"])
        if lines:
            return lines[0]["from_number"], tuple(Span(one["at"], one["annulled_at"], one["to_number"]) for one in lines)
        number = row.get("phone") or row.get("person") or ""  # of an erased person the mark in the number's place
        told = [deed["at"] for deed in self._deeds(f"lead:{row['id']}", RENUMBERING) if "phone" in deed["detail"].get("which", ["phone"])]
        if told:
            before = (one["phone"] for one in self._of["inquiry"].get(row["id"], []) if one.get("phone"))
            return next(before, ""), (Span(told[-1], None, number),)
        visits = self._of["visit"].get(row["id"], [])
        known = [one["identified_at"] for one in visits if one.get("identified_at") and registered(one) == row.get("opened_at")]
        return ("", (Span(known[0], None, number),)) if known else (number, ())

    def _closed(self, row: Line) -> tuple[Span, ...]:
        spans: list[Span] = []
        for deed in self._deeds(f"lead:{row['id']}", CLOSING):
            if deed["action"] == "lead.close":
                spans.append(Span(deed["at"]))
            elif spans:
                spans[-1] = replace(spans[-1], until=deed["at"])
        if row.get("closed_at") and row.get("closed_as") != "merged" and all(span.until for span in spans):
            spans.append(Span(row["closed_at"]))
        return tuple(spans)

    def _merged(self, row: Line) -> tuple[Span, ...]:
        spans: list[Span] = []
        for deed in self._deeds(f"lead:{row['id']}", MERGING):
            if deed["action"] == "lead.merge":
                spans.append(Span(deed["at"], None, self.keys["lead"][deed["detail"]["lead"]]))
            elif spans:
                spans[-1] = replace(spans[-1], until=deed["at"])
        if row.get("merged_into_id") and not spans:
            spans.append(Span(row["closed_at"], None, self.keys["lead"][row["merged_into_id"]]))
        return tuple(spans)

    def _appointment(self, row: Line) -> PastAppointment:
        return PastAppointment(
            self.keys["appointment"][row["id"]],
            self._home(row),
            row["scheduled_for"],
            Span(row["at"], row.get("annulled_at")),
            booker=self.person(row.get("agent_id")),
            ended_as=row["status"],
            ended_at=row.get("ended_at") or row.get("cancelled_at"),
        )

    def _visit(self, row: Line) -> PastVisit:
        number, unknown = self._first_number(row)
        changes = self._changes(row)
        lead = self._home(row) if row.get("lead_id") else None
        before = next((change.lead_before for change in changes if change.lead_before), lead)
        return PastVisit(
            self.keys["visit"][row["id"]],
            row["at"],
            Span(registered(row), row.get("annulled_at")),
            lead=lead,
            number=number,
            found_by=self._found_by(row, before),
            unknown=unknown,
            looks=(row.get("purpose") or LOOK) == LOOK,
            tag=row["first_tag"],
            appointment=self.keys["appointment"].get(row.get("first_appointment_id") or ""),
            changes=changes,
        )

    def _changes(self, row: Line) -> tuple[PastChange, ...]:
        moved = {deed["at"]: deed["detail"].get("lead") for deed in self._deeds(f"visit:{row['id']}", ("visit.correct", "visit.decide"))}
        found = []
        for one in sorted(self._of["tag_change"].get(row["id"], []), key=lambda one: one["at"]):
            appointment = self.keys["appointment"].get(one.get("appointment_id") or "")
            span, before = Span(one["at"], one.get("annulled_at")), self.keys["lead"].get(moved.get(one["at"]) or "")
            found.append(PastChange(span, one["to_tag"], appointment, before))
        return tuple(found)

    def _first_number(self, row: Line) -> tuple[str, bool]:
        """Return the number given at the desk, and whether nobody was known: a number that was put right since stands on its correction."""
        since = row.get("identified_at")
        if since is None:
            return row.get("phone") or row.get("person") or "", False
        put_right = [one for one in self._of["tag_change"].get(row["id"], []) if one["at"] == since and one.get("phone_from")]
        return (put_right[0]["phone_from"], False) if put_right else ("", True)

    def _found_by(self, row: Line, lead: int | None) -> int | None:
        """Return the lead somebody without a number was found by: the trail's word, else the visit's own of before, else that of what it fulfils."""
        for deed in self._deeds(f"visit:{row['id']}", ("visit.register",)):
            if deed["detail"].get("lead"):
                return self.keys["lead"][deed["detail"]["lead"]]
        own = self._leads.get(row.get("lead_id") or "")
        if lead is not None and own is not None and self._entered(own) < registered(row):
            return lead
        kept = self._appointments.get(row.get("first_appointment_id") or "")
        return self._home(kept) if kept else None


def registered(row: Line) -> datetime:
    """Return when a visit was typed: as it says, else on arrival."""
    return row.get("registered_at") or row["at"]


def _grouped(rows: Iterable[Line], key: str) -> dict[str, list[Line]]:
    found: dict[str, list[Line]] = defaultdict(list)
    for row in rows:
        found[row.get(key) or ""].append(row)
    return found
