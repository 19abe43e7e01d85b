"""The funnel against its floor: the milestones on the lead, read by one raw statement over their covering index."""

from collections.abc import Callable
from datetime import date

from django.db import connection

from reporting.benchmarks.database import filled
from reporting.benchmarks.filling import fill
from reporting.benchmarks.timing import best, counted_queries, row
from reporting.figures import ask
from reporting.question import Question

HELP = "the funnel by channel and agent, both bases, a month and a year, against one raw statement"
PERIODS = (("month", date(2026, 9, 1), date(2026, 9, 30)), ("year", date(2025, 10, 1), date(2026, 9, 30)))
FLOOR = """
SELECT {group}, COUNT(*), COUNT(CASE WHEN closed_as = 'invalid' THEN 1 END), COUNT(CASE WHEN closed_as = 'lost' THEN 1 END), COUNT(first_call_at),
  COUNT(reached_at), COUNT(card_at), COUNT(invited_at), COUNT(visited_at), COUNT(ordered_at), COUNT(delivered_at)
FROM leads_lead WHERE store_id = %s AND received_at >= %s AND received_at < %s GROUP BY {group}"""
WIDTHS = [28, 9, 9, 8, 9, 10]


def add_arguments(parser) -> None:
    """Take the size of the store."""
    parser.add_argument("--leads", type=int, default=1_000_000)


def run(options: dict, say: Callable[[str], None]) -> None:
    """Print floor, ours, ratio, queries, and how ours grows from a month to a year beside the leads of the period."""
    store = filled("B", options["leads"], fill, say)
    say(f"{connection.vendor}, {options['leads']:,} leads over two years; milliseconds, best of five")
    say(row(["question", "floor", "ours", "ratio", "queries", "leads"], WIDTHS))
    for by in ("channel", "agent"):
        for basis in ("cohort", "activity"):
            for name, first, last in PERIODS:
                say(_line(Question(store, by, basis, first, last), name))


def _line(question: Question, name: str) -> str:
    queries: list[int] = []
    floor = best(lambda: _floor(question))
    ours = best(lambda: ask(question))
    with counted_queries(queries):
        ask(question)
    leads = ask(question.with_(basis="cohort", by="source")).total.get("leads", 0)
    return row([f"{question.by} {question.basis} {name}", floor, ours, f"{ours / floor:.2f}×", queries[0], f"{leads:,}"], WIDTHS)


def _floor(question: Question) -> list[tuple]:
    start, end = question.moments
    group = "channel_id" if question.by == "channel" else "agent_id"
    adapt = connection.ops.adapt_datetimefield_value
    with connection.cursor() as cursor:
        cursor.execute(FLOOR.format(group=group), [question.store.pk, adapt(start), adapt(end)])
        return cursor.fetchall()


