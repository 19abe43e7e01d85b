"""The funnel against its floors: the milestones on the lead, read by one raw statement over their covering index; for activity, which counts every
event, one raw statement over each table of events, too."""

from collections.abc import Callable
from datetime import date

from django.db import connection

from leads.models import Channel
from reporting.benchmarks.own_database import filled
from reporting.benchmarks.setwise_filling import fill
from reporting.benchmarks.timing import best, counted_queries, row
from reporting.figures.counting import ask
from reporting.figures.question import Question

HELP = "the funnel by channel and agent, both bases, a month and a year, against one raw statement"
PERIODS = (("month", date(2026, 9, 1), date(2026, 9, 30)), ("year", date(2025, 10, 1), date(2026, 9, 30)))
FLOOR = """
SELECT {group}, COUNT(*), COUNT(CASE WHEN closed_as = 'invalid' THEN 1 END), COUNT(CASE WHEN closed_as = 'lost' THEN 1 END), COUNT(first_call_at),
  COUNT(reached_at), COUNT(card_at), COUNT(invited_at), COUNT(visited_at), COUNT(ordered_at), COUNT(delivered_at)
FROM leads_lead WHERE store_id = %s AND received_at >= %s AND received_at < %s GROUP BY {group}"""
ONE_TABLE = "SELECT {group}, {counts} FROM {table} WHERE store_id = %s AND {moment} >= %s AND {moment} < %s AND {rows} GROUP BY {group}"
CALLS = "COUNT(*), " + ", ".join(f"COUNT(CASE WHEN {which} THEN 1 END)" for which in ("outcome = 'connected'", "is_first", "is_first_connected"))
EVENTS = (  # table, moment, rows, counts
    ("calls_call", "at", "outcome <> 'missed' AND channel_id IN ({channels})", CALLS),
    ("calls_card", "at", "channel_id IS NOT NULL", "COUNT(*)"),
    ("calls_appointment", "at", "channel_id IS NOT NULL AND replaces_id IS NULL", "COUNT(*)"),
    ("reception_visit", "at", "channel_id IS NOT NULL AND tag = 'dcc' AND purpose = 'look'", "COUNT(*), COUNT(CASE WHEN is_first THEN 1 END)"),
    ("reception_order", "at", "channel_id IS NOT NULL", "COUNT(*)"),
    ("reception_order", "delivered_at", "channel_id IS NOT NULL", "COUNT(*)"),
    ("reception_order", "cancelled_at", "channel_id IS NOT NULL", "COUNT(*)"),
    ("leads_lead", "closed_at", "closed_as = 'lost'", "COUNT(*)"),
)
BESIDE = {
    "channel": (
        ("leads_lead", "received_at", "closed_as <> 'merged'", "COUNT(*)"),
        ("leads_inquiry", "received_at", "channel_id IN ({channels})", "COUNT(*)"),
    ),
    "agent": (("leads_allocation", "at", "agent_id IS NOT NULL", "COUNT(*)"),),
}
WIDTHS = [24, 11, 9, 9, 7, 13, 8, 9]


def add_arguments(parser) -> None:
    """Take the size of the store."""
    parser.add_argument("--leads", type=int, default=1_000_000)


def run(options: dict, say: Callable[[str], None]) -> None:
    """Print both floors, ours, its ratio to each, queries, and how ours grows from a month to a year beside the leads of the period."""
    store = filled("B", options["leads"], fill, say)
    say(f"{connection.vendor}, {options['leads']:,} leads over two years; milliseconds, best of five")
    say(row(["question", "milestones", "events", "ours", "ratio", "× milestones", "queries", "leads"], WIDTHS))
    for by in ("channel", "agent"):
        for basis in ("cohort", "activity"):
            for name, first, last in PERIODS:
                say(_line(Question(store, by, basis, first, last), name))


def _line(question: Question, name: str) -> str:
    queries: list[int] = []
    milestones = best(lambda: _floor(question))
    events = best(lambda: _event_floor(question)) if question.basis == "activity" else 0.0
    ours = best(lambda: ask(question))
    with counted_queries(queries):
        ask(question)
    leads = ask(question.with_(basis="cohort", by="source")).total.get("leads", 0)
    ratios = [f"{ours / (events or milestones):.2f}×", f"{ours / milestones:.2f}×"]
    return row([f"{question.by} {question.basis} {name}", milestones, events or "–", ours, *ratios, queries[0], f"{leads:,}"], WIDTHS)


def _floor(question: Question) -> list[tuple]:
    group = "channel_id" if question.by == "channel" else "agent_id"
    return _read(FLOOR.format(group=group), question)


def _event_floor(question: Question) -> list[tuple]:
    channels = ", ".join(str(pk) for pk in Channel.objects.filter(store=question.store).values_list("pk", flat=True))
    found = []
    for table, moment, rows, counts in (*EVENTS, *BESIDE[question.by]):
        group = "closed_agent_id" if question.by == "agent" and moment == "closed_at" else f"{question.by}_id"
        found += _read(ONE_TABLE.format(table=table, moment=moment, rows=rows.format(channels=channels), counts=counts, group=group), question)
    return found


def _read(statement: str, question: Question) -> list[tuple]:
    start, end = question.moments
    adapt = connection.ops.adapt_datetimefield_value
    with connection.cursor() as cursor:
        cursor.execute(statement, [question.store.pk, adapt(start), adapt(end)])
        return cursor.fetchall()
