"""What people are told of their pay."""

from urllib.parse import quote

from django.urls import reverse
from django.utils.translation import gettext as _

from leads.customer.told_of import name_of


def frozen(notice) -> tuple[str, str]:
    """Somebody's month was frozen."""
    month = notice.detail["month"]
    return _("What you are paid for %(month)s is frozen.") % {"month": month}, f"{reverse('statement')}?month={month}"


def raised(notice) -> tuple[str, str]:
    """Somebody objects to a line of their month."""
    said = {"name": _who(notice), "month": notice.detail["month"]}
    return _("%(name)s objects to a line of %(month)s") % said, f"{_line(notice)}&user={quote(notice.detail['username'])}"


def answered(notice) -> tuple[str, str]:
    """The leader answered an objection."""
    said = {"month": notice.detail["month"]}
    if notice.detail["changes"]:
        return _("Your objection of %(month)s: changed") % said, _line(notice)
    return _("Your objection of %(month)s: not changed") % said, _line(notice)


def moved(notice) -> tuple[str, str]:
    """What counted for one counts for another by an answer."""
    said = {"customer": name_of(notice), "month": notice.detail["month"], "name": _who(notice)}
    return _("%(customer)s, a line of %(month)s: after an objection it counts for %(name)s, no longer for you") % said, _line(notice)


def _who(notice) -> str:
    person = notice.people.get(notice.detail["user"])
    return person.name if person else _("A colleague")


def _line(notice) -> str:
    return f"{reverse('statement')}?month={notice.detail['month']}&line={quote(notice.detail['line'])}"


SENTENCES = {"statement.frozen": frozen, "objection.raised": raised, "objection.answered": answered, "objection.moved": moved}
