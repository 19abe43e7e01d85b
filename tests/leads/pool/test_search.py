"""Finding a customer by what somebody remembers; every way uses an index."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from leads.grading.rules.closing_leads import close_lead
from leads.models import Lead
from leads.pool.name_search import given_name, initials
from leads.pool.search import find
from tests.factories import ChannelFactory, LeadFactory
from tests.moments import MONDAY_9, TUESDAY_9


@pytest.fixture
def people(leader):
    """A few customers of the store."""
    facts = [
        ("王建国", "建国", "wjg", "15400001234", ""),
        ("王建军", "建军", "wjj", "15400005678", "15400009999"),
        ("李国栋", "国栋", "lgd", "15400006789,123", ""),
        ("Smith", "mith", "smith", "043188881234", ""),
    ]
    return [LeadFactory(store=leader.store, name=n, given_name=g, initials=i, phone=p, second_phone=s) for n, g, i, p, s in facts]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("15400001234", ["王建国"]),
        ("154 0000-1234", ["王建国"]),
        ("+86 15400001234", ["王建国"]),
        ("1234", ["Smith", "王建国"]),
        ("01234", ["王建国"]),
        ("81234", ["Smith"]),
        ("15400009999", ["王建军"]),
        ("15400006789", ["李国栋"]),
        ("15400006789转123", ["李国栋"]),
        ("6789", ["李国栋"]),
        ("王建", ["王建军", "王建国"]),
        ("王建国", ["王建国"]),
        ("建军", ["王建军"]),
        ("国", ["李国栋"]),
        ("wj", ["王建军", "王建国"]),
        ("WJG", ["王建国"]),
        ("Smi", ["Smith"]),
        ("smith", ["Smith"]),
        ("0932", []),
        ("不认识", []),
        ("%", []),
        ("_", []),
    ],
)
def test_a_customer_is_found_by(leader, people, typed, names):
    assert sorted(lead.name for lead in find(leader, typed, now=MONDAY_9).leads) == sorted(names)


@pytest.mark.parametrize("typed", ["", "   ", "123", "1 2"])
def test_what_is_too_short_finds_nothing_and_says_so(leader, people, typed):
    found = find(leader, typed, now=MONDAY_9)

    assert (found.kind, found.leads) == ("", [])


def test_closed_ones_are_found_after_the_open_ones(leader):
    closed = LeadFactory(store=leader.store, phone="15400001234", received_at=TUESDAY_9)
    close_lead(closed, outcome="lost", reason="其他", by=leader, now=TUESDAY_9)
    running = LeadFactory(store=leader.store, phone="15400001234", received_at=MONDAY_9)

    assert find(leader, "1234", now=MONDAY_9).leads == [running, closed]


def test_only_what_one_may_see_is_found(agent, other_agent, foreign_leader):
    LeadFactory(store=agent.store, agent=agent, name="王一", phone="15400001234")
    LeadFactory(store=agent.store, agent=other_agent, name="王二", phone="15411111234")

    found = [[lead.name for lead in find(person, "1234", now=MONDAY_9).leads] for person in (agent, other_agent, foreign_leader)]

    assert found == [["王一"], ["王二"], []]


def test_very_many_are_cut_and_the_page_says_there_are_more(leader):
    LeadFactory.create_batch(60, store=leader.store, name="王先生")

    found = find(leader, "王", now=MONDAY_9)

    assert (len(found.leads), found.more) == (50, True)


def test_a_single_one_is_opened_and_several_are_listed(client_of, leader, people):
    browser = client_of(leader)

    one = browser.post("/leads/search/", {"q": "15400001234"})
    several = browser.post("/leads/search/", {"q": "王建"})
    page = browser.get(several["Location"])

    assert one["Location"] == f"/leads/{people[0].pk}/"
    assert several["Location"] == "/leads/search/"
    assert sorted(row.lead.name for row in page.context["rows"]) == ["王建军", "王建国"]


def test_no_number_stands_in_an_address_or_in_full_on_the_page(client_of, leader, people):
    browser = client_of(leader)

    answer = browser.post("/leads/search/", {"q": "15400000932"})
    text = browser.get(answer["Location"]).content.decode()

    assert answer["Location"] == "/leads/search/"
    assert "没有 154****0932 的客户" in text
    assert "查了手机号、后四位和姓名，含已关闭的线索。" in text
    assert "15400000932" not in text


def test_nothing_asked_yet_says_what_can_be_asked(client_of, agent):
    assert "找哪位客户" in client_of(agent).get("/leads/search/").content.decode()


@pytest.mark.parametrize("role", ["front_desk", "marketing", "hq"])
def test_who_has_no_rows_searches_nothing(request, client_of, role):
    assert client_of(request.getfixturevalue(role)).post("/leads/search/", {"q": "1234"}).status_code == 403


@pytest.fixture
def thousands(leader, agent):
    """Enough leads that a planner has a choice, over a year; most of them closed, some in hand, few in the pool."""
    channel = ChannelFactory(store=leader.store)
    rows = (
        Lead(
            store=leader.store,
            channel=channel,
            name=f"王{n}",
            given_name=f"{n}",
            initials=f"w{n}",
            phone=f"154{n:08d}",
            second_phone=f"194{n:08d}" if n % 50 == 0 else "",
            phone_tail=f"{n % 10_000:04d}",
            received_at=MONDAY_9 - timedelta(hours=2 * n),
            opened_at=MONDAY_9,
            last_inquiry_at=MONDAY_9,
            agent=agent if n % 40 else None,
            closed_at=MONDAY_9 if n > 400 else None,
            closed_as="lost" if n > 400 else "",
        )
        for n in range(4_000)
    )
    Lead.objects.bulk_create(rows)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def plans(queries):
    """The plan of each query on leads, as the database tells it."""
    lead_queries = [query["sql"] for query in queries if 'FROM "leads_lead"' in query["sql"]]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET enable_seqscan = off")
        found = []
        for sql in lead_queries:
            cursor.execute(("EXPLAIN " if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN ") + sql.replace("%", "%%"))
            found.append("\n".join(str(row[-1]) for row in cursor.fetchall()))
    return found


def scans(plan: str) -> list[str]:
    """The lines of a plan that read the whole of leads, or its index from end to end without a condition."""
    if connection.vendor == "postgresql":
        return [line for line in plan.splitlines() if "Seq Scan on leads_lead" in line]
    return [line for line in plan.splitlines() if line.startswith("SCAN leads_lead") or line == "SCAN leads_lead"]


def asked_of_leads(deed) -> tuple[bool, list[str]]:
    """Whether a deed asks anything of leads, and what it reads all of them for."""
    with CaptureQueriesContext(connection) as queries:
        deed()
    found = plans(queries)
    return bool(found), [scan for plan in found for scan in scans(plan)]


TYPED = ["15400000123", "0123", "王12", "wl", "w12", "12号", "王 12", "尾号0123", "15400000****"]
PAGES = ["/leads/", "/leads/?status=pool", "/leads/?since=2026-11-20&until=2026-11-25", "/leads/?past_limit=true&status=pool", "/leads/allocate/"]


def test_no_search_and_no_page_of_the_pool_reads_all_leads(client_of, leader, thousands):
    browser = client_of(leader)

    searches = {typed: asked_of_leads(lambda typed=typed: find(leader, typed, now=MONDAY_9)) for typed in TYPED}
    pages = {path: asked_of_leads(lambda path=path: browser.get(path)) for path in PAGES}
    scanned = asked_of_leads(lambda: list(Lead.every.filter(city="长春")))

    assert searches | pages == dict.fromkeys([*TYPED, *PAGES], (True, []))
    assert (scanned[0], scanned[1] != []) == (True, True)  # a scan is known where there is one


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        *(("１２３４", ["Smith", "王建国"]), ("１５４００００１２３４", ["王建国"]), ("015400001234", ["王建国"]), ("+86-431-88881234", ["Smith"])),
        *(("154****1234", ["王建国"]), ("0431****1234", ["Smith"]), ("****1234", ["Smith", "王建国"]), ("154****6789,123", ["李国栋"]), ("155****1234", [])),
        *(("15400001234 王建国", ["王建国"]), ("李先生 15400001234", ["王建国"]), ("王1234", ["王建国"]), ("1234 李", []), ("wjg 1234", ["王建国"])),
        *(("尾号1234", ["Smith", "王建国"]), ("后四位：1234", ["Smith", "王建国"]), ("手机：15400001234", ["王建国"]), ("tel:15400001234", ["王建国"])),
        *(("*1234", ["Smith", "王建国"]), ("#1234", ["Smith", "王建国"]), ("1234?", ["Smith", "王建国"]), ("1234。", ["Smith", "王建国"])),
        *(("154××××1234", ["王建国"]), ("154xxxx1234", ["王建国"]), ("154…1234", ["王建国"]), ("15400006789x123", ["李国栋"]), ("15400001****", ["王建国"])),
        *(("w j g", ["王建国"]), ("W.J.G", ["王建国"]), ("ｗｊｇ", ["王建国"]), ("王 建国", ["王建国"]), ("李·国栋", ["李国栋"])),
        ("王 建", ["王建军", "王建国"]),
        *(("1540000", ["王建国", "王建军", "李国栋"]), ("15400001", ["王建国"]), ("15409", []), ("043188", ["Smith"]), ("88881234", ["Smith"])),
    ],
)
def test_whatever_spelling_people_type_or_copy_is_read(leader, people, typed, names):
    assert sorted(lead.name for lead in find(leader, typed, area="0431", now=MONDAY_9).leads) == sorted(names)


def test_without_an_area_code_the_local_landline_is_the_end_of_a_number(leader, people):
    assert [lead.name for lead in find(leader, "88881234", now=MONDAY_9).leads] == ["Smith"]


@pytest.mark.parametrize(
    "typed",
    [
        *("阿依古丽·买买提", "阿依古丽•买买提", "阿依古丽.买买提", "阿依古丽", "买买提", "阿依古丽・买", "ayglmmt"),
        *("阿依古丽买买提", "阿依古丽 买买提", "阿依古丽-买买提", "阿依古丽\u3000买买提", "ayglmmt".upper(), "aygl mmt", "aygl·mmt"),
    ],
)
def test_a_name_of_two_parts_is_found_by_either_and_whichever_dot_is_typed(leader, typed):
    name = "阿依古丽·买买提"
    LeadFactory(store=leader.store, name=name, given_name=given_name(name), initials=initials(name))

    assert [lead.name for lead in find(leader, typed, now=MONDAY_9).leads] == [name]


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        *(("王 小明", "王小明"), ("王 小明", "小明"), ("刘备（老板）", "刘备(老板)"), ("刘备(老板)", "刘备老板"), ("王ｔｏｍ", "王tom"), ("陈Tony", "陈tony")),
        *(("陈Tony", "Tony"), ("Anna Lee", "anna lee"), ("Anna Lee", "Lee"), ("O'Brien", "o’brien"), ("O'Brien", "obrien"), ("𠮷田", "𠮷 田")),
    ],
)
def test_a_name_is_found_however_its_parts_are_written(leader, name, typed):
    LeadFactory(store=leader.store, name=name, given_name=given_name(name), initials=initials(name))
    LeadFactory(store=leader.store, name="王晓敏", given_name="晓敏", initials="wxm")

    assert [lead.name for lead in find(leader, typed, now=MONDAY_9).leads] == [name]


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        *(("尉迟恭", "ycg"), ("万俟明", "mqm"), ("单于飞", "cyf"), ("澹台明", "ttm"), ("种师道", "csd"), ("折可求", "skq"), ("秘书林", "bsl"), ("繁钦", "pq")),
        *(("召平", "sp"), ("乜强", "nq"), ("佴明", "nm"), ("粘明", "nm"), ("藏明", "zm"), ("隗明", "wm"), ("郇明", "xm"), ("会明", "gm"), ("句明", "gm")),
        *(("阚泽", "kz"), ("晟明", "cm"), ("刘长乐", "lcl"), ("王重阳", "wcy"), ("张朝阳", "zcy"), ("单雄信", "sxx"), ("欧阳娜", "oyn"), ("乐正明", "yzm")),
    ],
)
def test_initials_are_those_of_surnames_and_given_names(name, letters):
    assert initials(name) == letters


@pytest.mark.parametrize(("name", "typed"), [("张朝阳", "zzy"), ("刘长乐", "lzl"), ("王重阳", "wzy"), ("隗明", "km"), ("郇明", "hm"), ("赵晟", "zc")])
def test_whoever_reads_a_character_otherwise_finds_them_too(leader, name, typed):
    LeadFactory(store=leader.store, name=name, initials=initials(name))
    LeadFactory(store=leader.store, name="另一人", initials="lyr")

    assert [lead.name for lead in find(leader, typed, now=MONDAY_9).leads] == [name]


@pytest.mark.parametrize(("typed", "shown"), [("15400001234 王建国", "154****1234 王建国"), ("88881234", "****1234"), ("王1234", "王1234")])
def test_no_page_shows_the_number_that_was_typed(leader, people, typed, shown):
    assert find(leader, typed, area="0431", now=MONDAY_9).text == shown


def test_an_agent_is_told_that_only_their_own_were_looked_at(client_of, agent, other_agent, leader):
    LeadFactory(store=agent.store, agent=other_agent, name="龙先生", phone="15400003537", phone_tail="3537")

    pages = [client_of(person).post("/leads/search/", {"q": typed}, follow=True).content.decode() for person, typed in ((agent, "3537"), (leader, "9999"))]

    assert ["只查了你自己的客户" in page for page in pages] == [True, False]
    assert ["没有" in page.split("<main")[1].split("</main")[0] for page in pages] == [False, True]
