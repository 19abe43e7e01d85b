"""Rules about calls: when and whom one may call, what an unanswered one leads to."""

from collections import Counter
from datetime import datetime, time, timedelta

from tests.reporting.ledger_checker.book import RENUMBER, Book, ends, known, of_log, overlapping, rule, written
from tests.reporting.ledger_checker.leads import ladder

DAY, TEN_MINUTES = timedelta(days=1), timedelta(minutes=10)
SLOTS = (time(11), time(15), time(17), time(9, 30))
UNITS = {"h": "hours", "d": "days"}
PROMISED = {"callback", "after_visit", "campaign"}  # calls with a reason of their own, whatever became of the ladder


@rule
def customers_are_called_inside_the_window(book: Book):
    for row in book["call"]:
        first, last = book.clock("call_from", "08:00", row["at"]), book.clock("call_until", "21:00", row["at"])
        if row["direction"] == "out" and not first <= row["at"].time() < last:
            yield f"{row['lead']} was called at {row['at']}"


@rule
def nobody_on_the_list_is_called(book: Book):
    lists = book.by("do_not_call", "phone")
    for row in book["call"]:
        for entry in lists.get(row["phone"], []):
            if row["direction"] == "out" and entry["at"] <= row["at"] < min(ends(entry, "until"), ends(entry, "lifted_at")):
                yield f"{row['lead']} was called at {row['at']} although on the list since {entry['at']}"


@rule
def a_lifted_entry_says_who_lifted_it(book: Book):
    yield from (f"{row['phone'][-4:]} was lifted by nobody" for row in book["do_not_call"] if bool(row["lifted_at"]) != bool(row.get("lifted_by")))


@rule
def a_missed_call_is_nobodys(book: Book):
    for row in book["call"]:
        if row["outcome"] == "missed" and row["agent"]:
            yield f"the missed call of {row['lead']} at {row['at']} is {row['agent']}'s"


@rule
def only_who_calls_us_is_missed(book: Book):
    yield from (f"a call to {row['lead']} at {row['at']} was missed" for row in book["call"] if row["outcome"] == "missed" and row["direction"] != "in")


@rule
def a_missed_call_says_by_when_it_is_rung_back(book: Book):
    """Within the first-response limit of its lead's channel, in working minutes from the call."""
    limits = {row["name"]: row.get("first_response_minutes") for row in book["channel"]}
    for row in book["call"]:
        channels = {one["channel"] for one in book.of(row["lead"], "inquiry")}
        usual = book.setting("first_response_minutes", 30, row["at"])
        allowed = {book.after_minutes(row["at"], limits.get(channel) or usual) for channel in channels} if row["outcome"] == "missed" else {None}
        if row.get("respond_by") not in allowed:
            yield f"{row['lead']}, {row['outcome']} at {row['at']}, is to be rung back by {row.get('respond_by')}"


@rule
def a_call_has_somebody(book: Book):
    yield from (
        f"a call of {row['lead']} at {row['at']} has nobody" for row in book["call"] if row["outcome"] != "missed" and not row["agent"] and not of_log(row)
    )


@rule
def only_a_connected_call_lasts(book: Book):
    for row in book["call"]:
        if (row["outcome"] == "connected") != (row["seconds"] > 0) and not of_log(row):
            yield f"{row['outcome']} with {row['seconds']} seconds"


@rule
def only_whose_lead_it_is_calls(book: Book):
    for row in book["call"]:
        if row["direction"] == "out" and not book.works(row["agent"], row["lead"], row["at"]):
            yield f"{row['agent']} called {row['lead']} at {row['at']}"


@rule
def a_call_goes_to_a_number_of_the_lead(book: Book):
    for row in book["call"]:
        lead = book.leads[row["lead"]]
        known = {lead["phone"], lead.get("second_phone"), *(one.get("phone") for one in book.of(row["lead"], "inquiry"))}
        known |= {one["number"] for one in book.of(row["lead"], "request")}
        if not row.get("phone") or row["phone"] not in known:
            yield f"{row['lead']} was called at {row['at']} under a number it never had"


