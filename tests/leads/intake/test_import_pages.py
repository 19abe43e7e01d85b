"""The import in the browser: upload, preview, commit, result; and what the worker takes over."""

from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from leads.intake.rules import background, importing
from leads.intake.rules.background import take_one_batch
from leads.models import Channel, ImportBatch, Lead
from tests.factories import CallFactory, ChannelFactory, LeadFactory, UserFactory
from tests.moments import NOW, ZONE
from tests.trail import trail

pytestmark = pytest.mark.django_db
HEADER = "手机号,姓名,车型,时间"


@pytest.fixture
def channel(store):
    return ChannelFactory(store=store, name="汽车之家", source="web")


def csv_file(*rows: str, name: str = "morning.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, "\n".join([HEADER, *rows]).encode())


def upload(client, channel, file):
    return client.post(reverse("import_receive"), {"file": file, "channel": channel.pk if channel else ""})


def test_a_file_is_previewed_before_anything_is_written(client_of, data_manager, channel):
    client = client_of(data_manager)

    answer = upload(client, channel, csv_file("15400000001,王伟,卡罗拉,2026-01-05 09:00", "154,李娜,卡罗拉,2026-01-05 09:00"))
    page = client.get(answer["Location"])

    batch = ImportBatch.objects.get()
    assert (batch.state, batch.rows, batch.created, batch.rejected, batch.reasons) == ("ready", 2, 1, 1, {"bad_phone": 1})
    assert page.status_code == 200
    assert "不是电话号码" in page.content.decode()
    assert Lead.objects.count() == 0


def test_committing_takes_the_file_in_and_removes_the_upload(client_of, data_manager, channel):
    client = client_of(data_manager)
    upload(client, channel, csv_file("15400000001,王伟,卡罗拉,2026-01-05 09:00"))
    batch = ImportBatch.objects.get()

    client.post(reverse("import_commit", args=[batch.pk]))

    batch.refresh_from_db()
    assert (batch.state, batch.created, Lead.objects.count()) == ("done", 1, 1)
    assert list(settings.UPLOADS.iterdir()) == []
    assert len(trail("import.commit")) == 1


def test_remarks_stand_in_the_preview_and_in_the_result(client_of, data_manager, channel):
    client = client_of(data_manager)
    file = SimpleUploadedFile("morning.csv", "手机号,姓名,微信\n15400000001,王伟,wx\n15400000002,李娜,wx".encode())
    page = client.get(upload(client, channel, file)["Location"])
    batch = ImportBatch.objects.get()

    client.post(reverse("import_commit", args=[batch.pk]))
    result = client.get(reverse("import_batch", args=[batch.pk]))

    for answer in (page, result):
        assert "没有时间列：2 行记为现在" in answer.content.decode()
        assert "没认出的列，原样留着：微信" in answer.content.decode()


def test_the_same_file_under_another_channel_is_said_before_it_is_imported(client_of, data_manager, channel, store):
    client, file = client_of(data_manager), csv_file("15400000001,王伟,卡罗拉,2026-01-05 09:00")
    upload(client, channel, file)
    client.post(reverse("import_commit", args=[ImportBatch.objects.get().pk]))
    file.seek(0)

    page = client.get(upload(client, ChannelFactory(store=store, name="易车", source="web"), file)["Location"])

    assert "同样的内容已从“汽车之家”导入过：1 行里有 1 行" in page.content.decode()
    assert Lead.objects.get().inquiry_count == 1


@pytest.mark.parametrize(
    ("filename", "chosen", "asked"),
    [
        ("抖音_1126.csv", "易车", "文件名里是“抖音”，选的渠道是“易车”。渠道选对了吗？"),
        *(("抖音直播间1126.csv", "易车", "文件名里是“抖音”"), ("抖音_1126.csv", "抖音", "")),
        *(("１１２６易车网.csv", "抖音", "文件名里是“易车”"), ("抖音和易车.csv", "易车", ""), ("线索1126.csv", "易车", ""), ("14001.csv", "易车", "")),
    ],
)
def test_a_file_called_after_another_channel_asks_whether_it_is_right(client_of, data_manager, store, filename, chosen, asked):
    channels = {channel.name: channel for channel in Channel.objects.filter(store=store)}
    client, file = client_of(data_manager), csv_file("15400000001,王伟,卡罗拉,2026-01-05 09:00")
    file.name = filename

    page = client.get(upload(client, channels[chosen], file)["Location"]).content.decode()

    assert (asked in page, "渠道选对了吗" in page) == (True, bool(asked))


def test_another_channel_than_the_one_of_the_last_such_file_is_asked_about(client_of, data_manager, channel, store):
    client, other = client_of(data_manager), ChannelFactory(store=store, name="易车", source="web")
    said = []

    for number, chosen in enumerate((channel, other, other, channel)):
        page = client.get(upload(client, chosen, csv_file(f"1540000010{number},王伟,卡罗拉,2026-01-05 09:00"))["Location"]).content.decode()
        said.append([name for name in ("汽车之家", "易车") if f"这样的列名上次归“{name}”" in page])
        client.post(reverse("import_commit", args=[ImportBatch.objects.latest("pk").pk]))

    assert said == [[], ["汽车之家"], [], ["易车"]]


def test_that_a_file_takes_open_leads_from_other_channels_is_said_before_and_after_and_on_the_trail(client_of, data_manager, channel, store):
    earlier, later = (datetime(2026, 1, 5, hour, tzinfo=ZONE) for hour in (8, 10))
    for phone, own, at in (("15400000001", "易车", later), ("15400000002", "抖音", later), ("15400000003", "易车", earlier), ("15400000004", None, later)):
        found = Channel.objects.get_or_create(store=store, name=own, source="web")[0] if own else channel
        LeadFactory(store=store, phone=phone, channel=found, received_at=at)
    client, file = client_of(data_manager), csv_file(*(f"1540000000{number},,,2026-01-05 09:00" for number in (1, 2, 3, 4)))
    page = client.get(upload(client, channel, file)["Location"])

    client.post(reverse("import_commit", args=[ImportBatch.objects.get().pk]))
    result = client.get(reverse("import_batch", args=[ImportBatch.objects.get().pk]))

    for answer in (page, result):
        assert "有 2 位在跟客户从此算本渠道的：文件里的时间更早（原来是：抖音 1、易车 1）" in answer.content.decode()
    assert trail("import.commit")[0]["taken_over"] == 2
    assert Lead.objects.filter(channel=channel).count() == 3


def test_a_double_click_imports_once(client_of, data_manager, channel):
    client = client_of(data_manager)
    upload(client, channel, csv_file("15400000001,王伟,卡罗拉,2026-01-05 09:00"))
    batch = ImportBatch.objects.get()

    client.post(reverse("import_commit", args=[batch.pk]))
    second = client.post(reverse("import_commit", args=[batch.pk]), follow=True)

    assert Lead.objects.count() == 1
    assert "没有重复导" in second.content.decode()


def test_what_became_known_since_the_preview_is_counted_as_it_was_done(client_of, data_manager, channel):
    client = client_of(data_manager)
    for name in ("a.csv", "b.csv"):
        upload(client, channel, csv_file("15400000001,王伟,卡罗拉,2026-01-05 09:00", name=name))
    first, second = ImportBatch.objects.order_by("pk")

    for batch in (first, second):
        client.post(reverse("import_commit", args=[batch.pk]))

    second.refresh_from_db()
    assert (second.created, second.repeated, Lead.objects.count()) == (0, 1, 1)


def test_a_file_nobody_can_read_says_why_and_writes_nothing(client_of, data_manager, channel):
    client = client_of(data_manager)

    answer = upload(client, channel, SimpleUploadedFile("picture.xlsx", b"\x89PNG\r\n\x1a\n" + b"0" * 100))
    page = client.get(answer["Location"])

    assert ImportBatch.objects.get().state == "refused"
    assert "图片" in page.content.decode()


def test_a_form_without_a_file_comes_back_with_a_sentence(client_of, data_manager, channel):
    answer = client_of(data_manager).post(reverse("import_receive"), {"channel": channel.pk})

    assert answer.status_code == 422
    assert "先选文件" in answer.content.decode()


def test_the_data_manager_makes_a_new_channel_on_the_way(client_of, data_manager, store):
    file = csv_file("15400000001,王伟,卡罗拉,2026-01-05 09:00")

    client_of(data_manager).post(reverse("import_receive"), {"file": file, "channel": "new", "new_name": "小红书", "new_source": "web"})

    channel = Channel.objects.get(store=store, name="小红书")
    assert ImportBatch.objects.get().channel == channel


def test_marketing_may_not_make_a_channel_of_another_name_for_a_known_one(client_of, marketing, channel):
    file = csv_file("15400000001,王伟,卡罗拉,2026-01-05 09:00")

    answer = client_of(marketing).post(reverse("import_receive"), {"file": file, "channel": "new", "new_name": " 汽车之家 ", "new_source": "web"})

    assert answer.status_code == 422
    assert ImportBatch.objects.count() == 0


def test_marketing_sees_its_own_files_only(client_of, data_manager, marketing, channel):
    upload(client_of(data_manager), channel, csv_file("15400000001,王伟,卡罗拉,2026-01-05 09:00"))
    batch = ImportBatch.objects.get()

    assert client_of(marketing).get(reverse("import_batch", args=[batch.pk])).status_code == 404
    assert client_of(data_manager).get(reverse("import_batch", args=[batch.pk])).status_code == 200


def test_a_file_of_more_than_five_thousand_rows_goes_to_the_worker(client_of, data_manager, channel, monkeypatch):
    monkeypatch.setattr(importing, "AT_ONCE_ROWS", 2)
    client = client_of(data_manager)
    upload(client, channel, csv_file(*[f"1540000000{n},王伟,卡罗拉,2026-01-05 09:00" for n in range(3)]))
    batch = ImportBatch.objects.get()
    assert batch.state == "reading"
    assert "0 / 3" in client.get(reverse("import_progress", args=[batch.pk])).content.decode()

    assert take_one_batch()
    batch.refresh_from_db()
    assert (batch.state, batch.created) == ("ready", 3)
    assert client.get(reverse("import_progress", args=[batch.pk]))["HX-Refresh"] == "true"

    client.post(reverse("import_commit", args=[batch.pk]))
    assert ImportBatch.objects.get().state == "queued"
    assert take_one_batch()
    assert (ImportBatch.objects.get().state, Lead.objects.count()) == ("done", 3)
    assert not take_one_batch()


def test_what_a_killed_worker_left_is_taken_again_once_its_lease_ran_out(data_manager, channel, store):
    batch = importing.receive_upload(store, csv_file("15400000001,王伟,卡罗拉,2026-01-05 09:00"), channel=channel, by=data_manager, now=NOW)
    ImportBatch.objects.update(state="committing", leased_until=NOW + timedelta(minutes=1))
    assert not take_one_batch()

    ImportBatch.objects.update(leased_until=NOW - timedelta(seconds=1))

    assert take_one_batch()
    batch.refresh_from_db()
    assert (batch.state, Lead.objects.count()) == ("done", 1)


def test_a_step_that_failed_is_tried_again_within_a_minute(data_manager, channel, store, monkeypatch):
    batch = importing.receive_upload(store, csv_file("15400000001,王伟,卡罗拉,2026-01-05 09:00"), channel=channel, by=data_manager, now=NOW)
    ImportBatch.objects.update(leased_until=None)
    monkeypatch.setattr(background, "examine_in_background", lambda batch, *, now: batch.missing)

    with pytest.raises(AttributeError):
        take_one_batch()

    batch.refresh_from_db()
    assert batch.state == "reading"
    assert batch.leased_until <= NOW + timedelta(minutes=1)


def test_a_dropped_file_is_gone(client_of, data_manager, channel):
    client = client_of(data_manager)
    upload(client, channel, csv_file("15400000001,王伟,卡罗拉,2026-01-05 09:00"))
    batch = ImportBatch.objects.get()

    client.post(reverse("import_drop", args=[batch.pk]))

    assert client.get(reverse("import_batch", args=[batch.pk])).status_code == 404
    assert list(settings.UPLOADS.iterdir()) == []


@pytest.mark.parametrize("name", ["../../etc/passwd", "a/b\\c.csv", "\u202egpj.csv", "长" * 400 + ".csv"])
def test_no_file_name_leaves_its_folder(client_of, data_manager, channel, name):
    upload(client_of(data_manager), channel, csv_file("15400000001,王伟,卡罗拉,2026-01-05 09:00", name=name))

    batch = ImportBatch.objects.get()
    assert [path.name for path in settings.UPLOADS.iterdir()] == [batch.file]
    assert not set(batch.filename) & set("/\\\u202e")
    assert len(batch.filename) <= 200


def test_an_undo_shows_first_what_goes_and_what_stays_and_asks_anew_where_somebody_has_called_since(client_of, data_manager, channel):
    client = client_of(data_manager)
    upload(client, channel, csv_file(*(f"1540000000{n},王伟{n},卡罗拉,2026-01-05 09:00" for n in (1, 2))))
    batch = ImportBatch.objects.get()
    client.post(reverse("import_commit", args=[batch.pk]))
    shown = client.get(reverse("import_undo", args=[batch.pk]))
    CallFactory(lead=Lead.objects.get(name="王伟1"), at=NOW)

    changed = client.post(reverse("import_undo", args=[batch.pk]), {"sign": shown.context["plan"].sign})
    done = client.post(reverse("import_undo", args=[batch.pk]), {"sign": changed.context["plan"].sign}, follow=True)

    assert "撤销 2 条咨询，留下 0 条线索" in shown.content.decode()
    told = [words in changed.content.decode() for words in ("刚才有人动过这批线索", "撤销 1 条咨询，留下 1 条线索")]
    assert (changed.status_code, told) == (409, [True, True])
    assert "收回 1 条咨询，留下 1 条线索" in done.content.decode()
    assert list(Lead.objects.values_list("name", flat=True)) == ["王伟1"]
    assert "已撤，留 1" in client.get(reverse("import")).content.decode()


def test_who_may_not_undo_is_told_and_sees_no_button(client_of, data_manager, director, store, channel):
    upload(client_of(data_manager), channel, csv_file("15400000001,王伟,卡罗拉,2026-01-05 09:00"))
    batch = ImportBatch.objects.get()
    client_of(data_manager).post(reverse("import_commit", args=[batch.pk]))
    colleague = client_of(UserFactory(store=store, roles=["data_manager"]))

    page = colleague.get(reverse("import_batch", args=[batch.pk])).content.decode()
    asked = colleague.get(reverse("import_undo", args=[batch.pk]), follow=True).content.decode()

    assert ("整批撤销" in page, "只有导入的人或组长能撤" in asked) == (False, True)
    assert client_of(director).get(reverse("import_undo", args=[batch.pk])).status_code == 403


def test_after_one_file_comes_the_next_that_waits(client_of, data_manager, channel):
    client = client_of(data_manager)
    for name in ("a", "b", "c"):
        upload(client, channel, csv_file(f"1540000000{ord(name) % 10},王伟,卡罗拉,2026-01-05 09:00"))
    files = client.get(reverse("import")).context["files"]["ready"]
    first, second, third = files

    shown = {pk: client.get(reverse("import_batch", args=[pk])).context["around"] for pk in files}
    answer = client.post(reverse("import_commit", args=[second]), {"next": third}, follow=True)

    assert shown == {
        first: {"before": None, "after": second},
        second: {"before": first, "after": third},
        third: {"before": second, "after": first},
    }
    assert answer.redirect_chain == [(reverse("import_batch", args=[third]), 303)]
    assert answer.context["around"] == {"before": first, "after": first}
    assert ImportBatch.objects.get(pk=second).state == "done"


def test_a_file_that_says_neither_channel_nor_time_says_what_to_do_and_counts_no_row_that_is_not_written(client_of, data_manager):
    client = client_of(data_manager)
    file = SimpleUploadedFile("morning.csv", "手机号,姓名\n15400000001,王伟\n15400000002,李娜".encode())

    page = client.get(upload(client, None, file)["Location"]).content.decode()

    assert [words in page for words in ("没有时间列。", "0 行记为现在")] == [True, False]
    assert [page.count(words) for words in ("文件里没有渠道", "在上面选渠道", "加成别名")] == [2, 2, 0]


def test_the_upload_page_has_no_way_to_itself_and_after_an_import_the_next_file_is_the_one_that_waits(client_of, data_manager, channel):
    client = client_of(data_manager)
    for last in (1, 2):
        upload(client, channel, csv_file(f"1540000000{last},王伟,卡罗拉,2026-01-05 09:00"))
    first, second = client.get(reverse("import")).context["files"]["ready"]

    client.post(reverse("import_commit", args=[first]))

    assert "加文件" not in client.get(reverse("import")).content.decode()
    page = client.get(reverse("import_batch", args=[first]))
    assert page.context["around"] == {"before": None, "after": second}
    assert "加文件" in page.content.decode()


def test_a_file_that_came_in_before_names_that_import_and_is_dropped(client_of, data_manager, channel):
    client = client_of(data_manager)
    rows = ("15400000001,王伟,卡罗拉,2026-01-05 09:00", "15400000002,李娜,卡罗拉,2026-01-05 09:00")
    upload(client, channel, csv_file(*rows, name="first.csv"))
    first = ImportBatch.objects.get()
    before = client.get(reverse("import_batch", args=[first.pk])).content.decode()
    client.post(reverse("import_commit", args=[first.pk]))

    page = client.get(upload(client, channel, csv_file(*rows, name="again.csv"))["Location"])
    partly = client.get(upload(client, channel, csv_file(*rows, "15400000003,张三,卡罗拉,2026-01-05 09:00"))["Location"])

    assert (page.context["brings_nothing"], page.context["came_before"]) == (True, first)
    assert [words in page.content.decode() for words in ("first.csv", "知道了，丢掉")] == [True, True]
    assert (partly.context["brings_nothing"], partly.context["came_before"], "知道了，丢掉" in before) == (False, None, False)
    client.post(reverse("import_drop", args=[page.context["batch"].pk]))
    assert list(ImportBatch.objects.order_by("pk").values_list("state", flat=True)) == ["done", "dropped", "ready"]


def test_a_file_nobody_can_read_stands_beside_the_files_that_wait(client_of, data_manager, channel):
    client = client_of(data_manager)
    upload(client, channel, csv_file("15400000001,王伟,卡罗拉,2026-01-05 09:00", name="waits.csv"))

    page = client.get(upload(client, channel, SimpleUploadedFile("broken.xlsx", b"%PDF-1.4"))["Location"]).content.decode()

    assert [words in page for words in ("waits.csv", "broken.xlsx", 'aria-current="page"')] == [True, True, True]


def test_the_files_of_today_begin_with_the_day_of_the_store(client_of, data_manager, channel):
    client = client_of(data_manager)
    for last in (1, 2):
        upload(client, channel, csv_file(f"1540000000{last},王伟,卡罗拉,2026-01-05 09:00"))
    yesterday, today = ImportBatch.objects.order_by("pk")
    midnight = NOW.astimezone(ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
    ImportBatch.objects.filter(pk=yesterday.pk).update(state="done", committed_at=midnight - timedelta.resolution)
    ImportBatch.objects.filter(pk=today.pk).update(state="done", committed_at=midnight)

    (group,) = client.get(reverse("import")).context["files"]["groups"]

    assert [file["batch"].pk for file in group["files"]] == [today.pk]
