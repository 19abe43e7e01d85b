"""A ledger comes in whole or not at all, and goes out as it came in."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils.timezone import localtime

from calls.models import Appointment, Call
from dcc.models import Store, TrailEntry, User, Word
from dcc.store.store_settings import value as value_of
from leads.models import Allocation, Channel, Lead
from reception.models import Visit
from reporting.ledger import references
from reporting.ledger.format import TYPES
from reporting.ledger.loading import _taken
from reporting.ledger.reader import import_ledger
from reporting.ledger.references import Place, References
from reporting.ledger.refusals import LedgerRefused
from reporting.ledger.writer import export_ledger
from tests.moments import MONDAY_9
from tests.trail import trail

EVERYTHING = Path(__file__).with_name("everything.jsonl")
STORE = {"type": "store", "code": "Z1", "name": "测试店", "timezone": "Asia/Shanghai"}
AGENT = {"type": "user", "username": "z1-agent", "name": "王伟", "store": "Z1", "roles": ["agent"]}
CHANNEL = {"type": "channel", "store": "Z1", "name": "汽车之家", "source": "web"}
LEAD = {"type": "lead", "id": "L1", "store": "Z1", "phone": "15400000001", "name": "张伟", "model": "卡罗拉", "closed_at": None, "closed_as": None}
INQUIRY = {"type": "inquiry", "lead": "L1", "channel": "汽车之家", "received_at": "2026-08-03T09:05:07+08:00"}
CALL = {
    "type": "call",
    "lead": "L1",
    "agent": "z1-agent",
    "at": "2026-08-03T09:10:00+08:00",
    "direction": "out",
    "outcome": "connected",
    "seconds": 9,
}
VISIT = {
    "type": "visit",
    "id": "V1",
    "store": "Z1",
    "lead": "L1",
    "appointment": None,
    "at": "2026-08-04T09:00:00+08:00",
    "tag": "dcc",
    "basis": "earlier",
}
STRANGERS_VISIT = {**VISIT, "lead": None, "tag": "showroom", "basis": "none"}
TO_DCC = {"type": "tag_change", "visit": "V1", "at": "2026-08-05T09:00:00+08:00", "by": None, "from": "showroom", "to": "dcc", "basis": "named"}
DEED = {"type": "audit", "store": "Z1", "at": "2026-08-05T09:00:00+08:00", "by": None, "action": "lead.give", "object": "L1"}
SETTING = {"type": "setting", "store": "Z1", "name": "first_response_minutes", "value": 15, "from": "2026-08-01T00:00:00+08:00"}
BASE = [STORE, AGENT, CHANNEL, LEAD, INQUIRY]


@pytest.fixture
def ledger(tmp_path):
    """Return a function that writes lines to a file."""

    def write(*lines) -> Path:
        path = tmp_path / "ledger.jsonl"
        path.write_text("".join((line if isinstance(line, str) else json.dumps(line, ensure_ascii=False)) + "\n" for line in lines), encoding="utf-8")
        return path

    return write


def without(line: dict, *names: str) -> dict:
    return {name: value for name, value in line.items() if name not in names}


def test_the_sample_of_everything_names_every_type_and_key():
    lines = [json.loads(line) for line in EVERYTHING.read_text(encoding="utf-8").splitlines()]

    found = {(line["type"], key) for line in lines for key in line if key != "type"}

    named = {(kind, key) for kind, keys in TYPES.items() for key in keys}
    assert named - found == {("user", "stores"), ("appointment", "confirmed_at")}  # the latter of older files alone
    assert found - named == set()


def test_what_came_in_goes_out_byte_by_byte(db, tmp_path):
    import_ledger(EVERYTHING, now=MONDAY_9)

    lines = export_ledger(Store.objects.get(code="A1"), tmp_path / "out.jsonl", now=MONDAY_9)

    assert (tmp_path / "out.jsonl").read_text(encoding="utf-8") == EVERYTHING.read_text(encoding="utf-8")
    assert lines == len(EVERYTHING.read_text(encoding="utf-8").splitlines())
    assert trail("ledger.import") == trail("ledger.export") == [{"lines": lines}]


def test_two_stores_exported_and_imported_elsewhere_are_the_same(imported, tmp_path, db):
    first = {code: tmp_path / f"{code}.jsonl" for code in ("S1", "S2")}
    for code, path in first.items():
        export_ledger(Store.objects.get(code=code), path, now=MONDAY_9)
        text = path.read_text(encoding="utf-8").replace(f'"{code}"', f'"{code}x"').replace(f'"{code.lower()}-', f'"{code.lower()}x-')
        path.write_text(text, encoding="utf-8")

    for code, path in first.items():
        import_ledger(path, now=MONDAY_9)
        export_ledger(Store.objects.get(code=f"{code}x"), tmp_path / "again.jsonl", now=MONDAY_9)
        assert (tmp_path / "again.jsonl").read_text(encoding="utf-8") == path.read_text(encoding="utf-8")


def test_people_come_in_without_a_usable_password(db, ledger):
    import_ledger(ledger(*BASE), now=MONDAY_9)

    agent = User.objects.get(username="z1-agent")
    assert (agent.has_usable_password(), agent.roles, agent.store.code) == (False, {"agent"}, "Z1")


def test_a_lead_gets_what_follows_from_its_lines(db, ledger):
    allocations = [
        {"type": "allocation", "lead": "L1", "agent": "z1-agent", "by": None, "at": "2026-08-03T09:06:00+08:00"},
        {"type": "allocation", "lead": "L1", "agent": None, "by": None, "at": "2026-08-05T09:06:00+08:00"},
    ]
    import_ledger(ledger(*BASE, *allocations, CALL), now=MONDAY_9)

    lead = Lead.objects.get()
    assert (lead.phone_tail, lead.given_name, lead.initials, lead.agent, lead.channel.name) == ("0001", "伟", "zw", None, "汽车之家")
    assert (lead.opened_at, lead.first_call_at, lead.reached_at, lead.ungraded_since) == (lead.received_at, *[Call.objects.get().at] * 3)
    assert (lead.respond_by - lead.opened_at).total_seconds() == 1800
    assert [allocation.previous for allocation in Allocation.objects.all()] == [None, User.objects.get()]


def test_who_rang_in_vain_is_rung_back_by_the_limit_of_that_day_where_the_line_does_not_say_it(ledger, db):
    vain = {**CALL, "direction": "in", "outcome": "missed", "agent": None, "seconds": 0, "at": "2026-08-03T12:00:00+08:00"}
    later = {**SETTING, "from": "2026-08-04T00:00:00+08:00"}
    import_ledger(ledger(*BASE, later, vain, {**vain, "at": "2026-08-04T17:50:00+08:00"}, CALL), now=MONDAY_9)

    found = [call.respond_by and f"{localtime(call.respond_by):%d %H:%M}" for call in Call.objects.order_by("direction", "at")]
    assert found == ["03 12:30", "05 08:35", None]


def test_a_lead_may_stand_before_or_long_after_its_inquiries_channel(db, ledger):
    later = {**LEAD, "id": "L2", "phone": "15400000002"}
    earlier = {**INQUIRY, "received_at": "2026-08-01T09:00:00+08:00", "channel": "易车"}
    other = {**CHANNEL, "name": "易车"}

    import_ledger(ledger(STORE, CHANNEL, LEAD, later, other, INQUIRY, {**INQUIRY, "lead": "L2"}, earlier), now=MONDAY_9)

    assert [lead.channel.name for lead in Lead.objects.order_by("phone")] == ["易车", "汽车之家"]
    assert sorted(Channel.objects.values_list("name", flat=True)) == ["易车", "汽车之家"]


def test_what_was_typed_beside_the_lists_a_ledger_names_adds_no_word_to_them(db, ledger):
    closed = {"closed_at": "2026-08-04T10:00:00+08:00", "closed_as": "lost", "reason": "说不清"}
    word = {"type": "word", "store": "Z1", "kind": "lost_reason", "name": "价格"}

    import_ledger(ledger(STORE, word, AGENT, CHANNEL, LEAD | closed | {"model": "老款花冠"}, INQUIRY), now=MONDAY_9)

    assert list(Word.objects.values_list("kind", "name")) == [("lost_reason", "价格")]
    assert Lead.objects.values_list("model", "reason").get() == ("老款花冠", "说不清")


def test_a_reason_of_which_there_is_no_list_adds_no_word(db, ledger):
    closed = {"closed_at": "2026-08-04T10:00:00+08:00", "closed_as": "unreachable", "reason": "再没接过电话"}

    import_ledger(ledger(STORE, AGENT, CHANNEL, LEAD | closed, INQUIRY), now=MONDAY_9)

    assert Lead.objects.get().reason == "再没接过电话"
    assert not Word.objects.filter(name="再没接过电话").exists()


def test_words_a_store_does_not_have_become_rows_of_its_lists(db, ledger):
    lost = {**LEAD, "closed_at": "2026-08-09T09:00:00+08:00", "closed_as": "lost", "reason": "被同行抢走", "model": "星舰"}

    import_ledger(ledger(STORE, AGENT, CHANNEL, lost, INQUIRY, {**CALL, "outcome_name": "接了但很忙"}, {**VISIT, "purpose": "papers"}), now=MONDAY_9)

    fresh = Word.objects.filter(name__in=["被同行抢走", "星舰", "接了但很忙", "papers"]).order_by("kind").values_list("kind", "name", "meaning")
    assert list(fresh) == [
        ("call_outcome", "接了但很忙", "connected"),
        ("car_model", "星舰", ""),
        ("lost_reason", "被同行抢走", ""),
        ("visit_purpose", "papers", ""),
    ]
    assert Word.objects.filter(kind="call_outcome", name="无人接听").count() == 1


def test_a_visit_is_whose_its_last_tag_change_says_and_keeps_its_first(db, ledger):
    change = {
        "type": "tag_change",
        "visit": "V1",
        "at": "2026-08-05T09:00:00+08:00",
        "by": None,
        "from": "dcc",
        "to": "showroom",
        "basis": "none",
        "agent": None,
    }

    import_ledger(ledger(*BASE, {**VISIT, "agent": "z1-agent"}, change), now=MONDAY_9)

    visit = Visit.objects.get()
    assert (visit.first_tag, visit.first_agent.username, visit.tag, visit.basis, visit.agent) == ("dcc", "z1-agent", "showroom", "none", None)
    assert Lead.objects.get().visited_at is None


def test_history_is_taken_as_it_is(db, ledger):
    night = {**CALL, "at": "2026-08-03T03:00:00+08:00", "agent": None}
    future = {
        "type": "appointment",
        "id": "P1",
        "lead": "L1",
        "agent": None,
        "at": "2031-01-01T00:00:00+08:00",
        "scheduled_for": "2030-01-01T00:00:00+08:00",
        "status": "booked",
    }

    import_ledger(ledger(*BASE, night, future), now=MONDAY_9)

    assert (Call.objects.get().agent, Appointment.objects.get().scheduled_for.year) == (None, 2029)


BAD = {
    "not JSON": ([*BASE, "{"], 6, "", "not JSON"),
    "not an object": ([*BASE, "[1]"], 6, "", "not an object"),
    "an unknown type": ([*BASE, {"type": "dream"}], 6, "type", "unknown type 'dream'"),
    "an unknown key": ([*BASE, {**CALL, "mood": "good"}], 6, "mood", "no key of a call"),
    "a missing key": ([*BASE, without(CALL, "at")], 6, "at", "is missing"),
    "a moment without a zone": ([*BASE, {**CALL, "at": "2026-08-03T09:10:00"}], 6, "at", "has no zone"),
    "no moment": ([*BASE, {**CALL, "at": "yesterday"}], 6, "at", "must be a moment like 2026-08-03T09:05:07+08:00"),
    "null where something must be": ([*BASE, {**CALL, "outcome": None}], 6, "outcome", "may not be null"),
    "a word that is none": ([*BASE, {**CALL, "direction": "up"}], 6, "direction", "must be one of out, in"),
    "a number that is none": ([*BASE, {**CALL, "seconds": -1}], 6, "seconds", "must be a whole number from 0"),
    "a text too long": ([*BASE, {**LEAD, "id": "L2", "name": "长" * 61}], 6, "name", "longer than 60 signs"),
    "a sign nobody can keep": ([*BASE, {**CALL, "note": "a\x00b"}], 6, "note", "holds a sign that no database can keep"),
    "a lead below": ([*BASE, {**CALL, "lead": "L9"}], 6, "lead", "no line above names the lead 'L9'"),
    "a stranger": ([*BASE, {**CALL, "agent": "nobody"}], 6, "agent", "no line above names the user 'nobody'"),
    "an unknown channel": ([*BASE, {**INQUIRY, "channel": "电台"}], 6, "channel", "no line above names the channel '电台' of this store"),
    "an id twice": ([*BASE, {**LEAD, "phone": "15400000002"}], 6, "id", "was named by a line above"),
    "two open leads of one number": (
        [*BASE, {**LEAD, "id": "L2"}, {**INQUIRY, "lead": "L2"}],
        6,
        "phone",
        "the database refuses it (lead_one_open_per_phone)",
    ),
    "a closed lead without outcome": (
        [STORE, {**LEAD, "closed_at": "2026-08-09T09:00:00+08:00"}, CHANNEL, INQUIRY],
        2,
        "closed_at, closed_as",
        "the database refuses it (lead_closed_with_outcome)",
    ),
    "a DCC visit of nobody": ([*BASE, {**VISIT, "lead": None}], 6, "lead, tag", "the database refuses it (visit_dcc_has_a_lead)"),
    "a lead that no inquiry brought": ([*BASE, {**LEAD, "id": "L2", "phone": "15400000002"}], 6, "id", "no inquiry brought this lead"),
    "a store twice": ([*BASE, STORE], 6, "code", "the store Z1 exists"),
    "nothing": ([], 1, "", "there is no line of a ledger in it"),
    "a key twice": ([*BASE, '{"type": "card", "lead": "L1", "lead": "L1"}'], 6, "lead", "stands twice in one object"),
    "a zone that is none": ([{**STORE, "timezone": "Mars/Phobos"}], 1, "timezone", "must be a time zone like Asia/Shanghai"),
    "a store without a code": ([{**STORE, "code": " "}], 1, "code", "says nothing"),
    "a language that is none": ([STORE, {**AGENT, "language": "xx"}], 2, "language", "must be one of zh-hans, en"),
    "more heads than a column holds": ([*BASE, {**VISIT, "heads": 40000}], 6, "heads", "must be a whole number from 0 to 32767"),
    "a day of no calendar": ([*BASE, {"type": "absence", "user": "z1-agent", "day": "0001-01-01"}], 6, "day", "lies outside the years 1970 to 9000"),
    "another name given twice": ([STORE, {**CHANNEL, "aliases": ["之家", "之家"]}], 2, "aliases", "'之家' was named before"),
    "a list where an object must be": ([*BASE, {**INQUIRY, "extra": [1]}], 6, "extra", "must be an object"),
    "lists without an end": ([*BASE, {**INQUIRY, "extra": {"a": json.loads("[" * 99 + "]" * 99)}}], 6, "extra", "is nested too deep"),
    "an infinite number": ([*BASE, json.dumps({**INQUIRY, "extra": {"a": 5}}).replace("5}", "1e999}")], 6, "extra", "holds a number that no database can keep"),
    "a person of another store": (
        [*BASE, {**STORE, "code": "Z2"}, {**AGENT, "username": "z2-agent", "store": "Z2"}, {**CALL, "agent": "z2-agent"}],
        8,
        "agent",
        "the user 'z2-agent' belongs to another store",
    ),
    "a stranger's visit that became DCC's": (
        [*BASE, STRANGERS_VISIT, TO_DCC],
        6,
        "lead",
        "may not be null: a line below makes the visit DCC's",
    ),
    "a trail of lists": ([*BASE, {**DEED, "detail": [1]}], 6, "detail", "must be an object"),
    "a trail that names a list": ([*BASE, {**DEED, "detail": {"agent": ["x"]}}], 6, "detail", "no line above names the user ['x'] of this store"),
    "a setting nobody could type": ([STORE, {**SETTING, "name": "opens_at", "value": 9}], 2, "value", "这项设置没有这样的值。"),
    "an unknown setting": (
        [*BASE, {"type": "setting", "store": "Z1", "name": "mood", "value": 1, "from": "2026-08-03T09:00:00+08:00"}],
        6,
        "name",
        "no setting 'mood'",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_with_line_and_key_and_nothing_is_written(db, ledger, name):
    lines, number, key, reason = BAD[name]

    with pytest.raises(LedgerRefused) as refusal:
        import_ledger(ledger(*lines), now=MONDAY_9)

    assert (refusal.value.line, refusal.value.key, refusal.value.reason) == (number, key, reason)
    assert [Store.objects.count(), User.objects.count(), Channel.objects.count(), Lead.objects.count(), TrailEntry.objects.count()] == [0] * 5


def test_a_visit_of_another_stores_lead_is_refused(db, ledger):
    other = {**STORE, "code": "Z2"}

    with pytest.raises(LedgerRefused, match="line 7: lead: the lead 'L1' belongs to another store"):
        import_ledger(ledger(*BASE, other, {**VISIT, "store": "Z2"}), now=MONDAY_9)


def test_the_same_file_twice_is_refused(db, ledger):
    path = ledger(*BASE)
    call_command("ledger", "import", str(path), stdout=StringIO())

    with pytest.raises(CommandError, match="line 1: code: the store Z1 exists"):
        call_command("ledger", "import", str(path), stdout=StringIO())

    assert Store.objects.count() == 1


def test_the_command_says_what_came_in_and_draws_a_bar(db, ledger):
    output, errors = StringIO(), StringIO()

    call_command("ledger", "import", str(ledger(*BASE)), progress=True, stdout=output, stderr=errors)

    assert output.getvalue() == "store 1, user 1, channel 1, lead 1, inquiry 1\n"
    assert errors.getvalue().endswith("100 %\n")


def test_every_setting_a_store_can_change_comes_back(db, ledger, tmp_path):
    values = {"closed_days": ["2026-10-08"], "retry_ladder": ["1h", "2d"], "opens_at": "09:00", "closed_on_holidays": False, "daily_cap": 30}
    import_ledger(ledger(*BASE, *({**SETTING, "name": name, "value": value} for name, value in values.items())), now=MONDAY_9)

    first, again = there_and_back(tmp_path)

    assert again == first
    assert {name: value_of(Store.objects.get(code="Z1x"), name, MONDAY_9) for name in values} == values


def test_a_line_names_only_lines_above_it_whatever_happened_first(db, ledger, tmp_path):
    merged = {"closed_at": "2026-08-06T09:00:00+08:00", "closed_as": "merged", "merged_into": "L1"}
    late, booked = {**INQUIRY, "received_at": "2026-08-05T09:00:00+08:00"}, {"agent": None, "scheduled_for": "2026-08-09T09:00:00+08:00"}
    import_ledger(
        ledger(
            *(STORE, AGENT, CHANNEL, LEAD, late, {**LEAD, "id": "L2", "phone": "15400000002", **merged}, {**INQUIRY, "lead": "L2"}),
            {"type": "appointment", "id": "P1", "lead": "L2", "at": "2026-08-03T12:00:00+08:00", "status": "moved", **booked},
            {"type": "appointment", "id": "P2", "lead": "L1", "at": "2026-08-03T11:00:00+08:00", "status": "moved", "replaces": "P1", **booked},
            {"type": "appointment", "id": "P3", "lead": "L1", "at": "2026-08-03T10:00:00+08:00", "status": "booked", "replaces": "P2", **booked},
            {**VISIT, "lead": "L2", "appointment": "P3", "tag": "showroom"},
            {"type": "leakage", "visit": "V1", "lead": "L1", "at": "2026-08-04T09:00:00+08:00"},
        ),
        now=MONDAY_9,
    )

    first, again = there_and_back(tmp_path)

    assert again == first
    names = [(line["type"], line.get("merged_into") or line.get("replaces") or line.get("appointment")) for line in map(json.loads, first.splitlines())]
    kept = [name for name in names if name[0] in ("lead", "appointment", "visit", "leakage")]
    assert kept == [("lead", None), ("lead", "L1"), ("appointment", None), ("appointment", "P1"), ("appointment", "P2"), ("visit", "P3"), ("leakage", None)]


def test_numbers_come_back_alike_from_either_database(db, ledger, tmp_path):
    import_ledger(ledger(*BASE, {**INQUIRY, "extra": {"big": 1e22, "zero": -0.0, "small": 1e-7, "one": 1.0}}), now=MONDAY_9)

    first, again = there_and_back(tmp_path)

    assert again == first
    assert '"extra": {"big": 10000000000000000000000, "one": 1.0, "small": 1e-07, "zero": 0.0}' in first


def test_an_id_named_twice_far_apart_is_found(tmp_path, monkeypatch):
    monkeypatch.setattr(references, "KEPT", 2)
    known = References(_taken)
    for number, name in enumerate(["L1", "L2", "L1"], 1):
        known.add(name, Place(number, 1, number))

    with pytest.raises(LedgerRefused, match="line 3: id: was named by a line above"):
        known.finish()

    known.close()


def test_an_export_that_cannot_be_written_says_so_and_leaves_nothing(db, ledger, tmp_path):
    import_ledger(ledger(*BASE), now=MONDAY_9)

    with pytest.raises(CommandError, match="is a folder; name a file"):
        call_command("ledger", "export", "--store", "Z1", str(tmp_path))
    with pytest.raises(CommandError, match="No such file or directory; nothing was exported"):
        call_command("ledger", "export", "--store", "Z1", str(tmp_path / "none" / "out.jsonl"))

    assert [path.name for path in tmp_path.iterdir()] == ["ledger.jsonl"]
    assert trail("ledger.export") == []


def there_and_back(tmp_path) -> tuple[str, str]:
    """Export the store Z1, take it in as Z1x and export that; return both files, the names of the second put back."""
    path, again = tmp_path / "first.jsonl", tmp_path / "again.jsonl"
    export_ledger(Store.objects.get(code="Z1"), path, now=MONDAY_9)
    first = path.read_text(encoding="utf-8")
    path.write_text(first.replace('"Z1"', '"Z1x"').replace('"z1-', '"z1x-'), encoding="utf-8")
    import_ledger(path, now=MONDAY_9)
    export_ledger(Store.objects.get(code="Z1x"), again, now=MONDAY_9)
    return first, again.read_text(encoding="utf-8").replace('"Z1x"', '"Z1"').replace('"z1x-', '"z1-')
