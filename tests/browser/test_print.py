"""What stands on paper: whose, what, which days, by whom and when; numbers without the fields one types them in; nothing of the frame."""

import pytest
from django.utils import timezone

from tests.browser.walking import OFFICE

DAYS = "?from=2026-11-02&to=2026-11-24"


@pytest.mark.parametrize(
    ("address", "title", "days"),
    [
        (f"/reports/daily/{DAYS}", "日报", "2026-11-02 – 2026-11-24"),
        (f"/reports/funnel/{DAYS}", "漏斗", "2026-11-02 – 2026-11-24"),
        (f"/reports/rows/{DAYS}&by=agent&basis=activity&measure=calls", "通话", "2026-11-02 – 2026-11-24"),
        ("/reports/targets/?month=2026-11", "计划", "2026-11"),
        ("/calls/appointments/", "邀约", ""),
        ("/", "今日工作台", ""),
    ],
)
def test_a_page_on_paper_says_what_it_is_whose_and_when_it_was_printed(log_in, page, leader, address, title, days):
    page.set_viewport_size(OFFICE)
    log_in(leader)
    page.goto(address)

    page.emulate_media(media="print")
    said = " ".join(page.locator(".d-print:visible").all_inner_texts())

    wanted = [title, leader.store.name, days, leader.name, f"{timezone.localtime():%Y-%m-%d}"]
    assert [words for words in wanted if words not in said] == []
    assert page.locator(":is(.d-side, .d-top, .d-filters, .d-foot, .d-button):visible").count() == 0
    assert page.locator(".d-table .d-input").evaluate_all("fields => fields.filter((each) => getComputedStyle(each).borderColor !== 'rgba(0, 0, 0, 0)')") == []
