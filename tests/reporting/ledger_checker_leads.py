"""Rules about leads: how they come, whose they are, how they are judged, how they end."""

from collections import Counter, defaultdict
from datetime import timedelta
from itertools import pairwise

from tests.reporting.ledger_checker import CLOSES, OPENS, Book, ends, overlapping, rule

NEEDS_REASON = {"lost", "invalid", "unreachable", "out_of_area", "showroom"}
TEN_MINUTES = timedelta(minutes=10)


@rule
def one_open_lead_per_number(book: Book):
    by_phone = defaultdict(list)
    for lead in book["lead"]:
        if lead["phone"]:
            by_phone[lead["phone"]].append((book.numbered_since(lead), ends(lead), lead["id"]))
    for spans in by_phone.values():
        for first, second in overlapping(spans):
            yield f"{first[2]} and {second[2]} are open at the same time"


@rule
def every_lead_came_with_an_inquiry_and_takes_none_after_its_end(book: Book):
    for lead in book["lead"]:
        entered = [row["entered_at"] for row in book.of(lead["id"], "inquiry")]
        if not entered or min(entered) != lead["opened_at"]:
            yield f"{lead['id']} opened {lead['opened_at']}, its inquiries {entered[:3]}"
        if any(moment > ends(lead) for moment in entered):
            yield f"{lead['id']} took an inquiry after it was closed"


@rule
def no_inquiry_comes_in_twice(book: Book):
    seen = Counter((row["channel"], row["repeat_key"]) for row in book["inquiry"] if row.get("repeat_key"))
    yield from (f"{key} came {count} times" for key, count in seen.items() if count > 1)


@rule
def who_asked_not_to_be_called_is_not_imported(book: Book):
    lists = defaultdict(list)
    for row in book["do_not_call"]:
        lists[row["phone"]].append(row)
    for row in book["inquiry"]:
        blocked = any(entry["at"] <= row["entered_at"] < min(ends(entry, "until"), ends(entry, "lifted_at")) for entry in lists[row.get("phone")])
        if blocked and "data_manager" in book.roles(row["by"]):
            yield f"an inquiry of {row['lead']} came in although its number is on the list"


@rule
def the_response_limit_counts_working_minutes(book: Book):
    for lead in book["lead"]:
        if lead["respond_by"] != book.after_minutes(lead["opened_at"], 30):
            yield f"{lead['id']} opened {lead['opened_at']} is due {lead['respond_by']}"


@rule
def nothing_happens_to_a_closed_lead(book: Book):
    for lead in book["lead"]:
        for kind in ("allocation", "call", "card", "grading", "appointment", "review", "order", "handover", "proposal", "order"):
            for row in book.of(lead["id"], kind):
                if row["at"] > ends(lead):
                    yield f"{kind} of {lead['id']} at {row['at']}, closed {lead['closed_at']}"
        for row in book.of(lead["id"], "follow_up"):
            if lead["closed_at"] and (row["done_at"] is None or row["done_at"] > lead["closed_at"] or row["created_at"] > lead["closed_at"]):
                yield f"{lead['id']} is closed and still owed a {row['kind']}"


@rule
def every_end_has_its_reason_and_its_author(book: Book):
    for lead in book["lead"]:
        how, at = lead["closed_as"], lead["closed_at"]
        if how in NEEDS_REASON and not lead["reason"]:
            yield f"{lead['id']} ended as {how} without a reason"
        decided = {
            None: True,
            "delivered": any(order["delivered_at"] == at for order in book.of(lead["id"], "order")),
            "invalid": any(row["kind"] == "invalid" and row["decision"] == "confirmed" and row["decided_at"] == at for row in book.of(lead["id"], "proposal")),
            "showroom": any(row["decision"] == "to_showroom" and row["at"] == at for row in book.of(lead["id"], "review")),
        }
        closing = any(row["decision"] == "close" and row["at"] == at for row in book.of(lead["id"], "review"))
        if not decided.get(how, closing):
            yield f"{lead['id']} ended as {how} and nobody decided it"


@rule
def leads_are_given_by_the_leader_or_taken_on_a_call(book: Book):
    absent = {(row["user"], row["day"]) for row in book["absence"]}
    for row in book["allocation"]:
        own_call = row["reason"] == "incoming" and row["by"] == row["agent"]
        if not own_call and "leader" not in book.roles(row["by"]):
            yield f"{row['lead']} was given by {row['by']}"
        if row["agent"] and ("agent" not in book.roles(row["agent"]) or (row["agent"], row["at"].date().isoformat()) in absent):
            yield f"{row['lead']} was given to {row['agent']} on {row['at']}, no agent or away"
        if row["at"] < book.leads[row["lead"]]["opened_at"] and not own_call:
            yield f"{row['lead']} was given before it came"


