"""Ways to break the rules about visits and whose they are."""

from datetime import timedelta

from tests.reporting.ledger_breaks.breaking import DAY, HOUR, MINUTE, again, another, breaks, changed, gone, the, who
from tests.reporting.ledger_checker.book import Book
from tests.reporting.ledger_checker.visits import leads_of, running_lead, tag_at


def _dcc(row: dict) -> bool:
    return row["tag"] == "dcc"


def _showroom(row: dict) -> bool:
    return row["tag"] == "showroom"


def _by(basis: str):
    return lambda row: row["basis"] == basis


def _unchanged(book: Book, tag: str):
    changed_later = {row["visit"] for row in book["tag_change"]}
    return lambda row: row["tag"] == tag and row["id"] not in changed_later and not row["identified_at"]


for basis in ("transfer", "appointment", "earlier"):
    changed("the_basis_of_a_tag_is_the_first_rule_that_holds", "visit", _by(basis), basis="named")
changed("the_basis_of_a_tag_is_the_first_rule_that_holds", "visit", _by("named"), basis="appointment")
changed("the_basis_of_a_tag_is_the_first_rule_that_holds", "visit", _by("none"), basis="earlier")


@breaks("the_basis_of_a_tag_is_the_first_rule_that_holds")
def who_came_too_late_is_dccs(book: Book) -> None:
    visit = the(book, "visit", _by("appointment"))
    the(book, "appointment", lambda row: row["id"] == visit["appointment"])["scheduled_for"] = visit["at"] - 7 * DAY - MINUTE


@breaks("the_basis_of_a_tag_is_the_first_rule_that_holds")
def who_came_too_early_is_dccs(book: Book) -> None:
    visit = the(book, "visit", _by("appointment"))
    the(book, "appointment", lambda row: row["id"] == visit["appointment"])["scheduled_for"] = visit["at"] + 3 * DAY + MINUTE


@breaks("the_basis_of_a_tag_is_the_first_rule_that_holds")
def who_was_invited_after_they_came_is_dccs(book: Book) -> None:
    visit = the(book, "visit", _by("appointment"))
    the(book, "appointment", lambda row: row["id"] == visit["appointment"])["at"] = visit["at"]


@breaks("the_basis_of_a_tag_is_the_first_rule_that_holds")
def who_was_released_is_dccs(book: Book) -> None:
    visit = the(book, "visit", _by("transfer"))
    for lead in leads_of(book, visit):
        lead["released_at"] = visit["at"] - MINUTE


@breaks("who_names_one_of_ours_is_dccs")
def a_visit_is_named_and_names_nobody(book: Book) -> None:
    next(row for row in book["visit"] if _by("named")(row) and _unchanged(book, "dcc")(row))["named_user"] = None


@breaks("who_names_one_of_ours_is_dccs")
def who_names_an_agent_is_the_showrooms(book: Book) -> None:
    next(row for row in book["visit"] if _by("none")(row) and _unchanged(book, "showroom")(row))["named_user"] = who(book, "agent")


changed("who_is_named_is_one_of_ours", "visit", _by("named"), named_user="@manager")
changed("the_tag_follows_the_basis_or_says_why_not", "visit", _dcc, tag="showroom")
changed("the_tag_follows_the_basis_or_says_why_not", "visit", lambda row: row["override_reason"], override_reason=None)
changed("a_transferred_customer_is_never_overruled", "visit", _by("transfer"), tag="showroom")
changed("the_front_desk_registers_visits", "visit", by="@reception")
changed("the_front_desk_registers_visits", "visit", lambda row: (row.get("registered_at") or row["at"]).date() > row["at"].date(), by="@front_desk")
changed("dccs_visits_have_a_lead", "visit", _dcc, lead=None)
changed("the_showrooms_visits_are_credited_to_nobody", "visit", _showroom, agent="@agent")
changed("whoever_takes_a_visit_is_of_the_reception", "visit", lambda row: row["reception"], reception="@leader")
changed("who_took_a_visit_took_it_at_a_moment", "visit", lambda row: row["reception"], taken_at=None)
changed("a_purpose_is_a_word_of_the_store", "visit", purpose="喝茶")
changed("a_group_has_heads", "visit", heads=0)
changed("a_completed_walk_in_is_proposed_what_the_rules_say_then", "visit", lambda row: row.get("proposed_basis"), proposed_basis="transfer")
changed("a_completed_walk_in_is_proposed_what_the_rules_say_then", "visit", lambda row: row.get("proposed_tag") == "showroom", proposed_tag="dcc")


