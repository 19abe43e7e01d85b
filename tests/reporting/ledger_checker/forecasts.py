"""Rules about the forecast of a day: when it was frozen, of whom, and that each chance is a share of enough others."""

from datetime import date, datetime, timedelta

from tests.reporting.ledger_checker.book import Book, ends, rule

ENOUGH = 20


@rule
def a_day_is_foretold_at_the_closing_hour_of_the_evening_before(book: Book):
    known = {row["id"]: row for row in book.every("appointment")}
    for row in book["forecast"]:
        evening, comes = date.fromisoformat(row["day"]) - timedelta(days=1), known[row["appointment"]]["scheduled_for"]
        if row["at"] != datetime.combine(evening, book.clock("closes_at", "18:00", row["at"]), book.zone) or f"{comes.date()}" != row["day"]:
            yield f"{row['appointment']} for {comes} was foretold for {row['day']} at {row['at']}"


@rule
def an_appointment_is_foretold_once(book: Book):
    yield from (f"{name} was foretold {len(rows)} times" for name, rows in book.by("forecast", "appointment").items() if len(rows) > 1)


@rule
def whoever_was_expected_that_evening_is_foretold_and_nobody_else(book: Book):
    told = book.by("forecast", "appointment")
    evenings = {row["at"] for row in book["forecast"]}
    typed = {row["appointment"]: row["registered_at"] for row in book.every("visit") if row["appointment"]}
    for row in book.every("appointment"):
        at = datetime.combine(row["scheduled_for"].date() - timedelta(days=1), book.clock("closes_at", "18:00", row["at"]), book.zone)
        ran = row["at"] <= at < ends(row, "ended_at") and book.open_at(book.leads[row["lead"]], at)
        if (row["id"] in told and row["at"] > at) or (row["id"] in told and ends(row, "ended_at") <= at and typed.get(row["id"], at) <= at):
            yield f"{row['id']} of {row['at']}, ended {row['ended_at']}, was foretold at {at}"
        if ran and row["id"] not in told and at in evenings and "annulled" not in row:
            yield f"{row['id']} for {row['scheduled_for']} was not foretold at {at}"


@rule
def a_chance_is_a_share_of_twenty_others_at_least_or_none(book: Book):
    due = sorted(row["scheduled_for"] for row in book.whole.every("appointment"))
    for row in book["forecast"]:
        before = sum(moment < row["at"] for moment in due)
        if not 0 <= row["over"] <= row["under"] <= before or 0 < row["under"] < ENOUGH:
            yield f"{row['appointment']} was foretold {row['over']} of {row['under']}, of {before} that were due"
