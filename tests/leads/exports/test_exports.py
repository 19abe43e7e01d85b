"""Lists of persons leave masked; full numbers for one purpose, by somebody else's leave, once (docs/rules/trust.md#full-numbers-by-approval)."""

from datetime import timedelta
from hashlib import sha256
from io import BytesIO

import pytest
from django.db import IntegrityError, transaction
from django.http import QueryDict
from openpyxl import load_workbook

from dcc.errors import Refused
from dcc.models import Notice, TrailEntry
from dcc.store.rules.house_rules import change_settings
from leads.customer.rules.revealing import reveal_number
from leads.exports.rules.approving import approve, refuse
from leads.exports.rules.asking_full import MOST_ASKED, ask_full, withdraw
from leads.exports.rules.fetching import hand_out
from leads.models import Lead, PersonExport
from leads.pool.listed_persons import find
from tests.factories import ChannelFactory, DoNotCallFactory, LeadFactory, UserFactory
from tests.moments import MONDAY_8, MONDAY_9, MONDAY_10, MONDAY_11
from tests.trail import deeds, trail

HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
PURPOSE = "厂家 11 月线索抽查"
PHONES = ["15400001111", "15400002222", "15400003333"]


@pytest.fixture
def leads(store, data_manager, leader, director) -> list[Lead]:
    """Three customers: one may be called, one asked not to be, of one the privacy number has ended."""
    channel = ChannelFactory(store=store, name="懂车帝")
    rows = [LeadFactory(store=store, channel=channel, name=name, phone=phone) for name, phone in zip(("=1+1", "赵二", "钱三"), PHONES, strict=True)]
    DoNotCallFactory(store=store, phone=PHONES[1])
    Lead.objects.filter(pk=rows[2].pk).update(phone=None)
    return rows


def listed(by, *, now=MONDAY_9, **asked):
    return find(by, QueryDict("&".join(f"{name}={value}" for name, value in asked.items())), now, MOST_ASKED + 1)


def asked_for(by, *, now=MONDAY_9, purpose=PURPOSE) -> PersonExport:
    return ask_full("leads", listed(by, now=now), purpose=purpose, by=by, now=now)


def book(response):
    return load_workbook(BytesIO(b"".join(response.streaming_content)))


def rows_of(sheet) -> dict:
    return {row[0]: row[1] for row in sheet.iter_rows(min_row=2, values_only=True)}


def test_the_list_leaves_masked_with_its_question_and_on_the_trail(client_of, data_manager, leads, clock):
    clock.set_to(MONDAY_9)
    channel = leads[0].channel_id

    left = book(client_of(data_manager).post(f"/exports/list/leads/?channel={channel}&model=不在"))
    full = book(client_of(data_manager).post(f"/exports/list/leads/?channel={channel}"))

    assert rows_of(left.worksheets[0]) == {}
    assert rows_of(full.worksheets[0]) == {"=1+1": "154****1111", "赵二": "", "钱三": ""}
    said = dict(full.worksheets[1].iter_rows(values_only=True))
    assert (said["问题"], said["渠道"], said["导出人"], said["行 / 号码"]) == ("线索", "懂车帝", "孙丽", "3 / 1")
    assert trail("export.persons") == [
        {"persons": "leads", "rows": 0, "asked": {"channel": str(channel), "model": "…"}},
        {"persons": "leads", "rows": 3, "asked": {"channel": str(channel)}},
    ]
    assert not TrailEntry.objects.showing_numbers().exists()


def test_a_name_that_looks_like_a_formula_stays_a_text(client_of, data_manager, leads, clock):
    sheet = book(client_of(data_manager).post("/exports/list/leads/")).worksheets[0]

    assert {cell.data_type for cell in sheet["A"]} == {"s"}