@breaks("a_visit_belongs_to_the_open_lead")
def a_visit_is_another_leads(book: Book) -> None:
    visit = the(book, "visit", lambda row: row["phone"] and running_lead(book, leads_of(book, row), row["at"]))
    visit["lead"] = another_lead(book, visit)


def another_lead(book: Book, visit: dict) -> str:
    """Return a lead that is not the visit's."""
    return next(name for name in book.leads if name != visit["lead"])


@breaks("a_showroom_visit_without_an_open_lead_has_none")
def a_strangers_visit_has_a_lead(book: Book) -> None:
    closed = the(book, "lead", lambda row: row["closed_at"] and row["phone"])
    visit = next(row for row in book["visit"] if _unchanged(book, "showroom")(row) and row["lead"] is None and row["at"] > closed["closed_at"])
    visit.update(lead=closed["id"], phone=None)


@breaks("a_visit_opens_a_cycle_in_the_channel_of_the_last")
def a_stranger_who_names_us_came_from_a_portal(book: Book) -> None:
    known = [row for row in book["visit"] if row["lead"] and not row["identified_at"]]
    visit = next(row for row in known if book.leads[row["lead"]]["opened_at"] == row["registered_at"])
    inquiry = the(book, "inquiry", lambda row: row["lead"] == visit["lead"] and row["received_at"] == visit["at"])
    inquiry["channel"] = next(name for name, source in book.sources.items() if source == "web")


@breaks("other_purposes_open_no_cycle")
def somebody_who_came_for_papers_opened_a_lead(book: Book) -> None:
    visit = the(book, "visit", lambda row: row["lead"] and book.leads[row["lead"]]["opened_at"] == row["registered_at"])
    visit["purpose"] = "办手续"


changed("the_nearest_fitting_appointment_is_fulfilled", "visit", lambda row: row["appointment"], appointment=None)


@breaks("the_nearest_fitting_appointment_is_fulfilled")
def somebody_who_came_for_papers_fulfils_an_appointment(book: Book) -> None:
    the(book, "visit", lambda row: row["appointment"])["purpose"] = "办手续"


@breaks("a_visit_is_credited_to_the_booker_or_the_leads_agent")
def a_visit_is_credited_to_a_colleague(book: Book) -> None:
    visit = the(book, "visit", lambda row: row["appointment"])
    visit["agent"] = another(book, "agent", visit["agent"])


@breaks("a_visit_is_credited_to_the_booker_or_the_leads_agent")
def a_return_is_credited_to_a_colleague(book: Book) -> None:
    visit = the(book, "visit", lambda row: row["basis"] == "earlier" and row["agent"])
    visit["agent"] = another(book, "agent", visit["agent"])


@breaks("only_dccs_visits_are_received")
def a_group_of_the_showroom_is_received(book: Book) -> None:
    visit = the(book, "visit", _unchanged(book, "showroom"))
    visit.update(reception=who(book, "reception"), taken_at=visit["registered_at"])


@breaks("nobody_waits_longer_than_five_minutes_untold")
def a_group_taken_at_once_is_told_of(book: Book) -> None:
    visit = the(book, "visit", lambda row: row.get("taken_at") and not row.get("alarmed_at"))
    visit["alarmed_at"] = visit["taken_at"] + MINUTE


def _waits(book: Book, *, told: timedelta | None) -> None:
    """Let a group wait for eight minutes, told of after some or never."""
    met = (row for row in book["visit"] if row["taken_at"] and row["left_at"] and _unchanged(book, "dcc")(row))
    visit = next(row for row in met if row["left_at"] - row["registered_at"] > 10 * MINUTE)
    visit.update(taken_at=visit["registered_at"] + 8 * MINUTE, alarmed_at=told and visit["registered_at"] + told)


@breaks("nobody_waits_longer_than_five_minutes_untold")
def a_group_waits_and_nobody_is_told(book: Book) -> None:
    _waits(book, told=None)


