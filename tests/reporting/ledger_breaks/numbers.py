"""Ways to break the rules about changed numbers."""

from tests.reporting.ledger_breaks.breaking import MINUTE, changed

NUMBER = "number"

changed("the_numbers_of_a_lead_lead_to_todays", NUMBER, to="15400000000")
changed("each_writing_of_a_number_is_a_line_of_that_moment", NUMBER, lambda row: row["basis"] in {"call", "correction"}, at=lambda row: row["at"] + MINUTE)
changed("what_ends_by_itself_is_nobodys_deed_and_all_else_is_somebodys", NUMBER, lambda row: row["by"], by=None)
changed("what_ends_by_itself_is_nobodys_deed_and_all_else_is_somebodys", NUMBER, lambda row: row["by"], basis="expired")
changed("a_number_told_at_the_desk_is_written_there", NUMBER, basis="door", by="@agent")
