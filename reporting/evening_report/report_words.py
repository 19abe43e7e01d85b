"""The report as it is sent, in full, for a chat without a customer, in figures without a person (docs/rules/interface.md#evening-report)."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from dcc.frame.moment_words import weekday
from reporting.evening_report.day_facts import DayFacts, Line
from reporting.evening_report.day_incidents import DayIncident
from reporting.models import ReportReceiver
from reporting.models.evening_report import ROBOT

LANGUAGE = "zh-hans"  # of what is sent
FULL, CHAT, FIGURES = "full", "chat", "figures"
FACES = {FULL: pgettext_lazy("evening report", "In full"), CHAT: gettext_lazy("No customer"), FIGURES: gettext_lazy("Figures only")}


def face_of(receiver: ReportReceiver) -> str:
    """Return what a receiver gets: a group chat no customer, a person of the store all of it, anybody else figures alone."""
    if receiver.way == ROBOT:
        return CHAT
    return FULL if receiver.user_id else FIGURES


def report_in_words(facts: DayFacts, remark: str, face: str) -> str:
    """Return the report as it is sent: title, the leader's words, the figures, the incidents, the way to the page for the store's own."""
    with translation.override(LANGUAGE), timezone.override(facts.store.zone):
        parts = [_title(facts), remark, "\n".join(map(_line, facts.lines)), _incidents(facts, face)]
        if face != FIGURES and settings.SITE:
            parts.append(f"{settings.SITE}{reverse('report_evening')}?day={facts.day}")
        return "\n\n".join(part for part in parts if part)


def addition_in_words(facts_title: str, text: str) -> str:
    """Return one sentence that follows a report."""
    with translation.override(LANGUAGE):
        return _("%(title)s, one more sentence: %(text)s") % {"title": facts_title, "text": text}


def title_of(store, day) -> str:
    """Return how a day's report is called."""
    with translation.override(LANGUAGE):
        return _("%(store)s evening report %(day)s") % {"store": store.name, "day": f"{day:%m-%d} {weekday(day)}"}


def subject_of(words: str) -> str:
    """Return the subject of a letter: its first line."""
    return words.partition("\n")[0][:120]


def _title(facts: DayFacts) -> str:
    said = {"title": title_of(facts.store, facts.day), "at": _hour(facts.at)}
    return _("%(title)s (counted until %(at)s)") % said


def _hour(at: datetime) -> str:
    return f"{timezone.localtime(at):%H:%M}"


def _line(line: Line) -> str:
    tile = line.tile
    value = f"{tile.value}/{line.plan}" if line.plan else tile.value
    said = f"{tile.label} {value}" + (_(" (%(what)s)") % {"what": line.beside} if line.beside else "")
    month = tile.month
    if tile.target:
        month = f"{tile.month}/{tile.target:,} {line.share}"
        if tile.behind:
            month += " " + _("%(n)d behind") % {"n": tile.behind}
    return _("%(day)s; this month %(month)s") % {"day": said, "month": month}


def _incidents(facts: DayFacts, face: str) -> str:
    if not facts.incidents:
        return _("Nothing urgent today")
    head = _("Urgent today: %(n)d") % {"n": facts.incident_count}
    return "\n".join([head, *(_incident(incident, face) for incident in facts.incidents)])


def _incident(incident: DayIncident, face: str) -> str:
    said = f"{incident.label} {incident.count}"
    if face == FIGURES:
        return said
    return _("%(what)s: %(who)s") % {"what": said, "who": incident.in_full if face == FULL else incident.by_agent}
