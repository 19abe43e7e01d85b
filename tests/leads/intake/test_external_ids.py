"""Which columns of ids are none: those that number the rows, and those that say the same in each."""

import pytest

from leads.intake.external_ids import are_no_ids


@pytest.mark.parametrize(
    ("cells", "none"),
    [
        (["1", "2", "3"], True),
        (["0", "1", "2"], True),
        ([1.0, 2.0, 3.0], True),
        (["1.0", "2.0"], True),
        (["001", "002"], True),
        (["1"], True),
        (["X", "X"], True),
        (["X", "", "X"], True),
        (["7.3E+18", "7.3E+18"], True),
        (["2", "3", "4"], False),
        (["101", "102"], False),
        (["1", "2", "4"], False),
        (["3", "2", "1"], True),
        (["2", "1", "0"], True),
        (["4", "3", "2"], False),
        (["3", "2", "2"], False),
        (["1", "2", "2"], False),
        (["NO.1", "NO.2"], True),
        (["第1条", "第2条"], True),
        (["NO.2", "NO.3"], False),
        (["①", "②"], False),
        (["²", "³"], False),
        (["X"], False),
        (["X", "Y"], False),
        (["", ""], False),
        ([], False),
    ],
)
def test_a_column_of_ids_is_one_unless_it_counts_rows_or_never_changes(cells, none):
    assert are_no_ids(cells) is none
