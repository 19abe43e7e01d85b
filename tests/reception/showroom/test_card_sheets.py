"""The sales department's sheet of showroom cards."""

import json
import os
from datetime import date, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from dcc.models import TrailEntry
from leads.intake.rules.rejected_rows import sweep_rejected
from reception.models import ShowroomCard
from reception.showroom.rules.card_sheets import import_cards
from tests.factories import ShowroomCardFactory, UserFactory
from tests.moments import MONDAY_9
from tests.samples import SAMPLES, expected

pytestmark = pytest.mark.django_db
HEADER = "销售顾问,客户姓名,电话,意向车型,建卡日期,最近联系,状态"
OPEN = "孙涛,王伟,15400000001,卡罗拉,2026-01-02,2026-01-03,跟进中"


@pytest.fixture
def sheet(tmp_path):
    """Write a sheet of rows and return where it lies."""

    def write(*rows: str, header: str = HEADER) -> Path:
        path = tmp_path / "cards.csv"
        path.write_text("\n".join([header, *rows]), encoding="utf-8")
        return path

    return write


def taken_in(path, front_desk, **more) -> dict[str, int]:
    result = import_cards(path, front_desk.store, by=front_desk, now=MONDAY_9, **more)
    return {name: count for name, count in result.counts.items() if count} | result.reasons


def states() -> list[tuple]:
    return list(ShowroomCard.objects.order_by("pk").values_list("phone", "state", "card_date"))


def test_the_sample_gives_exactly_its_cards(front_desk, clock):
    clock.set_to(datetime.fromisoformat("2026-11-20T18:00+08:00"))
    out = StringIO()

    call_command("import_cards", str(SAMPLES / "showroom_cards.xls"), "--store", front_desk.store.code, "--user", front_desk.username, stdout=out)

    wanted = expected()["showroom_cards.xls"]
    assert json.loads(out.getvalue()) == {"rows": 60, "created": 60, "updated": 0, "unchanged": 0, "rejected": 0, "reasons": {}}
    assert ShowroomCard.objects.open().count() == wanted["open"]
    words = {"跟进中": "open", "已成交": "sold", "战败": "lost"}
    assert sorted(states()) == sorted((card["phone"], words[card["state"]], date.fromisoformat(card["made"])) for card in wanted["cards"])


def test_the_same_sheet_again_changes_nothing(front_desk, sheet):
    path = sheet(OPEN, "赵磊,李娜,15400000002,凯美瑞,2026-01-01,,战败")
    first = taken_in(path, front_desk)
    before = list(ShowroomCard.objects.order_by("pk").values())

    again = taken_in(path, front_desk)

    assert (first, again, list(ShowroomCard.objects.order_by("pk").values())) == ({"created": 2}, {"unchanged": 2}, before)


def test_a_row_updates_the_open_card_of_its_phone_and_an_empty_cell_says_nothing(front_desk, sheet):
    ShowroomCardFactory(store=front_desk.store, phone="15400000001", name="王伟", model="卡罗拉", consultant="旧顾问", card_date=date(2026, 1, 1))

    outcome = taken_in(sheet("孙涛,王伟,15400000001,,2026-01-01,2026-01-03,跟进中"), front_desk)

    card = ShowroomCard.objects.get()
    assert (outcome, card.consultant, card.model, card.last_contact_at) == (
        {"updated": 1},
        "孙涛",
        "卡罗拉",
        datetime.fromisoformat("2026-01-03T00:00+08:00"),
    )


@pytest.mark.parametrize(("word", "state"), [("已成交", "sold"), ("战败", "lost")])
def test_a_card_ends_as_the_sheet_says(front_desk, sheet, word, state):
    ShowroomCardFactory(store=front_desk.store, phone="15400000001", name="王伟", card_date=date(2026, 1, 2))

    outcome = taken_in(sheet(OPEN.replace("跟进中", word)), front_desk)

    card = ShowroomCard.objects.get()
    assert (outcome, card.state, card.closed_at) == ({"updated": 1}, state, MONDAY_9)


def test_a_transferred_card_stays_dccs_until_the_showroom_closes_it(front_desk, sheet):
    ShowroomCardFactory(store=front_desk.store, phone="15400000001", card_date=date(2026, 1, 2), state="transferred")

    listed = taken_in(sheet(OPEN), front_desk)
    sold = taken_in(sheet(OPEN.replace("跟进中", "已成交")), front_desk)

    assert (listed, sold, states()) == ({"unchanged": 1}, {"updated": 1}, [("15400000001", "sold", date(2026, 1, 2))])


def test_somebody_who_comes_back_gets_a_card_of_another_day(front_desk, sheet):
    ShowroomCardFactory(store=front_desk.store, phone="15400000001", card_date=date(2025, 6, 1), state="lost", closed_at=MONDAY_9)

    outcome = taken_in(sheet(OPEN), front_desk)

    assert (outcome, [state for _phone, state, _day in states()]) == ({"created": 1}, ["lost", "open"])


def test_two_rows_of_one_phone_are_one_card(front_desk, sheet):
    outcome = taken_in(sheet(OPEN, OPEN, OPEN.replace("孙涛", "赵磊")), front_desk)

    assert (outcome, ShowroomCard.objects.get().consultant) == ({"created": 1, "unchanged": 1, "updated": 1}, "赵磊")


