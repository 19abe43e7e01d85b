"""Ways to break the rules about refunds and campaigns."""

from tests.reporting.ledger_breaks.breaking import DAY, again, breaks, changed, the
from tests.reporting.ledger_checker.book import Book


def _paid(row: dict) -> bool:
    return row["state"] == "paid"


def _invitation(row: dict) -> bool:
    return row["kind"] == "campaign"


def _another(row: dict) -> str:
    return "out_of_area" if row["reason"] != "out_of_area" else "wrong_number"


changed("what_is_claimed_is_bad_for_its_reason", "refund", reason=_another)


@breaks("an_inquiry_is_claimed_once_at_a_time")
def a_claim_is_made_twice(book: Book) -> None:
    again(book, book["refund"][0])


changed("a_refund_says_what_its_state_says", "refund", _paid, amount=None)
changed("a_refund_says_what_its_state_says", "refund", _paid, answered_at=None)
changed("a_refund_says_what_its_state_says", "refund", _paid, answered_by=None)
changed("a_refund_says_what_its_state_says", "refund", lambda row: row["state"] == "refused", answer=None)
changed("the_last_price_of_a_channel_is_its_own", "channel_price", lambda row: row["channel"] == "易车", price="1.00")


@breaks("a_price_is_written_once_a_month")
def a_price_is_written_twice(book: Book) -> None:
    again(book, book["channel_price"][0])


changed("a_platform_pays_back_at_most_the_price", "refund", _paid, amount="210.01")
changed("an_invitation_names_its_campaign_and_comes_before_its_end", "follow_up", _invitation, kind="nurture")
changed("an_invitation_names_its_campaign_and_comes_before_its_end", "follow_up", _invitation, created_at=lambda row: row["created_at"] + 30 * DAY)
changed("an_invitation_is_due_before_its_campaign", "follow_up", _invitation, due_at=lambda row: row["created_at"] + 9 * DAY)


@breaks("who_names_a_campaign_was_invited_and_comes_on_its_days")
def a_visit_names_what_it_was_not_at(book: Book) -> None:
    the(book, "visit", lambda row: row["lead"])["campaign"] = book["campaign"][0]["id"]


@breaks("who_names_a_campaign_was_invited_and_comes_on_its_days")
def an_appointment_names_what_nobody_was_invited_to(book: Book) -> None:
    the(book, "appointment")["campaign"] = book["campaign"][0]["id"]


@breaks("who_asked_at_a_campaign_asked_from_its_first_day_on")
def somebody_asked_before_it_began(book: Book) -> None:
    book["inquiry"][0]["campaign"] = book["campaign"][-1]["id"]


changed("a_campaign_ends_after_it_begins", "campaign", to="2026-01-01")
