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
def what_is_confirmed_has_a_confirmation_and_what_is_booked_has_none(book: Book):
    said = book.by("confirmation", "appointment")
    for row in book["appointment"]:
        if row["status"] in RUNNING and (row["status"] == "confirmed") != (row["id"] in said):
            yield f"{row['id']} is {row['status']}, confirmed {len(said.get(row['id'], []))} times"


@rule
def an_appointment_is_confirmed_while_it_runs(book: Book):
    known = {row["id"]: row for row in book["appointment"]}
    for one in book["confirmation"]:
        row = known[one["appointment"]]
        if not row["at"] <= one["at"] < row["scheduled_for"] + HOUR:
            yield f"{row['id']} of {row['at']} for {row['scheduled_for']} was confirmed at {one['at']}"


@rule
def an_appointment_is_confirmed_once_a_day(book: Book):
    for name, rows in book.by("confirmation", "appointment").items():
        days = [one["at"].date() for one in rows]
        if len(set(days)) != len(days):
            yield f"{name} was confirmed twice on one day: {days}"


@rule
def a_confirmation_says_whether_it_was_said_in_a_call_of_that_day(book: Book):
    known = {row["id"]: row for row in book["appointment"]}
    for one in book["confirmation"]:
        row = known[one["appointment"]]
        talks = [call.get("logged_at") or call["at"] for call in book.of(row["lead"], "call", one["at"]) if call["outcome"] == "connected"]
        spoken = any(row["at"] < at <= one["at"] and at.date() == one["at"].date() for at in talks)
        if (one["how"] == "call") != spoken:
            yield f"{one['appointment']} was confirmed at {one['at']} by {one['how']}, spoken with: {spoken}"


@rule
def an_appointment_holds_up_to_five_promises_of_forty_signs(book: Book):
    for name, rows in book.by("promise", "appointment").items():
        if len(rows) > 5 or any(not 0 < len(row["text"]) <= 40 for row in rows):
            yield f"{name} holds {[row['text'] for row in rows]}"


@rule
def what_was_promised_stands_with_the_appointment_that_holds(book: Book):
    known = {row["id"]: row for row in book["appointment"]}
    for one in book["promise"]:
        row = known[one["appointment"]]
        if row["status"] == "moved" or not _agreed_by_then(known, row, one["at"]):
            yield f"{one['text']} of {one['at']} stands with {row['id']} of {row['at']}, {row['status']}"


def _agreed_by_then(known: dict, appointment: dict | None, at: datetime) -> bool:
    """Whether an appointment, or one it took the place of, was agreed at a moment; one that was kept after all may hold what was promised for its successor."""
    first = appointment
    while first is not None:
        if first["at"] == at or (first["status"] == "arrived" and first["at"] <= at):
            return True
        first = known.get(first["replaces"])
    return False


@rule
def a_promise_is_ticked_once_somebody_came_for_it(book: Book):
    known = {row["id"]: row for row in book["appointment"]}
    for one in book["promise"]:
        ticked = [at for at in (one["kept_at"], one["broken_at"]) if at]
        came = known[one["appointment"]]["status"] == "arrived" and known[one["appointment"]]["ended_at"]
        if ticked and (not came or ticked[0] < came or not one.get("ticked_by")):
            yield f"{one['text']} of {one['appointment']} was ticked at {ticked[0]}, by {one.get('ticked_by')}"


@rule
def what_was_not_kept_says_why_and_what_was_kept_does_not(book: Book):
    for one in book["promise"]:
        if bool(one["broken_at"]) != bool(one["broken_why"]) or (one["kept_at"] and one["broken_at"]):
            yield f"{one['text']} of {one['appointment']}: kept {one['kept_at']}, not kept {one['broken_at']} because {one['broken_why']}"


@rule
def a_visit_called_off_says_why(book: Book):
    for row in book["appointment"]:
        if row.get("cancel_reason") and row["status"] not in {"cancelled", "moved"}:
            yield f"{row['id']} is {row['status']} and was called off: {row['cancel_reason']}"


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
    """By the lead's agent; in the pool by nobody yet. Each retry ends with a call, a visit that keeps the appointment, or a new booking."""
    for row in book["appointment"]:
        at = row["scheduled_for"] + HOUR
        if row["status"] != "no_show" or row["ended_at"] != at or _cannot_be_told(book, row, at):
            continue
        owed = [one for one in book.of(row["lead"], "follow_up", at) if one["kind"] == "retry" and one["created_at"] == at]
        expected = [] if _is_not_called(book, row, at) else [_half_an_hour_later(book, at)]
        if [one["due_at"] for one in owed] != expected:
            yield f"{row['lead']} did not come by {at} and is owed a call at {[one['due_at'] for one in owed]}, not {expected}"


def _cannot_be_told(book: Book, row: dict, at: datetime) -> bool:
    """Closed at that hour and opened again since, kept by a visit that was none, or under another number then: what was owed nobody can tell."""
    lead = book.leads[row["lead"]]
    reopened = any(one["lead"] == row["lead"] and one["at"] <= at <= one["annulled"]["at"] for one in book.taken["review"])
    told = book.by("audit", "object").get(f"lead:{lead['id']}", [])
    put_back = any(one["action"] == "appointment.put_back" and one["detail"]["appointment"] == row["id"] for one in told)
    return reopened or put_back or lead["phone"] is None or book.numbered_since(lead) > at


def _is_not_called(book: Book, row: dict, at: datetime) -> bool:
    """Whether nobody is to be called at a moment: the lead closed, bought, forbidden, or expected on another day."""
    lead = book.leads[row["lead"]]
    orders, entries = book.of(lead["id"], "order", at), book.at(at, "do_not_call", "phone", lead["phone"])
    bought = any((one.get("logged_at") or one["at"]) <= at < min(ends(one, "delivered_at"), ends(one, "cancelled_at")) for one in orders)
    barred = any(one["at"] <= at < min(ends(one, "until"), ends(one, "lifted_at")) for one in entries)
    other = any(one["id"] != row["id"] and one["at"] <= at < ends(one, "ended_at") for one in book.of(lead["id"], "appointment", at))
    return ends(lead) <= at or bought or barred or other


@rule
def who_came_after_all_or_is_expected_anew_is_owed_no_call_for_the_time_they_missed(book: Book):
    typed = _typed(book)
    for row in book["appointment"]:
        at = row["scheduled_for"] + HOUR
        if row["status"] not in {"arrived", "no_show"}:
            continue
        again = [one["at"] for one in book.of(row["lead"], "appointment") if one["at"] >= at] + [typed.get(row["id"], FAR)]
        until = min((moment for moment in again if moment >= at), default=FAR)
        for one in book.of(row["lead"], "follow_up"):
            if one["kind"] == "retry" and one["created_at"] == at and ends(one, "done_at") > until:
                yield f"{row['lead']} is owed a call since {at} although they came or were booked at {until}"


def _half_an_hour_later(book: Book, at: datetime) -> datetime:
    """When somebody is called who did not come: in the call window."""
    due = at + HOUR / 2
    first, last = book.clock("call_from", "08:00", at), book.clock("call_until", "21:00", at)
    if first <= due.time() < last:
        return due
    return datetime.combine(due.date() if due.time() < first else due.date() + timedelta(days=1), first, book.zone)
