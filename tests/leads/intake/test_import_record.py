"""Every file that was taken in: filtered, summed up, opened beside the list; a large one is undone by the worker."""

from datetime import timedelta

import pytest
from django.urls import reverse

from leads.intake.rules import undoing
from leads.intake.rules.background import take_one_batch
from leads.intake.rules.importing import import_file
from leads.intake.rules.undoing import foresee_undo, may_undo, undo_import
from leads.models import ImportBatch, Lead
from tests.factories import CallFactory, ChannelFactory
from tests.moments import NOW

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
PAGE = "/leads/import/record/"


@pytest.fixture
def bring(store, data_manager, tmp_path):
    """Import a file of so many rows at a moment; each row is another person's."""
    count = iter(range(1, 1000))

    def run(name: str, rows: int = 1, *, now=NOW, by=None, channel=None) -> ImportBatch:
        path = tmp_path / name
        lines = [f"1540000{next(count):04},王伟,卡罗拉,2026-01-05 08:00" for _row in range(rows)]
        path.write_text("\n".join(["手机号,姓名,车型,时间", *lines, "12,坏,卡罗拉,2026-01-05 08:00"]), encoding="utf-8")
        where = channel or ChannelFactory(store=store, name=f"渠道 {name}", source="web")
        import_file(path, store, channel=where, by=by or data_manager, now=now)
        return ImportBatch.objects.get(filename=name)

    return run


def names(answer) -> list[str]:
    return [batch.filename for batch in answer.context["table"].data]


def test_the_sum_of_all_files_leaves_out_what_was_undone(client_of, data_manager, bring):
    bring("a.csv", 3)
    bring("b.csv", 2)
    gone = bring("c.csv", 4)
    undo_import(gone, sign=foresee_undo(gone).sign, by=data_manager, now=NOW)

    answer = client_of(data_manager).get(PAGE)

    assert answer.context["sums"] == {"rows": "7", "created": "5", "merged": "0", "repeated": "0", "rejected": "2"}
    assert (sorted(names(answer)), str(answer.context["count"])) == (["a.csv", "b.csv", "c.csv"], "3")


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("name=A.c", ["a.csv"]),
        ("state=undone", ["c.csv"]),
        ("state=done", ["a.csv", "b.csv"]),
        ("first=2026-11-26", ["a.csv", "c.csv"]),
        ("last=2026-11-25", ["b.csv"]),
        ("first=2026-11-25&last=2026-11-26", ["a.csv", "b.csv", "c.csv"]),
        ("first=nonsense", ["a.csv", "b.csv", "c.csv"]),
    ],
)
def test_files_are_found_by_name_state_and_days(client_of, data_manager, bring, asked, shown):
    bring("a.csv")
    bring("b.csv", now=NOW - DAY)
    gone = bring("c.csv")
    undo_import(gone, sign=foresee_undo(gone).sign, by=data_manager, now=NOW)

    assert sorted(names(client_of(data_manager).get(f"{PAGE}?{asked}"))) == shown


def test_files_are_found_by_channel_and_by_who_imported_them(client_of, data_manager, leader, bring):
    first = bring("a.csv")
    bring("b.csv", by=leader)
    browser = client_of(data_manager)

    assert names(browser.get(f"{PAGE}?channel={first.channel_id}")) == ["a.csv"]
    assert names(browser.get(f"{PAGE}?by={leader.pk}")) == ["b.csv"]


def test_a_file_opens_beside_the_list_with_what_an_undo_would_take_back(client_of, data_manager, director, bring):
    batch = bring("a.csv", 2)
    CallFactory(lead=Lead.objects.order_by("phone").first(), at=NOW)

    answer = client_of(data_manager).get(f"{PAGE}?name=a&file={batch.pk}")
    page = answer.content.decode()

    assert (len(answer.context["plan"].inquiries), len(answer.context["plan"].kept), answer.context["left"]) == (1, 1, 24 * 60)
    assert ("撤销 1 条咨询，留下 1 条线索" in page, 'href="?name=a"' in page) == (True, True)


