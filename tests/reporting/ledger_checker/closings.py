"""Rules about closed days and months: their numbers, their seals, their order, and what was counted when they were closed."""

import json
from calendar import monthrange
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from itertools import pairwise

from tests.reporting.ledger_checker.book import Book, rule, works

DAY = timedelta(days=1)


def _span(closing: dict) -> tuple[date, date]:
    """The first and the last day of what was closed."""
    if closing["kind"] == "day":
        return date.fromisoformat(closing["period"]), date.fromisoformat(closing["period"])
    year, month = map(int, closing["period"].split("-"))
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _stood(row: dict, at: datetime) -> bool:
    return "annulled" not in row or row["annulled"]["at"] > at


def _merged_by(book: Book, lead: str | None, at: datetime) -> bool:
    """Whether a lead was merged into another at a moment, be it taken back since."""
    line = book.leads.get(lead or "")
    return line is not None and ((line["closed_as"] == "merged" and line["closed_at"] <= at) or _lent_to(book, lead or "", at) is not None)


def _lent_to(book: Book, lead: str, at: datetime) -> str | None:
    """The lead that stood for one at a moment by a merge that was taken back since."""
    deeds = [row for row in book.merges.get(lead, ()) if row["at"] <= at]
    undone = any(row["action"] == "lead.separate" and row["at"] > at for row in book.merges.get(lead, ()))
    return deeds[-1]["detail"]["lead"] if undone and deeds and deeds[-1]["action"] == "lead.merge" else None


def _owner(book: Book, row: dict, at: datetime) -> str | None:
    """The lead a line belonged to at a moment: a merge may have moved it since, or moved it then and been taken back since."""
    former = row.get("merged_from")
    if former:
        return row["lead"] if _merged_by(book, former, at) else former
    return _lent_to(book, row["lead"] or "", at) or row["lead"]


def _that_counted(book: Book, kind: str, at: datetime) -> Iterator[dict]:
    """The lines of a type that counted at a moment: they stood, and their lead was merged into no other; of two leads' cards that of the kept one."""
    for row in book.every(kind):
        owner = _owner(book, row, at)
        second = kind == "card" and owner != row["lead"] and any(card["lead"] == owner and card["at"] <= at for card in book.every("card"))
        if _stood(row, at) and not second and not _merged_by(book, owner, at):
            yield row


def _changed_by(book: Book, visit: dict, at: datetime) -> dict:
    """The tag and agent a visit had at a moment."""
    made = [row for row in book.every("tag_change") if row["visit"] == visit["id"] and row["at"] <= at and _stood(row, at)]
    return {"tag": made[-1]["to"], "agent": made[-1]["agent"]} if made else {"tag": visit["tag"], "agent": visit["agent"]}


def _ends(row: dict, name: str, at: datetime) -> list[datetime]:
    """When an order ended so, as was known at a moment: what was taken back since had ended it."""
    found = [row[name]] if row[name] and (row.get(f"{'delivery' if name == 'delivered_at' else 'cancellation'}_logged_at") or row[name]) <= at else []
    return found + [one[name] for one in row.get("taken_back", ()) if name in one and one["at"] > at and one[name] <= at]


def _arrivals(book: Book, at: datetime) -> dict[str, datetime]:
    """When each lead arrived, as was known at a moment."""
    found: dict[str, datetime] = {}
    for row in book.every("inquiry"):
        if _stood(row, at) and (row.get("entered_at") or row["received_at"]) <= at:
            lead = _owner(book, row, at)
            found[lead] = min(found.get(lead, row["received_at"]), row["received_at"])
    return found


IsIn = Callable[[datetime], bool]
Events = Iterator[tuple[str | None, str]]  # who has the credit, and of what


