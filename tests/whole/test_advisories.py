"""What bin/advisories says of what its tools found, and of their not reaching anything. No test of it asks the net."""

import json
import os
import subprocess
import sys

import pytest

from tests.whole import tree

pytestmark = pytest.mark.once
DJANGO = {"name": "django", "version": "5.2.19", "vulns": []}
PYTEST = {"name": "pytest", "version": "9.0.0", "vulns": []}
HOLE = {"id": "PYSEC-1", "aliases": ["CVE-1"], "fix_versions": ["5.2.20"]}
NOT_THERE = {"name": "ruff", "skip_reason": "Dependency not found"}
HTMX = {"severity": "high", "range": "<2.0.12", "via": [{"url": "advisories/GHSA-1", "severity": "high"}]}
NO_NET = "NameResolutionError"
NPM_PACKAGES = len(json.loads(tree.read("package-lock.json"))["packages"]) - 1
QUIET = {"vulnerabilities": {}}


@pytest.fixture
def run(tmp_path):
    """A function that runs the command with two tools that say what they are told to; None: they reach nothing."""

    def run_it(python, npm):
        for name, said in (("pip-audit", python), ("npm", npm)):
            answer = tmp_path / f"{name}.json"
            answer.write_text("" if said is None else json.dumps(said), encoding="utf-8")
            script = tmp_path / name
            script.write_text(f"#!/bin/sh\ncat '{answer}'\necho {NO_NET} >&2\nexit {0 if said else 1}\n", encoding="utf-8")
            script.chmod(0o700)
        environment = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"}
        done = subprocess.run([sys.executable, tree.ROOT / "bin/advisories"], env=environment, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout.splitlines()

    return run_it


def test_where_nothing_fits_each_lock_has_its_line(run):
    assert run({"dependencies": [DJANGO, PYTEST]}, QUIET) == (
        0,
        ["requirements/dev.txt: 2 packages compared, no known advisory fits", f"package-lock.json: {NPM_PACKAGES} packages compared, no known advisory fits"],
    )


def test_an_advisory_ends_with_1_and_says_what_mends_it_and_whether_the_program_runs_on_it(run):
    code, lines = run({"dependencies": [DJANGO | {"vulns": [HOLE]}, PYTEST | {"vulns": [HOLE | {"fix_versions": []}]}]}, QUIET)

    assert code == 1
    assert lines[:3] == [
        "requirements/dev.txt: 2 packages compared, 2 advisories fit",
        "  django 5.2.19 (runs): PYSEC-1 CVE-1; mended in: 5.2.20",
        "  pytest 9.0.0 (tests and checks): PYSEC-1 CVE-1; mended in: none yet",
    ]


def test_so_does_one_of_what_the_pages_load_or_of_what_brings_it_along(run):
    code, lines = run({"dependencies": [DJANGO]}, {"vulnerabilities": {"htmx.org": HTMX, "dcc": {"severity": "high", "range": "*", "via": ["htmx.org"]}}})

    assert (code, lines[-2:]) == (1, ["  htmx.org <2.0.12 (high): advisories/GHSA-1", "  dcc * (high): through htmx.org"])


def test_without_a_net_each_lock_says_so_in_a_line_and_nothing_is_found(run):
    assert run(None, {"message": "405 Method Not Allowed"}) == (
        0,
        [
            f"requirements/dev.txt: not compared, no advisories can be reached from here ({NO_NET})",
            "package-lock.json: not compared, no advisories can be reached from here (405 Method Not Allowed)",
        ],
    )


def test_packages_of_which_nobody_says_anything_are_not_taken_for_compared(run):
    some, none = run({"dependencies": [DJANGO, NOT_THERE]}, QUIET), run({"dependencies": [NOT_THERE]}, None)

    assert some[1][0] == "requirements/dev.txt: 1 packages compared, no known advisory fits, not told of: ruff"
    assert none[1][0] == "requirements/dev.txt: not compared, no advisories can be reached from here (Dependency not found)"
