"""What bin/test says at its end."""

import pytest

from tests.summary import summarize


@pytest.fixture
def report(tmp_path):
    """A function that writes the report of one run."""

    def write(database, tests, failures=0, errors=0, reasons=()):
        skips = "".join(f'<testcase name="t"><skipped message="{reason}"/></testcase>' for reason in reasons)
        counts = f'tests="{tests}" failures="{failures}" errors="{errors}" skipped="{len(reasons)}"'
        (tmp_path / f"{database}.xml").write_text(f"<testsuites><testsuite {counts}>{skips}</testsuite></testsuites>")
        return tmp_path

    return write


def test_both_runs_are_added_up(report):
    report("sqlite", 10)
    folder = report("postgres", 7)

    lines, well = summarize(folder, no_skip=True)

    assert (lines, well) == (["17 passed, 0 failed"], True)


def test_a_failure_or_an_error_is_a_failure(report):
    folder = report("sqlite", 10, failures=1, errors=2)

    lines, well = summarize(folder, no_skip=False)

    assert (lines, well) == (["7 passed, 3 failed"], False)


def test_what_is_skipped_is_said_with_its_reason_and_forgiven_only_if_allowed(report):
    folder = report("sqlite", 10, reasons=["no Chromium", "no Chromium"])

    lines, well = summarize(folder, no_skip=False)
    _lines, strictly_well = summarize(folder, no_skip=True)

    assert lines == ["SKIPPED on sqlite: 2 × no Chromium", "8 passed, 0 failed, 2 skipped"]
    assert (well, strictly_well) == (True, False)


def test_a_run_that_did_not_come_to_its_end_is_no_success(report):
    folder = report("sqlite", 10)
    (folder / "postgres.failed").write_text("pytest on postgres ended with 4\n")

    lines, well = summarize(folder, no_skip=False)

    assert (lines, well) == (["pytest on postgres ended with 4", "10 passed, 0 failed"], False)


def test_nothing_tested_is_no_success(tmp_path):
    assert summarize(tmp_path, no_skip=False) == (["0 passed, 0 failed"], False)
