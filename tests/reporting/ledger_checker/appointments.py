"""Rules about invitations: one at a time, and how each ends."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from tests.reporting.ledger_checker.book import Book, ends, overlapping, rule, works

HOUR = timedelta(hours=1)
FAR = datetime.max.replace(tzinfo=UTC)
RUNNING, OVER = {"booked", "confirmed"}, {"arrived", "no_show"}


@rule
def one_appointment_runs_at_a_time(book: Book):
    for lead in book.leads:
        rows = book.of(lead, "appointment")
        spans = [(row["at"], min(ends(row, "ended_at"), row["scheduled_for"] + HOUR, _given_up_for(row, rows)), row["id"]) for row in rows]
        for first, second in overlapping(spans):
            yield f"{first[2]} and {second[2]} of {lead} run at the same time"


def _given_up_for(appointment: dict, rows: list[dict]) -> datetime:
    """When another was booked within the hour of one that was kept late: whoever comes late keeps an appointment that was missed already."""
    later = [row["at"] for row in rows if appointment["scheduled_for"] <= row["at"] and appointment["status"] == "arrived"]
    return min(later, default=FAR)


def fulfilled(book: Book) -> set[str]:
    """The appointments that a visit fulfils, or did."""
    return {row["appointment"] for kind in ("visit", "tag_change") for row in book[kind] if row["appointment"]}


@rule
def somebody_came_for_what_arrived(book: Book):
    kept = fulfilled(book)
    yield from (f"{row['id']} of {row['lead']} arrived and nobody came" for row in book["appointment"] if row["status"] == "arrived" and row["id"] not in kept)


@rule
def what_somebody_came_for_has_arrived(book: Book):
    kept = fulfilled(book)
    yield from (f"{row['id']} was fulfilled and is {row['status']}" for row in book["appointment"] if row["status"] != "arrived" and row["id"] in kept)


@rule
def what_arrived_ended_with_the_visit(book: Book):
    rows = [row for kind in ("visit", "tag_change") for row in book[kind] if row["appointment"]]
    arrivals = {(row["appointment"], (book.visits[row["visit"]] if "visit" in row else row)["at"]) for row in rows}
    for row in book["appointment"]:
        if row["status"] == "arrived" and (row["id"], row["ended_at"]) not in arrivals:
            yield f"{row['id']} of {row['lead']} ended at {row['ended_at']}, when nobody came"


@rule
def what_moved_is_replaced_by_one(book: Book):
    replaced = book.by("appointment", "replaces")
    for row in book["appointment"]:
        times = len(replaced.get(row["id"], []))
        kept_after_all = row["status"] == "arrived" and times == 1  # moved only after the arrival, before the visit was typed
        booked_anew = row["status"] == "cancelled" and times == 1  # cancelled first, and then booked for another time
        if (row["status"] == "moved") != (times == 1) and not kept_after_all and not booked_anew:
            yield f"{row['id']} of {row['lead']} is {row['status']} and was replaced {times} times"


@rule
def what_replaced_a_kept_appointment_is_cancelled_as_the_visit_is_typed(book: Book):
    typed = _typed(book)
    for row in book["appointment"]:
        last = _last_replacement(book, row) if row["status"] == "arrived" else None
        if last and not (last["status"] in OVER or (last["status"] == "cancelled" and last["ended_at"] <= typed[row["id"]])):
            yield f"{row['id']} was kept and {last['id']}, which had replaced it, is {last['status']}"


def _typed(book: Book) -> dict:
    """When the visit that keeps an appointment was typed, or the change that says so."""
    changed = {row["appointment"]: row["at"] for row in book["tag_change"] if row["appointment"]}
    return changed | {row["appointment"]: row["registered_at"] for row in book["visit"] if row["appointment"]}


def _last_replacement(book: Book, appointment: dict) -> dict | None:
    """What an appointment became when it was moved, and moved again."""
    last, rows = None, book.by("appointment", "replaces").get(appointment["id"], [])
    while rows:
        last, rows = rows[0], book.by("appointment", "replaces").get(rows[0]["id"], [])
    return last


@rule
def a_replacement_is_booked_as_the_former_ends(book: Book):
    known = {row["id"]: row for row in book["appointment"]}
    for row in book["appointment"]:
        former = known.get(row["replaces"])
        kept_after_all = former and former["status"] == "arrived"  # then it ended with the arrival
        if former and former["lead"] == row["lead"] and _is_shifted(book, former, row):
            continue  # cancelled first, and booked for another time
        if former and (former["lead"], row["at"] if kept_after_all else former["ended_at"]) != (row["lead"], row["at"]):
            yield f"{row['id']} of {row['at']} replaces {former['id']}, which ended {former['ended_at']}"


@rule
def nobody_came_is_known_an_hour_later(book: Book):
    for row in book["appointment"]:
        if row["status"] == "no_show" and row["ended_at"] != row["scheduled_for"] + HOUR and not _given_up(book, row):
            yield f"{row['id']} for {row['scheduled_for']} was missed at {row['ended_at']}"


def _given_up(book: Book, appointment: dict) -> bool:
    """Whether a missed appointment ended within its hour: another was booked, or the lead went to the showroom or into another."""
    at, lead = appointment["ended_at"], book.leads[appointment["lead"]]
    again = any(one["at"] == at and not one["replaces"] for one in book.of(lead["id"], "appointment", at))
    return appointment["scheduled_for"] <= at and (again or (lead["closed_at"] == at and lead["closed_as"] in {"showroom", "merged"}))


@rule
def what_is_cancelled_says_when(book: Book):
    for row in book["appointment"]:
        if (row["status"] == "cancelled") != (row["cancelled_at"] is not None) or (row["cancelled_at"] and row["cancelled_at"] != row["ended_at"]):
            yield f"{row['id']} is {row['status']}, cancelled {row['cancelled_at']}, ended {row.get('ended_at')}"


@rule
def what_runs_has_not_ended(book: Book):
    for row in book["appointment"]:
        if row["status"] in RUNNING and (row.get("ended_at") or row["scheduled_for"] + timedelta(hours=14) < book.last):
            yield f"{row['id']} for {row['scheduled_for']} is {row['status']}, ended {row.get('ended_at')}"


@rule
def what_is_confirmed_says_when(book: Book):
    yield from (f"{row['id']} is confirmed and not when" for row in book["appointment"] if row["status"] == "confirmed" and not row.get("confirmed_at"))


@rule
def nobody_is_invited_for_the_past(book: Book):
    yield from (f"{row['id']} was booked for the past" for row in book["appointment"] if row["scheduled_for"] <= row["at"])


def _stays_theirs(book: Book, row: dict) -> bool:
    """Whether one booked anew is still that of its first booker: moved to an earlier time and missed then, while its first time lies ahead."""
    before = [one for one in book.of(row["lead"], "appointment", row["at"]) if one["at"] < row["at"]]
    return any(one["scheduled_for"] > row["at"] and one["agent"] == row["agent"] for one in before)


@rule
def an_appointment_is_booked_by_whoever_works_the_lead(book: Book):
    for row in book["appointment"]:
        who = row.get("moved_by") or row["agent"]
        works = book.works(who, row["lead"], row["at"]) or book.answered(who, row["lead"], row["at"]) or _stays_theirs(book, row)
        if not works:
            yield f"{row['id']} of {row['lead']} was booked or moved by {who} at {row['at']}"


@rule
def an_appointment_names_somebody_of_the_reception(book: Book):
    for row in book["appointment"]:
        if row["reception"] and "reception" not in book.roles(row["reception"]):
            yield f"{row['id']} is for {row['reception']}"


@rule
def who_goes_to_the_showroom_is_expected_no_more(book: Book):
    for row in book["appointment"]:
        lead = book.leads[row["lead"]]
        missed = row["scheduled_for"] + HOUR <= ends(lead)  # who had not come by then may still come: a no-show counts
        if lead["closed_as"] == "showroom" and ends(row, "ended_at") > lead["closed_at"] and not missed:
            yield f"{row['id']} stands although {row['lead']} went to the showroom"


@rule
def who_moves_an_appointment_takes_no_credit(book: Book):
    known = {row["id"]: row for row in book["appointment"]}
    for row in book["appointment"]:
        former = known.get(row["replaces"])
        if bool(row.get("moved_by")) != bool(former) or (former and former["agent"] != row["agent"]):
            yield f"{row['id']} is {row['agent']}'s, moved by {row['moved_by']}; it was {former and former['agent']}'s"


@rule
def what_is_booked_before_the_time_of_a_cancelled_one_replaces_it(book: Book):
    """Who shifts a time by cancelling and booking anew takes no credit either."""
    for lead in book.leads:
        rows = sorted(book.of(lead, "appointment"), key=lambda row: row["at"])
        for former, row in pairwise(rows):
            if _is_shifted(book, former, row) and row["replaces"] != former["id"] and not _was_kept(book, former):
                yield f"{row['id']} of {lead} was booked at {row['at']} in place of {former['id']}, and does not say so"


def _is_shifted(book: Book, former: dict, row: dict) -> bool:
    """Whether one was cancelled and booked anew on the same day, or before its time or one agreed before it, for which nobody came."""
    ahead = False
    for one in sorted(book.of(former["lead"], "appointment"), key=lambda one: one["at"], reverse=True):
        if one["status"] == "arrived" and one["ended_at"] <= row["at"]:
            break
        ahead = ahead or (one["at"] <= former["at"] and one["scheduled_for"] > row["at"] and not _was_kept(book, one))
    cancelled = former["status"] == "cancelled" and former["ended_at"] <= row["at"]
    return cancelled and (ahead or former["ended_at"].date() == row["at"].date())


def _was_kept(book: Book, appointment: dict) -> bool:
    """Whether the customer came for what a cancelled appointment had replaced."""
    known = {row["id"]: row for row in book.of(appointment["lead"], "appointment")}
    former = known.get(appointment["replaces"])
    return former is not None and (former["status"] == "arrived" or _was_kept(book, former))


@rule
def nobody_is_invited_too_far_ahead(book: Book):
    for row in book["appointment"]:
        days = (row["scheduled_for"].date() - row["at"].date()).days
        if days > book.setting("appointment_days_ahead", 30, row["at"]):
            yield f"{row['id']} was booked at {row['at']} for {row['scheduled_for']}"


@rule
def nobody_is_invited_when_the_store_is_closed(book: Book):
    for row in book["appointment"]:
        first, last = book.clock("opens_at", "08:30", row["at"]), book.clock("closes_at", "18:00", row["at"])
        if not works(row["scheduled_for"].date()) or not first <= row["scheduled_for"].time() < last:
            yield f"{row['id']} was booked for {row['scheduled_for']}"


@rule
def from_its_time_on_an_appointment_is_neither_moved_nor_cancelled(book: Book):
    typed = _typed(book)
    for row in book["appointment"]:
        replaced = typed.get(row["replaces"]) == row.get("ended_at")  # what took the place of an appointment that was kept after all
        if row["status"] in {"moved", "cancelled"} and row["ended_at"] >= row["scheduled_for"] and not replaced:
            yield f"{row['id']} for {row['scheduled_for']} is {row['status']} since {row['ended_at']}"


@rule
def whoever_did_not_come_is_called_half_an_hour_later(book: Book):
    for row in book["appointment"]:
        at = row.get("ended_at")
        if row["status"] != "no_show" or at != row["scheduled_for"] + HOUR or ends(book.leads[row["lead"]]) <= at or not book.agent_at(row["lead"], at):
            continue
        if any(one["lead"] == row["lead"] and one["at"] <= at <= one["annulled"]["at"] for one in book.taken["review"]):
            continue  # closed at that hour, and opened again since
        owed = [one for one in book.of(row["lead"], "follow_up", at) if one["kind"] == "retry" and one["created_at"] <= at <= ends(one, "done_at")]
        if not any(one["created_at"] < at or one["due_at"] == _half_an_hour_later(book, at) for one in owed):
            yield f"{row['lead']} did not come by {at} and is owed no call, but {[one['due_at'] for one in owed]}"


def _half_an_hour_later(book: Book, at: datetime) -> datetime:
    """When somebody is called who did not come: in the call window."""
    due = at + HOUR / 2
    first, last = book.clock("call_from", "08:00", at), book.clock("call_until", "21:00", at)
    if first <= due.time() < last:
        return due
    return datetime.combine(due.date() if due.time() < first else due.date() + timedelta(days=1), first, book.zone)
