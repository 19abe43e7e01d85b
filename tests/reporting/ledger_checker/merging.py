"""Rules about leads of one person that were merged: asked of the whole book."""

from datetime import datetime

from tests.reporting.ledger_checker.book import Book, ends, rule

MOVES = ("inquiry", "call", "appointment", "visit", "order")
SAYS = (*MOVES, "card", "card_fact", "card_check", "follow_up", "proposal")


def merged(book: Book) -> list[tuple[dict, dict]]:
    """The leads that are merged now, each with the one that took it in."""
    return [(lead, book.leads[lead["merged_into"]]) for lead in book["lead"] if lead.get("merged_into")]


def arrived(book: Book, lead: dict) -> datetime:
    """When a lead first arrived, by the inquiries that were its own."""
    own = [row["received_at"] for row in book["inquiry"] if (row.get("merged_from") or row["lead"]) == lead["id"]]
    return min(own, default=lead["opened_at"])


def deeds(book: Book, action: str, lead: dict) -> list[dict]:
    """What the trail says of a lead."""
    return [row for row in book.by("audit", "object").get(f"lead:{lead['id']}", []) if row["action"] == action]


@rule
def a_merged_lead_names_the_older_one(book: Book):
    for lead in book.whole["lead"]:
        other = book.whole.leads.get(lead.get("merged_into"))
        younger = other and arrived(book.whole, other) > arrived(book.whole, lead)
        if (lead["closed_as"] == "merged") != (other is not None) or younger:
            yield f"{lead['id']} ended as {lead['closed_as']} in {lead.get('merged_into')}"


@rule
def a_merge_is_told_of_both(book: Book):
    for lead, kept in merged(book.whole):
        said = {(row["at"], row["detail"]["lead"]) for row in deeds(book.whole, "lead.merge", lead)}
        taken = {(row["at"], row["detail"]["lead"]) for row in deeds(book.whole, "lead.take_in", kept)}
        if (lead["closed_at"], kept["id"]) not in said or (lead["closed_at"], lead["id"]) not in taken:
            yield f"{lead['id']} went into {kept['id']} at {lead['closed_at']}, and the trail does not say so of both"


@rule
def the_data_manager_or_the_leader_merges(book: Book):
    for row in book.whole["audit"]:
        if row["action"] in {"lead.merge", "lead.separate"} and not {"data_manager", "leader"} & set(book.whole.roles(row["by"])):
            yield f"{row['object']} was merged or separated by {row['by']}"


@rule
def nothing_done_stays_with_a_merged_lead(book: Book):
    for lead, _kept in merged(book.whole):
        for kind in MOVES:
            for _row in book.whole.of(lead["id"], kind):
                yield f"{lead['id']} was merged and has a {kind} still"


@rule
def what_says_where_it_came_from_came_from_a_merged_lead(book: Book):
    into = {lead["id"]: lead["merged_into"] for lead, _kept in merged(book.whole)}
    for kind in SAYS:
        for row in book.whole[kind]:
            at, origin = row.get("merged_from"), row.get("merged_from")
            while at is not None and at != row["lead"]:
                at = into.get(at)
            if origin is not None and (at is None or origin == row["lead"]):
                yield f"a {kind} of {row['lead']} came from {origin}, which is not merged into it"


def _is_of(one, row) -> bool:
    """Whether two follow-ups are of one kind, and invitations of one campaign."""
    return (one["kind"], one.get("campaign")) == (row["kind"], row.get("campaign"))


@rule
def what_a_merge_ended_is_owed_on(book: Book):
    for lead, kept in merged(book.whole):
        at = lead["closed_at"]
        owed = [row for row in book.whole.of(kept["id"], "follow_up", at) if row["created_at"] <= at < ends(row, "done_at") or row["created_at"] == at]
        for row in book.whole.of(lead["id"], "follow_up"):
            ended = (row["done_at"], row["ended_as"]) == (at, "merged")
            if ends(row, "done_at") > at or (ended and not any(_is_of(one, row) and one["due_at"] <= row["due_at"] for one in owed)):
                yield f"{lead['id']} was owed a {row['kind']} due {row['due_at']}, and {kept['id']} is owed none"


@rule
def a_hand_given_by_a_merge_is_that_of_the_younger(book: Book):
    for row in book.whole["allocation"]:
        theirs = {
            book.whole.agent_at(lead["id"], row["at"]) for lead, kept in merged(book.whole) if (kept["id"], lead["closed_at"]) == (row["lead"], row["at"])
        }
        before = [one for one in book.whole.of(row["lead"], "allocation") if one["at"] < row["at"]]
        if row["reason"] == "merged" and (row["by"] or row["agent"] not in theirs or (before and before[-1]["agent"])):
            yield f"{row['lead']} was given to {row['agent']} at {row['at']} by a merge"


@rule
def the_number_of_a_merged_lead_opens_no_other(book: Book):
    for lead, kept in merged(book.whole):
        for other in book.whole.by("lead", "phone")[lead["phone"]] if lead["phone"] else []:
            if lead["closed_at"] < other["opened_at"] < ends(kept):
                yield f"{other['id']} was opened for the number of {lead['id']}, which was merged into {kept['id']}"
