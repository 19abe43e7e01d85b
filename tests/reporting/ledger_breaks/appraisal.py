"""Ways to break the rules about appraisals."""

from tests.reporting.ledger_breaks.breaking import again, breaks, the
from tests.reporting.ledger_checker.book import Book


@breaks("weights_of_a_card_make_a_hundred")
def a_weight_is_altered(book: Book) -> None:
    row = the(book, "appraisal_rule")
    row["measures"] = [one | {"weight": one["weight"] + 1} for one in row["measures"][:1]] + row["measures"][1:]


@breaks("weights_are_set_for_months_to_come_once_there_are_any")
def weights_are_set_for_a_month_that_runs(book: Book) -> None:
    row = the(book, "appraisal_rule")
    again(book, row, **{"from": f"{row['at'].date().replace(day=1)}"})


@breaks("an_appraisal_is_signed_once_after_its_month_and_by_whom_it_is_to_be")
def the_leader_signs_their_own(book: Book) -> None:
    row = the(book, "closing", lambda row: row["kind"] == "appraisal" and "leader" in row["figures"])
    row["by"] = next(iter(row["figures"]["leader"]))


@breaks("the_total_of_an_appraisal_is_the_sum_of_its_scores")
def a_score_is_altered(book: Book) -> None:
    row = the(book, "closing", lambda row: row["kind"] == "appraisal" and "agent" in row["figures"])
    said = row["figures"]["agent"]
    name = next(iter(said))
    row["figures"] = row["figures"] | {"agent": said | {name: said[name] | {"own": said[name]["own"] | {"total": "0.1"}}}}
