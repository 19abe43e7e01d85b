"""Rules about leakages, and about tags that change."""

from datetime import timedelta

from tests.reporting.ledger_checker.book import Book, rule
from tests.reporting.ledger_checker.visits import leads_of, running_lead, tag_at

WEEK = timedelta(days=7)
JUDGEMENTS = {"decision", "settlement", "reversal"}


def _kind(change: dict) -> str:
    return change.get("kind", "correction")


@rule
def a_showroom_visit_of_an_open_lead_leaks(book: Book):
    leaked = book.by("leakage", "visit")
    for visit in book["visit"]:
        running = running_lead(book, leads_of(book, visit), visit["at"])
        if visit["tag"] == "showroom" and visit["purpose"] == "look" and running and visit["id"] not in leaked:
            yield f"{visit['id']} of {running['id']} is the showroom's and no leakage"


@rule
def a_hint_is_ended_once_after_the_visit_by_the_data_manager(book: Book):
    told = set()
    for row in book["no_relation"]:
        visit, pair = book.visits.get(row["visit"]), (row["visit"], row["lead"])
        known = visit is None or visit["registered_at"] <= row["at"]
        if not known or pair in told or "data_manager" not in book.roles(row["by"]):
            yield f"{pair} are no family by {row['by']} at {row['at']}"
        told.add(pair)


@rule
def a_hint_is_a_lead_that_was_open_at_the_visit(book: Book):
    for row in book["no_relation"]:
        visit, lead = book.visits.get(row["visit"]), book.leads.get(row["lead"])
        if visit and lead and not book.open_at(lead, visit["at"]):
            yield f"{row['visit']} is no family of {row['lead']}, which was not open"


@rule
def only_what_became_the_showrooms_leaks(book: Book):
    for row in book["leakage"]:
        visit = book.visits[row["visit"]]
        if visit["purpose"] != "look" or "showroom" not in {visit["tag"], *(change["to"] for change in book.changes(visit))}:
            yield f"{row['visit']} leaked and never was the showroom's"


@rule
def a_visit_leaks_once(book: Book):
    yield from (f"{visit} leaked {len(rows)} times" for visit, rows in book.by("leakage", "visit").items() if len(rows) > 1)


@rule
def a_leakage_is_of_the_lead_that_was_open(book: Book):
    for row in book["leakage"]:
        if row["lead"] != book.visits[row["visit"]]["lead"]:
            yield f"{row['visit']} of {book.visits[row['visit']]['lead']} leaked from {row['lead']}"


@rule
def a_leakage_begins_when_the_visit_became_the_showrooms(book: Book):
    for row in book["leakage"]:
        visit = book.visits[row["visit"]]
        if row["at"] not in {visit["at"], visit["identified_at"], *(change["at"] for change in book.changes(visit) if change["to"] == "showroom")}:
            yield f"{row['visit']} at {visit['at']} leaked at {row['at']}"


@rule
def what_went_back_to_dcc_is_dccs(book: Book):
    for row in book["leakage"]:
        if row["outcome"] == "back_to_dcc" and tag_at(book, book.visits[row["visit"]], book.last) != "dcc":
            yield f"{row['visit']} went back to DCC and is the showroom's"


@rule
def what_is_dccs_is_no_open_leakage(book: Book):
    for row in book["leakage"]:
        if row["outcome"] is None and tag_at(book, book.visits[row["visit"]], book.last) == "dcc":
            yield f"{row['visit']} is DCC's and its leakage open"


@rule
def what_went_back_went_by_a_change_of_its_tag(book: Book):
    for row in book["leakage"]:
        changed = [(change["at"], change["by"]) for change in book.changes(book.visits[row["visit"]]) if change["to"] == "dcc"]
        if row["outcome"] == "back_to_dcc" and (row["settled_at"], row["by"]) not in changed:
            yield f"{row['visit']} went back to DCC at {row['settled_at']} by {row['by']} and its tag did not"


@rule
def a_settled_leakage_says_when_by_whom_and_why(book: Book):
    for row in book["leakage"]:
        if len({bool(row[name]) for name in ("settled_at", "outcome", "by", "reason")}) > 1:
            yield f"{row['visit']} ended as {row['outcome']} at {row['settled_at']} by {row['by']}: {row['reason']}"


@rule
def what_stays_with_the_showroom_has_two_signatures(book: Book):
    for row in book["leakage"]:
        alone = row["proposed_by"] in (None, row["by"]) and "leader" not in book.roles(row["by"]) and not _reversed_by(book, row)
        if row["outcome"] == "stays_showroom" and ("director" not in book.roles(row["by"]) or alone):
            yield f"{row['visit']} stays with the showroom by {row['by']} alone"


def _reversed_by(book: Book, leakage: dict) -> bool:
    """Whether the director's reversal of a correction settled a leakage: one signature."""
    changes = book.changes(book.visits[leakage["visit"]])
    return any(_kind(one) == "reversal" and (one["at"], one["by"]) == (leakage["settled_at"], leakage["by"]) for one in changes)


@rule
def the_leader_proposes_how_a_leakage_is_settled(book: Book):
    for row in book["leakage"]:
        if row["proposed_by"] and not {"leader", "director"} & set(book.roles(row["proposed_by"])):
            yield f"{row['visit']}: {row['proposed_by']} proposed {row.get('proposed_outcome')}"


