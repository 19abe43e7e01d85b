"""What the leader says of a day: changed until it is sent, then fixed; one sentence more goes out by itself (docs/rules/interface.md#evening-report)."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dcc.errors import Refused
from dcc.models import Store, User
from dcc.reckoning.clock import day_of
from dcc.trail import audit
from leads.intake.phones import mask_digits
from reporting.evening_report.report_words import addition_in_words, title_of
from reporting.evening_report.rules.addressing import receivers_of, write_letters
from reporting.models import EveningReport, Remark, ReportLetter
from reporting.models.evening_report import SENT

LONGEST = 500


@transaction.atomic
def save_remark(store: Store, *, text: str, by: User, now: datetime) -> Remark | None:
    """Keep what is said of today until it is sent; an empty text takes it away. Refused with a telephone number in it, and once the report is sent."""
    day, text = day_of(now, store.zone), said(text)
    Store.objects.select_for_update().get(pk=store.pk)
    kept = Remark.objects.select_for_update().filter(store=store, day=day, is_addition=False).first()
    if EveningReport.objects.filter(store=store, day=day, state=SENT).exists():
        raise Refused(_("Today's report is sent: its words do not change any more. Say one sentence more instead."), about="text")
    if kept is not None and kept.text == text:
        return kept
    if not text:
        if kept is not None:
            audit.record("remark.drop", kept, by=by, now=now, day=f"{day}")
            kept.delete()
        return None
    kept, _is_new = Remark.objects.update_or_create(store=store, day=day, is_addition=False, defaults={"text": text, "by": by, "at": now})
    audit.record("remark.write", kept, by=by, now=now, day=f"{day}")
    return kept


@transaction.atomic
def add_sentence(store: Store, *, text: str, by: User, now: datetime) -> Remark:
    """Send one sentence after today's report, to whoever received that; nothing else is sent again, nor the same sentence twice. Refused before it is sent."""
    day, text = day_of(now, store.zone), said(text)
    report = EveningReport.objects.select_for_update().filter(store=store, day=day, state=SENT).first()
    if report is None:
        raise Refused(_("Today's report is not sent yet: write into it."), about="text")
    if not text:
        raise Refused(_("Write what is to be added."), about="text")
    if there := Remark.objects.filter(store=store, day=day, is_addition=True, text=text).first():
        return there
    remark = Remark.objects.create(store=store, day=day, text=text, is_addition=True, by=by, at=now, sent_at=now)
    audit.record("remark.add", remark, by=by, now=now, day=f"{day}")
    had_it = set(ReportLetter.objects.filter(report=report, addition=None).values_list("receiver", flat=True))
    readers = [one for one in receivers_of(store) if one.pk in had_it]
    write_letters(report, lambda _face: addition_in_words(title_of(store, day), text), addition=remark, now=now, receivers=readers)
    return remark


def of_day(store: Store, day: date) -> Remark | None:
    """Return what the leader says of a day."""
    return Remark.objects.filter(store=store, day=day, is_addition=False).first()


def said(text: str) -> str:
    """Return a text as it may be sent. Refused where it holds what may be a telephone number, or is too long."""
    text = text.replace("\r\n", "\n").strip()
    if len(text) > LONGEST:
        raise Refused(_("At most %(n)d characters.") % {"n": LONGEST}, about="text")
    if mask_digits(text) != text:
        raise Refused(_("There is a telephone number in it: everybody receives the same words, so none is written here."), about="text")
    return text
