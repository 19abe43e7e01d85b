"""Where a person may go, and what waits for them at the bell."""

from dcc import sockets
from dcc.models import Notice, User
from dcc.people.permissions import may


def sections_of(person: User) -> list[sockets.Section]:
    """The places this person may open, in order."""
    return [section for section in sockets.navigation if may(person, section.permission) and not (section.unless and may(person, section.unless))]


def unread_of(person: User) -> int:
    """How many notices this person has not read."""
    return Notice.objects.filter(user=person, read_at=None).count()


SHOWN = 3  # reports in the navigation; the others stand behind them all


def shown_reports(person: User, sections: list[sockets.Section]) -> list[sockets.Section]:
    """The reports in a person's navigation, in order: three, those of their roles before others."""
    reports = [section for section in sections if section.shelf]
    first = sorted(reports, key=lambda report: not set(report.first_for) & {"all", *person.roles})[:SHOWN]
    return [report for report in reports if report in first]