@rule
def an_expired_number_is_forgotten(book: Book):
    for row in book["call"]:
        renumbered = [one["at"] for one in book.by("audit", "object").get(f"lead:{row['lead']}", []) if one["action"] in RENUMBER and one["at"] >= row["at"]]
        if row["outcome"] == "virtual_expired" and book.leads[row["lead"]]["phone"] and not renumbered:
            yield f"the number of {row['lead']} expired at {row['at']} and stands there still"


@rule
def an_outcome_is_a_word_of_the_store(book: Book):
    words = {(word["name"], word["meaning"]) for word in book["word"] if word["kind"] == "call_outcome"}
    for row in book["call"]:
        if row["outcome"] != "missed" and (row["outcome_name"], row["outcome"]) not in words:
            yield f"a call of {row['lead']} ended as {row['outcome_name']}, meaning {row['outcome']}"


@rule
def a_level_is_a_word_of_the_store(book: Book):
    for row in [*book["call"], *book["lead"]]:
        if row.get("level") and row["level"] not in book.words("level"):
            yield f"the level {row['level']} of {row.get('lead') or row['id']} is on no list"


@rule
def unanswered_calls_climb_the_ladder(book: Book):
    for lead in book.leads:
        for row, tries, over in ladder(book, lead):
            retries = _retries(book, row)
            if over != (not retries):
                yield f"{lead}: try {tries} at {row['at']} ({row['outcome']}) opened {len(retries)} retries"


def _retries(book: Book, call: dict) -> list[dict]:
    owed = [one for one in book.of(call["lead"], "follow_up") if one["kind"] == "retry"]
    anew = {one["annulled"]["at"] for one in book.taken["call"] if (one["lead"], one["at"]) == (call["lead"], call["at"])}  # when it was written once more
    return [one for one in owed if one["created_at"] in (anew or {written(call)})]


@rule
def a_retry_is_due_on_its_step(book: Book):
    for lead in book.leads:
        tried = [row for row in book.of(lead, "call") if row["direction"] == "out" and row["outcome"] != "connected"]
        climbed = ladder(book, lead)
        for row, _tries, over in climbed:
            before = sorted(one["at"] for one in tried if written(one) < written(row))
            numbers = [number for other, number, _over in climbed if written(other) == written(row)]  # of two people's in one second nobody knows the first
            wanted = {_step(book, row, number, before) for number in ([] if over else numbers)}
            for one in [] if over else _retries(book, row):
                if one["due_at"] not in wanted:
                    yield f"{lead}: the try at {row['at']} is due {one['due_at']}, expected {sorted(wanted)}"


def _step(book: Book, call: dict, tries: int, tried: list[datetime]) -> datetime:
    at = known(call)
    step = book.setting("retry_ladder", ["2h", "1d", "3d"], at)[tries - 1]
    later = at + timedelta(**{UNITS[step[-1]]: int(step[:-1])})
    if step == "1d":
        clocks = [moment.hour * 60 + moment.minute for moment in [*tried[-4:], call["at"], at]]
        free = [slot for slot in SLOTS if all(abs(slot.hour * 60 + slot.minute - clock) >= 120 for clock in clocks)]
        later = datetime.combine(later.date(), (free or SLOTS)[0], book.zone)
    return book.next_opening(later)


def missed_at(booked: dict) -> datetime | None:
    """When nobody had come to an appointment; of one that was kept, when nobody would have: a visit written later may have kept it after all."""
    return {"no_show": booked.get("ended_at"), "arrived": booked["scheduled_for"] + timedelta(hours=1)}.get(booked["status"])


