"""`ledger verify`: whose every visit was, from the file alone. No test here but those of a life has a database."""

import json
from collections import Counter
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from reporting.ledger.refusals import LedgerRefused
from reporting.ledger.verifying import verify_ledger
from tests.reporting.ledger_checker import check

PHONE, OTHER = "13812345678", "13912345678"


def at(day: int, time: str = "09:00") -> str:
    return f"2026-08-{day:02d}T{time}:00+08:00"


HEAD = [
    {"type": "store", "code": "S1", "name": "一店", "timezone": "Asia/Shanghai"},
    *(
        {"type": "user", "username": name, "name": name, "store": "S1", "roles": [role]}
        for name, role in (("a1", "agent"), ("a2", "agent"), ("d", "front_desk"))
    ),
    {"type": "channel", "store": "S1", "name": "汽车之家", "source": "web"},
    {"type": "channel", "store": "S1", "name": "展厅转出", "source": "transfer"},
]


def lead(name: str = "L1", *, phone: str | None = PHONE, opened: str = at(3), channel: str = "汽车之家", agent: str | None = "a1", **more) -> list[dict]:
    found = [
        {"type": "lead", "id": name, "store": "S1", "phone": phone, "opened_at": opened, **more},
        {"type": "inquiry", "lead": name, "channel": channel, "received_at": opened, "entered_at": opened},
    ]
    return found + ([{"type": "allocation", "lead": name, "agent": agent, "by": None, "at": opened}] if agent else [])


def booking(name: str = "P1", *, lead: str = "L1", booked: str = at(4), time: str = at(10), agent: str = "a1", status: str = "booked", **more) -> dict:
    return {"type": "appointment", "id": name, "lead": lead, "agent": agent, "at": booked, "scheduled_for": time, "status": status, **more}


def visit(name: str = "V1", *, came: str = at(10), lead: str | None = "L1", tag: str = "dcc", basis: str = "appointment", **more) -> dict:
    facts = {"appointment": "P1" if basis == "appointment" else None, "agent": "a1" if tag == "dcc" else None, "named_user": None, "phone": PHONE, "by": "d"}
    return {"type": "visit", "id": name, "store": "S1", "lead": lead, "at": came, "tag": tag, "basis": basis, "registered_at": came, **facts, **more}


def told(action: str, about: str, moment: str, **detail) -> dict:
    return {"type": "audit", "store": "S1", "at": moment, "by": None, "action": action, "object": about, "detail": detail}


@pytest.fixture
def verify(tmp_path):
    """Verify some lines; return what differs."""

    def ask(*lines: dict | list[dict]) -> dict:
        flat = [one for line in lines for one in (line if isinstance(line, list) else [line])]
        path = tmp_path / "ledger.jsonl"
        path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in [*HEAD, *flat]))
        return verify_ledger(path).differ

    return ask


KEPT = {"status": "arrived", "ended_at": at(10)}


def test_an_invited_guest_agrees(verify):
    assert verify(lead(), booking(**KEPT), visit()) == {}


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"tag": "showroom", "agent": None}, {"tag"}),
        ({"basis": "named", "named_user": "a1"}, {"basis"}),
        ({"basis": "none"}, {"basis"}),
        ({"appointment": None}, {"appointment"}),
        ({"appointment": "P2"}, {"appointment"}),
        ({"agent": "a2"}, {"agent"}),
        ({"agent": None}, {"agent"}),
        ({"override_reason": "朋友介绍"}, {"tag"}),
    ],
)
def test_a_visit_that_was_altered_is_found_out(verify, change, found):
    fits = booking("P2", time=at(13), status="no_show")
    differs = verify(lead(), booking(**KEPT), fits, visit() | change)
    assert found <= set(differs["V1"])


@pytest.mark.parametrize(("time", "agrees"), [(at(12, "23:59"), True), (at(13), True), (at(13, "09:01"), False)])
def test_the_window_before_is_that_of_the_settings(verify, time, agrees):
    assert (verify(lead(), booking(time=time, **KEPT), visit()) == {}) is agrees


def test_the_settings_are_those_valid_at_the_arrival(verify):
    narrow = {"type": "setting", "store": "S1", "name": "attribution_days_before", "value": 0, "from": at(11)}
    late = {"registered_at": at(12)}
    assert verify(narrow, lead(), booking(time=at(12), status="arrived", ended_at=at(10)), visit(**late)) == {}
    assert set(verify(narrow | {"from": at(10)}, lead(), booking(time=at(12), status="arrived", ended_at=at(10)), visit(**late))) == {"V1"}