@breaks("nobody_waits_longer_than_five_minutes_untold")
def a_group_waits_and_is_told_of_late(book: Book) -> None:
    _waits(book, told=6 * MINUTE)


@breaks("nobody_waits_longer_than_five_minutes_untold")
def a_group_turned_to_dcc_waits_and_nobody_is_told(book: Book) -> None:
    met = (row for row in book["visit"] if row["taken_at"] and row["left_at"] and _unchanged(book, "dcc")(row) and not row.get("alarmed_at"))
    visit = next(row for row in met if row["left_at"] - row["registered_at"] > 10 * MINUTE)
    change = {"type": "tag_change", "visit": visit["id"], "at": visit["registered_at"], "from": "showroom", "to": "dcc", "reception": visit["reception"]}
    again(book, book["tag_change"][0], **change)
    visit.update(tag="showroom", taken_at=visit["registered_at"] + 8 * MINUTE)


@breaks("the_class_of_a_visit_is_what_came_before")
def a_first_visit_is_a_return(book: Book) -> None:
    the(book, "visit", lambda row: row.get("visit_class") == "first_with_card" and row["appointment"])["visit_class"] = "again"


@breaks("the_class_of_a_visit_is_what_came_before")
def a_return_is_a_first_visit(book: Book) -> None:
    the(book, "visit", lambda row: row.get("visit_class") == "again" and row["appointment"])["visit_class"] = "first"


@breaks("whoever_was_registered_today_is_no_second_group")
def a_group_is_counted_twice(book: Book) -> None:
    visit = the(book, "visit", lambda row: row["phone"] and not row["identified_at"])
    again(book, visit, id="V0", at=visit["at"] + HOUR, registered_at=visit["registered_at"] + HOUR)


# leakages

LEAKED_STAYS = lambda row: row["outcome"] == "stays_showroom" and row["proposed_by"]  # noqa: E731
LEAKED_BACK = lambda row: row["outcome"] == "back_to_dcc"  # noqa: E731


@breaks("a_showroom_visit_of_an_open_lead_leaks")
def a_leakage_is_missing(book: Book) -> None:
    leaked = the(book, "leakage", lambda row: book.visits[row["visit"]]["tag"] == "showroom" and not book.visits[row["visit"]]["identified_at"])
    gone(book, leaked)


@breaks("only_what_became_the_showrooms_leaks")
def a_visit_of_dcc_leaks(book: Book) -> None:
    visit = the(book, "visit", _unchanged(book, "dcc"))
    again(book, book["leakage"][-1], visit=visit["id"], lead=visit["lead"], at=visit["at"])


@breaks("only_what_became_the_showrooms_leaks")
def somebody_who_came_for_papers_leaks(book: Book) -> None:
    book.visits[book["leakage"][0]["visit"]]["purpose"] = "维修"


@breaks("a_visit_leaks_once")
def a_visit_leaks_twice(book: Book) -> None:
    again(book, book["leakage"][0])


@breaks("a_leakage_is_of_the_lead_that_was_open")
def a_leakage_is_of_another_lead(book: Book) -> None:
    row = book["leakage"][0]
    row["lead"] = another_lead(book, book.visits[row["visit"]])


changed("a_leakage_begins_when_the_visit_became_the_showrooms", "leakage", at=lambda row: row["at"] + MINUTE)


@breaks("what_went_back_to_dcc_is_dccs")
def what_stays_with_the_showroom_went_back(book: Book) -> None:
    stays = [row for row in book["leakage"] if LEAKED_STAYS(row)]
    the(book, "leakage", lambda row: row in stays and tag_at(book, book.visits[row["visit"]], book.last) == "showroom")["outcome"] = "back_to_dcc"


