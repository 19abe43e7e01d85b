"""What was sent of evening reports, day by day, with every try."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from dcc.frame.moment_words import weekday
from dcc.models import Store
from reporting.models import EveningReport, ReportLetter
from reporting.models.evening_report import HELD, SENT

DAYS = 14
ANSWERS = {
    "TimeoutError": gettext_lazy("no answer in time"),
    "timed out": gettext_lazy("no answer in time"),
    "ConnectionRefusedError": gettext_lazy("not reached"),
    "gaierror": gettext_lazy("not reached"),
    "private address": gettext_lazy("address not allowed"),
    "address not allowed": gettext_lazy("address not allowed"),
    "receiver ended": gettext_lazy("receives nothing more"),
    "no mail server": gettext_lazy("no mail server"),
    "cut off": gettext_lazy("cut off"),
}


@dataclass(frozen=True)
class Try:
    """One try: when, what was answered, whether it was taken."""

    at: datetime
    words: str
    is_taken: bool

    @property
    def said(self) -> str:
        """What was answered, in words where there are some."""
        if self.is_taken:
            return pgettext("letter", "arrived")
        if self.words.isdecimal():
            return _("answered %(code)s") % {"code": self.words}
        return str(ANSWERS.get(self.words, self.words))


@dataclass(frozen=True)
class LetterSaid:
    """A letter with its tries; several tries, or none that went through, are said on the page."""

    letter: ReportLetter
    tries: list[Try]

    @property
    def is_told(self) -> bool:
        """Whether its tries are worth a line."""
        return len(self.tries) > 1 or any(not one.is_taken for one in self.tries)


@dataclass(frozen=True)
class DaySent:
    """A day of the log."""

    report: EveningReport
    letters: list[LetterSaid]

    @property
    def weekday(self) -> str:
        """Which day of the week it was."""
        return weekday(self.report.day)

    @property
    def reached(self) -> int:
        """How many letters arrived."""
        return sum(1 for one in self.letters if one.letter.sent_at)

    @property
    def failed(self) -> int:
        """How many were given up."""
        return sum(1 for one in self.letters if one.letter.given_up_at)

    @property
    def is_sent(self) -> bool:
        """Whether the day's report went out."""
        return self.report.state == SENT

    @property
    def is_held(self) -> bool:
        """Whether the leader held it back."""
        return self.report.state == HELD

    @property
    def why_not(self) -> str:
        """Why nothing was sent."""
        return self.report.reason if self.is_held else _("No call, visit, order or lead")

    @property
    def told(self) -> list[LetterSaid]:
        """The letters that did not go through at once."""
        return [one for one in self.letters if one.is_told]


def days_sent(store: Store) -> list[DaySent]:
    """Return the last days of the log, the latest first. Two queries."""
    reports = list(EveningReport.objects.filter(store=store).order_by("-day")[:DAYS])
    letters: dict[int, list[LetterSaid]] = {report.pk: [] for report in reports}
    for letter in ReportLetter.objects.filter(report__in=reports).select_related("receiver").order_by("at", "pk"):
        tries = [Try(datetime.fromisoformat(at), words, taken) for at, words, taken in letter.answers]
        letters[letter.report_id].append(LetterSaid(letter, tries))
    return [DaySent(report, letters[report.pk]) for report in reports]
