"""Rules about the file itself: what a line may refer to, and the order of moments."""

from collections import defaultdict
from itertools import pairwise

from tests.reporting.ledger_checker.book import Book, rule

PERSONS = (
    *("agent", "by", "reception", "decided_by", "named_user", "called", "proposed_by", "told_by", "lifted_by", "user", "moved_by"),
    *("delivered_by", "cancelled_by", "answered_by", "owner", "ticked_by"),
)
REFERENCES = {"lead": "lead", "appointment": "appointment", "replaces": "appointment", "visit": "visit", "card": "showroom_card", "merged_into": "lead"}
REFERENCES |= {"campaign": "campaign", "inquiry": "inquiry", "topic": "topic"}
IN_ORDER = {
    "lead": (("opened_at", "closed_at"), ("opened_at", "respond_by")),
    "inquiry": (("received_at", "entered_at"), ("received_at", "issued_at")),
    "appointment": (("at", "ended_at"), ("at", "cancelled_at")),
    "promise": (("at", "kept_at"), ("at", "broken_at")),
    "visit": (
        ("at", "registered_at"),
        ("registered_at", "taken_at"),
        ("at", "left_at"),
        ("registered_at", "identified_at"),
        ("registered_at", "alarmed_at"),
        ("at", "sent_at"),
        ("sent_at", "registered_at"),
    ),
    "call": (("at", "logged_at"), ("at", "respond_by")),
    "order": (
        *(("at", "delivered_at"), ("at", "cancelled_at"), ("at", "logged_at")),
        *(("delivered_at", "delivery_logged_at"), ("cancelled_at", "cancellation_logged_at"), ("delivered_at", "entered_at")),
    ),
    "follow_up": (("created_at", "due_at"), ("created_at", "done_at")),
    "review": (("at", "until"),),
    "proposal": (("at", "decided_at"),),
    "request": (("at", "decided_at"),),
    "claim": (("at", "decided_at"),),
    "refund": (("at", "answered_at"),),
    "leakage": (("at", "told_at"), ("at", "proposed_at"), ("proposed_at", "settled_at"), ("at", "settled_at")),
    "transfer": (("listed_at", "decided_at"), ("decided_at", "until"), ("decided_at", "kept_at"), ("decided_at", "broken_at")),
    "do_not_call": (("at", "until"), ("at", "lifted_at")),
    "showroom_card": (("entered_at", "closed_at"), ("last_contact_at", "closed_at")),
}
AHEAD = {
    "phone_until",
    "idle_since",
    "late_told_at",
    "due_at",
    "scheduled_for",
    "until",
    "respond_by",
    "deadline",
    "alarmed_at",
    "listed_at",
}  # may lie ahead of the last deed of anybody


@rule
def a_line_refers_only_to_lines_above(book: Book):
    above = defaultdict(set)
    for line in book.file:
        kind = line["type"]
        wanted = [(REFERENCES[key], line[key]) for key in REFERENCES.keys() & line.keys() if line[key]]
        wanted += [("channel", line["channel"])] if "channel" in line else []
        wanted += [("user", said[key]) for said in [line, line.get("annulled", {}), *line.get("taken_back", ())] for key in PERSONS if said.get(key)]
        for kind_wanted, name in wanted:
            if name not in above[kind_wanted]:
                yield f"a {kind} refers to the {kind_wanted} {name}, which no line above it is"
        above[kind].add(line.get("id") or line.get("username") or line.get("name"))


@rule
def everybody_and_everything_is_of_this_store(book: Book):
    for line in book.file:
        if line.get("store", book.store["code"]) != book.store["code"]:
            yield f"a {line['type']} is of the store {line['store']}"


@rule
def moments_stand_in_their_order(book: Book):
    for kind, pairs in IN_ORDER.items():
        for line in book[kind]:
            for earlier, later in pairs:
                typed_late = kind == "appointment" and later == "ended_at" and line["status"] == "arrived"  # they came; somebody confirmed before it was typed
                if line.get(earlier) and line.get(later) and line[later] < line[earlier] and not typed_late:
                    yield f"a {kind} of {line.get('lead')} has {earlier} {line[earlier]} and {later} {line[later]}"


@rule
def nothing_has_happened_after_the_last_deed(book: Book):
    for line in book.file:
        for name, moment in line.items():
            ahead = name in AHEAD or line["type"] == "shift"  # a shift ends whether or not anybody does anything
            if hasattr(moment, "tzinfo") and not ahead and moment > book.last:
                yield f"a {line['type']} of {line.get('lead')} has {name} {moment}, the last deed is of {book.last}"


@rule
def nothing_happens_to_a_lead_before_it_came(book: Book):
    for lead in book["lead"]:
        asked = min((row["received_at"] for row in book.of(lead["id"], "inquiry")), default=lead["opened_at"])
        for kind in ("allocation", "call", "card", "grading", "appointment", "review", "order", "handover", "proposal", "request", "visit"):
            for row in book.of(lead["id"], kind):
                by_look = kind == "call" and lead["id"] in book.by("second_look", "new_lead")
                by_itself = (
                    by_look
                    or kind in {"visit", "order"}
                    or row.get("direction") == "in"
                    or (kind == "allocation" and row["reason"] in {"incoming", "at_desk", "second_look"})
                )
                if row["at"] < (min(asked, lead["opened_at"]) if by_itself else lead["opened_at"]):
                    yield f"{kind} of {lead['id']} at {row['at']}, which opened {lead['opened_at']}"


@rule
def leads_stand_in_the_order_of_their_arrival(book: Book):
    firsts = [(lead["id"], min((row["received_at"] for row in book.of(lead["id"], "inquiry")), default=lead["opened_at"])) for lead in book["lead"]]
    for (name, first), (following, second) in pairwise(firsts):
        if second < first:
            yield f"{following} arrived before {name} and stands behind it"
