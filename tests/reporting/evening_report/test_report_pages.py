"""The pages of the evening report."""

import pytest
from django.urls import reverse

from reporting.evening_report.rules.report_receivers import add_receiver
from reporting.evening_report.rules.sending import send_evening_reports
from reporting.models import EveningReport, Remark, ReportReceiver
from tests.factories import CallFactory, LeadFactory
from tests.moments import NOW, moment


@pytest.fixture
def day(store, agent, manager, leader):
    """A day with a call, and a receiver."""
    lead = LeadFactory(store=store, agent=agent, name="丁一", received_at=moment(26, 9))
    CallFactory(lead=lead, agent=agent, at=moment(26, 10), outcome="connected", seconds=60)
    add_receiver(store, way="notice", user=manager, by=leader, now=NOW)


def test_the_leader_writes_saves_and_sends(client, day, leader):
    client.force_login(leader)
    refused = client.post(reverse("report_evening_save"), {"text": "13812345678"})
    client.post(reverse("report_evening_save"), {"text": "差在邀约"})

    client.post(reverse("report_evening_save"), {"text": "差在邀约。", "then": "send"})

    page = client.get(reverse("report_evening")).content.decode()
    assert (refused.status_code, Remark.objects.get().text, EveningReport.objects.get().by) == (422, "差在邀约。", leader)
    assert ("补一句" in page, 'name="then"' in page, "1 / 1" in page) == (True, False, True)


def test_the_chat_s_face_and_the_full_one_are_shown_beforehand(client, day, manager):
    client.force_login(manager)

    pages = [client.get(reverse("report_evening_preview"), {"face": face}) for face in ("chat", "full", "figures", "other")]

    assert [("通话 1" in page.content.decode(), page.status_code) for page in pages] == [(True, 200)] * 4


def test_who_only_reads_has_no_field(client, day, manager):
    client.force_login(manager)

    page = client.get(reverse("report_evening")).content.decode()

    assert ("report-text" in page, 'name="then"' in page, "通话" in page) == (False, False, True)


def test_a_day_gone_by_is_read_and_changed_no_more(client, day, leader):
    send_evening_reports(now=moment(26, 18, 30))
    client.force_login(leader)

    page = client.get(reverse("report_evening"), {"day": "2026-11-25"}).content.decode()

    assert ("report-text" in page, 'name="then"' in page) == (False, False)


def test_receivers_are_added_and_ended(client, store, leader, director):
    client.force_login(leader)
    client.post(reverse("report_receivers"), {"way": "notice", "user": director.pk})

    pk = ReportReceiver.objects.get().pk
    shown = client.get(reverse("report_receivers")).content.decode()
    client.post(reverse("report_receiver_end", args=[pk]))

    assert ("郑强" in shown, "还没定发给谁" in client.get(reverse("report_receivers")).content.decode()) == (True, True)