def _counted(book: Book, at: datetime, is_in: IsIn) -> tuple[Counter, Counter]:
    """What had happened in some days by a moment: of the store, and of agents as (who, what)."""
    store, people = Counter(_ended(book, at, is_in)), Counter()
    for events in (_calls, _cards, _appointments, _visits, _orders):
        for who, name in events(book, at, is_in):
            store[name] += 1
            people[who or "", name] += 1
    arrivals = _arrivals(book, at)
    leads = [row for row in book.every("lead") if _stood(row, at) and row["opened_at"] <= at and not _merged_by(book, row["id"], at)]
    store["leads"] = sum(row["id"] in arrivals and is_in(arrivals[row["id"]]) for row in leads)
    leaked = [row for row in book.every("leakage") if is_in(book.visits[row["visit"]]["at"]) and row["at"] <= at and _stood(row, at)]
    store["leakages"] = sum(not _back_by(book, row, at) for row in leaked)
    return store, people


def _back_by(book: Book, leakage: dict, at: datetime) -> bool:
    """Whether a leakage was settled as DCC's by a moment: as its line says, or by the change of a tag that was reversed since."""
    if leakage["settled_at"] and leakage["settled_at"] <= at:
        return leakage["outcome"] == "back_to_dcc"
    return _changed_by(book, book.visits[leakage["visit"]], at)["tag"] == "dcc"


def _calls(book: Book, at: datetime, is_in: IsIn) -> Events:
    for row in _that_counted(book, "call", at):
        if row["outcome"] != "missed" and is_in(row["at"]) and (row.get("logged_at") or row["at"]) <= at:
            yield row["agent"], "calls"
            if row["outcome"] == "connected":
                yield row["agent"], "connected"


def _cards(book: Book, at: datetime, is_in: IsIn) -> Events:
    yield from ((row["agent"], "cards") for row in _that_counted(book, "card", at) if is_in(row["at"]) and row["at"] <= at)


def _appointments(book: Book, at: datetime, is_in: IsIn) -> Events:
    for row in _that_counted(book, "appointment", at):
        if is_in(row["at"]) and row["at"] <= at and not row["replaces"]:
            yield row["agent"], "invited"
        ended = row["status"] in {"cancelled", "moved"} and (row.get("cancelled_at") or row.get("ended_at") or row["at"]) <= at
        if is_in(row["scheduled_for"]) and row["at"] <= at and not ended:
            yield row["agent"], "due"


def _visits(book: Book, at: datetime, is_in: IsIn) -> Events:
    for row in _that_counted(book, "visit", at):
        then = _changed_by(book, row, at)
        if is_in(row["at"]) and (row["registered_at"] or row["at"]) <= at and row["purpose"] == "look" and then["tag"] == "dcc":
            yield then["agent"], "visits"


def _orders(book: Book, at: datetime, is_in: IsIn) -> Events:
    for row in _that_counted(book, "order", at):
        if is_in(row["at"]) and (row.get("logged_at") or row["at"]) <= at:
            yield row["agent"], "orders"
        for name, key in (("cancelled", "cancelled_at"), ("deals", "delivered_at")):
            yield from ((row["agent"], name) for moment in _ends(row, key, at) if is_in(moment))


def _ended(book: Book, at: datetime, is_in: IsIn) -> Iterator[str]:
    """As what leads had been closed in some days, by a moment, of those that stood closed so then."""
    told: dict[str, dict] = {}
    for row in sorted((row for row in book["audit"] if row["action"] in {"lead.close", "lead.reopen"} and row["at"] <= at), key=lambda row: row["at"]):
        told[row["object"].partition(":")[2]] = row
    for lead, row in told.items():
        if row["action"] == "lead.close" and is_in(row["at"]) and row["detail"]["after"] in {"lost", "invalid"} and not _merged_by(book, lead, at):
            yield row["detail"]["after"]


@rule
def closings_are_numbered_without_a_gap(book: Book):
    numbers = [row["number"] for row in book["closing"]]
    yield from (f"{before} is followed by {number}" for before, number in pairwise(numbers) if number != before + 1)


@rule
def a_closing_is_sealed_upon_the_one_before(book: Book):
    before = ""
    for row in book["closing"]:
        said = {"before": before, **{name: row[name] for name in ("figures", "kind", "number", "period")}}
        text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        if row["hash"] != sha256(text.encode()).hexdigest():
            yield f"{row['number']} of {row['period']} is not what was sealed"
        before = row["hash"]


@rule
def the_data_manager_closes(book: Book):
    for row in book["closing"]:
        if row["kind"] not in {"rewards", "appraisal"} and "data_manager" not in book.roles(row["by"]):
            yield f"{row['period']} was closed by {row['by']}"


