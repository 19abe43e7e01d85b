"""Rules about invitations: one at a time, and how each ends."""

from datetime import timedelta

from tests.reporting.ledger_checker.book import Book, ends, known, overlapping, rule

HOUR = timedelta(hours=1)
NOTICED = 6 * HOUR  # after it somebody did not come, as the play looks for it
RUNNING = {"booked", "confirmed"}


@rule
def one_appointment_runs_at_a_time(book: Book):
    for lead in book.leads:  # whoever comes late keeps an appointment that was missed already
        spans = [(row["at"], min(ends(row, "ended_at"), row["scheduled_for"] + HOUR), row["id"]) for row in book.of(lead, "appointment")]
        for first, second in overlapping(spans):
            yield f"{first[2]} and {second[2]} of {lead} run at the same time"


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
    replaced = [row["replaces"] for row in book["appointment"] if row["replaces"]]
    for row in book["appointment"]:
        if (row["status"] == "moved") != (replaced.count(row["id"]) == 1):
            yield f"{row['id']} of {row['lead']} is {row['status']} and was replaced {replaced.count(row['id'])} times"


@rule
def a_replacement_is_booked_as_the_former_ends(book: Book):
    former_ones = {row["id"]: row for row in book["appointment"]}
    for row in book["appointment"]:
        former = former_ones.get(row["replaces"])
        if former and (former["lead"], former["ended_at"]) != (row["lead"], row["at"]):
            yield f"{row['id']} of {row['at']} replaces {former['id']}, which ended {former['ended_at']}"


@rule
def nobody_came_is_known_an_hour_later(book: Book):
    for row in book["appointment"]:
        if row["status"] == "no_show" and row["ended_at"] != row["scheduled_for"] + HOUR and not missed_at_once(book, row):
            yield f"{row['id']} for {row['scheduled_for']} was missed at {row['ended_at']}"


def missed_at_once(book: Book, row: dict) -> bool:
    """Whether somebody agreed another day within the hour, or gave the lead to the showroom: then it was missed at once."""
    lead = book.leads[row["lead"]]
    moments = {other["at"] for other in book.of(row["lead"], "appointment") if not other["replaces"]}
    moments |= {lead["closed_at"]} if lead["closed_as"] == "showroom" else set()
    return row["scheduled_for"] <= row["ended_at"] < row["scheduled_for"] + HOUR and row["ended_at"] in moments


@rule
def a_moved_one_keeps_its_booker(book: Book):
    former_ones = {row["id"]: row for row in book["appointment"]}
    for row in book["appointment"]:
        former = former_ones.get(row["replaces"])
        if bool(former) != bool(row.get("moved_by")) or (former and former["agent"] != row["agent"]):
            yield f"{row['id']} of {row['agent']}, moved by {row.get('moved_by')}, replaces {former and former['id']} of {former and former['agent']}"


@rule
def from_its_time_on_it_is_kept_or_missed(book: Book):
    for row in book["appointment"]:
        if row["status"] in {"moved", "cancelled"} and row["ended_at"] >= row["scheduled_for"]:
            yield f"{row['id']} for {row['scheduled_for']} was {row['status']} at {row['ended_at']}"


@rule
def nobody_is_invited_for_next_year(book: Book):
    for row in book["appointment"]:
        if row["scheduled_for"].date() - row["at"].date() > timedelta(days=book.setting("appointment_days_ahead", 30, row["at"])):
            yield f"{row['id']} of {row['at']} is for {row['scheduled_for']}"


@rule
def nobody_is_invited_while_the_store_is_closed(book: Book):
    for row in book["appointment"]:
        if book.next_opening(row["scheduled_for"]) != row["scheduled_for"]:
            yield f"{row['id']} is for {row['scheduled_for']}, when the store is closed"


@rule
def who_did_not_come_is_called_half_an_hour_later(book: Book):
    for row in book["appointment"]:
        at, lead = row["scheduled_for"] + HOUR, row["lead"]
        agent = book.agent_at(lead, at)
        if row["status"] != "no_show" or row["ended_at"] != at or agent is None or ends(book.leads[lead]) <= at or at > book.last:
            continue
        owed = [one for one in book.of(lead, "follow_up") if one["kind"] == "retry" and one["agent"] == agent]
        if any(at <= known(call) <= at + NOTICED for call in book.of(lead, "call") if call["outcome"] != "missed"):
            continue  # before anybody noticed
        if not any(one["created_at"] <= at < ends(one, "done_at") for one in owed):
            yield f"{lead} did not come for {row['id']} and is called by nobody"


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


@rule
def an_appointment_is_booked_by_whoever_works_the_lead(book: Book):
    for row in book["appointment"]:
        if not book.works(row["agent"], row["lead"], row["at"]) and not book.answered(row["agent"], row["lead"], row["at"]):
            yield f"{row['id']} of {row['lead']} was booked by {row['agent']} at {row['at']}"


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