def test_after_24_hours_the_reason_stands_in_the_place_of_the_button(client_of, data_manager, bring):
    held, over = bring("a.csv", now=NOW - DAY), bring("b.csv", now=NOW - DAY - MINUTE)
    browser = client_of(data_manager)

    shown = [browser.get(f"{PAGE}?file={batch.pk}") for batch in (held, over)]

    assert ["plan" in answer.context for answer in shown] == [True, False]
    assert "24 小时" in shown[1].content.decode()


@pytest.mark.parametrize(("rows", "at_once"), [(2, True), (3, True), (4, False)])
def test_an_import_of_more_rows_than_fit_at_once_is_undone_by_the_worker(client_of, data_manager, bring, monkeypatch, rows, at_once):
    monkeypatch.setattr(undoing, "AT_ONCE_ROWS", 4)
    batch = bring("a.csv", rows)
    browser = client_of(data_manager)

    browser.post(reverse("import_undo", args=[batch.pk]), {"sign": foresee_undo(batch).sign})
    before = ImportBatch.objects.get()

    assert (before.state, before.is_busy, take_one_batch()) == (("undone", False, False) if at_once else ("done", True, True))
    after = ImportBatch.objects.get()
    assert (after.state, after.is_busy, after.undone, after.undone_by, Lead.objects.count()) == (
        "undone", False, {"leads": rows, "inquiries": rows, "kept": 0}, data_manager, 0,
    )  # fmt: skip
    assert not take_one_batch()


def test_while_the_worker_has_it_the_page_says_so_and_nobody_undoes_it_twice(client_of, data_manager, bring, monkeypatch):
    monkeypatch.setattr(undoing, "AT_ONCE_ROWS", 1)
    batch = bring("a.csv", 3)
    sign, browser = foresee_undo(batch).sign, client_of(data_manager)

    browser.post(reverse("import_undo", args=[batch.pk]), {"sign": sign})
    again = browser.post(reverse("import_undo", args=[batch.pk]), {"sign": sign}, follow=True)

    assert "这批已经撤销过了" in again.content.decode()
    assert "正在撤销" in browser.get(reverse("import_batch", args=[batch.pk])).content.decode()
    assert "正在撤销" in browser.get(reverse("import_progress", args=[batch.pk])).content.decode()
    assert not may_undo(ImportBatch.objects.get(), by=data_manager, now=NOW)


def test_where_somebody_called_before_the_worker_came_nothing_is_undone_and_the_page_says_so(client_of, data_manager, bring, monkeypatch):
    monkeypatch.setattr(undoing, "AT_ONCE_ROWS", 1)
    batch = bring("a.csv", 3)
    browser = client_of(data_manager)
    browser.post(reverse("import_undo", args=[batch.pk]), {"sign": foresee_undo(batch).sign})
    CallFactory(lead=Lead.objects.first(), at=NOW)

    assert take_one_batch()

    kept = ImportBatch.objects.get()
    assert (kept.state, kept.is_busy, kept.undone_by, Lead.objects.count()) == ("done", False, None, 3)
    assert "刚才有人动过这批线索" in browser.get(reverse("import_batch", args=[batch.pk])).content.decode()
    assert "刚才有人动过这批线索" in browser.get(f"{PAGE}?file={batch.pk}").content.decode()


def test_what_was_asked_within_24_hours_is_undone_though_the_worker_comes_later(data_manager, bring, monkeypatch):
    monkeypatch.setattr(undoing, "AT_ONCE_ROWS", 1)
    batch = bring("a.csv", 3, now=NOW - DAY)
    undoing.ask_undo(batch, sign=foresee_undo(batch).sign, by=data_manager, now=NOW)

    undoing.undo_as_asked(ImportBatch.objects.get(), now=NOW + MINUTE)

    assert (ImportBatch.objects.get().undone_at, Lead.objects.count()) == (NOW + MINUTE, 0)


def test_the_figures_of_an_undone_file_say_that_its_leads_are_taken_back(client_of, data_manager, bring):
    batch = bring("a.csv", 2)
    browser = client_of(data_manager)
    before = browser.get(reverse("import_batch", args=[batch.pk])).content.decode()

    browser.post(reverse("import_undo", args=[batch.pk]), {"sign": foresee_undo(batch).sign})

    after = browser.get(reverse("import_batch", args=[batch.pk])).content.decode()
    assert [("进待分配" in page, "已随导入撤回" in page) for page in (before, after)] == [(True, False), (False, True)]
