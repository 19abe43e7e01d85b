"""Rules about applications for the end of a lead, and the checks of cards."""

from tests.reporting.ledger_checker.book import Book, ends, overlapping, rule
from tests.reporting.ledger_checker.owed import passed_on

LISTS = {"lost": "lost_reason", "invalid": "invalid_reason"}


@rule
def nobody_confirms_their_own_application(book: Book):
    for row in book["proposal"]:
        if row["decision"] == "confirmed" and row["by"] == row["decided_by"]:
            yield f"{row['lead']}: {row['by']} confirmed their own {row['kind']}"


@rule
def an_application_is_confirmed_by_whoever_may(book: Book):
    for row in book["proposal"]:
        may = "data_manager" if row["kind"] == "invalid" else "leader"
        if row["decision"] == "confirmed" and may not in book.roles(row["decided_by"]):
            yield f"{row['lead']}: {row['decided_by']} confirmed {row['kind']}"


@rule
def an_application_is_rejected_by_the_data_manager_or_the_leader(book: Book):
    for row in book["proposal"]:
        if row["decision"] == "rejected" and not {"data_manager", "leader"} & set(book.roles(row["decided_by"])):
            yield f"{row['lead']}: {row['decided_by']} rejected {row['kind']}"


@rule
def a_confirmed_application_ends_the_lead_as_applied_for(book: Book):
    for row in book["proposal"]:
        lead = book.leads[row["lead"]]
        if row["decision"] == "confirmed" and (lead["closed_as"], lead["closed_at"]) != (row["kind"], row["decided_at"]):
            yield f"{row['lead']}: {row['kind']} was confirmed and it ended as {lead['closed_as']}"


@rule
def a_lost_customer_was_graded_so_before_the_leader_confirms(book: Book):
    for row in book["proposal"]:
        graded = [one["grade"] for one in book.of(row["lead"], "grading") if row["at"] <= one["at"] <= ends(row, "decided_at")]
        if row["kind"] == "lost" and row["decision"] == "confirmed" and (not graded or graded[-1] not in {"L", "F"}):
            yield f"{row['lead']}: lost was confirmed at {row['decided_at']} and graded {graded}"


@rule
def an_answer_has_its_moment_and_its_author(book: Book):
    for kind in ("proposal", "request"):
        for row in book[kind]:
            if len({bool(row["decided_at"]), bool(row["decided_by"]), bool(row["decision"])}) > 1:
                yield f"{row['lead']}: {row['kind']} is {row['decision']} by {row['decided_by']} at {row['decided_at']}"


@rule
def an_application_has_a_reason(book: Book):
    yield from (f"{row['lead']}: applied for {row['kind']} without a reason" for row in book["proposal"] if not row["reason"])


def _refusing(book: Book, application: dict) -> list[str]:
    return ["拒绝联系"] if application["kind"] == "lost" and _refuses(book, application) else []


def _refuses(book: Book, application: dict) -> bool:
    """Whether somebody asked in this very moment not to be called again: whoever heard it applies, whoever has the lead."""
    phone = book.leads[application["lead"]]["phone"]
    return any((row["at"], row["by"]) == (application["at"], application["by"]) for row in book.at(None, "do_not_call", "phone", phone))


@rule
def the_reason_of_an_application_is_on_the_stores_list(book: Book):
    for row in book["proposal"]:
        if row["kind"] in LISTS and row["reason"] and row["reason"] not in {*book.words(LISTS[row["kind"]]), *_refusing(book, row)}:
            yield f"{row['lead']}: {row['kind']} for {row['reason']}"


@rule
def one_application_waits_at_a_time(book: Book):
    for lead in book.leads:
        for first, second in overlapping([(row["at"], ends(row, "decided_at"), row["kind"]) for row in book.of(lead, "proposal")]):
            yield f"{lead}: {first[2]} waits beside {second[2]}"


@rule
def whoever_applies_works_the_lead(book: Book):
    for row in book["proposal"]:
        if not book.works(row["by"], row["lead"], row["at"]) and not _refuses(book, row):
            yield f"{row['lead']}: {row['by']} applied for {row['kind']}"


@rule
def a_rejected_application_goes_back_with_a_call_or_a_new_judgement(book: Book):
    for row in book["proposal"]:
        at = row["decided_at"]
        back = any(one["kind"] == "callback" and one["created_at"] == at for one in book.of(row["lead"], "follow_up"))
        otherwise = any(one["at"] == at for kind in ("grading", "review") for one in book.of(row["lead"], kind, at)) or ends(book.leads[row["lead"]]) == at
        if row["decision"] == "rejected" and not back and not otherwise:
            yield f"{row['lead']}: {row['kind']} was rejected at {at} and nothing followed"


@rule
def never_reached_wants_its_calls(book: Book):
    reasons = {row["name"] for row in book["word"] if row["kind"] == "invalid_reason" and row.get("meaning") == "never_reached"}
    for row in book["proposal"]:
        unanswered = [call for call in book.of(row["lead"], "call") if call["direction"] == "out" and call["outcome"] != "connected"]
        tried = [call["at"] for call in unanswered if call["at"] <= row["at"]]
        wanted = len(book.setting("retry_ladder", ["2h", "1d", "3d"], row["at"])) + 1
        if row["kind"] == "invalid" and row["reason"] in reasons and (len(tried) < wanted or len({moment.date() for moment in tried}) < 2):
            yield f"{row['lead']} is said to be never reached after {len(tried)} calls"


@rule
def whoever_bought_elsewhere_bought_a_model(book: Book):
    asks = {row["name"] for row in book["word"] if row["kind"] == "lost_reason" and (row.get("detail") or {}).get("competitor")}
    yield from (f"{row['lead']} has no competitor" for row in book["proposal"] if row["kind"] == "lost" and row["reason"] in asks and not row["competitor"])


@rule
def whoever_lives_elsewhere_lives_in_a_city_of_a_province(book: Book):
    for row in book["proposal"]:
        if row["kind"] == "out_of_area" and not (row.get("province") and row.get("city")):
            yield f"{row['lead']} is out of area, and nobody says where"


@rule
def an_application_ends_what_the_applicant_owes(book: Book):
    for row in book["proposal"]:
        for one in book.of(row["lead"], "follow_up"):
            owed = one["agent"] == row["by"] and one["created_at"] < row["at"] < ends(one, "done_at")
            if owed and not passed_on(book, one) and not _was_anothers(book, row, one):
                yield f"{row['lead']}: {row['by']} applied at {row['at']} and still owes the {one['kind']} of {one['created_at']}"


def _was_anothers(book: Book, proposal: dict, owed: dict) -> bool:
    """Whether what came along when the lead was given to the applicant, after the application, was the former agent's until then."""
    given = [one["at"] for one in book.of(proposal["lead"], "allocation") if one["agent"] == proposal["by"] and one["at"] > proposal["at"]]
    return bool(given) and book.agent_at(proposal["lead"], owed["created_at"]) not in {None, proposal["by"]}


@rule
def only_the_leader_checks_cards(book: Book):
    yield from (f"the card of {row['lead']} was checked by {row['by']}" for row in book["card_check"] if "leader" not in book.roles(row["by"]))


@rule
def a_void_card_has_a_reason(book: Book):
    yield from (f"the card of {row['lead']} is void without a reason" for row in book["card_check"] if not row["upheld"] and not row["reason"])


@rule
def only_an_opened_card_is_checked(book: Book):
    for row in book["card_check"]:
        if not any(card["at"] <= row["at"] for card in book.of(row["lead"], "card")):
            yield f"the card of {row['lead']} was checked at {row['at']} and none was open"
