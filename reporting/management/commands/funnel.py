"""`manage.py funnel`: figures without a browser, by the very code the pages run."""

import csv
import json
import sys

from django.core.management.base import BaseCommand

from reporting.figures.counting import Figures, ask
from reporting.figures.dimensions import DIMENSIONS
from reporting.figures.question import BASES, Question
from reporting.management.arguments import add_period, check_period, store_called


class Command(BaseCommand):
    """Answer one question as JSON, CSV or a table for people."""

    help = "Show the funnel of a store: manage.py funnel --store S1 --by channel --basis cohort --from 2026-08-01 --to 2026-08-31"

    def add_arguments(self, parser) -> None:
        """Take the question."""
        parser.add_argument("--store", required=True)
        parser.add_argument("--by", required=True, choices=list(DIMENSIONS))
        parser.add_argument("--basis", required=True, choices=[name for name, _label in BASES])
        add_period(parser)
        parser.add_argument("--format", default="table", choices=["json", "csv", "table"])

    def handle(self, *args, store, by, basis, first, last, **options) -> None:
        """Ask and write."""
        found = store_called(store)
        check_period(first, last)
        figures = ask(Question(found, by, basis, first, last))
        {"json": self.as_json, "csv": self.as_csv, "table": self.as_table}[options["format"]](figures)

    def as_json(self, figures: Figures) -> None:
        """The question, the rows without zeros, the total."""
        answer = {**figures.question.words, "rows": figures.rows, "total": figures.total}
        self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=1, sort_keys=False))

    def as_csv(self, figures: Figures) -> None:
        """One line per row, zeros written, the total last."""
        writer = csv.writer(self.stdout if hasattr(self.stdout, "write") else sys.stdout, lineterminator="\n")
        writer.writerows(self.lines(figures))

    def as_table(self, figures: Figures) -> None:
        """Columns as wide as they need."""
        lines = [[str(cell) for cell in line] for line in self.lines(figures)]
        widths = [max(len(line[index]) for line in lines) for index in range(len(lines[0]))]
        for line in lines:
            self.stdout.write("  ".join([line[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True))]))

    def lines(self, figures: Figures) -> list[list]:
        """The heading, the rows, the total."""
        names = figures.question.measures
        rows = [[key, *(counts.get(name, 0) for name in names)] for key, counts in figures.rows.items()]
        return [[figures.question.by, *names], *rows, ["total", *(figures.total.get(name, 0) for name in names)]]