def test_what_was_written_after_the_typing_changes_nothing(verify):
    """A lead that entered later, an appointment booked later, a transfer confirmed later."""
    late = lead("L2", opened=at(10, "09:30"), channel="展厅转出")
    nobody = visit(lead=None, tag="showroom", basis="none")
    assert verify(late, booking(lead="L2", booked=at(10, "09:40")), nobody) == {}


def test_typed_late_it_is_judged_by_what_was_written_then(verify):
    """A lead that entered between arrival and typing is whose it is; its agent since has no credit."""
    entered = lead("L2", opened=at(10, "09:30"))
    late = visit(lead="L2", basis="named", named_user="a1", agent=None, registered_at=at(10, "10:00"))
    assert verify(entered, late) == {}
    assert set(verify(entered, late | {"agent": "a1"})["V1"]) == {"agent"}


@pytest.mark.parametrize("status", ["cancelled", "moved"])
def test_an_appointment_called_off_after_the_arrival_was_valid_at_it(verify, status):
    off = booking(status=status, ended_at=at(10, "09:05"))
    assert verify(lead(), off, visit(registered_at=at(10, "09:20"))) == {}
    assert set(verify(lead(), off | {"ended_at": at(10, "08:59")}, visit(registered_at=at(10, "09:20")))) == {"V1"}


def test_an_appointment_is_kept_once(verify):
    """A later-typed visit is DCC's by it, and its credit is the lead's agent's."""
    first = visit(registered_at=at(10, "09:01"))
    second = visit("V2", came=at(10, "08:30"), registered_at=at(10, "10:00"), appointment=None, agent="a2")
    lines = lead(agent="a2"), booking(**KEPT), first, second
    assert verify(*lines) == {}
    assert set(verify(*lines[:-1], second | {"appointment": "P1", "agent": "a1"})["V2"]) == {"appointment", "agent"}


def test_the_nearest_is_fulfilled(verify):
    nearer, farther = booking("P1", time=at(10, "10:00"), **KEPT), booking("P2", time=at(9), status="no_show")
    assert verify(lead(), nearer, farther, visit()) == {}


def test_a_line_taken_back_still_counted_when_it_stood(verify):
    """A visit that was taken back had kept the appointment until then; one typed meanwhile was DCC's by it and kept nothing."""
    gone = {"annulled": {"at": at(10, "09:10"), "by": "d", "reason": None}}
    wrong, meanwhile = visit(**gone), visit("V2", came=at(10, "08:50"), registered_at=at(10, "09:05"), appointment=None)
    after = visit("V3", came=at(10, "09:15"))
    assert verify(lead(), booking(**KEPT), wrong, meanwhile, after) == {}
    taken = booking(annulled={"at": at(5), "by": "a1", "reason": None})
    assert set(verify(lead(), taken, visit())) == {"V1"}


def test_a_visit_that_was_taken_back_is_passed_over(verify):
    assert verify(lead(), booking(), visit(agent="a2", annulled={"at": at(11), "by": "d", "reason": None})) == {}


def test_an_earlier_visit_of_the_open_lead_counts_as_it_was_tagged_then(verify):
    first = visit("V1", came=at(8), tag="showroom", basis="appointment", appointment=None, override_reason="听错")
    change = {"type": "tag_change", "visit": "V1", "at": at(9), "by": None, "from": "showroom", "to": "dcc", "basis": "settled"}
    again = visit("V2", came=at(20), basis="earlier")
    assert verify(lead(), booking(time=at(8), status="no_show"), first, change, again) == {}
    assert set(verify(lead(), booking(time=at(8), status="no_show"), first, change | {"at": at(21)}, again)) == {"V2"}


def test_a_transfer_counts_until_the_release_and_cannot_be_overruled(verify):
    moved = lead(channel="展厅转出")
    assert verify(moved, visit(basis="transfer")) == {}
    assert "tag" in verify(moved, visit(basis="transfer", tag="showroom", override_reason="朋友介绍"))["V1"]
    released = lead(channel="展厅转出", released_at=at(9))
    assert set(verify(released, visit(basis="transfer"))["V1"]) >= {"tag", "basis"}
    assert verify(released, visit(basis="none", tag="showroom")) == {}


def test_a_release_of_before_is_told_by_the_trail(verify):
    moved, again = lead(channel="展厅转出", released_at=at(20)), visit(basis="none", tag="showroom")
    assert verify(moved, again, told("person.release", "lead:L1", at(9))) == {}


def test_a_limit_of_transfers_is_the_settings(verify):
    limit = {"type": "setting", "store": "S1", "name": "transferred_for_days", "value": 6, "from": at(1)}
    assert set(verify(limit, lead(channel="展厅转出"), visit(basis="transfer"))["V1"]) >= {"basis"}
    assert verify(limit | {"value": 7}, lead(channel="展厅转出"), visit(basis="transfer")) == {}


