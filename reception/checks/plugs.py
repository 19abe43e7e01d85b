"""What the checks hang on the sockets."""

from datetime import date, datetime
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.dispatch import receiver
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from dcc import sockets
from dcc.models import Notice
from dcc.people.permissions import may
from dcc.store.store_settings import register
from dcc.trail import audit, trail_words
from leads.customer.told_of import name_of
from reception.checks.check_settings import SETTINGS
from reception.checks.rules.drawing import keep_checks, make_secret
from reception.models import CheckDraw
from reception.models.checks import ENDS

audit.register(
    {
        "check.draw": _("Cards and visits drawn to be checked"),
        "check.dial": _("Rang to check"),
        "check.judge": _("Check judged"),
        "check.take_back": _("Check taken back"),
        "check.answer": _("Check answered"),
    }
)
SAID = dict(ENDS)
trail_words.register({}, {action: lambda value: str(SAID.get(value, value)) for action in ("check.judge", "check.take_back")})
register(*SETTINGS)


def wrong(notice: Notice) -> tuple[str, str]:
    """What somebody wrote was found not to be true."""
    facts = {"name": name_of(notice), "day": f"{date.fromisoformat(notice.detail['day']):%m-%d}"}
    words = _now("Checked: your card of %(name)s (%(day)s) is not true") if notice.detail["card"] else _now("Checked: your visit of %(day)s is not true")
    return words % facts, f"{reverse('checks_rows')}?{urlencode({'result': 'wrong', 'month': notice.detail['day'][:7]})}"


def answered(notice: Notice) -> tuple[str, str]:
    """Whoever wrote it says how it was."""
    facts = {"who": notice.detail["who"], "day": f"{date.fromisoformat(notice.detail['day']):%m-%d}"}
    return _now("%(who)s answered your check of %(day)s") % facts, f"{reverse('checks')}?one={notice.detail['check']}"


def withdrawn(notice: Notice) -> tuple[str, str]:
    """It was found wrong by mistake."""
    facts = {"name": name_of(notice), "day": f"{date.fromisoformat(notice.detail['day']):%m-%d}"}
    words = _now("Taken back: your card of %(name)s (%(day)s)") if notice.detail["card"] else _now("Taken back: your visit of %(day)s")
    return words % facts, reverse("checks")


def to_check(user, _now_is: datetime) -> dict[str, QuerySet]:
    """The checks that wait for whoever makes them."""
    return {"checks": CheckDraw.objects.visible_to(user).running()} if may(user, "check.write") else {}


def draws_on_the_trail(user, ids, _now_is: datetime) -> dict[int, tuple[str, str]]:
    """Name the checks after whom they asked."""
    rows = CheckDraw.objects.visible_to(user).filter(pk__in=ids).select_related("lead", "visit")
    return {one.pk: (one.name, f"{reverse('checks')}?one={one.pk}") for one in rows}


sockets.notice_kinds.add_each({"check.wrong": wrong, "check.withdrawn": withdrawn, "check.answered": answered})
sockets.number_showings.add("check.dial", name="check.dial")
sockets.due_verbs.add(keep_checks, name="checks")
sockets.trail_links.add_each({"checkdraw": draws_on_the_trail})
sockets.navigation.add(sockets.Section("checks", _("Checks"), "shield-check", "check.see", pages=("checks_rows",), rows=to_check), name="checks", position=30)


@receiver(sockets.store_born)
def secret_of_the_draw(*, store, **_sent) -> None:
    """A store is born with what its samples are drawn by."""
    make_secret(store)