def test_a_file_goes_from_asking_over_approval_to_one_fetching(client_of, data_manager, director, leads, clock):
    clock.set_to(MONDAY_9)
    asking, deciding = client_of(data_manager), client_of(director)
    assert "不再联系 1" in asking.get("/exports/ask/leads/").content.decode()
    address = asking.post("/exports/ask/leads/", {"purpose": PURPOSE})["Location"]
    export = PersonExport.objects.get()
    clock.set_to(MONDAY_9 + HOUR)
    page = deciding.get(address)
    assert (page.context["chosen"].may_decide, page.context["chosen"].budget.more) == (True, 1)
    assert all(phone not in page.content.decode() for phone in PHONES)

    deciding.post(f"/exports/{export.pk}/approve/")
    clock.set_to(MONDAY_9 + 2 * HOUR)
    answer = asking.post(f"/exports/{export.pk}/file/")
    content = b"".join(answer.streaming_content)
    again = asking.post(f"/exports/{export.pk}/file/")

    left = load_workbook(BytesIO(content))
    assert rows_of(left.worksheets[0]) == {"=1+1": PHONES[0], "赵二": "", "钱三": ""}
    said = dict(left.worksheets[1].iter_rows(values_only=True))
    assert (said["文件号"][:6], said["用途"], said["没给的号码"]) == ("X-0001", PURPOSE, "2：不再联系 1、没有有效号码 1")
    assert ("孙丽" in said["谁导出"], "郑强" in said["谁批的"]) == (True, True)
    assert (left.properties.creator, left.properties.keywords, PURPOSE in left.properties.description) == ("孙丽", "X-0001", True)
    assert all("孙丽 · X-0001" in str(sheet.oddHeader.left.text) for sheet in left.worksheets)
    assert (again.status_code, deeds(export)) == (303, ["export.ask", "export.approve", "export.fetch"])
    assert trail("export.number") == [{"which": ["phone"], "request": "X-0001"}]
    assert trail("export.fetch") == [{"rows": 3, "numbers": 1, "fingerprint": sha256(content).hexdigest()}]
    assert set(Notice.objects.values_list("kind", "user__username")) == {
        ("export.asked", "leader"), ("export.asked", "director"), ("export.approved", "data_manager")
    }  # fmt: skip


@pytest.mark.parametrize("later", [timedelta(0), SECOND])
def test_an_approval_comes_within_an_hour_of_the_asking_and_the_file_within_one_of_the_approval(data_manager, director, leads, later):
    first, second = asked_for(data_manager), asked_for(data_manager, purpose="短信邀约名单")
    approve(second, by=director, now=MONDAY_9)
    second.refresh_from_db()

    def both():
        approve(first, by=director, now=MONDAY_9 + HOUR + later)

    def fetch():
        hand_out(second, by=data_manager, now=MONDAY_9 + HOUR + later)

    lapsed = bool(later)
    for deed in (both, fetch):
        if lapsed:
            with pytest.raises(Refused):
                deed()
        else:
            deed()
    states = [export.state(MONDAY_9 + HOUR + later) for export in PersonExport.objects.order_by("number")]
    assert states == (["lapsed", "lapsed"] if lapsed else ["approved", "approved"])


def test_nobody_approves_their_own_and_the_record_says_who_could(store, director, leads):
    both = UserFactory(store=store, roles=["data_manager", "leader"])
    export = asked_for(both)

    with pytest.raises(Refused):
        approve(export, by=both, now=MONDAY_9)
    with pytest.raises(IntegrityError), transaction.atomic():
        PersonExport.objects.filter(pk=export.pk).update(decided_by=both, decided_at=MONDAY_9, is_approved=True)

    assert (trail("export.ask")[0]["approves_too"], trail("export.approve")) == (True, [])


def test_asked_twice_is_one_request_and_decided_twice_one_decision(data_manager, leader, director, leads):
    export, again = asked_for(data_manager), asked_for(data_manager, now=MONDAY_9 + SECOND)
    approve(export, by=leader, now=MONDAY_10)

    with pytest.raises(Refused):
        refuse(export, reason="用平台编号", by=director, now=MONDAY_10)

    assert (export.pk == again.pk, PersonExport.objects.count(), trail("export.refuse")) == (True, 1, [])


def test_a_file_is_its_askers_alone(client_of, store, data_manager, director, leader, leads):
    export = asked_for(data_manager)
    approve(export, by=director, now=MONDAY_9)
    other = UserFactory(store=store, roles=["data_manager"])

    with pytest.raises(Refused):
        hand_out(export, by=other, now=MONDAY_9)
    answers = [client_of(person).post(f"/exports/{export.pk}/file/").status_code for person in (other, leader)]

    assert (answers, client_of(other).get("/exports/?x=1").context["chosen"]) == ([404, 403], None)


def test_what_is_taken_back_or_refused_is_not_approved_any_more(data_manager, director, leads):
    taken, refused = asked_for(data_manager), asked_for(data_manager, purpose="短信邀约名单")
    assert withdraw(taken, by=data_manager, now=MONDAY_9) is True
    assert withdraw(taken, by=data_manager, now=MONDAY_9) is False
    with pytest.raises(Refused):
        refuse(refused, reason=" ", by=director, now=MONDAY_9)
    refuse(refused, reason="用平台编号", by=director, now=MONDAY_9)

    for export in (taken, refused):
        with pytest.raises(Refused):
            approve(export, by=director, now=MONDAY_9)
    with pytest.raises(Refused):
        withdraw(refused, by=data_manager, now=MONDAY_9)

    assert [export.state(MONDAY_9) for export in PersonExport.objects.order_by("number")] == ["lapsed", "refused"]


