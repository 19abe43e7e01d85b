"""Rules about what the leader says of a day: once a day, on that day, without a number; what is added comes after it was sent."""

import re

from tests.reporting.ledger_checker.book import Book, rule


@rule
def a_day_is_spoken_of_once_and_on_that_day(book: Book):
    seen = set()
    for row in book["remark"]:
        if f"{row['at'].date()}" != row["day"] or (not row.get("addition") and row["day"] in seen):
            yield f"of {row['day']} it is said at {row['at']}"
        seen |= set() if row.get("addition") else {row["day"]}


@rule
def the_leader_speaks_in_at_most_five_hundred_characters_and_no_number(book: Book):
    for row in book["remark"]:
        if "leader" not in book.roles(row["by"]) or not 0 < len(row["text"]) <= 500 or re.search(r"1[3-9]\d{9}", row["text"]):
            yield f"{row['by']} says of {row['day']}: {row['text']}"


@rule
def words_are_sent_on_their_day_and_change_no_more(book: Book):
    for row in book["remark"]:
        if row.get("sent_at") and (row["sent_at"] < row["at"] or f"{row['sent_at'].date()}" != row["day"]):
            yield f"the words of {row['day']} are sent at {row['sent_at']}"


@rule
def one_sentence_more_goes_out_at_once(book: Book):
    for row in book["remark"]:
        if row.get("addition") and row.get("sent_at") != row["at"]:
            yield f"a sentence of {row['day']}, said at {row['at']}, is sent at {row.get('sent_at')}"


@rule
def nothing_is_added_to_what_was_not_sent(book: Book):
    sent = {row["day"]: row["sent_at"] for row in book["remark"] if not row.get("addition")}
    for row in book["remark"]:
        if row.get("addition") and row["day"] in sent and (sent[row["day"]] is None or sent[row["day"]] > row["at"]):
            yield f"a sentence of {row['day']} was said before the report was sent"
