"""Rules about giving leads to agents."""

from datetime import timedelta
from itertools import pairwise

from tests.reporting.ledger_checker.book import Book, rule

BY_RULE = {"returning", "named", "even", "again", "made_up"}
HALF_AN_HOUR = timedelta(minutes=30)


@rule
def leads_are_given_by_the_leader_or_taken_on_a_call(book: Book):
    for row in book["allocation"]:
        if row["by"] and not (row["reason"] == "incoming" and row["by"] == row["agent"]) and "leader" not in book.roles(row["by"]):
            yield f"{row['lead']} was given by {row['by']}"


@rule
def only_an_agent_on_duty_is_given_a_lead(book: Book):
    for row in book["allocation"]:
        named = row["reason"] == "at_desk"  # a stranger at the door named them, away or not
        agents = book.on_duty("agent", row["at"]) if row["reason"] in BY_RULE else book.there("agent", row["at"])  # by hand: who works that day at all
        if row["agent"] and not named and row["agent"] not in agents:
            yield f"{row['lead']} was given to {row['agent']} on {row['at']}, no agent or away"


@rule
def an_allocation_changes_hands(book: Book):
    for lead in book.leads:
        agents = [None, *(row["agent"] for row in book.of(lead, "allocation"))]
        if any(before == after for before, after in pairwise(agents)):
            yield f"{lead} went from {agents} to the same"


@rule
def an_agent_takes_only_the_stranger_who_calls(book: Book):
    for lead in book["lead"]:
        for row in book.of(lead["id"], "allocation"):
            called = [one["at"] for one in book.of(lead["id"], "call") if one["direction"] == "in" and one["agent"] == row["agent"]]
            asked = [one["received_at"] for one in book.of(lead["id"], "inquiry") if one["entered_at"] == lead["opened_at"]]
            if row["reason"] == "incoming" and not (row["at"] in called and row["at"] in asked and row is book.of(lead["id"], "allocation")[0]):
                yield f"{row['agent']} took {lead['id']} at {row['at']} without a first call of theirs"


@rule
def a_stranger_belongs_to_whoever_answered(book: Book):
    for lead in book["lead"]:
        for call in book.of(lead["id"], "call"):
            opened = [row for row in book.of(lead["id"], "inquiry") if row["received_at"] == call["at"] and row["entered_at"] == lead["opened_at"]]
            takes = call["direction"] == "in" and call["outcome"] != "missed" and "agent" in book.roles(call["agent"])
            if takes and opened and book.agent_at(lead["id"], call["at"]) != call["agent"]:
                yield f"{lead['id']} came by the call {call['agent']} answered at {call['at']} and is not theirs"


def _numbers(book: Book, lead: dict) -> set[str]:
    """The numbers under which somebody asked, be it that they expired since."""
    return {lead["phone"], *(one.get("phone") for one in book.of(lead["id"], "inquiry"))} - {None, ""}


def _knew(book: Book, lead: dict) -> set[str]:
    """The agents who had an earlier lead of this person."""
    numbers = _numbers(book, lead)
    before = [one for one in book.leads.values() if one["opened_at"] < lead["opened_at"] and numbers & _numbers(book, one)]
    return {given["agent"] for one in before for given in book.of(one["id"], "allocation")}


@rule
def who_comes_back_goes_to_an_agent_who_knew_them(book: Book):
    for row in book["allocation"]:
        if row["reason"] == "returning" and row["agent"] not in _knew(book, book.leads[row["lead"]]):
            yield f"{row['lead']} came back to {row['agent']}, who never had them"


@rule
def only_what_nobody_touched_is_undone(book: Book):
    for lead in book.leads:
        for before, row in pairwise(book.of(lead, "allocation")):
            if row["reason"] != "undo":
                continue
            called = [call for call in book.of(lead, "call") if before["at"] <= call["at"] <= row["at"] and call["outcome"] != "missed"]
            if row["by"] != before["by"] or row["at"] - before["at"] > HALF_AN_HOUR or called:
                yield f"{lead}, given at {before['at']} by {before['by']}, was taken back at {row['at']} by {row['by']}"