def test_what_cannot_be_read_is_rejected_with_its_reason(front_desk, sheet):
    rows = [OPEN.replace("15400000001", phone) for phone in ("", "154****0001", "1.54E+10", "154")]
    rows += [OPEN.replace("2026-01-02", day) for day in ("", "上周", (MONDAY_9 + timedelta(days=3)).date().isoformat())]
    rows += [OPEN.replace("跟进中", "不清楚"), OPEN.replace("王伟", "王" * 61)]

    outcome = taken_in(sheet(*rows), front_desk)

    wanted = {"no_phone": 1, "masked_phone": 1, "precision_lost": 1, "bad_phone": 1, "bad_time": 2, "future_time": 1, "unknown_state": 1, "name_too_long": 1}
    assert (outcome, ShowroomCard.objects.count()) == ({"rejected": 9} | wanted, 0)


def test_a_card_that_ended_otherwise_here_is_rejected(front_desk, sheet):
    ShowroomCardFactory(store=front_desk.store, phone="15400000001", card_date=date(2026, 1, 2), state="lost", closed_at=MONDAY_9)

    assert taken_in(sheet(OPEN.replace("跟进中", "已成交")), front_desk) == {"rejected": 1, "closed_here": 1}


def test_a_dry_run_says_what_would_happen_and_writes_nothing(front_desk, sheet):
    ShowroomCardFactory(store=front_desk.store, phone="15400000001", name="别人", card_date=date(2026, 1, 2))
    before, deeds = list(ShowroomCard.objects.values()), TrailEntry.objects.count()

    outcome = taken_in(sheet(OPEN, "赵磊,李娜,15400000002,凯美瑞,2026-01-01,,战败", "赵磊,李娜,15400000002,凯美瑞,2026-01-01,,战败"), front_desk, dry_run=True)

    assert outcome == {"created": 1, "updated": 1, "unchanged": 1}
    assert (list(ShowroomCard.objects.values()), TrailEntry.objects.count()) == (before, deeds)


def test_a_sheet_without_the_day_of_the_card_and_a_person_without_the_right_are_refused(front_desk, data_manager, sheet):
    path = str(sheet("王伟,15400000001", header="客户姓名,电话"))

    for person, said in ((front_desk, "建卡日期"), (data_manager, "may not keep")):
        with pytest.raises(CommandError, match=said):
            call_command("import_cards", path, "--store", person.store.code, "--user", person.username)


@pytest.fixture
def uploads(settings, tmp_path):
    settings.UPLOADS = tmp_path / "uploads"
    return settings.UPLOADS


def test_the_front_desk_looks_at_a_sheet_and_then_takes_it_in(client_of, front_desk, sheet, uploads):
    client, address = client_of(front_desk), reverse("showroom_cards_import")
    content = sheet(OPEN, OPEN.replace("15400000001", "154")).read_bytes()

    seen = client.post(address, {"file": SimpleUploadedFile("cards.csv", content)})
    before = ShowroomCard.objects.count()
    done = client.post(address, {"token": seen.context["token"]}, follow=True).content.decode()

    assert (seen.status_code, before, states()) == (200, 0, [("15400000001", "open", date(2026, 1, 2))])
    assert ("不是电话号码" in seen.content.decode(), "新卡 1 张，更新 0 张" in done, list(uploads.iterdir())) == (True, True, [])


def test_what_is_no_sheet_of_cards_is_said_and_not_kept(client_of, front_desk, uploads):
    client, address = client_of(front_desk), reverse("showroom_cards_import")

    answers = [client.post(address, {"file": SimpleUploadedFile("a.csv", content)}) for content in (b"", "姓名,电话\n王伟,15400000001".encode())]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert ("建卡日期" in answers[1].content.decode(), list(uploads.iterdir())) == (True, [])


def test_a_sheet_kept_for_one_store_is_not_taken_in_by_another(client_of, front_desk, other_store, sheet, uploads):
    address = reverse("showroom_cards_import")
    seen = client_of(front_desk).post(address, {"file": SimpleUploadedFile("cards.csv", sheet(OPEN).read_bytes())})
    stranger = UserFactory(store=other_store, roles=["front_desk"])

    answers = [client_of(stranger).post(address, {"token": token}).status_code for token in (seen.context["token"], "x")]

    assert (answers, ShowroomCard.objects.count()) == ([422, 422], 0)


def test_what_somebody_looked_at_and_left_is_swept_after_a_week(client_of, front_desk, sheet, uploads):
    client_of(front_desk).post(reverse("showroom_cards_import"), {"file": SimpleUploadedFile("cards.csv", sheet(OPEN).read_bytes())})
    (path,) = uploads.iterdir()
    left = []

    for hours in (7 * 24 - 1, 7 * 24 + 1):
        moment = MONDAY_9.timestamp() - hours * 3600
        os.utime(path, (moment, moment))
        sweep_rejected(now=MONDAY_9)
        left.append(path.exists())

    assert left == [True, False]


def test_a_last_contact_before_the_card_is_none(front_desk, sheet):
    taken_in(sheet(OPEN.replace("2026-01-03", "2026-01-01"), "孙涛,赵敏,15400000003,卡罗拉,2026-01-02,2026-01-02,跟进中"), front_desk)
    assert [card.last_contact_at is None for card in ShowroomCard.objects.order_by("pk")] == [True, False]
