"""`manage.py report`: a report without a browser, by the very code its page runs: counts and, of each rate, what stands above and below its line."""

import csv
import json
from datetime import datetime
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from reporting.arrivals.expected_day import arrivals_in_numbers
from reporting.compared.medians import medians_of
from reporting.compared.report_rows import table_of
from reporting.figures.dimensions import DIMENSIONS, SPLITS
from reporting.figures.figure_table import FigureTable
from reporting.figures.parts.asked import said_beside
from reporting.figures.question import BASES, Question
from reporting.figures.report_answers import Answer, answer
from reporting.figures.report_workbook import about_of, workbook_of
from reporting.figures.reports import CHANNELS, REPORTS
from reporting.figures.set_beside import WAYS, Beside, way_of
from reporting.funnel.report_table import heads_of, rows_of
from reporting.leaks.leak_answer import leaks_in_numbers
from reporting.management.arguments import add_period, check_period, store_called
from reporting.plan.plan_answer import plan_in_numbers
from reporting.rewards.statement_answer import statement_in_numbers
from reporting.spending.month_columns import BYS, columns_of
from reporting.spending.spent_answer import channels_in_numbers
from reporting.spending.spent_answer import heads_of as heads_of_money

# Reports of what stands now: {question, lines, total}, asked without a period.
LINES = {"leaks": leaks_in_numbers, "plan": plan_in_numbers, "tomorrow": arrivals_in_numbers}
OF_MONTH = {"statement": statement_in_numbers}  # the same of the month of --from, else the last


def _leads_nowhere(_measure: str, _key: str | None) -> str:
    return ""


class Command(BaseCommand):
    """Answer one question as JSON, CSV or a workbook."""

    help = "Answer a report: manage.py report funnel --store S1 --by channel --basis cohort --from 2026-08-01 --to 2026-08-31 --format json"

    def add_arguments(self, parser) -> None:
        """Take the report's name and the question."""
        parser.add_argument("name", choices=[*REPORTS, CHANNELS, *LINES, *OF_MONTH])
        parser.add_argument("--store", required=True)
        parser.add_argument("--by", choices=list(SPLITS), help="the first split of the report where it is not said")
        parser.add_argument("--basis", choices=[name for name, _label in BASES])
        parser.add_argument("--compare", default="", choices=list(WAYS))
        parser.add_argument("--columns", nargs="+", default=[], help="of channels: which stand there, beside the rows; else the usual ones")
        add_period(parser, required=False)
        parser.add_argument("--format", default="json", choices=["json", "csv", "xlsx"])
        parser.add_argument("--output", type=Path, help="where to write; a workbook needs it")

    def handle(self, *args, name, first, last, **options) -> None:
        """Ask and write."""
        store = store_called(options["store"])
        if name in LINES or name in OF_MONTH:
            now = timezone.now()
            self.as_lines(name, OF_MONTH[name](store, now=now, month=first) if name in OF_MONTH else LINES[name](store, now=now), options["format"])
            return
        if first is None or last is None:
            raise CommandError("the following arguments are required: --from, --to")
        check_period(first, last)
        if name == CHANNELS:
            by = options.get("by") or BYS[0]
            self.as_money(Question(store, by, options.get("basis") or "cohort", first, last, timezone.now()), options)
            return
        report, now = REPORTS[name], timezone.now()
        by, basis = options.get("by") or (report.bys or ("channel",))[0], options.get("basis") or report.bases[0]
        if by not in (report.bys or DIMENSIONS) or basis not in report.bases:
            raise CommandError(f"{name} is not asked by {by} on the basis {basis}")
        question, how = Question(store, by, basis, first, last, now), options.get("compare") or ""
        if how != way_of(how, question, report.counted_in(question)):
            raise CommandError(f"{name} on the basis {basis} has no plan")
        answered = answer(question, name, how, now=now)
        if options["format"] == "xlsx":
            self.as_workbook(answered, name, options["output"], now)
        elif options["format"] == "csv":
            csv.writer(self.stdout, lineterminator="\n").writerows(answered.lines())
        else:
            self.stdout.write(json.dumps(answered.as_words(name), ensure_ascii=False, indent=1))

    def as_lines(self, name: str, answered: dict, form: str) -> None:
        """Write the lines of an answer."""
        if form == "json":
            self.stdout.write(json.dumps(answered, ensure_ascii=False, indent=1))
            return
        if form == "xlsx":
            raise CommandError(f"{name} is answered as json or csv")
        sheet = csv.writer(self.stdout, lineterminator="\n")
        sheet.writerow(answered["lines"][0] if answered["lines"] else [])
        sheet.writerows(
            [value if value is None or isinstance(value, str | int) else json.dumps(value) for value in line.values()] for line in answered["lines"]
        )

    def as_money(self, question: Question, options: dict) -> None:
        """Write what channels cost and brought."""
        if options["format"] == "xlsx" or question.by not in BYS or options.get("compare"):
            raise CommandError("channels is asked by channel, source, sub-channel or campaign, not compared, and answered as json or csv")
        chosen = options.get("columns") or []
        if unknown := [name for name in chosen if name not in columns_of(question.by, question.basis)]:
            raise CommandError(f"no such column of channels by {question.by}: {', '.join(unknown)}")
        answered = channels_in_numbers(question, now=timezone.now(), chosen=chosen)
        if options["format"] == "json":
            self.stdout.write(json.dumps(answered, ensure_ascii=False, indent=1))
            return
        heads = heads_of_money(question, chosen)
        rates = list(dict.fromkeys(name for name in chosen if name in answered["total_rates"]))
        rows = [*sorted(answered["rows"].items()), ("total", answered["total"])]
        shares = answered["rates"] | {"total": answered["total_rates"]}
        lines = [
            [key, *(row.get(head, "") for head in heads), *(part for name in rates for part in shares.get(key, {}).get(name, ("", "")))] for key, row in rows
        ]
        titles = [f"{name}:{part}" for name in rates for part in ("over", "under")]
        csv.writer(self.stdout, lineterminator="\n").writerows([[question.by, *heads, *titles], *lines])

    def as_workbook(self, answered: Answer, name: str, output: Path | None, now: datetime) -> None:
        """Write the workbook the page hands out."""
        if output is None:
            raise CommandError("a workbook needs --output FILE")
        question = answered.figures.question
        report, figures = REPORTS[name], answered.figures
        beside = Beside(answered.how, answered.before.figures) if answered.before else None
        if report.columns is None:
            table = FigureTable(heads_of(figures, beside), rows_of(figures, _leads_nowhere, beside), caption=question.dimension.label)
        else:
            medians = medians_of(figures, report.columns_of(question)) if report.has_median else None
            table = table_of(report, figures, _leads_nowhere, beside=beside, medians=medians)
        about = about_of(question, str(report.label), by=_("Command line"), now=now, beside=said_beside(beside, question))
        output.write_bytes(workbook_of(table, about))
