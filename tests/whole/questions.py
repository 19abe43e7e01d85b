"""What a deed asks of the database, and how each question is answered: by which way, and with how much work."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection

from calls.models import Appointment, Call, Card
from leads.models import Allocation, Inquiry, Lead
from reception.models import Order, Visit

LARGE = {model._meta.db_table for model in (Lead, Inquiry, Allocation, Call, Card, Appointment, Visit, Order)}
SCAN = {"sqlite": re.compile(r"^SCAN (\S+)|^SEARCH (\S+) .*\(ANY\("), "postgresql": re.compile(r"Seq Scan on (\S+)(?: (\w+))?")}
COST = re.compile(r"cost=[\d.]+\.\.([\d.]+)")
EARLY = 20  # a scan that a LIMIT ends early costs a small part of the whole one: the capped count of a page
TICK = 1_000  # steps of SQLite's machine between two looks at the counter
STEPS_OF_A_ROW = 20  # about what SQLite's machine does to look at a row


@dataclass(frozen=True)
class Asked:
    """One question as it went to the database."""

    sql: str
    params: tuple

    @property
    def large(self) -> set[str]:
        """The large tables it reads."""
        return {table for table in LARGE if f'"{table}"' in self.sql}

    @property
    def scanned(self) -> set[str]:
        """The large tables it would read from end to end. To skip through an index, one value of its first column after the other, is no better."""
        explain = "EXPLAIN " if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN "
        with connection.cursor() as cursor:
            cursor.execute(explain + self.sql, self.params)
            lines = [str(row[-1]) for row in cursor.fetchall()]
        names = {alias: table for table, alias in re.findall(r'"(\w+)" (?:AS )?"?([A-Z]\d+|\w+)"?', self.sql) if table in LARGE}
        scans = [line for line in lines if SCAN[connection.vendor].search(line) and not _ends_early(line, lines[0])]
        found = {name for line in scans for name in SCAN[connection.vendor].search(line).groups() if name}
        return {names.get(name, name) for name in found} & LARGE

    @property
    def looked_at(self) -> int:
        """About how many rows it really looks at: PostgreSQL counts those of large tables, of SQLite's steps they are a part."""
        return self._rows() if connection.vendor == "postgresql" else self._steps() // STEPS_OF_A_ROW

    def _rows(self) -> int:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {self.sql}", self.params)
            told = cursor.fetchone()[0]
        return _rows_of((json.loads(told) if isinstance(told, str) else told)[0]["Plan"])

    def _steps(self) -> int:
        ticks = []
        connection.connection.set_progress_handler(lambda: ticks.append(1), TICK)
        try:
            with connection.cursor() as cursor:
                cursor.execute(self.sql, self.params)
                cursor.fetchall()
        finally:
            connection.connection.set_progress_handler(None, 0)
        return len(ticks) * TICK


def _rows_of(node: dict) -> int:
    """The rows of large tables that a part of PostgreSQL's plan and all parts under it looked at."""
    rows = sum(_rows_of(part) for part in node.get("Plans", ()))
    if node.get("Relation Name") in LARGE:
        rows += node["Actual Loops"] * (node["Actual Rows"] + node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0))
    return int(rows)


def _ends_early(line: str, whole: str) -> bool:
    """Whether PostgreSQL expects to read little of what it scans. SQLite says no costs."""
    costs = COST.search(line), COST.search(whole)
    return all(costs) and float(costs[1][1]) * EARLY < float(costs[0][1])


def asked_by(deed: Callable[[], object]) -> list[Asked]:
    """Return what a deed asks of the database."""
    found = []

    def listen(execute, sql, params, many, context):
        if sql.lstrip("( ").upper().startswith("SELECT") and not many:
            found.append(Asked(sql, tuple(params or ())))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        deed()
    return found
