"""Rules about the forecast of a day: when it was frozen, of whom, and that each chance is a share of enough others."""

from datetime import datetime, time, timedelta

from tests.reporting.ledger_checker.book import Book, ends, rule

ENOUGH = 20


@rule
def a_day_is_foretold_at_the_closing_hour_of_the_evening_before(book: Book):
    known = {row["id"]: row for row in book.every("appointment")}
    for row in book["forecast"]:
        appointment = known[row["appointment"]]
        if row["at"] != _evening(book, appointment) or f"{appointment['scheduled_for'].date()}" != row["day"]:
            yield f"{row['appointment']} for {appointment['scheduled_for']} was foretold for {row['day']} at {row['at']}"


@rule
def an_appointment_is_foretold_once(book: Book):
    yield from (f"{name} was foretold {len(rows)} times" for name, rows in book.by("forecast", "appointment").items() if len(rows) > 1)


@rule
def nobody_is_foretold_who_was_not_expected_that_evening(book: Book):
    told = book.by("forecast", "appointment")
    said = [*book.every("visit"), *book.every("tag_change")]
    typed = {row["appointment"]: row.get("registered_at", row["at"]) for row in said if row["appointment"]}
    for row in book.every("appointment"):
        at = _evening(book, row)
        had_ended = ends(row, "ended_at") <= at and typed.get(row["id"], at) <= at
        if row["id"] in told and (row["at"] > at or had_ended):
            yield f"{row['id']} of {row['at']}, ended {row['ended_at']}, was foretold at {at}"


@rule
def whoever_was_expected_that_evening_is_foretold(book: Book):
    told, evenings = book.by("forecast", "appointment"), {row["at"] for row in book["forecast"]}
    for row in book["appointment"]:
        at = _evening(book, row)
        ran = row["at"] <= at < ends(row, "ended_at") and book.open_at(book.leads[row["lead"]], at)
        if ran and row["id"] not in told and at in evenings:
            yield f"{row['id']} for {row['scheduled_for']} was not foretold at {at}"


def _evening(book: Book, appointment: dict) -> datetime:
    """The closing hour of the evening before the day of an appointment."""
    evening = appointment["scheduled_for"].date() - timedelta(days=1)
    return datetime.combine(evening, book.clock("closes_at", "18:00", datetime.combine(evening, time(12), book.zone)), book.zone)


@rule
def a_chance_is_a_share_of_twenty_others_at_least_or_none(book: Book):
    due = sorted(row["scheduled_for"] for row in book.whole.every("appointment"))
    for row in book["forecast"]:
        before = sum(moment < row["at"] for moment in due)
        if not 0 <= row["over"] <= row["under"] <= before or 0 < row["under"] < ENOUGH:
            yield f"{row['appointment']} was foretold {row['over']} of {row['under']}, of {before} that were due"
