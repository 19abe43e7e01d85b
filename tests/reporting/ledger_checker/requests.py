"""Rules about requests: another number, the release of a transferred person."""

from tests.reporting.ledger_checker.book import Book, ends, overlapping, rule

DECIDES = {"number": {"data_manager", "leader"}, "release": {"director"}}
WITHDRAWN = {"withdrawn", "lapsed"}


@rule
def nobody_grants_their_own_request(book: Book):
    for row in book["request"]:
        directors_own = row["kind"] == "release" and row["at"] == row["decided_at"]  # who may release needs nobody to ask
        if row["decision"] == "confirmed" and row["by"] == row["decided_by"] and not directors_own:
            yield f"{row['lead']}: {row['by']} granted their own {row['kind']}"


@rule
def a_request_is_answered_by_whoever_may(book: Book):
    for row in book["request"]:
        if row["decision"] in {"confirmed", "rejected"} and not DECIDES[row["kind"]] & set(book.roles(row["decided_by"])):
            yield f"{row['lead']}: {row['decided_by']} answered {row['kind']}"


@rule
def a_release_is_asked_for_by_the_leader(book: Book):
    for row in book["request"]:
        if row["kind"] == "release" and not {"leader", "director"} & set(book.roles(row["by"])):
            yield f"{row['lead']}: {row['by']} asked for its release"


@rule
def another_number_is_asked_for_by_whoever_works_the_lead(book: Book):
    for row in book["request"]:
        if row["kind"] == "number" and not book.works(row["by"], row["lead"], row["at"]):
            yield f"{row['lead']}: {row['by']} asked for another number"


@rule
def a_request_says_why(book: Book):
    yield from (f"{row['lead']}: {row['kind']} without a reason" for row in book["request"] if not row["reason"])


@rule
def a_rejected_request_says_why(book: Book):
    yield from (f"{row['lead']}: {row['kind']} was rejected without a word" for row in book["request"] if row["decision"] == "rejected" and not row["answer"])


@rule
def only_who_asked_withdraws(book: Book):
    for row in book["request"]:
        if row["decision"] == "withdrawn" and row["by"] != row["decided_by"]:
            yield f"{row['lead']}: the {row['kind']} of {row['by']} was withdrawn by {row['decided_by']}"


@rule
def a_request_lapses_with_its_lead(book: Book):
    closed = {(row["object"], row["at"]) for row in book["audit"] if row["action"] == "lead.close"}  # who was opened again has no such moment any more
    for row in book["request"]:
        ended = book.leads[row["lead"]]["closed_at"] == row["decided_at"] or (f"lead:{row['lead']}", row["decided_at"]) in closed
        if row["decision"] == "lapsed" and not ended:
            yield f"{row['lead']}: {row['kind']} lapsed at {row['decided_at']}"


@rule
def a_granted_number_is_written(book: Book):
    said = {(row["object"], row["at"], row["by"]) for row in book["audit"] if row["action"] == "lead.number"}
    for row in book["request"]:
        granted = row["kind"] == "number" and row["decision"] == "confirmed"
        if granted and (f"lead:{row['lead']}", row["decided_at"], row["decided_by"]) not in said:
            yield f"{row['lead']}: a number was granted at {row['decided_at']} and not written"


@rule
def one_request_of_a_kind_waits_at_a_time(book: Book):
    for lead in book.leads:
        for kind in DECIDES:
            if any(overlapping([(row["at"], ends(row, "decided_at"), kind) for row in book.of(lead, "request") if row["kind"] == kind])):
                yield f"{lead}: two requests for {kind} wait"
