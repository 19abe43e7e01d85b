"""Rules about the checks: how many are drawn of what, how they are rung for, how they end."""

from collections import Counter
from datetime import date, datetime, time, timedelta

from tests.reporting.ledger_checker.book import Book, ends, rule

DAY = timedelta(days=1)


def _share(count: int, percent: int) -> int:
    return max(1, int(count * percent / 100 + 0.5)) if count and percent else 0


def _drawn_at(day: str, book: Book) -> datetime:
    return datetime.combine(date.fromisoformat(day), time(8), book.zone) + DAY


def _stood(book: Book, kind: str, at: datetime) -> list[dict]:
    """The lines of a type that stood at a moment."""
    return [line for line in book.every(kind) if "annulled" not in line or line["annulled"]["at"] > at]


def _visits_of(book: Book, day: str) -> list[dict]:
    at = _drawn_at(day, book)
    visits = [row for row in _stood(book, "visit", at) if row["phone"] and (row["identified_at"] is None or row["identified_at"] <= at)]
    return [row for row in visits if (row["registered_at"] or row["at"]).date().isoformat() == day]


@rule
def a_check_is_drawn_at_eight_of_the_day_before(book: Book):
    for row in book["check_draw"]:
        if row["at"] != _drawn_at(row["day"], book):
            yield f"{row['id']} of {row['day']} was drawn at {row['at']}"


@rule
def a_share_of_each_agents_cards_is_drawn(book: Book):
    """Asked of the whole book: a merge keeps the card with whoever has it now."""
    whole = book.whole
    days = {row["day"] for row in whole["check_draw"]}
    for day in days:
        at = _drawn_at(day, book)
        wrote = Counter(row["agent"] for row in _stood(whole, "card", at) if row["agent"] and row["at"].date().isoformat() == day)
        drawn = Counter(row["user"] for row in whole["check_draw"] if row["day"] == day and row["lead"])
        percent = book.setting("check_cards_percent", 20, at)
        for agent in wrote | drawn:
            if drawn[agent] != _share(wrote[agent], percent):
                yield f"{drawn[agent]} of the {wrote[agent]} cards of {agent} on {day} were drawn"


@rule
def a_share_of_the_visits_with_a_number_is_drawn(book: Book):
    whole = book.whole
    for day in {row["day"] for row in whole["check_draw"]}:
        percent = book.setting("check_visits_percent", 10, _drawn_at(day, book))
        drawn = sum(row["day"] == day and row["visit"] is not None for row in whole["check_draw"])
        if drawn != _share(len(_visits_of(whole, day)), percent):
            yield f"{drawn} of {len(_visits_of(whole, day))} visits of {day} were drawn"


@rule
def whoever_wrote_it_is_named_by_the_check(book: Book):
    for row in book["check_draw"]:
        wrote = book.visits[row["visit"]]["by"] if row["visit"] else None
        wrote = wrote if row["visit"] else next((one["agent"] for one in book.every("card") if one["lead"] == row["lead"]), None)
        if row["user"] != wrote:
            yield f"{row['id']} names {row['user']}, and {wrote} wrote it"


@rule
def a_check_is_drawn_once(book: Book):
    asked = Counter(row["visit"] or (row["lead"], row["day"]) for row in book["check_draw"])
    yield from (f"{what} was drawn {count} times" for what, count in asked.items() if count > 1)


@rule
def a_check_is_about_one_thing(book: Book):
    yield from (f"{row['id']} is about {row['lead']} and {row['visit']}" for row in book["check_draw"] if bool(row["lead"]) == bool(row["visit"]))


@rule
def only_the_leader_rings_to_check_and_not_for_themselves(book: Book):
    draws = {row["id"]: row for row in book["check_draw"]}
    for row in book["check_try"]:
        if "leader" not in book.roles(row["by"]) or (row["draw"] in draws and draws[row["draw"]]["user"] == row["by"]):
            yield f"{row['by']} rang to check {row['draw']}"


@rule
def a_ring_lies_in_the_call_window_and_in_its_check(book: Book):
    draws = {row["id"]: row for row in book["check_draw"]}
    for row in book["check_try"]:
        first, last = book.clock("call_from", "08:00", row["at"]), book.clock("call_until", "21:00", row["at"])
        one = draws.get(row["draw"])
        if not first <= row["at"].time() < last or (one and not one["at"] <= row["at"] <= ends(one, "ended_at")):
            yield f"{row['draw']} was rung for at {row['at']}"


@rule
def nobody_on_the_list_is_rung_to_check(book: Book):
    lists = book.by("do_not_call", "phone")
    draws = {row["id"]: row for row in book["check_draw"]}
    for row in book["check_try"]:
        one = draws.get(row["draw"])
        phone = (book.visits[one["visit"]] if one["visit"] else book.leads[one["lead"]])["phone"] if one else None
        for entry in lists.get(phone, []) if phone else ():
            if entry["at"] <= row["at"] < min(ends(entry, "until"), ends(entry, "lifted_at")):
                yield f"{row['draw']} was rung for although on the list since {entry['at']}"


@rule
def three_fruitless_days_end_a_check_and_fewer_do_not(book: Book):
    tries = book.by("check_try", "draw")
    for row in book["check_draw"]:
        days = {one["at"].date() for one in tries.get(row["id"], []) if one["outcome"] == "unreached"}
        if (len(days) >= 3) != (row["ended_as"] == "unreached"):
            yield f"{row['id']} was not reached on {len(days)} days and ended as {row['ended_as']}"


@rule
def an_answer_is_written_as_a_check_of_that_moment(book: Book):
    found = {(row["lead"], row["at"]): row["upheld"] for row in book["card_check"]} | {(row["visit"], row["at"]): row["upheld"] for row in book["visit_check"]}
    for row in book["check_draw"]:
        judged = found.get((row["lead"] or row["visit"], row["ended_at"]))
        if (row["ended_as"] in {"upheld", "wrong"} or judged is not None) and judged != {"upheld": True, "wrong": False}.get(row["ended_as"]):
            yield f"{row['id']} ended as {row['ended_as']} at {row['ended_at']}, written is {judged}"


@rule
def a_visit_that_is_not_true_has_a_kind_and_a_reason(book: Book):
    for row in book["visit_check"]:
        if not row["upheld"] and not (row["kind"] and row["reason"]):
            yield f"{row['visit']} is not true without saying why"


@rule
def what_nobody_checks_ends_after_seven_days(book: Book):
    for row in book["check_draw"]:
        late = min(ends(row, "ended_at"), book.last) > row["at"] + 7 * DAY
        if late or (row["ended_as"] == "unchecked" and row["ended_at"] != row["at"] + 7 * DAY):
            yield f"{row['id']}, drawn at {row['at']}, ended as {row['ended_as']} at {row['ended_at']}"


@rule
def only_what_is_not_true_is_answered_and_after_it_was_found(book: Book):
    for kind, about in (("card_check", "lead"), ("visit_check", "visit")):
        for row in book.every(kind):
            answer, at = row.get("answer"), row.get("answered_at")
            if bool(answer) != bool(at) or (at and (row["upheld"] or at < row["at"])):
                yield f"the check of {row[about]} at {row['at']} was answered at {at}"