@pytest.mark.parametrize(("limit", "goes"), [(3, True), (2, False)])
def test_a_file_is_counted_among_the_numbers_of_a_day_and_not_beyond_their_limit(store, data_manager, director, leads, limit, goes):
    change_settings(store, values={"numbers_warning": 2, "numbers_limit": limit}, by=director, now=MONDAY_8)
    more = LeadFactory(store=store)
    export = asked_for(data_manager)
    reveal_number(LeadFactory(store=store), by=data_manager, now=MONDAY_9)
    reveal_number(more, by=data_manager, now=MONDAY_9)  # seen already: the file adds but one
    Notice.objects.all().delete()

    if goes:
        approve(export, by=director, now=MONDAY_10)
        hand_out(PersonExport.objects.get(), by=data_manager, now=MONDAY_10)
    else:
        with pytest.raises(Refused):
            approve(export, by=director, now=MONDAY_10)

    assert len(trail("export.number")) == (2 if goes else 0)


def test_a_file_that_would_go_beyond_the_day_by_now_is_not_half_fetched(store, data_manager, director, leads):
    export = asked_for(data_manager)
    approve(export, by=director, now=MONDAY_9)
    change_settings(store, values={"numbers_warning": 1, "numbers_limit": 1}, by=director, now=MONDAY_9)
    reveal_number(LeadFactory(store=store), by=data_manager, now=MONDAY_9)

    with pytest.raises(Refused):
        hand_out(export, by=data_manager, now=MONDAY_10)

    assert (PersonExport.objects.get().fetched_at, trail("export.number"), trail("export.fetch")) == (None, [], [])


def test_who_asked_not_to_be_called_since_the_approval_is_not_in_the_file(store, data_manager, director, leads):
    export = asked_for(data_manager)
    approve(export, by=director, now=MONDAY_9)
    DoNotCallFactory(store=store, phone=PHONES[0], at=MONDAY_10)

    content = hand_out(export, by=data_manager, now=MONDAY_10)

    assert set(rows_of(load_workbook(BytesIO(content)).worksheets[0]).values()) == {""}
    assert (trail("export.number"), PersonExport.objects.get().numbers) == ([], 0)


@pytest.mark.parametrize("purpose", ["", "   ", "查查"])
def test_a_purpose_is_said(client_of, data_manager, leads, purpose):
    answer = client_of(data_manager).post("/exports/ask/leads/", {"purpose": purpose})

    assert (answer.status_code, PersonExport.objects.exists()) == (422, False)


def test_without_anybody_else_to_approve_nothing_is_asked_for(store, data_manager):
    LeadFactory(store=store)

    with pytest.raises(Refused):
        asked_for(data_manager)


def test_an_empty_list_and_one_too_long_are_not_asked_for(data_manager, director):
    assert not listed(data_manager).keys
    with pytest.raises(Refused):
        asked_for(data_manager)
    long = listed(data_manager)
    long.keys.extend(range(MOST_ASKED + 1))
    with pytest.raises(Refused):
        ask_full("leads", long, purpose=PURPOSE, by=data_manager, now=MONDAY_11)


def test_the_page_says_of_each_request_what_became_of_it_in_few_questions(client_of, data_manager, director, leads, clock, django_assert_max_num_queries):
    names = ("厂家抽查一", "厂家抽查二", "厂家抽查三", "厂家抽查四", "厂家抽查五", "厂家抽查六")
    fetched, refused, taken, ready, late, _waits = (asked_for(data_manager, purpose=name) for name in names)
    for export in (fetched, ready):
        approve(export, by=director, now=MONDAY_9)
    approve(late, by=director, now=MONDAY_9 - SECOND)
    hand_out(fetched, by=data_manager, now=MONDAY_9)
    refuse(refused, reason="用平台编号", by=director, now=MONDAY_9)
    withdraw(taken, by=data_manager, now=MONDAY_9)
    said = ["1", "用平台编号", "申请人撤回了", "还没有", "一小时内没下载", "还剩 0 分钟"]
    clock.set_to(MONDAY_9 + HOUR)

    for person in (data_manager, director):
        browser = client_of(person)
        for number, words in enumerate(said, 1):
            with django_assert_max_num_queries(15):
                page = browser.get(f"/exports/?x={number}")
            assert words in page.content.decode()
    assert [number for _name, _label, number in page.context["tabs"]] == [1, 2, 1, 2]