changed("what_is_dccs_is_no_open_leakage", "leakage", LEAKED_BACK, outcome=None)
changed("what_went_back_went_by_a_change_of_its_tag", "leakage", LEAKED_BACK, settled_at=lambda row: row["settled_at"] + MINUTE)
changed("a_settled_leakage_says_when_by_whom_and_why", "leakage", LEAKED_STAYS, reason="")
changed("a_settled_leakage_says_when_by_whom_and_why", "leakage", LEAKED_STAYS, settled_at=None)
changed("what_stays_with_the_showroom_has_two_signatures", "leakage", LEAKED_STAYS, by="@leader")
changed("what_stays_with_the_showroom_has_two_signatures", "leakage", LEAKED_STAYS, proposed_by=None)
changed("what_stays_with_the_showroom_has_two_signatures", "leakage", LEAKED_STAYS, proposed_by=lambda row: row["by"])
changed("the_leader_proposes_how_a_leakage_is_settled", "leakage", LEAKED_STAYS, proposed_by="@agent")
changed("the_data_manager_tells_of_leakages", "leakage", lambda row: row.get("told_by"), told_by="@leader")


@breaks("a_reversal_settles_its_leakage_for_the_showroom")
def what_was_reversed_is_open_still(book: Book) -> None:
    reversal = the(book, "tag_change", lambda row: row.get("kind") == "reversal")
    row = the(book, "leakage", lambda row: row["visit"] == reversal["visit"])
    row.update(outcome=None, settled_at=None, by=None, reason=None)


# changed tags

CORRECTION = lambda row: row.get("kind", "correction") == "correction"  # noqa: E731
DECISION = lambda row: row.get("kind") == "decision"  # noqa: E731
changed("a_tag_changes_from_what_it_was", "tag_change", **{"from": lambda row: row["to"]})
changed("facts_are_the_data_managers_and_judgements_the_directors", "tag_change", CORRECTION, by="@leader")
changed("facts_are_the_data_managers_and_judgements_the_directors", "tag_change", DECISION, by="@data_manager")
changed("a_tag_change_says_why", "tag_change", reason="")
changed("the_basis_of_a_change_fits_it", "tag_change", CORRECTION, basis="settled")
changed("the_basis_of_a_change_fits_it", "tag_change", lambda row: row["to"] == "showroom", basis="named")
changed("the_basis_of_a_change_fits_it", "tag_change", lambda row: row["basis"] == "named", basis="appointment", appointment=None)
changed("what_becomes_the_showrooms_is_credited_to_nobody", "tag_change", lambda row: row["to"] == "showroom", agent="@agent")
changed("what_becomes_dccs_is_credited_to_the_booker_or_the_leads_agent", "tag_change", lambda row: row["to"] == "dcc", agent="@leader")


changed("who_was_named_later_stands_on_the_change", "tag_change", lambda row: row["basis"] == "named", named_user=None)
changed("who_was_named_later_stands_on_the_change", "tag_change", lambda row: row["basis"] == "named", named_user="@manager")
changed("who_was_named_later_stands_on_the_change", "tag_change", lambda row: row["basis"] != "named", named_user="@agent")
changed("a_name_that_came_with_the_completion_has_one", "visit", lambda row: not row["identified_at"], identified_name="王先生")


@breaks("what_a_change_fulfils_was_booked_before_and_fits")
def a_change_fulfils_what_was_long_ago(book: Book) -> None:
    kept = the(book, "appointment", lambda one: one["status"] == "arrived")
    kept["scheduled_for"] -= 20 * DAY
    the(book, "tag_change", lambda row: row["to"] == "dcc")["appointment"] = kept["id"]


@breaks("after_a_signature_only_the_director_changes_the_tag")
def a_signed_tag_is_corrected(book: Book) -> None:
    signed = the(book, "leakage", LEAKED_STAYS)
    again(book, the(book, "tag_change", CORRECTION), visit=signed["visit"], at=signed["settled_at"] + HOUR)


REVERSAL = lambda row: row.get("kind") == "reversal"  # noqa: E731
changed("a_correction_to_dcc_is_reversed_within_a_week", "tag_change", REVERSAL, at=lambda row: row["at"] + 8 * DAY)
changed("a_correction_to_dcc_is_reversed_within_a_week", "tag_change", DECISION, kind="reversal")


@breaks("a_transferred_customers_tag_is_not_changed_away")
def a_transferred_customer_becomes_the_showrooms(book: Book) -> None:
    row = the(book, "tag_change", lambda row: row["to"] == "showroom")
    visit = the(book, "visit", lambda one: one["basis"] == "transfer" and one["lead"])
    for lead in leads_of(book, visit):
        lead["released_at"] = None
    again(book, row, visit=visit["id"])
