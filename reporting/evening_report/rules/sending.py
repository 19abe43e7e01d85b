"""The report of a day: sent by itself at its hour, at once by the leader, or held back with a reason (docs/rules/interface.md#evening-report)."""

from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from dcc.errors import Refused
from dcc.models import Store, User
from dcc.reckoning.clock import day_of
from dcc.trail import audit
from reporting.boards.daily_board import snapshot
from reporting.evening_report.day_facts import facts_of, is_empty
from reporting.evening_report.report_words import report_in_words
from reporting.evening_report.rules.addressing import receivers_of, write_letters
from reporting.evening_report.sending_time import sending_moment
from reporting.models import EveningReport, Remark, ReportLetter, ReportReceiver
from reporting.models.evening_report import HELD, NOTHING, SENT

DAY = timedelta(days=1)


def send_evening_reports(*, now: datetime) -> int:
    """Send the report of each store whose hour has come today and that has a receiver. Return how many days were settled."""
    stores = Store.objects.filter(pk__in=ReportReceiver.objects.filter(ended_at=None).order_by().values("store")).order_by("pk")
    due = [store for store in stores if sending_moment(store, now) <= now]
    days = set(EveningReport.objects.filter(store__in=due, day__gte=(now - DAY).date()).values_list("store", "day"))
    return sum(_settle(store, by=None, now=now) is not None for store in due if (store.pk, day_of(now, store.zone)) not in days)


@transaction.atomic
def send_now(store: Store, *, by: User, now: datetime) -> EveningReport:
    """Send today's report at once; one that was held back goes out, too. Refused once sent, without a receiver, and of a day without anything."""
    Store.objects.select_for_update().get(pk=store.pk)
    of_today = EveningReport.objects.filter(store=store, day=day_of(now, store.zone))
    if of_today.filter(state=SENT).exists():
        raise Refused(_("Today's report is sent already."))
    of_today.delete()
    report = _settle(store, by=by, now=now)
    if report is None:
        raise Refused(_("Nobody receives the report yet: choose its receivers first."))
    if report.state == NOTHING:
        raise Refused(_("No call, no visit, no order and no lead today: there is nothing to send."))
    return report


@transaction.atomic
def hold_back(store: Store, *, reason: str, by: User, now: datetime) -> EveningReport:
    """Send nothing today. Refused without a reason, and once the day is settled."""
    reason = reason.strip()
    if not reason:
        raise Refused(_("Say why nothing is sent today."), about="reason")
    Store.objects.select_for_update().get(pk=store.pk)
    day = day_of(now, store.zone)
    if kept := EveningReport.objects.filter(store=store, day=day).first():
        if kept.state == HELD:
            return kept
        raise Refused(_("Today's report is sent already."), about="reason")
    report = EveningReport.objects.create(store=store, day=day, at=now, by=by, state=HELD, reason=reason[:200])
    audit.record("evening_report.hold", report, by=by, now=now, day=f"{day}", reason=report.reason)
    return report


@transaction.atomic
def let_go(store: Store, *, by: User, now: datetime) -> bool:
    """Send today's report after all, at its hour. Refused once that hour has passed. False if nothing is held back."""
    Store.objects.select_for_update().get(pk=store.pk)
    held = EveningReport.objects.filter(store=store, day=day_of(now, store.zone), state=HELD).first()
    if held is None:
        return False
    if sending_moment(store, now) <= now:
        raise Refused(_("Its hour has passed: send it now, or leave it."))
    audit.record("evening_report.release", held, by=by, now=now, day=f"{held.day}")
    held.delete()
    return True


@transaction.atomic
def send_again(report: EveningReport, *, by: User, now: datetime) -> int:
    """Try once more, three times, what was given up. Return how many letters."""
    count = ReportLetter.objects.filter(report=report, given_up_at__isnull=False).update(given_up_at=None, tries=0, tried_at=None, at=now)
    if count:
        audit.record("evening_report.again", report, by=by, now=now, day=f"{report.day}", letters=count)
    return count


@transaction.atomic
def _settle(store: Store, *, by: User | None, now: datetime) -> EveningReport | None:
    """Count the day anew and write its letters: once, whoever asks. None without a receiver."""
    receivers = receivers_of(store)
    if not receivers:
        return None
    day = day_of(now, store.zone)
    board = snapshot(store, day, day, now=now)
    state = NOTHING if is_empty(board) else SENT
    Store.objects.select_for_update().get(pk=store.pk)  # nobody writes meanwhile what would be left out
    report, is_new = EveningReport.objects.get_or_create(store=store, day=day, defaults={"at": now, "by": by, "state": state})
    if not is_new or state == NOTHING:
        return report
    remark = Remark.objects.select_for_update().filter(store=store, day=day, is_addition=False).first()
    if remark is not None:
        remark.sent_at = now
        remark.save(update_fields=["sent_at"])
    text = remark.text if remark else ""
    write_letters(report, partial(report_in_words, facts_of(board, now=now), text), now=now, receivers=receivers)
    audit.record("evening_report.send", report, by=by, now=now, day=f"{day}", letters=len(receivers))
    return report