@rule
def the_data_manager_tells_of_leakages(book: Book):
    for row in book["leakage"]:
        if row.get("told_by") and "data_manager" not in book.roles(row["told_by"]):
            yield f"{row['visit']} was told by {row['told_by']}"


@rule
def a_tag_changes_from_what_it_was(book: Book):
    for visit in book["visit"]:
        tag = visit["tag"]
        for row in book.changes(visit):
            if row["from"] != tag or row["to"] == tag:
                yield f"{visit['id']}: {tag} became {row['to']} from {row['from']}"
            tag = row["to"]


@rule
def facts_are_the_data_managers_and_judgements_the_directors(book: Book):
    for row in book["tag_change"]:
        wants = "data_manager" if _kind(row) == "correction" else "director"
        if wants not in book.roles(row["by"]):
            yield f"{row['visit']} became {row['to']} by {row['by']} ({_kind(row)})"


@rule
def a_tag_change_says_why(book: Book):
    yield from (f"{row['visit']} became {row['to']} without a reason" for row in book["tag_change"] if not row["reason"])


@rule
def the_basis_of_a_change_fits_it(book: Book):
    for row in book["tag_change"]:
        judged = _kind(row) in JUDGEMENTS
        fits = row["basis"] == "none" if row["to"] == "showroom" else (row["basis"] == "settled" if judged else row["basis"] not in {"none", "settled"})
        if not fits or (row["basis"] == "appointment" and not row["appointment"] and not _ended_meanwhile(book, row)):
            yield f"{row['visit']} became {row['to']} ({_kind(row)}) by {row['basis']}, fulfilling {row['appointment']}"


def _ended_meanwhile(book: Book, change: dict) -> bool:
    """Whether the appointment they came for was cancelled or moved between the arrival and the change: it made them DCC's, and cannot be kept any more."""
    visit = book.visits[change["visit"]]
    booked = [row for row in book.of(visit["lead"], "appointment") if row["status"] in {"cancelled", "moved"}]
    return any(visit["at"] < row["ended_at"] <= change["at"] for row in booked)


@rule
def what_becomes_the_showrooms_is_credited_to_nobody(book: Book):
    for row in book["tag_change"]:
        if row["to"] == "showroom" and (row["agent"] or row["reception"] or row["appointment"]):
            yield f"{row['visit']} is the showroom's and has credit"


@rule
def what_becomes_dccs_is_credited_to_the_booker_or_the_leads_agent(book: Book):
    bookers = {row["id"]: row["agent"] for row in book["appointment"]}
    for row in book["tag_change"]:
        visit = book.visits[row["visit"]]
        agent = bookers[row["appointment"]] if row["appointment"] else book.agent_at(visit["lead"], visit["at"])
        if row["to"] == "dcc" and row["agent"] != agent:
            yield f"{row['visit']} became DCC's and {row['agent']}'s, not {agent}'s"


@rule
def what_a_change_fulfils_was_booked_before_and_fits(book: Book):
    known = {row["id"]: row for row in book["appointment"]}
    for row in book["tag_change"]:
        visit, booked = book.visits[row["visit"]], known.get(row["appointment"])
        if booked and not (booked["at"] < visit["at"] and timedelta(days=-3) <= visit["at"] - booked["scheduled_for"] <= WEEK):
            yield f"{row['visit']} at {visit['at']} fulfils {booked['id']} for {booked['scheduled_for']}"


@rule
def after_a_signature_only_the_director_changes_the_tag(book: Book):
    stays = {row["visit"]: row["settled_at"] for row in book["leakage"] if row["outcome"] == "stays_showroom"}
    for row in book["tag_change"]:
        if row["visit"] in stays and row["at"] > stays[row["visit"]] and "director" not in book.roles(row["by"]):
            yield f"{row['visit']} was signed and became {row['to']} by {row['by']}"


@rule
def a_correction_to_dcc_is_reversed_within_a_week(book: Book):
    for visit in book["visit"]:
        former = None
        for row in book.changes(visit):
            if _kind(row) == "reversal" and not (former and _kind(former) == "correction" and former["to"] == "dcc" and row["at"] - former["at"] <= WEEK):
                yield f"{visit['id']} was reversed at {row['at']}, what was changed before: {former and former['at']}"
            former = row


@rule
def a_transferred_customers_tag_is_not_changed_away(book: Book):
    for row in book["tag_change"]:
        visit = book.visits[row["visit"]]
        released = any(lead.get("released_at") and lead["released_at"] <= row["at"] for lead in leads_of(book, visit))
        if row["to"] == "showroom" and visit["basis"] == "transfer" and not released:
            yield f"{row['visit']} of a transferred customer became the showroom's at {row['at']}"


@rule
def a_reversal_settles_its_leakage_for_the_showroom(book: Book):
    for row in book["tag_change"]:
        settled = [(one["outcome"], one["settled_at"], one["by"]) for one in book.by("leakage", "visit").get(row["visit"], [])]
        if _kind(row) == "reversal" and settled and settled != [("stays_showroom", row["at"], row["by"])]:
            yield f"{row['visit']} was reversed at {row['at']} by {row['by']}, its leakage is {settled}"
