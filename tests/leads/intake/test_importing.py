"""A file's way in, against the counts its senders' files must give."""

import gc
import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from dcc.database.bulk import without_collecting
from dcc.models import Notice
from leads.intake.reading.file import read_file
from leads.intake.reading.refusals import Unreadable
from leads.intake.rules.importing import import_file
from leads.models import ImportBatch, Inquiry, Lead
from tests.factories import ChannelFactory, DoNotCallFactory, LeadFactory
from tests.moments import NOW
from tests.samples import CASES, SAMPLES, expected, lead_files

pytestmark = pytest.mark.django_db


@pytest.fixture
def web_channel(store):
    return ChannelFactory(store=store, name="汽车之家", source="web")


def run(*arguments: str) -> dict:
    """Run import_leads and return the object of its last line."""
    out = StringIO()
    call_command("import_leads", *arguments, stdout=out)
    return json.loads(out.getvalue().strip().splitlines()[-1])


def options(data_manager) -> list[str]:
    return ["--store", data_manager.store.code, "--user", data_manager.username, "--channel", "汽车之家"]


@pytest.mark.parametrize("name", lead_files())
def test_every_sample_gives_exactly_its_counts(name, data_manager, web_channel):
    answer = run(str(SAMPLES / name), *options(data_manager))

    wanted = expected()[name]
    assert {key: answer[key] for key in wanted} == wanted
    assert Lead.objects.count() == wanted["created"]
    assert Inquiry.objects.count() == wanted["created"] + wanted["merged"]


@pytest.mark.parametrize("name", lead_files())
def test_the_same_file_again_writes_nothing(name, data_manager, web_channel):
    run(str(SAMPLES / name), *options(data_manager))
    before = list(Inquiry.objects.order_by("pk").values()), list(Lead.objects.order_by("pk").values())

    again = run(str(SAMPLES / name), *options(data_manager))

    assert (again["created"], again["merged"]) == (0, 0)
    assert again["repeated"] + again["rejected"] == again["rows"]
    assert (list(Inquiry.objects.order_by("pk").values()), list(Lead.objects.order_by("pk").values())) == before


@pytest.mark.parametrize("name", ["empty.csv", "no_phone_column.csv", "not_a_workbook.xlsx", "picture.xlsx"])
def test_a_junk_file_is_refused_and_nothing_written(name, data_manager, web_channel):
    with pytest.raises(CommandError, match=name):
        run(str(SAMPLES / name), *options(data_manager))

    assert (ImportBatch.objects.count(), Lead.objects.count()) == (0, 0)


def write_csv(folder: Path, *rows: str, header: str = "手机号,姓名,车型,时间") -> Path:
    path = folder / "rows.csv"
    path.write_text("\n".join([header, *rows]), encoding="utf-8")
    return path


def test_a_dry_run_says_the_counts_and_writes_nothing(data_manager, web_channel, tmp_path):
    path = write_csv(tmp_path, "15400000001,王伟,卡罗拉,2026-01-05 09:00", "154,李娜,卡罗拉,2026-01-05 09:00")

    answer = run(str(path), *options(data_manager), "--dry-run")

    assert answer == {"batch": None, "rows": 2, "created": 1, "merged": 0, "repeated": 0, "rejected": 1, "reasons": {"bad_phone": 1}}
    assert (ImportBatch.objects.count(), Lead.objects.count()) == (0, 0)


def test_another_sheet_can_be_chosen_and_one_that_is_not_there_is_refused(data_manager, web_channel):
    path = str(CASES / "55-staff-sheet-first.xlsx")

    with pytest.raises(CommandError, match="“二月”"):
        run(path, *options(data_manager), "--sheet", "二月")
    answer = run(path, *options(data_manager), "--sheet", "线索")

    assert (answer["created"], sorted(Lead.objects.values_list("name", flat=True))) == (2, ["表一", "表二"])