@rule
def an_allocation_changes_hands(book: Book):
    for lead in book.leads:
        agents = [None, *(row["agent"] for row in book.of(lead, "allocation"))]
        if any(before == after for before, after in pairwise(agents)):
            yield f"{lead} went from {agents} to the same"


@rule
def nobody_gets_more_than_the_daily_cap(book: Book):
    undone = Counter()
    given = Counter()
    for row in book["allocation"]:
        if row["agent"] and row["reason"] not in {"incoming", "review", "undo"}:
            given[row["agent"], row["at"].date()] += 1
        if row["reason"] == "undo":
            undone[row["at"].date()] += 1
    for (agent, day), count in given.items():
        if count - undone[day] > 40:
            yield f"{agent} was given {count} on {day}"


@rule
def only_the_data_manager_grades(book: Book):
    yield from (f"{row['lead']} was graded by {row['by']}" for row in book["grading"] if "data_manager" not in book.roles(row["by"]))


def _calendar_due(book: Book, moment, days: int):
    later = moment + timedelta(days=days)
    if OPENS <= later.time() < CLOSES:
        return later
    return book.next_opening(later, holidays=False)


@rule
def an_ordinary_grade_opens_a_follow_up_in_three_days(book: Book):
    for row in book["grading"]:
        owed = [one for one in book.of(row["lead"], "follow_up") if one["kind"] == "grade" and one["created_at"] == row["at"]]
        if (row["grade"] == "A") != (len(owed) == 1):
            yield f"{row['lead']} graded {row['grade']} at {row['at']} opened {len(owed)} follow-ups"
        for one in owed:
            if one["due_at"] != _calendar_due(book, row["at"], 3) or one["agent"] not in _holders_since(book, row["lead"], row["at"]):
                yield f"{row['lead']} graded {row['at']} is due {one['due_at']} by {one['agent']}"


def _holders_since(book: Book, lead: str, moment) -> set:
    """Whoever had a lead at a moment or later: what is owed moves along with it."""
    return {book.agent_at(lead, moment), *(row["agent"] for row in book.of(lead, "allocation") if row["at"] > moment)}


@rule
def a_high_grade_has_a_reception_specialist(book: Book):
    if not any("reception" in person["roles"] for person in book["user"]):
        return
    absent = {(row["user"], row["day"]) for row in book["absence"]}
    on_duty = lambda day: any("reception" in one["roles"] and (name, day) not in absent for name, one in book.people.items())  # noqa: E731
    for row in book["grading"]:
        if row["grade"] == "H" and reception_at(book, row["lead"], row["at"]) is None and on_duty(row["at"].date().isoformat()):
            yield f"{row['lead']} graded H at {row['at']} and nobody receives it"


def reception_at(book: Book, lead: str, moment):
    """Who receives a lead at a moment: the last to receive it or to be named."""
    facts = [(row["at"], row["reception"]) for row in book.of(lead, "handover")]
    facts += [(row["taken_at"], row["reception"]) for row in book.of(lead, "visit") if row.get("taken_at")]
    known = [(at, who) for at, who in facts if at <= moment]
    return max(known, key=lambda fact: fact[0])[1] if known else None


@rule
def every_contact_is_graded_by_the_end_of_the_next_working_day(book: Book):
    for lead in book["lead"]:
        judged = [row["at"] for row in book.of(lead["id"], "grading")] + [ends(lead)]
        contacts = [row["at"] + timedelta(seconds=row["seconds"]) for row in book.of(lead["id"], "call") if row["outcome"] == "connected"]
        contacts += [row["at"] for row in book.of(lead["id"], "visit") if not row["identified_at"]]
        for contact in contacts:
            limit = book.next_opening(book.next_opening(contact).replace(hour=23)).replace(hour=18, minute=5)
            if contact <= ends(lead) and not any(contact <= moment <= limit for moment in judged) and limit < book.last:
                yield f"{lead['id']} had contact at {contact} and was not judged by {limit}"