@rule
def a_period_is_closed_again_with_a_reason_alone(book: Book):
    seen = set()
    for row in (row for row in book["closing"] if row["kind"] != "appraisal"):
        what = (row["kind"], row["period"])
        if (what in seen) != bool(row.get("reason")):
            yield f"{row['number']} closed {row['period']} for {row.get('reason')}"
        seen.add(what)


@rule
def days_are_closed_in_their_order_and_none_is_left_out(book: Book):
    days = [date.fromisoformat(row["period"]) for row in book["closing"] if row["kind"] == "day" and not row.get("reason")]
    begin = min((date.fromisoformat(row["day"]) for row in book["day_signing"]), default=None)
    if days and begin:
        open_days = [begin + number * DAY for number in range((max(days) - begin).days + 1)]
        if days != [day for day in open_days if works(day)]:
            yield f"closed were {days} from {begin} on"


@rule
def a_day_is_closed_after_its_closing_hour_and_its_signature(book: Book):
    signed = {row["day"]: row["at"] for row in book["day_signing"]}
    for row in book["closing"]:
        if row["kind"] == "day":
            closes = datetime.combine(date.fromisoformat(row["period"]), book.clock("closes_at", "18:00", row["at"]), book.zone)
            if row["at"] < closes or row["period"] not in signed or signed[row["period"]] > row["at"]:
                yield f"{row['period']} was closed at {row['at']}"


@rule
def a_month_is_closed_after_its_days(book: Book):
    for row in book["closing"]:
        if row["kind"] == "month":
            last = _span(row)[1]
            days = [one["period"] for one in book["closing"] if one["kind"] == "day" and one["number"] < row["number"]]
            if max(days, default="") < last.isoformat() or row["at"].date() <= last:
                yield f"{row['period']} was closed at {row['at']}"


@rule
def what_was_closed_is_what_had_happened_by_then(book: Book):
    for row in (row for row in book["closing"] if row["kind"] not in {"rewards", "appraisal"}):
        first, last = _span(row)
        store, people = _counted(book.whole, row["at"], lambda moment, first=first, last=last: first <= moment.date() <= last)
        said = row["figures"]
        agents = Counter({(who, name): count for who, line in said["agent"].items() for name, count in line.items() if name not in {"lost", "invalid"}})
        if Counter(said["store"]) != +store or agents != +people:
            yield f"{row['period']} was closed with {said['store']}, counted are {dict(+store)}; {agents - people} {people - agents}"


@rule
def the_stock_of_a_month_is_what_stood_open_as_it_began(book: Book):
    for row in book["opening"]:
        whole, begins = book.whole, datetime.combine(date.fromisoformat(f"{row['month']}-01"), time(), book.zone)
        levels, agents = Counter(), Counter()
        for lead in whole.every("lead"):
            if _stood(lead, begins) and whole.open_at(lead, begins - timedelta(microseconds=1)) and not _merged_by(whole, lead["id"], begins):
                said = [call for call in _of(whole, "call", lead, begins) if call.get("level")]
                given = [row for row in whole.every("allocation") if row["lead"] == lead["id"] and row["at"] < begins and _stood(row, begins)]
                levels[said[-1]["level"] if said else ""] += 1
                agents[(given[-1]["agent"] if given else None) or ""] += 1
        known = [one for one in whole.every("order") if _stood(one, begins) and one["at"] < begins and (one.get("logged_at") or one["at"]) < begins]
        orders = sum(not _ends(one, "delivered_at", begins) and not _ends(one, "cancelled_at", begins) for one in known)
        if row["figures"] != {"levels": dict(levels), "agents": dict(agents), "orders": orders}:
            yield f"{row['month']} began with {row['figures']}, counted are {dict(levels)} {dict(agents)} {orders}"


def _of(book: Book, kind: str, lead: dict, begins: datetime) -> list[dict]:
    """The lines of a lead before a moment, as they stood then, in the order of their moments."""
    rows = [row for row in book.every(kind) if row["at"] < begins and _stood(row, begins) and _owner(book, row, begins) == lead["id"]]
    return sorted(rows, key=lambda row: row["at"])