def test_an_earlier_arrival_imported_later_moves_moment_and_channel(data_manager, store, web_channel, tmp_path):
    later = ChannelFactory(store=store, name="易车", source="web")
    import_file(write_csv(tmp_path, "15400000001,王伟,卡罗拉,2026-01-05 09:00"), store, channel=web_channel, by=data_manager, now=NOW)

    import_file(write_csv(tmp_path, "15400000001,王伟,卡罗拉,2026-01-04 09:00"), store, channel=later, by=data_manager, now=NOW)

    lead = Lead.objects.get()
    assert (lead.channel, timezone.localtime(lead.received_at).isoformat(), lead.inquiry_count) == (later, "2026-01-04T09:00:00+08:00", 2)


def test_of_two_at_the_same_moment_the_one_entered_first_is_first(data_manager, store, web_channel, tmp_path):
    later = ChannelFactory(store=store, name="易车", source="web")
    path = write_csv(tmp_path, "15400000001,王伟,卡罗拉,2026-01-05 09:00")
    import_file(path, store, channel=web_channel, by=data_manager, now=NOW)

    import_file(path, store, channel=later, by=data_manager, now=NOW)

    assert (Lead.objects.get().channel, Inquiry.objects.count()) == (web_channel, 2)


def test_after_the_lead_is_closed_a_new_arrival_opens_a_new_cycle(data_manager, store, web_channel, tmp_path):
    LeadFactory(store=store, phone="15400000001", closed_at=NOW, closed_as="lost")

    import_file(write_csv(tmp_path, "15400000001,王伟,卡罗拉,2026-01-05 09:00"), store, channel=web_channel, by=data_manager, now=NOW)

    assert list(Lead.objects.order_by("pk").values_list("closed_as", flat=True)) == ["lost", ""]


def test_the_owner_is_told_that_the_person_asked_again(data_manager, agent, store, web_channel, tmp_path):
    lead = LeadFactory(store=store, phone="15400000001", agent=agent)

    import_file(write_csv(tmp_path, "15400000001,王伟,卡罗拉,2026-01-05 09:00"), store, channel=web_channel, by=data_manager, now=NOW)

    assert list(Notice.objects.values_list("user", "kind", "lead_id")) == [(agent.pk, "lead.again", lead.pk)]


def test_a_number_on_the_do_not_call_list_is_rejected_but_a_repeat_is_a_repeat_first(data_manager, store, web_channel, tmp_path):
    path = write_csv(tmp_path, "15400000001,王伟,卡罗拉,2026-01-05 09:00")
    import_file(path, store, channel=web_channel, by=data_manager, now=NOW)
    DoNotCallFactory(store=store, phone="15400000001")

    _batch, again = import_file(path, store, channel=web_channel, by=data_manager, now=NOW)
    other = write_csv(tmp_path, "15400000001,王伟,卡罗拉,2026-01-06 09:00")
    _batch, fresh = import_file(other, store, channel=web_channel, by=data_manager, now=NOW)

    assert (dict(again.counts), fresh.reasons) == ({"repeated": 1}, {"do_not_call": 1})


def test_a_mixed_file_goes_to_the_channels_it_names_and_an_unknown_name_rejects(data_manager, store, web_channel, tmp_path):
    path = write_csv(tmp_path, "15400000001,王伟,汽车之家", "15400000002,李娜,没听过", header="手机号,姓名,渠道")

    _batch, result = import_file(path, store, channel=None, by=data_manager, now=NOW)

    assert (result.counts["created"], result.reasons) == (1, {"unknown_channel": 1})


