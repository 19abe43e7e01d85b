"""Every rate of every page of figures, over a store that lived and over the awkward sample: counted again from the ledger's lines alone."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import pytest

from dcc.models import Store, User
from reporting.boards.store_table import store_heads, store_row
from reporting.figures.counting import ask
from reporting.figures.dimensions import DIMENSIONS
from reporting.figures.question import Question
from reporting.figures.rows_behind import rows_behind
from reporting.ledger.reader import import_ledger
from tests.factories import UserFactory
from tests.moments import MONDAY_9
from tests.reporting.living import FIRST, LAST
from tests.reporting.recount import Recount, percentage
from tests.reporting.shown import TOLD, Page, read, words

# What stands in a column, by its head: a count, or what stands above and below the line.
OF_COHORT = {
    "线索": "leads",
    "有效": "valid",
    "待跟进": "waiting",
    "接通人数占比 ÷ 有效": ("reached", "valid"),
    "建卡率 ÷ 有效": ("cards", "valid"),
    "邀约率 ÷ 建卡": ("invited", "cards"),
    "赴约率 ÷ 邀约": ("visits", "invited"),
    "订单率 ÷ 来店": ("orders", "visits"),
    "成交率 ÷ 有效": ("deals", "valid"),
    "成交率 ÷ 来店": ("deals", "visits"),
    "战败": "lost",
}
OF_DAYS = {
    "线索": "leads",
    "咨询": "inquiries",
    "已分配": "allocated",
    "通话": "calls",
    "接通率 ÷ 通话 同期比": ("connected", "calls"),
    "首次拨打": "contacted",
    "接通人数": "reached",
    "建卡": "cards",
    "邀约率 ÷ 建卡 同期比": ("invited", "cards"),
    "应到": "due",
    "赴约率 ÷ 应到 同期比": ("arrived", "due"),
    "来店": "visits",
    "首次来店": "first_visits",
    "订单率 ÷ 来店 同期比": ("orders", "visits"),
    "退订": "cancelled",
    "成交": "deals",
    "成交率 ÷ 来店 同期比": ("deals", "visits"),
    "战败": "lost",
}
COUNTS_OF_STORES = {"线索": "leads", "有效": "valid", "建卡": "cards", "来店": "visits", "订单": "orders", "成交": "deals"}
SHARES_OF_STORES = {"建卡率 ÷ 有效": "cards", "线索到店率 ÷ 有效": "visits", "成交率 ÷ 有效": "deals"}
# The bars of a cohort, and the step that leads to each.
LADDER = ("reached", "cards", "invited", "visits", "orders", "deals")
STEPS = (  # what comes on, and from where; three of them stand in the table, too
    ("reached", ("valid",)),
    ("cards", ("valid", "reached")),
    ("invited", ("cards",)),
    ("visits", ("invited",)),
    ("orders", ("visits",)),
    ("deals", ("valid", "orders")),
)
FALLS = ("nowhere", "contacted", "reached", "cards", "invited", "visits", "orders")
WIDEST = 96


@dataclass
class Judge:
    """Compares what is shown with what is counted again, and keeps what differs."""

    compared: int = 0
    apart: list[str] = field(default_factory=list)

    def same(self, where: str, shown, counted) -> None:
        """What is shown must be what is counted."""
        self.compared += 1
        if shown != counted:
            self.apart.append(f"{where}: shown {shown}, counted {counted}")

    def share(self, where: str, shown: str) -> None:
        """A share passes no 100 %."""
        if float(shown.strip("%—") or 0) > 100:
            self.apart.append(f"{where}: {shown} is no share")

    def said(self) -> None:
        """Print how much was compared."""
        print(f"{self.compared} rates and counts compared, {len(self.apart)} differ")


def cohort(judge: Judge, where: str, page: Page, leads: dict[str | None, list[dict]]) -> None:
    """Every cell, bar and fall of a page of a cohort."""
    for key, cells in page.rows.items():
        passed = leads.get(key, [])

        def count(*stages, of=passed) -> int:
            return sum(all(lead[stage] for stage in stages) for lead in of)

        for head, cell in zip(page.heads, cells, strict=True):
            what = OF_COHORT[head]
            if isinstance(what, str):
                judge.same(f"{where} {key} {head}", cell.text, str(count(what)))
            else:
                judge.same(f"{where} {key} {head}", (cell.text, cell.share), ratio(count(*what), count(what[1])))
                judge.share(f"{where} {key} {head}", cell.text)
    for key, stages in page.funnels.items():
        bars(judge, f"{where} {key}", stages, leads[key])
    if page.falls:
        falls(judge, where, page.falls, leads[None])


def bars(judge: Judge, where: str, stages: list, passed: list[dict]) -> None:
    """The bars of one funnel: of the valid leads, none wider than the first; each step the share of the leads of the step before."""
    valid = [lead for lead in passed if lead["valid"]]
    counts = [len(valid), *(sum(lead[stage] for lead in valid) for stage in LADDER)]
    judge.same(f"{where} bars", [stage.count for stage in stages], counts)
    judge.same(f"{where} widths", [stage.width for stage in stages], [round(WIDEST * count / counts[0], 1) for count in counts])
    for stage, (over, under) in zip(stages[1:], STEPS, strict=True):
        below = [lead for lead in passed if all(lead[stage] for stage in under)]
        above = sum(lead[over] for lead in below)
        judge.share(f"{where} {over}", stage.rate)
        judge.same(f"{where} {over}", stage.rate, percentage(above, len(below), 0) if below else "")
        ahead = sum(lead[over] for lead in valid)
        told = [(percentage(above, len(below)), above, len(below))] if below and over != "reached" else []
        judge.same(f"{where} {over} told", stage.told, [(percentage(ahead, len(valid)), ahead, len(valid)), *told])


def falls(judge: Judge, where: str, shown: list, passed: list[dict]) -> None:
    """The waterfall: every valid lead stops somewhere or is a deal."""
    stopped = Counter(lead["stopped"] for lead in passed if lead["valid"])
    valid = sum(stopped.values())
    judge.same(f"{where} falls", [(count, share) for _label, count, share in shown[1:-1]], [(stopped[at], percentage(stopped[at], valid)) for at in FALLS])
    judge.same(f"{where} valid and deals", [shown[0][1:], shown[-1][1:]], [(valid, ""), (stopped["deals"], "")])
    judge.same(f"{where} add up", sum(count for _label, count, _share in shown[1:]), valid)


def activity(judge: Judge, where: str, page: Page, counts: dict[str | None, dict]) -> None:
    """Every cell of a page of what happened: a quotient of two counts of the same days."""
    for key, cells in page.rows.items():
        row = counts.get(key, {})
        for head, cell in zip(page.heads, cells, strict=True):
            what = OF_DAYS[head]
            if isinstance(what, str):
                judge.same(f"{where} {key} {head}", cell.text, str(row.get(what, 0)))
            else:
                judge.same(f"{where} {key} {head}", (cell.text, cell.share), ratio(row.get(what[0], 0), row.get(what[1], 0)))


def ratio(over: int, under: int) -> tuple[str, str]:
    """A percentage and its fraction as a cell writes them."""
    return (percentage(over, under), f"{over}/{under}") if under else ("—", str(over or ""))


def happened(recount: Recount, store: str, by: str, first: date, last: date) -> dict[str | None, dict]:
    """What happened, by row, the appointments due among it; the sums under None."""
    rows = {key: Counter(counts) for key, counts in recount.ask(store, by, "activity", first, last).items()}
    for key, (kept, due) in (recount.due(store, by, first, last) if by != "reception" else {}).items():
        if key is not None:
            rows.setdefault(key, Counter()).update({"arrived": kept, "due": due})
    return rows | {None: sum(rows.values(), Counter())}


def walk(client, recount: Recount, store: str, splits, periods, seen=lambda rows: rows) -> Judge:
    """Open the funnel for every split, basis and period, and compare all it shows with what this person may see of the rows."""
    judge = Judge()
    for by in splits:
        for first, last in periods:
            leads, counts = seen(recount.shares(store, by, first, last)), seen(happened(recount, store, by, first, last))
            for basis, rows in (("cohort", leads), ("activity", counts)):
                answer = client.get(f"/reports/funnel/?by={by}&basis={basis}&from={first}&to={last}")
                page, where = read(answer.content.decode()), f"{store} {by} {basis} {first}–{last}"
                judge.same(where, answer.status_code, 200)
                (cohort if basis == "cohort" else activity)(judge, where, page, rows)
                judge.same(f"{where} rows", set(page.rows) - {None}, set(rows) - {None})
    return judge


def test_every_rate_of_the_sample_is_what_its_lines_give(client_of, imported):
    judge, recount = Judge(), Recount(imported)
    periods = ((date(2026, 7, 1), date(2026, 10, 31)), (date(2026, 9, 1), date(2026, 9, 30)), (date(2026, 9, 14), date(2026, 9, 20)))

    for store in Store.objects.order_by("code"):
        found = walk(client_of(UserFactory(store=store, roles=["leader"])), recount, store.code, DIMENSIONS, periods)
        judge.compared, judge.apart = judge.compared + found.compared, judge.apart + found.apart

    judge.said()
    assert judge.apart == []
    assert judge.compared > 3000


def test_every_rate_of_a_store_that_lived_is_what_its_lines_give(client_of, lived, db, tmp_path):
    path = tmp_path / "lived.jsonl"
    path.write_bytes(lived.ledger)
    import_ledger(path, now=MONDAY_9)
    leader = UserFactory(store=Store.objects.get(code="L1"), roles=["leader"])

    recount = Recount(path)

    judge = walk(client_of(leader), recount, "L1", DIMENSIONS, ((FIRST, LAST), (date(2026, 8, 10), date(2026, 8, 16)), (FIRST, FIRST)))
    for by in ("channel", "day", "hour"):
        rung = ask(Question(leader.store, by, "activity", FIRST, LAST), ("incoming", "answered", "missed", "rung_back")).rows
        judge.same(f"calls that came in by {by}", rung, {key: dict(+counts) for key, counts in recount.rung("L1", by, FIRST, LAST).items() if +counts})

    judge.said()
    assert judge.apart == []
    assert judge.compared > 1000


PEOPLE = {  # by username: what is split, and what is seen of the rows
    "s1-agent1": (["agent"], lambda rows: {"s1-agent1": rows["s1-agent1"], None: rows[None]}),
    "s1-reception1": (["reception"], lambda rows: {"s1-reception1": rows["s1-reception1"], None: rows["s1-reception1"]}),
    "s1-data": (["agent", "month"], lambda rows: rows),
    "s1-director": (["reception", "channel"], lambda rows: rows),
}


@pytest.mark.parametrize("username", list(PEOPLE))
def test_every_rate_of_ones_own_reach_is_what_the_lines_give(client_of, imported, username):
    splits, seen = PEOPLE[username]

    judge = walk(client_of(User.objects.get(username=username)), Recount(imported), "S1", splits, ((date(2026, 7, 1), date(2026, 10, 31)),), seen)

    judge.said()
    assert judge.apart == []
    assert judge.compared > 20


@pytest.mark.parametrize("role", ["marketing", "manager", "hq"])
def test_every_rate_of_who_sees_no_person_is_what_the_lines_give(client_of, imported, role):
    store = Store.objects.get(code="S1")
    watcher = UserFactory(store=None if role == "hq" else store, roles=[role])
    watcher.stores.set([store] if role == "hq" else [])

    judge = walk(client_of(watcher), Recount(imported), "S1", ["channel", "week"], ((date(2026, 7, 1), date(2026, 10, 31)),))

    judge.said()
    assert judge.apart == []
    assert judge.compared > 100


@pytest.mark.once
def test_every_fraction_of_every_page_of_figures_is_divided_as_a_calculator_does(client_of, imported):
    judge = Judge()
    days = "from=2026-09-01&to=2026-09-30"
    pages = ["/", f"/reports/daily/?{days}", "/calls/", "/reception/mine/", *(f"/reports/funnel/?by={by}&basis=cohort&{days}" for by in DIMENSIONS)]

    for person in User.objects.filter(store__code="S1"):
        client = client_of(person)
        for address in pages:
            answer = client.get(address, follow=True)
            for shown, over, under in TOLD.findall(words(answer.content.decode()) if answer.status_code == 200 else ""):
                judge.same(f"{person} {address}", shown, percentage(int(over), int(under)))

    judge.said()
    assert judge.apart == []
    assert judge.compared > 300


@pytest.mark.parametrize("code", ["S1", "S2"])
def test_the_line_of_a_store_of_head_office_is_what_the_lines_give(imported, code):
    now = datetime(2026, 9, 20, 12, tzinfo=UTC)
    leads = Recount(imported).shares(code, "channel", date(2026, 9, 1), date(2026, 9, 20))[None]

    heads = [f"{head.label} ÷ {head.under}" if head.under else head.label for head in store_heads()]
    cells = {head: (cell.text, cell.share) for head, cell in zip(heads, store_row(Store.objects.get(code=code), now).cells, strict=True)}

    counts = {head: sum(lead[name] for lead in leads) for head, name in COUNTS_OF_STORES.items()}
    shares = {head: (sum(lead[over] and lead["valid"] for lead in leads), sum(lead["valid"] for lead in leads)) for head, over in SHARES_OF_STORES.items()}
    assert cells == {head: (str(count), "") for head, count in counts.items()} | {head: ratio(*share) for head, share in shares.items()}
    assert counts["线索"] > 5


@pytest.mark.parametrize("by", ["channel", "agent", "reception", "week"])
def test_the_numerator_of_a_share_leads_to_exactly_its_leads(client_of, imported, by):
    store, period = Store.objects.get(code="S1"), (date(2026, 7, 1), date(2026, 10, 31))
    leads = Recount(imported).shares("S1", by, *period)
    html = client_of(UserFactory(store=store, roles=["leader"])).get(f"/reports/funnel/?by={by}&basis=cohort&from={period[0]}&to={period[1]}")
    page, judge = read(html.content.decode()), Judge()

    for key, cells in page.rows.items():
        for head, cell in zip(page.heads, cells, strict=True):
            if isinstance(OF_COHORT[head], tuple) and cell.url:
                measure = cell.url.partition("measure=")[2].partition("&")[0]
                behind = rows_behind(Question(store, by, "cohort", *period), measure, key).count()
                judge.same(f"{key} {head}", behind, sum(all(lead[stage] for stage in OF_COHORT[head]) for lead in leads[key]))

    assert judge.apart == []
    assert judge.compared > 20
