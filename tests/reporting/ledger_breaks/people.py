"""Ways to break the rules about the file, the people and the trail."""

from tests.reporting.ledger_breaks.breaking import DAY, HOUR, MINUTE, again, another, breaks, changed, gone, the, who
from tests.reporting.ledger_checker.book import Book

changed("a_line_refers_only_to_lines_above", "grading", lead="L99999")
changed("a_line_refers_only_to_lines_above", "call", agent="nobody")
changed("a_line_refers_only_to_lines_above", "inquiry", channel="无此渠道")
changed("everybody_and_everything_is_of_this_store", "user", store="S9")
changed("everybody_and_everything_is_of_this_store", "visit", store="S9")
changed("moments_stand_in_their_order", "order", lambda row: row["delivered_at"], delivered_at=lambda row: row["at"] - MINUTE)
changed("moments_stand_in_their_order", "visit", left_at=lambda row: row["at"] - MINUTE)
changed("moments_stand_in_their_order", "lead", lambda row: row["closed_at"], closed_at=lambda row: row["opened_at"] - MINUTE)
changed("the_manager_and_head_office_change_nothing", "audit", lambda row: row["action"] == "lead.review", by="@manager")
changed("the_directors_rules_are_changed_by_the_director", "setting", by="@leader")
changed("who_marks_others_away_is_the_leader", "absence", by="@reception")
changed("a_goal_is_what_the_leader_set_last", "target", value=lambda row: row["value"] + 1)
changed("deeds_are_done_by_whoever_may", "audit", lambda row: row["action"] == "lead.grade", by="@leader")
changed("deeds_are_done_by_whoever_may", "audit", lambda row: row["action"] == "order.deliver", by="@front_desk")
changed("deeds_are_done_by_whoever_may", "audit", lambda row: row["action"] == "do_not_call.lift", by="@agent")
changed("deeds_are_done_by_whoever_may", "audit", lambda row: row["action"] == "lead.allocate", by=None)
changed("everything_done_is_on_the_trail", "card", at=lambda row: row["at"] + HOUR)
changed("the_trail_speaks_of_what_exists", "audit", lambda row: (row["object"] or "").startswith("lead:"), object="lead:L99999")


@breaks("an_end_is_on_the_trail")
def the_trail_names_another_end(book: Book) -> None:
    ended = {(f"lead:{lead['id']}", lead["closed_at"]) for lead in book["lead"] if lead["closed_at"]}
    the(book, "audit", lambda row: row["action"] == "lead.close" and (row["object"], row["at"]) in ended)["detail"] = {"after": "spent"}


@breaks("a_line_refers_only_to_lines_above")
def a_visit_stands_above_what_it_fulfils(book: Book) -> None:
    visit = the(book, "visit", lambda row: row["appointment"])
    book.file.remove(visit)
    book.file.insert(0, visit)


@breaks("nothing_has_happened_after_the_last_deed")
def a_call_is_of_tomorrow(book: Book) -> None:
    book["call"][0]["at"] = book.last + DAY


@breaks("nothing_happens_to_a_lead_before_it_came")
def a_call_is_older_than_its_lead(book: Book) -> None:
    call = the(book, "call", lambda row: row["direction"] == "out")
    call["at"] = book.leads[call["lead"]]["opened_at"] - DAY


@breaks("leads_stand_in_the_order_of_their_arrival")
def the_last_lead_stands_first(book: Book) -> None:
    last = book["lead"][-1]
    book.file.remove(last)
    book.file.insert(book.file.index(book["lead"][0]), last)


@breaks("whoever_left_does_nothing_any_more")
def somebody_works_after_they_left(book: Book) -> None:
    book.people[who(book, "agent")]["left_at"] = book.last - 3 * DAY


@breaks("whoever_left_is_given_nothing")
def somebody_is_given_a_lead_after_they_left(book: Book) -> None:
    last = book["allocation"][-1]
    book.people[last["agent"]]["left_at"] = last["at"] - DAY


@breaks("the_directors_rules_are_changed_by_the_director")
def an_agent_changes_the_cap(book: Book) -> None:
    again(book, book["setting"][0], name="daily_cap", value=99, by=who(book, "agent"))


@breaks("who_marks_others_away_is_the_leader")
def a_colleague_marks_an_agent_away(book: Book) -> None:
    row = book["absence"][0]
    row["by"] = another(book, "agent", row["user"])


@breaks("a_month_has_one_goal_for_a_measure_and_person")
def a_goal_stands_twice(book: Book) -> None:
    again(book, book["target"][0])


@breaks("everything_done_is_on_the_trail")
def a_visit_nobody_registered(book: Book) -> None:
    gone(book, the(book, "audit", lambda row: row["action"] == "visit.register"))


@breaks("everything_done_is_on_the_trail")
def an_order_nobody_placed(book: Book) -> None:
    gone(book, the(book, "audit", lambda row: row["action"] == "order.place"))


@breaks("everything_done_is_on_the_trail")
def a_rule_nobody_changed(book: Book) -> None:
    for row in [row for row in book["audit"] if row["action"] == "setting.change"]:
        gone(book, row)


@breaks("everything_done_is_on_the_trail")
def a_tag_changed_and_nobody_did_it(book: Book) -> None:
    book["tag_change"][0]["at"] += MINUTE


@breaks("calls_are_as_many_as_the_trail_says")
def a_call_is_missing(book: Book) -> None:
    gone(book, book["call"][0])


@breaks("what_is_taken_back_is_on_the_trail")
def a_visit_vanishes(book: Book) -> None:
    visit = the(book, "visit", lambda row: row["lead"] is None)
    visit["annulled"] = {"at": visit["registered_at"] + MINUTE, "by": visit["by"], "reason": None}


for end in ("delivered_at", "cancelled_at"):

    @breaks("what_is_taken_back_is_on_the_trail")
    def an_end_of_an_order_vanishes(book: Book, end: str = end) -> None:
        order = book["order"][0]
        order["taken_back"] = [{end: order["at"] + MINUTE, "at": order["at"] + 2 * MINUTE, "by": order["by"], "reason": None}]