@rule
def nobody_climbs_beyond_the_ladder(book: Book):
    for lead in book.leads:
        over = [row for row, _tries, last in ladder(book, lead) if last]
        missed = {missed_at(one) for one in book.of(lead, "appointment")}
        for row in over:
            spoken = [written(one) for one in book.of(lead, "call") if one["outcome"] == "connected"]  # whoever is reached climbs anew
            judged = min((at for at in [*(one["at"] for one in book.of(lead, "grading")), *spoken] if at > written(row)), default=ends(book.leads[lead]))
            for call in book.of(lead, "call"):
                owed = [one for one in book.of(lead, "follow_up") if one["kind"] in PROMISED or (one["kind"] == "retry" and one["created_at"] in missed)]
                promised = any(one["due_at"] <= call["at"] + timedelta(minutes=30) for one in owed)
                if call["direction"] == "out" and row["at"] < call["at"] < judged and not promised:
                    yield f"{lead} was called at {call['at']}, after the ladder had ended at {row['at']}"


@rule
def what_was_stated_of_a_call_lies_a_day_back_at_most(book: Book):
    for row in book["call"]:
        if row["agent"] and row.get("logged_at") and row["logged_at"] - row["at"] > DAY and not of_log(row):
            yield f"the call of {row['lead']} at {row['at']} was written down at {row['logged_at']}"


@rule
def a_call_is_over_when_it_is_written_down(book: Book):
    for row in book["call"]:
        if row.get("logged_at") and not of_log(row) and row["at"] + timedelta(seconds=row["seconds"]) > row["logged_at"]:
            yield f"the call of {row['lead']} at {row['at']} lasted {row['seconds']} seconds and was written down at {row['logged_at']}"


@rule
def nobody_speaks_with_two_at_once(book: Book):
    for person in book.people:
        rows = book.by("call", "agent").get(person, [])
        spans = [(row["at"], row["at"] + timedelta(seconds=row["seconds"]), row["lead"]) for row in rows if not of_log(row)]
        for first, second in overlapping(spans):
            yield f"{person} spoke with {first[2]} from {first[0]} to {first[1]} and with {second[2]} at {second[0]}"


@rule
def who_rang_and_was_typed_is_no_statement(book: Book):
    for row in book["call"]:
        if row["direction"] == "in" and row["outcome"] != "missed" and row.get("logged_at") and not of_log(row):
            yield f"{row['lead']} rang at {row['at']}, and that was written down at {row['logged_at']} only"


@rule
def every_row_of_a_hotline_is_one_call(book: Book):
    rows = Counter((one["lead"], one["received_at"]) for one in book["inquiry"] if _rang(one))
    made = Counter((call["lead"], call["at"]) for call in book["call"] if of_log(call))
    for name, at in sorted({*rows, *made} if rows else made):
        if rows[name, at] != made[name, at]:
            yield f"{name} rang {rows[name, at]} times at {at} by the log and {made[name, at]} calls say so"


def _rang(inquiry: dict) -> bool:
    extra = inquiry.get("extra") or {}
    return "被叫号码" in extra and "接听状态" in extra


@rule
def a_call_that_takes_a_row_takes_one_and_that_row_is_no_inquiry(book: Book):
    asked = {(one["channel"], one["repeat_key"]) for one in book["inquiry"] if one.get("repeat_key")}
    filled = [(call.get("row_channel"), call.get("row_key")) for call in book["call"] if call.get("row") == "filled"]
    for key, count in Counter(filled).items():
        if count > 1 or None in key or key in asked:
            yield f"the row {key} is {count} calls, an inquiry too: {key in asked}"


@rule
def nobody_is_told_apart_from_a_call_within_ten_minutes(book: Book):
    """Of a caller's calls that a row has not taken and that no row has made there are no two ends that fit."""
    for caller, calls in book.by("call", "phone").items():
        rows = [call for call in calls if call.get("row") == "made" and caller]
        free = [call for call in calls if call["direction"] == "in" and not call.get("row")]
        for row in rows:
            if row["outcome"] != "missed" and book.leads[row["lead"]]["closed_at"]:
                continue  # who is spoken with after that has a new cycle
            same = [call for call in free if (call["outcome"] == "missed") == (row["outcome"] == "missed") and abs(call["at"] - row["at"]) <= TEN_MINUTES]
            yield from (f"{row['lead']} rang at {row['at']} by the log and at {call['at']} as somebody wrote" for call in same)