def test_a_merged_lead_is_found_by_its_number_in_the_kept_one(verify):
    younger = lead("L2", phone=OTHER, opened=at(5), agent="a2", closed_at=at(7), closed_as="merged", merged_into="L1")
    kept = booking(lead="L1", merged_from="L2", booked=at(6), **KEPT)
    came = visit(phone=OTHER)
    assert verify(lead(), younger, kept, came) == {}
    assert set(verify(lead(), younger, kept, came | {"phone": "13712345678"})) == {"V1"}


def test_before_a_merge_its_rows_were_the_younger_leads(verify):
    younger = lead("L2", phone=OTHER, opened=at(5), agent="a2", closed_at=at(12), closed_as="merged", merged_into="L1")
    kept = booking(lead="L1", merged_from="L2", booked=at(6), **KEPT)
    assert verify(lead(), younger, kept, visit(phone=OTHER, merged_from="L2")) == {}
    assert set(verify(lead(), younger, kept, visit())) == {"V1"}


def test_a_merge_that_was_undone_held_while_it_lasted(verify):
    younger = lead("L2", phone=OTHER, opened=at(5), agent="a2")
    lines = lead(), younger, booking(**KEPT), visit(phone=OTHER)
    trail = told("lead.merge", "lead:L2", at(7), lead="L1"), told("lead.separate", "lead:L2", at(12), lead="L1")
    assert verify(*lines, *trail) == {}
    assert set(verify(*lines, trail[0], trail[1] | {"at": at(9)})) == {"V1"}


def test_while_a_merge_held_that_was_undone_the_second_of_two_appointments_was_none(verify):
    younger = lead("L2", phone=OTHER, opened=at(5), agent="a2"), booking("P2", lead="L2", booked=at(6), time=at(10), agent="a2", status="booked")
    first = booking(time=at(16))  # of the lead that was kept: it runs on, and is the only one
    came = visit(came=at(10), basis="named", named_user="a1", lead="L1", phone=OTHER)
    trail = told("lead.merge", "lead:L2", at(7), lead="L1"), told("lead.separate", "lead:L2", at(12), lead="L1")
    assert verify(lead(), first, *younger, came, *trail) == {}
    assert set(verify(lead(), first, *younger, came, trail[0], trail[1] | {"at": at(9)})["V1"]) == {"appointment", "basis", "agent"}


def test_a_cycle_that_was_closed_and_opened_again_was_closed_meanwhile(verify):
    came = visit(came=at(8), basis="named", named_user="a1", agent=None, lead="L2")
    opened = lead("L2", opened=at(8), agent=None)
    trail = told("lead.close", "lead:L1", at(7), after="lost"), told("lead.reopen", "lead:L1", at(9))
    assert verify(lead(), opened, came, *trail) == {}
    assert set(verify(lead(), opened, came, trail[0], trail[1] | {"at": at(7, "12:00")})["V1"]) == {"agent"}


def test_who_named_an_agent_and_was_nobodys_is_whom_the_desk_gave_them_to(verify):
    opened = lead("L2", opened=at(10, "09:04"), agent=None)
    given = {"type": "allocation", "lead": "L2", "agent": "a2", "by": None, "at": at(10), "reason": "at_desk"}
    came = visit(lead="L2", basis="named", named_user="a2", agent="a2", registered_at=at(10, "09:04"))
    assert verify(opened, given, came) == {}
    assert set(verify(opened, given, came | {"agent": None})["V1"]) == {"agent"}
    assert set(verify(opened, given | {"reason": "hand"}, came)["V1"]) == {"agent"}


def test_the_allocation_of_the_desk_stays_on_a_lead_that_was_merged_since(verify):
    opened = lead("L2", opened=at(10), agent=None, closed_at=at(11), closed_as="merged", merged_into="L1")
    given = {"type": "allocation", "lead": "L2", "agent": "a2", "by": None, "at": at(10), "reason": "at_desk"}
    came = visit(lead="L1", merged_from="L2", basis="named", named_user="a2", agent="a2")
    assert verify(lead(phone=OTHER), opened, given, came) == {}
    assert set(verify(lead(phone=OTHER), opened, given, came | {"agent": "a1"})["V1"]) == {"agent"}


def test_somebody_unknown_is_judged_as_nobody_whatever_became_known(verify):
    unknown = visit(tag="showroom", basis="none", identified_at=at(11))
    assert verify(lead(), booking(status="no_show"), unknown) == {}


