"""Rules about the steps of a visit, and what the visit says of them."""

from datetime import timedelta

from tests.reporting.ledger_checker.book import Book, ends, rule

FLAGS = {"test_drive": "test_drive", "quote": "quoted"}


def steps_of(book: Book, visit: dict, kind: str, *, every: bool = False) -> list[dict]:
    """The steps of a kind that a visit has, in the order of their moments; with `every` those that were taken back among them."""
    rows = book.every("step") if every else book.by("step", "visit").get(visit["id"], [])
    found = [row for row in rows if row["visit"] == visit["id"] and row["kind"] == kind]
    return sorted(found, key=lambda row: row["logged_at"] if every else row["at"])


@rule
def a_step_lies_between_the_arrival_and_the_leaving(book: Book):
    for row in book["step"]:
        visit, over = book.visits[row["visit"]], row["at"] + timedelta(minutes=row.get("minutes") or 0)
        if not visit["at"] <= row["at"] <= over <= min(ends(visit, "left_at"), row["logged_at"]):
            yield f"the {row['kind']} of {row['visit']} lies at {row['at']}, they came at {visit['at']} and left at {visit.get('left_at')}"


@rule
def only_dccs_visits_have_steps(book: Book):
    for row in book["step"]:
        visit = book.visits[row["visit"]]
        if "dcc" not in {visit["tag"], *(change["to"] for change in book.changes(visit, row["logged_at"]))}:
            yield f"{row['visit']} is the showroom's and has a {row['kind']}"


@rule
def a_quote_says_its_price(book: Book):
    yield from (f"{row['visit']} was quoted nothing" for row in book["step"] if row["kind"] == "quote" and not row.get("amount"))


@rule
def test_drive_and_quote_of_a_visit_follow_from_its_steps(book: Book):
    for visit in book["visit"]:
        for kind, says in FLAGS.items():
            steps, ever = steps_of(book, visit, kind), steps_of(book, visit, kind, every=True)
            if ever and bool(visit.get(says)) != bool(steps or ever[0].get("stood")):
                yield f"{visit['id']} says {says} {visit.get(says)}, its steps {len(steps)}"


@rule
def the_price_of_a_visit_is_that_of_its_last_quote(book: Book):
    for visit in book["visit"]:
        steps = steps_of(book, visit, "quote")
        if steps and visit.get("quote") not in {row.get("amount") for row in steps if row["at"] == steps[-1]["at"]}:
            yield f"{visit['id']} was quoted {visit.get('quote')}, its last step says {steps[-1].get('amount')}"


@rule
def whoever_stands_in_is_a_colleague(book: Book):
    for row in book["absence"]:
        if row.get("stand_in") and (row["stand_in"] == row["user"] or row["stand_in"] not in book.people):
            yield f"{row['stand_in']} stands in for {row['user']}"