def test_rows_one_by_one_give_what_rows_together_give(data_manager, store, web_channel, tmp_path):
    rows = ["15400000001,王伟,,2026-01-05 09:00", "15400000002,,卡罗拉,", "15400000001,,凯美瑞,2026-01-04 09:00", "15400000002,李娜,,2026-01-05 09:00"]
    moment = NOW
    import_file(write_csv(tmp_path, *rows), store, channel=web_channel, by=data_manager, now=moment)
    shape = ("phone", "name", "model", "received_at", "channel_id", "inquiry_count", "last_inquiry_at")
    together = list(Lead.objects.order_by("phone").values_list(*shape))
    Inquiry.objects.all().delete()
    Lead.objects.all().delete()

    for row in rows:
        import_file(write_csv(tmp_path, row), store, channel=web_channel, by=data_manager, now=moment)

    assert list(Lead.objects.order_by("phone").values_list(*shape)) == together


def test_who_asks_again_fills_what_the_lead_lacked(data_manager, store, web_channel, tmp_path):
    LeadFactory(store=store, phone="15400000001", city="", gender="", second_phone="")
    path = write_csv(tmp_path, "15400000001,长春,女,15400000009", header="手机号,城市,性别,备用手机")

    import_file(path, store, channel=web_channel, by=data_manager, now=NOW)

    assert list(Lead.objects.values_list("city", "gender", "second_phone")) == [("长春", "female", "15400000009")]
    assert Inquiry.objects.latest("id").extra == {}


def test_what_the_lead_says_otherwise_is_kept_with_the_inquiry(data_manager, store, web_channel, tmp_path):
    LeadFactory(store=store, phone="15400000001", city="吉林", gender="male", second_phone="15400000008")
    path = write_csv(tmp_path, "15400000001,长春,女,15400000009", header="手机号,城市,性别,备用手机")

    import_file(path, store, channel=web_channel, by=data_manager, now=NOW)

    assert list(Lead.objects.values_list("city", "gender", "second_phone")) == [("吉林", "male", "15400000008")]
    assert Inquiry.objects.latest("id").extra == {"备用电话": "15400000009", "城市": "长春", "性别": "女"}


def test_of_two_rows_of_a_new_person_the_second_keeps_what_it_says_otherwise(data_manager, store, web_channel, tmp_path):
    path = write_csv(tmp_path, "15400000001,长春", "15400000001,吉林", header="手机号,城市")

    import_file(path, store, channel=web_channel, by=data_manager, now=NOW)

    assert Lead.objects.get().city == "长春"
    assert list(Inquiry.objects.order_by("id").values_list("extra", flat=True)) == [{}, {"城市": "吉林"}]


def test_a_mixed_file_keeps_every_level_of_its_channel(data_manager, store, web_channel, tmp_path):
    path = write_csv(tmp_path, "15400000001,垂媒,汽车之家", header="手机号,一级渠道,二级渠道")

    import_file(path, store, channel=None, by=data_manager, now=NOW)

    assert (Lead.objects.get().channel, Inquiry.objects.get().extra) == (web_channel, {"一级渠道": "垂媒", "二级渠道": "汽车之家"})
    assert Inquiry.objects.get().levels == "垂媒 / 汽车之家"


def test_no_preview_keeps_a_whole_number(data_manager, store, web_channel, tmp_path):
    batch, _result = import_file(
        write_csv(tmp_path, "15400000001,王伟 15400000009,卡罗拉,2026-01-05 09:00", "1540000000123,李娜,卡罗拉,"),
        store,
        channel=web_channel,
        by=data_manager,
        now=NOW,
    )

    assert list(batch.shown_rows.values_list("number", "outcome", "reason", "phone", "name")) == [
        (2, "created", "", "154****0001", "王伟 154****0009"),
        (3, "rejected", "bad_phone", "154****0123", "李娜"),
    ]


def test_the_garbage_collector_works_again_after_a_file_even_one_that_is_refused(tmp_path):
    with without_collecting():
        within = gc.isenabled()
        with without_collecting():
            pass
        after_another = gc.isenabled()

    with pytest.raises(Unreadable), without_collecting():
        read_file(SAMPLES / "empty.csv")

    assert (within, after_another, gc.isenabled()) == (False, False, True)
