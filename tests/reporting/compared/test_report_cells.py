"""Every cell of every report of a store that lived: it counts the rows behind it, the rows are the total, and what is new is counted again from the lines."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

import pytest

from dcc.models import Store
from dcc.reckoning.months import last_of
from reporting.figures.counting import ask
from reporting.figures.question import Question
from reporting.figures.rates import COUNTED
from reporting.figures.reports import REPORTS
from reporting.figures.rows_behind import rows_behind
from reporting.ledger.reader import import_ledger
from reporting.spending.spent_answer import channels_in_numbers
from tests.held import held
from tests.moments import MONDAY_9
from tests.reporting.living import FIRST, LAST
from tests.reporting.recount import Recount, moment, times_of

SPLITS = ("channel", "agent", "day", "hour", "detail")


@pytest.fixture(scope="module")
def kept(lived, django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Recount]:
    """The ledger of the store that lived, taken in once for all these tests."""
    path = tmp_path_factory.mktemp("reports") / "lived.jsonl"
    path.write_bytes(lived.ledger)
    for _held in held(django_db_blocker, lambda: import_ledger(path, now=MONDAY_9)):
        yield Recount(path)


@pytest.fixture
def taken_in(kept, db) -> tuple[Store, Recount]:
    """It, as rows and as lines."""
    return Store.objects.get(code="L1"), kept


class Again:
    """Leakages, lost applications decided, and leads lost: of all days of a ledger, counted by line."""

    def __init__(self, recount: Recount, by: str) -> None:
        self.recount, self.by, self.zone = recount, by, recount.zones["L1"]
        self.rows = {name: Counter() for name in ("leaked", "decided", "rejected", "lost")}
        self.details: dict[str, tuple] = {}
        for line in recount.of["proposal"]:
            if line["lead"] in recount.leads and line["kind"] == "lost" and line["decision"] in {"confirmed", "rejected"}:
                self.decided(line)
        self.leaked()
        for name, lead in recount.leads.items():
            if lead["closed_as"] == "lost":
                words = " / ".join(word for word in (lead["reason"], self.details.get(name, ("", ""))[1]) if word)
                self.count("lost", name, lead["closed_at"], agent=recount.agent_at(name, moment(lead["closed_at"])), detail=words)

    def count(self, name: str, lead: str, at: str, **own: str) -> None:
        arrival = self.recount.earliest(self.recount.events[lead]["inquiry"], "received_at")
        said = self.recount.own_of(lead, self.recount.leads[lead], arrival) | times_of(moment(at).astimezone(self.zone)) | own
        self.rows[name][said[self.by]] += 1

    def decided(self, line: dict) -> None:
        detail = line.get("detail") or ""
        own = {"agent": line["by"] or "", "detail": " / ".join(word for word in (line["reason"], detail) if word)}
        self.count("decided", line["lead"], line["decided_at"], **own)
        if line["decision"] == "rejected":
            self.count("rejected", line["lead"], line["decided_at"], **own)
        else:
            told = (moment(line["decided_at"]), detail)
            self.details[line["lead"]] = max(told, self.details.get(line["lead"], told), key=lambda each: each[0])

    def leaked(self) -> None:
        arrivals = {line["id"]: line["at"] for line in self.recount.of["visit"]}
        for line in self.recount.of["leakage"] if self.by != "detail" else ():
            if line["lead"] in self.recount.leads and line["outcome"] != "back_to_dcc":
                self.count("leaked", line["lead"], arrivals[line["visit"]], agent=self.recount.agent_at(line["lead"]))


@pytest.mark.parametrize("by", SPLITS)
def test_what_reports_count_beside_the_funnel_is_counted_so_from_the_lines_too(taken_in, by):
    store, recount = taken_in
    again = Again(recount, by).rows
    names = [name for name in again if by != "detail" or name != "leaked"]

    rows = ask(Question(store, by, "activity", FIRST, LAST + timedelta(days=40)), names).rows

    assert {name: Counter({key: counts[name] for key, counts in rows.items() if name in counts}) for name in names} == {name: again[name] for name in names}
    assert sum(again["lost"].values()) > 5


class Marked:
    """Effective calls, WeChat added, loans, trade-ins, groups that left a number; and the leads that rose: of all days, counted by line."""

    def __init__(self, recount: Recount, by: str) -> None:
        self.recount, self.by, self.zone = recount, by, recount.zones["L1"]
        self.rows: dict[str, Counter] = defaultdict(Counter)
        self.seconds = sorted((moment(line["from"]), line["value"]) for line in recount.of["setting"] if line["name"] == "effective_seconds")
        for name in recount.leads:
            self.called(name)
            for order in recount.events[name]["order"]:
                self.count("orders", name, order)
                self.count("loans", name, order, holds=order.get("payment") == "loan")
                self.count("trade_ins", name, order, holds=order.get("trade_in") is True)
        for visit in recount.visits():
            if visit.get("purpose", "look") == "look" and visit.get("visit_class", "first") == "first" and self.is_counted(visit["lead"]):
                self.count("first_groups", visit["lead"], visit)
                self.count("left_number", visit["lead"], visit, holds=bool(visit["phone"] or visit.get("person")))

    def is_counted(self, lead: str | None) -> bool:
        return lead is None or lead in self.recount.leads

    def called(self, name: str) -> None:
        connected = [line for line in self.recount.events[name]["call"] if line["outcome"] == "connected"]
        for line in connected:
            asked = [seconds for since, seconds in self.seconds if since <= moment(line["at"])]
            self.count("effective", name, line, holds=line["seconds"] >= (asked[-1] if asked else 45))
        if connected:
            added = any("wechat" in line.get("checks", []) for line in connected)
            self.count("wechat", name, self.recount.earliest(connected), holds=added)

    def count(self, measure: str, lead: str | None, line: dict, *, holds: bool = True) -> None:
        if not holds:
            return
        said = {"channel": ""}
        if lead is not None:
            arrival = self.recount.earliest(self.recount.events[lead]["inquiry"], "received_at")
            said = self.recount.own_of(lead, self.recount.leads[lead], arrival)
        said = said | times_of(moment(line["at"]).astimezone(self.zone)) | {"agent": line.get("agent") or ""}
        self.rows[measure][said[self.by]] += 1


@pytest.mark.parametrize("by", ["channel", "agent", "hour"])
def test_what_is_marked_on_calls_orders_and_groups_is_counted_so_from_the_lines_too(taken_in, by):
    store, recount = taken_in
    again = Marked(recount, by).rows
    names = ["effective", "wechat", "orders", "loans", "trade_ins", "first_groups", "left_number"][: 5 if by == "agent" else 7]

    rows = ask(Question(store, by, "activity", FIRST, LAST + timedelta(days=40)), names).rows

    assert {name: Counter({key: counts[name] for key, counts in rows.items() if name in counts}) for name in names} == {name: again[name] for name in names}
    assert all(sum(again[name].values()) > 0 for name in names)


def test_of_a_cohort_what_is_marked_is_counted_so_from_the_lines_too(taken_in):
    store, recount = taken_in
    lines, rows = defaultdict(list), defaultdict(Counter)
    for line in recount.of["grading"]:
        if not line.get("undone_at") and not line.get("undoes"):
            lines[line["lead"]].append((moment(line["at"]), line["grade"]))
    for line in recount.of["review"]:
        lines[line["lead"]].append((moment(line["at"]), line["decision"]))
    for name in recount.leads:
        events, aside = recount.events[name], [at for at, what in lines[name] if what in {"L", "nurture"}]
        connected = [call for call in events["call"] if call["outcome"] == "connected"]
        stand = [order for order in events["order"] if not order["cancelled_at"]]
        rows["reached"][name] = bool(connected)
        rows["wechat"][name] = any("wechat" in call.get("checks", []) for call in connected)
        rows["loans"][name] = any(order.get("payment") == "loan" for order in stand)
        rows["trade_ins"][name] = any(order.get("trade_in") is True for order in stand)
        rows["set_aside"][name] = bool(aside)
        rows["risen"][name] = bool(aside) and any(what == "H" and at > min(aside) for at, what in lines[name])

    total = ask(Question(store, "channel", "cohort", FIRST - timedelta(days=40), LAST + timedelta(days=40)), list(rows)).total

    assert total == {name: count for name, of in rows.items() if (count := sum(of.values()))}
    assert {"reached", "wechat", "loans", "set_aside"} <= set(total)


def test_each_cell_of_each_report_counts_the_rows_behind_it_and_the_rows_are_the_total(taken_in):
    store, _recount = taken_in
    cells = 0

    for report in (each for each in REPORTS.values() if each.bys):
        for by in report.bys:
            for basis in report.bases:
                question = Question(store, by, basis, FIRST, LAST, MONDAY_9)
                figures = ask(question, report.counted_in(question))
                counted = {name for name in report.counted_in(question) if not COUNTED[name].sums}
                for key, counts in figures.rows.items():
                    for name in counted & set(counts):
                        assert rows_behind(question, name, key).count() == counts[name], (report.name, by, basis, key, name)
                        cells += 1
                total = {name: rows_behind(question, name, None).count() for name in counted if name in figures.total}
                assert total == {name: count for name, count in figures.total.items() if name in counted}

    assert cells > 1000


def test_what_channels_cost_and_brought_is_so_in_the_lines_too(taken_in):
    store, recount = taken_in
    month, last = FIRST.replace(day=1), last_of(FIRST)
    spent = {line["channel"]: Decimal(line["amount"]) for line in recount.of["channel_cost"] if line["month"] == f"{month:%Y-%m}"}
    inquiries = {line["id"]: line for line in recount.of["inquiry"] if "id" in line}
    back = Counter()
    for line in recount.of["refund"]:
        inquiry = inquiries[line["inquiry"]]
        if line["state"] == "paid" and moment(inquiry["received_at"]).astimezone(recount.zones["L1"]).month == month.month:
            back[inquiry["channel"]] += Decimal(line["amount"])

    said = channels_in_numbers(Question(store, "channel", "cohort", month, last), now=MONDAY_9)["rows"]

    typed = {name: (row["spent"], row["refunded"], row["net_spent"]) for name, row in said.items() if name in spent}
    assert typed == {name: (f"{cost:.2f}", f"{back[name]:.2f}", f"{cost - back[name]:.2f}") for name, cost in spent.items() if cost}
    assert len(typed) > 1
    arrivals = [recount.earliest(recount.events[name]["inquiry"], "received_at") for name in recount.leads]
    came = [line["channel"] for line in arrivals if moment(line["received_at"]).astimezone(recount.zones["L1"]).month == month.month]
    assert {name: row["leads"] for name, row in said.items() if "leads" in row} == dict(Counter(came))
