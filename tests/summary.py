"""`python -m tests.summary FOLDER`: what the runs of bin/test came to; loud about what was skipped. Exit code 1 where anything failed or nothing ran."""

import os
import sys
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

COUNTS = ("tests", "failures", "errors", "skipped")


def read_report(path: Path) -> tuple[Counter, Counter]:
    """Return the counts of one run, and how often each reason for skipping was given."""
    suites = ElementTree.parse(path).getroot().iter("testsuite")  # noqa: S314 - our own pytest wrote it
    counts: Counter = Counter()
    reasons: Counter = Counter()
    for suite in suites:
        counts.update({name: int(suite.get(name, 0)) for name in COUNTS})
        reasons.update(skip.get("message", "no reason given") for skip in suite.iter("skipped"))
    return counts, reasons


def summarize(folder: Path, *, no_skip: bool) -> tuple[list[str], bool]:
    """Return the closing lines and whether all is well; with `no_skip` a skipped test is not."""
    total: Counter = Counter()
    lines: list[str] = []
    for path in sorted(folder.glob("*.xml")):
        counts, reasons = read_report(path)
        total.update(counts)
        lines += [f"SKIPPED on {path.stem}: {number} × {reason}" for reason, number in sorted(reasons.items())]
    broken = [path.read_text().strip() for path in sorted(folder.glob("*.failed"))]
    failed = total["failures"] + total["errors"]
    passed = total["tests"] - failed - total["skipped"]
    closing = f"{passed} passed, {failed} failed" + (f", {total['skipped']} skipped" if total["skipped"] else "")
    well = not broken and not failed and passed > 0 and not (no_skip and total["skipped"])
    return [*lines, *broken, closing], well


def main() -> int:
    """Print the closing lines; return the exit code."""
    lines, well = summarize(Path(sys.argv[1]), no_skip=os.environ.get("DCC_TEST_NO_SKIP") == "1")
    sys.stdout.write("\n".join(lines) + "\n")
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
