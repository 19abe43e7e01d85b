"""Rules about leads in hand that nobody touches, and about those for which nothing is to be done."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from tests.reporting.ledger_checker.book import Book, ends, known, rule, works

TELL, RECLAIM = 30, 60
LATEST = timedelta(hours=3)  # what happens by itself is done within these hours, with the moment it should have had
ITSELF = {"shift_end", "reclaimed"}


@rule
def what_happens_by_itself_has_no_author_and_goes_to_the_pool(book: Book):
    for row in book["allocation"]:
        if row["reason"] in ITSELF and (row["by"] or row["agent"]):
            yield f"{row['lead']} was given to {row['agent']} by {row['by']} at {row['at']} for {row['reason']}"


def shift_ends(book: Book) -> Iterator[tuple[str, datetime]]:
    """Whose shift ended when, up to the last deed."""
    for (name, day), row in book.shifts.items():
        if row["to"]:
            at = datetime.combine(datetime.fromisoformat(day).date(), time.fromisoformat(row["to"]), book.zone)
            if at + LATEST < book.last:
                yield name, at


def touched(book: Book, lead: str, moment: datetime) -> bool:
    """Whether a lead had a call, a visit or an appointment by a moment, taken back since or not."""
    calls = [known(row) for row in _every(book, lead, "call") if row["outcome"] != "missed"]
    came = [row["registered_at"] for row in _every(book, lead, "visit")]
    booked = [row["at"] for row in _every(book, lead, "appointment")]
    return any(at <= moment for at in [*calls, *came, *booked])


def _every(book: Book, lead: str, kind: str) -> list[dict]:
    return [*book.of(lead, kind), *(row for row in book.taken[kind] if row["lead"] == lead)]


def held(book: Book, lead: str, moment: datetime) -> dict | None:
    """The allocation by which a lead was held just before a moment."""
    given = [row for row in book.of(lead, "allocation", moment) if row["at"] < moment]
    return given[-1] if given else None


@rule
def a_shift_ends_for_what_was_given_that_day_and_nobody_touched(book: Book):
    ended = set(shift_ends(book))
    for row in book["allocation"]:
        if row["reason"] != "shift_end":
            continue
        before = held(book, row["lead"], row["at"])
        agent = before["agent"] if before else None
        others = [name for name in book.on_duty("agent", row["at"]) if name != agent]
        right = before and (agent, row["at"]) in ended and before["at"].date() == row["at"].date() and others
        if not right or touched(book, row["lead"], row["at"]):
            yield f"{row['lead']} went back at {row['at']} as if the shift of {agent} had ended"


@rule
def what_nobody_touched_goes_back_at_the_shifts_end(book: Book):
    for name, at in shift_ends(book):
        others = [one for one in book.on_duty("agent", at) if one != name]
        for row in book.by("allocation", "agent")[name] if others else ():
            stayed = row["at"].date() == at.date() and row["at"] < at and held(book, row["lead"], at) is row and book.open_at(book.leads[row["lead"]], at)
            moved = [one for one in book.of(row["lead"], "allocation") if at <= one["at"] <= at + LATEST]
            if stayed and not moved and not touched(book, row["lead"], at + LATEST) and ends(book.leads[row["lead"]]) > at + LATEST:
                yield f"{row['lead']} stayed with {name}, whose shift ended at {at}"


def duty_after(book: Book, agent: str, since: datetime, minutes: int) -> datetime | None:
    """The moment after so many working minutes of an agent's duty, as the roster stands in the end."""
    left, day = timedelta(minutes=minutes), since.date()
    while day <= book.last.date():
        at = datetime.combine(day, time(12), book.zone)
        if works(day) and not book.away(agent, at):
            first, last = book.clock("opens_at", "08:30", since), book.clock("closes_at", "18:00", since)
            if shift := book.shifts.get((agent, day.isoformat())):
                first, last = max(first, time.fromisoformat(shift["from"])), min(last, time.fromisoformat(shift["to"]))
            begins, over = max(since, datetime.combine(day, first, book.zone)), datetime.combine(day, last, book.zone)
            if begins + left <= over:
                return begins + left
            left -= max(over - begins, timedelta())
        day += timedelta(days=1)
    return None


@rule
def a_lead_is_taken_back_after_its_limit_and_the_working_minutes_of_its_agents_duty(book: Book):
    for row in book["allocation"]:
        before = held(book, row["lead"], row["at"])
        if row["reason"] != "reclaimed":
            continue
        limit, agent = book.leads[row["lead"]].get("respond_by"), before["agent"] if before else None
        at = duty_after(book, agent, max(limit, before["at"]), TELL + RECLAIM) if limit and before and agent else None
        if at != row["at"] or touched(book, row["lead"], row["at"]):
            yield f"{row['lead']} was taken back from {agent} at {row['at']}, due was {at}"


@rule
def a_lead_is_taken_back_once_in_its_life(book: Book):
    for lead in book.leads:
        if len([row for row in book.of(lead, "allocation") if row["reason"] == "reclaimed"]) > 1:
            yield f"{lead} was taken back twice"


@rule
def no_open_lead_stands_nowhere_and_nobody_says_so(book: Book):
    for lead in book["lead"]:
        agent = book.agent_at(lead["id"], book.last)
        quiet = book.last - timedelta(days=3)
        if lead["closed_at"] or not agent or not touched(book, lead["id"], quiet) or any(_steps(book, lead)):
            continue
        stirred = [row["at"] for kind in ("call", "grading", "review", "allocation") for row in book.of(lead["id"], kind)]
        stirred += [row["done_at"] for row in book.of(lead["id"], "follow_up") if row["done_at"]]
        stirred += [row["ended_at"] for row in _every(book, lead["id"], "appointment") if row.get("ended_at")]
        if max(stirred, default=quiet) <= quiet and not lead.get("idle_since"):
            yield f"{lead['id']} stands nowhere, and nobody was told"


def _steps(book: Book, lead: dict) -> Iterator[bool]:
    """Whether it waits for somebody: itself, or by what is owed, expected, ordered or applied for."""
    yield any(lead.get(name) for name in ("ungraded_since", "review_since", "missed_at"))
    yield any(row["done_at"] is None for row in book.of(lead["id"], "follow_up"))
    yield any(row["status"] in {"booked", "confirmed"} for row in book.of(lead["id"], "appointment"))
    yield any(row["cancelled_at"] is None and row["delivered_at"] is None for row in book.of(lead["id"], "order"))
    yield any(row["decided_at"] is None for row in book.of(lead["id"], "proposal"))
