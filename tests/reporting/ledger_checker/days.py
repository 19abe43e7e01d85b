"""Rules about signed days: what was signed is what had been registered by then."""

from datetime import datetime, timedelta

from tests.reporting.ledger_checker.book import Book, rule

TAGS = ("dcc", "showroom")


def _stood(line: dict, at: datetime) -> bool:
    """Whether a line stood at a moment."""
    return "annulled" not in line or line["annulled"]["at"] > at


def _tag_at(book: Book, visit: dict, at: datetime) -> str:
    """The tag a visit had at a moment."""
    changes = [*book.whole["tag_change"], *book.whole.taken["tag_change"]]
    made = [row for row in changes if row["visit"] == visit["id"] and row["at"] <= at and _stood(row, at)]
    return max(made, key=lambda row: row["at"])["to"] if made else visit["tag"]


def _registered(book: Book, signing: dict) -> list[dict]:
    """The groups of a day that were registered when it was signed."""
    visits = [*book.whole["visit"], *book.whole.taken["visit"]]
    of_the_day = [row for row in visits if row["at"].date().isoformat() == signing["day"] and row["registered_at"]]
    return [row for row in of_the_day if row["registered_at"] <= signing["at"] and _stood(row, signing["at"])]


@rule
def a_day_is_signed_once_and_not_ahead(book: Book):
    days = [row["day"] for row in book["day_signing"]]
    for row in book["day_signing"]:
        if days.count(row["day"]) > 1 or row["at"].date().isoformat() < row["day"]:
            yield f"{row['day']} was signed at {row['at']}"


@rule
def the_front_desk_signs_its_day(book: Book):
    for row in book["day_signing"]:
        if "front_desk" not in book.roles(row["by"]):
            yield f"{row['day']} was signed by {row['by']}"


@rule
def what_is_signed_is_what_was_registered_by_then(book: Book):
    for row in book["day_signing"]:
        figures = row["figures"]
        signed = {tag: sum(line[tag][0] for part in ("look", "other") for line in figures[part].values()) for tag in TAGS}
        tags = [_tag_at(book, visit, row["at"]) for visit in _registered(book, row)]
        if signed != {tag: tags.count(tag) for tag in TAGS}:
            yield f"{row['day']} was signed with {signed}, registered were {tags}"


@rule
def who_came_back_had_left_before(book: Book):
    for visit in book["visit"]:
        seen = visit["at"]
        for left, back in visit.get("returned", ()):
            moments = [seen, *(datetime.fromisoformat(each) for each in (left, back) if each)]
            if moments != sorted(moments):
                yield f"{visit['id']} left and came back {visit['returned']}"
            seen = moments[-1]


@rule
def what_a_tablet_kept_was_sent_within_seven_days_and_not_before_it_came(book: Book):
    for visit in book["visit"]:
        sent = visit.get("sent_at")
        if sent and not timedelta(0) <= sent - visit["at"] <= timedelta(days=7):
            yield f"{visit['id']} came {visit['at']} and was sent {sent}"