def test_who_has_no_number_is_whom_the_desk_found(verify):
    hidden = lead(phone=None)
    found = visit(phone=None)
    assert verify(hidden, booking(**KEPT), found) == {}
    elsewhere = lead("L2", phone=None, channel="展厅转出", closed_at=at(5), closed_as="lost", reason="x")
    opened, came = lead("L3", phone=None, opened=at(10), agent=None), visit(phone=None, lead="L3", basis="transfer", agent=None)
    assert verify(elsewhere, opened, came, told("visit.register", "visit:V1", at(10), lead="L2")) == {}
    assert set(verify(elsewhere, opened, came)) == {"V1"}


def test_a_number_learned_on_the_way_was_not_known_before(verify):
    """Without `number` lines the trail says since when a lead has its number."""
    learned = told("call.real_number", "lead:L1", at(11))
    stranger = visit(tag="showroom", basis="none", lead=None)
    assert verify(lead(), booking(status="no_show"), stranger, learned) == {}
    assert set(verify(lead(), booking(status="no_show"), stranger, learned | {"at": at(9)})) == {"V1"}


def test_number_lines_say_whose_a_number_was_and_one_taken_back_says_nothing_more(verify):
    stranger = visit(tag="showroom", basis="none", lead=None)
    learned = {"type": "number", "lead": "L1", "at": at(11), "from": None, "to": PHONE, "by": None, "basis": "call"}
    early = learned | {"at": at(9)}
    booked = lead(), booking(status="no_show")
    assert verify(*booked, learned, stranger) == {}
    assert set(verify(*booked, early, stranger)) == {"V1"}
    assert verify(*booked, early | {"annulled": {"at": at(9, "12:00"), "by": None, "reason": None}}, stranger) == {}


def test_history_that_does_not_tell_agents_is_not_judged_by_them(verify):
    came = {name: value for name, value in visit().items() if name not in ("agent", "named_user", "registered_at", "by", "phone")}
    assert verify(lead(), booking(**KEPT), came) == {}


@pytest.mark.parametrize("line", [visit(lead="L9"), booking(lead="L9"), visit() | {"appointment": "P9"}])
def test_a_line_that_names_nothing_above_is_refused(verify, line):
    with pytest.raises(LedgerRefused):
        verify(lead(), line)


def test_the_sample_differs_only_where_its_history_does(sample):
    """History is taken as it is: a transferred customer tagged by an appointment or not at all, an invited one by an earlier visit."""
    found = verify_ledger(sample)
    pairs = {name: pair["basis"] for name, pair in found.differ.items()}
    assert found.visits == 125
    assert {pair[1] for name, pair in pairs.items() if name != "V19"} == {"transfer"}
    assert pairs["V19"] == ("earlier", "appointment")
    assert len(pairs) == 16


def test_the_command_says_one_line_and_ends_with_1_where_any_differs(tmp_path, sample):
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("ledger", "verify", str(sample), stdout=out)
    assert (ended.value.code, json.loads(out.getvalue())["agree"]) == (1, 109)
    with pytest.raises(CommandError):
        call_command("ledger", "verify", str(tmp_path / "none.jsonl"))


def test_every_visit_of_a_life_agrees_with_the_rules(lived):
    found = verify_ledger(lived.path)
    assert found.visits > 30
    assert found.differ == {}
    assert check(lived.path) == []


@pytest.mark.parametrize("key", ["tag", "basis", "agent", "appointment"])
def test_one_altered_visit_of_a_life_is_found_out(lived, tmp_path, key):
    lines = [json.loads(text) for text in lived.path.read_text("utf-8").splitlines()]
    people = [line["username"] for line in lines if line["type"] == "user" and "agent" in line["roles"]]
    kept = {line.get("appointment") for line in lines if line["type"] == "visit"}
    bookings = [line["id"] for line in lines if line["type"] == "appointment" and line["id"] not in kept]  # one that is another's would alter that one too
    came = Counter(line["lead"] for line in lines if line["type"] == "visit")
    judged = [
        line
        for line in lines
        if line["type"] == "visit" and line["tag"] == "dcc" and line["basis"] == "appointment" and "annulled" not in line and came[line["lead"]] == 1
    ]  # of who came once: what one visit keeps no more, the next would keep
    row = judged[len(judged) // 2]
    other = {
        "tag": "showroom",
        "basis": "earlier",
        "agent": next(name for name in people if name != row["agent"]),
        "appointment": bookings[0],
    }
    row[key] = other[key]
    path = tmp_path / "altered.jsonl"
    path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), "utf-8")
    assert set(verify_ledger(path).differ) == {row["id"]}
