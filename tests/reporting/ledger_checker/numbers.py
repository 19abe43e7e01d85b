"""Rules about changed numbers: whose a number was when."""

from tests.reporting.ledger_checker.book import RENUMBER, Book, rule


def _lines(book: Book, lead: str) -> list[dict]:
    return sorted(book.of(lead, "number"), key=lambda row: row["at"])


@rule
def the_numbers_of_a_lead_lead_to_todays(book: Book):
    for lead in book["lead"]:
        lines = _lines(book, lead["id"])
        reached = [row["to"] for row in lines]
        if lines and (reached[-1] != lead["phone"] or any(row["from"] != before for row, before in zip(lines[1:], reached, strict=False))):
            yield f"the numbers of {lead['id']} lead to {reached[-1]}, it has {lead['phone']}"


@rule
def each_writing_of_a_number_is_a_line_of_that_moment(book: Book):
    """Asked of the leads whose numbers changed by a deed that stands: what a call learned goes with it."""
    lines = {(row["lead"], row["at"]) for row in book.every("number")}
    for row in book["audit"]:
        if row["action"] in RENUMBER and "phone" in row["detail"].get("which", ["phone"]):
            lead = row["object"].removeprefix("lead:")
            if lead in book.leads and (lead, row["at"]) not in lines:
                yield f"{lead} got another number at {row['at']} ({row['action']}) without a line"


@rule
def what_ends_by_itself_is_nobodys_deed_and_all_else_is_somebodys(book: Book):
    for row in book.every("number"):
        if (row["basis"] == "expired") != (row["by"] is None):
            yield f"the number of {row['lead']} changed at {row['at']} ({row['basis']}) by {row['by']}"


@rule
def a_number_told_at_the_desk_is_written_there(book: Book):
    for row in book.every("number"):
        may = {"door": {"front_desk", "data_manager"}, "correction": {"data_manager", "leader"}}.get(row["basis"])
        if may and not may & set(book.roles(row["by"])):
            yield f"the number of {row['lead']} was written on {row['basis']} by {row['by']}"