@rule
def low_and_lost_are_decided_by_the_leader(book: Book):
    for lead in book["lead"]:
        rows = book.of(lead["id"], "grading")
        for row, following in zip(rows, [*rows, None][1:], strict=True):
            if row["grade"] not in {"L", "F"}:
                continue
            limit = book.next_opening(row["at"] + timedelta(hours=14)) + timedelta(hours=10)
            answers = [one["at"] for one in book.of(lead["id"], "review")] + [ends(lead)] + ([following["at"]] if following else [])
            if not any(row["at"] <= moment <= limit for moment in answers) and limit < book.last:
                yield f"{lead['id']} graded {row['grade']} at {row['at']} was never decided"


@rule
def a_review_is_the_leaders_and_wants_a_low_grade_or_an_application(book: Book):
    for row in book["review"]:
        if "leader" not in book.roles(row["by"]):
            yield f"{row['lead']} was decided by {row['by']}"
        graded = [one["grade"] for one in book.of(row["lead"], "grading") if one["at"] <= row["at"]]
        applied = [one for one in book.of(row["lead"], "proposal") if one["at"] <= row["at"] <= ends(one, "decided_at")]
        if row["decision"] != "to_showroom" and (not graded or graded[-1] not in {"L", "F"}) and not applied:
            yield f"{row['lead']} was decided at {row['at']} without a grade or an application"
        if row["decision"] in {"close", "to_showroom"} and not row["reason"]:
            yield f"{row['lead']} was given up without a reason"


@rule
def a_review_does_what_it_says(book: Book):
    for row in book["review"]:
        owed = [one for one in book.of(row["lead"], "follow_up") if one["created_at"] == row["at"]]
        if row["decision"] == "nurture" and not any(one["kind"] == "nurture" and one["due_at"] == row["until"] for one in owed):
            yield f"{row['lead']} is nurtured until {row['until']} and nobody is reminded"
        given = [one["agent"] for one in book.of(row["lead"], "allocation") if one["at"] == row["at"]]
        if row["decision"] == "reassign" and (row["agent"] not in given or not any(one["kind"] == "callback" and one["agent"] == row["agent"] for one in owed)):
            yield f"{row['lead']} was given to {row['agent']} by review and is not theirs"


@rule
def nobody_confirms_their_own_application(book: Book):
    for row in book["proposal"]:
        if row["decision"] == "confirmed" and row["by"] == row["decided_by"]:
            yield f"{row['lead']}: {row['by']} confirmed their own {row['kind']}"
        decides = {"invalid": "data_manager"}.get(row["kind"], "leader")
        if row["decision"] == "confirmed" and decides not in book.roles(row["decided_by"]):
            yield f"{row['lead']}: {row['decided_by']} confirmed {row['kind']}"
        if not row["reason"]:
            yield f"{row['lead']}: applied for {row['kind']} without a reason"


@rule
def a_rejected_application_goes_back_with_a_call_or_a_new_judgement(book: Book):
    for row in book["proposal"]:
        if row["decision"] != "rejected":
            continue
        at = row["decided_at"]
        back = any(one["kind"] == "callback" and one["created_at"] == at for one in book.of(row["lead"], "follow_up"))
        otherwise = any(one["at"] == at for kind in ("grading", "review") for one in book.of(row["lead"], kind)) or ends(book.leads[row["lead"]]) == at
        if not back and not otherwise:
            yield f"{row['lead']}: {row['kind']} was rejected at {at} and nothing followed"


@rule
def never_reached_wants_its_calls(book: Book):
    reasons = {row["name"] for row in book["word"] if row["kind"] == "invalid_reason" and row.get("meaning") == "never_reached"}
    for row in book["proposal"]:
        if row["kind"] == "invalid" and row["reason"] in reasons:
            tried = [call for call in book.of(row["lead"], "call") if call["direction"] == "out" and call["outcome"] != "connected"]
            calls = [call["at"] for call in tried if call["at"] <= row["at"]]
            if len(calls) < 4 or len({moment.date() for moment in calls}) < 2:
                yield f"{row['lead']} is said to be never reached after {len(calls)} calls"


@rule
def whoever_bought_elsewhere_bought_a_model(book: Book):
    asks = {row["name"] for row in book["word"] if row["kind"] == "lost_reason" and (row.get("detail") or {}).get("competitor")}
    yield from (f"{row['lead']} has no competitor" for row in book["proposal"] if row["kind"] == "lost" and row["reason"] in asks and not row["competitor"])
