"""Rules about appraisals: weights that make 100, set for the months to come, and a month signed once for each person, after its closing."""

from decimal import Decimal

from tests.reporting.ledger_checker.book import Book, rule


@rule
def weights_of_a_card_make_a_hundred(book: Book):
    for row in book["appraisal_rule"]:
        if sum(one["weight"] for one in row["measures"]) != 100 or not 0 <= row["floor"] <= 100 <= row["cap"]:
            yield f"the card of {row['role']} from {row['from']} makes {sum(one['weight'] for one in row['measures'])}"


@rule
def weights_are_set_for_months_to_come_once_there_are_any(book: Book):
    for row in book["appraisal_rule"]:
        earlier = [one for one in book["appraisal_rule"] if (one["role"], one["table"]) == (row["role"], row["table"]) and one["from"] < row["from"]]
        if earlier and row["from"] <= f"{row['at'].date().replace(day=1)}":
            yield f"the card of {row['role']} from {row['from']} was set at {row['at']}"


@rule
def an_appraisal_is_signed_once_after_its_month_and_by_whom_it_is_to_be(book: Book):
    closed = {row["period"]: row["number"] for row in reversed(book["closing"]) if row["kind"] == "month"}
    signed = set()
    for row in book["closing"]:
        if row["kind"] != "appraisal":
            continue
        for post, people in row["figures"].items():
            for username in people:
                who = (row["period"], post, username)
                by = "director" if "leader" in book.roles(username) else "leader"
                if who in signed or username == row["by"] or by not in book.roles(row["by"]) or closed.get(row["period"], row["number"]) >= row["number"]:
                    yield f"{who} is signed by {row['by']} under {row['number']}"
                signed.add(who)


@rule
def the_total_of_an_appraisal_is_the_sum_of_its_scores(book: Book):
    for row in book["closing"]:
        if row["kind"] == "appraisal":
            for people in row["figures"].values():
                for username, tables in people.items():
                    for card in tables.values():
                        scores = [Decimal(one["score"]) for one in card["measures"] if "score" in one]
                        if sum(scores, Decimal()) != Decimal(card.get("total", "0")):
                            yield f"the card of {username} in {row['period']} does not add up"
