"""What this room hangs on its own sockets."""

from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dcc import sockets
from dcc.installation.private_files import sweep_spool
from dcc.log_in.rules.sessions import forget_expired_sessions
from dcc.log_in.rules.throttle import LOCKED
from dcc.models import Notice, User, Word
from dcc.models.shift import LEAVES
from dcc.people.permissions import may
from dcc.people.roles import ROLES
from dcc.robots import plugs as robot_plugs  # noqa: F401 - hang up what robots add
from dcc.trail import trail_words
from dcc.trail.rules.sealing import seal_trail
from dcc.trail.trail_seals import last_seals


def new_roles(notice: Notice) -> tuple[str, str]:
    """Say which roles somebody was given."""
    words = _(", ").join(str(label) for name, label in ROLES if name in notice.detail["roles"])
    return _("Your roles are now: %(roles)s") % {"roles": words}, reverse("me")


def roster_set(notice: Notice) -> tuple[str, str]:
    """Say which day of the roster somebody changed, or how many."""
    by, day = notice.person("by"), date.fromisoformat(notice.detail["first"])
    facts = {"by": by or "", "day": f"{day:%m-%d}", "count": notice.detail["count"], "what": dict(LEAVES).get(notice.detail["what"], notice.detail["what"])}
    words = _("%(by)s wrote your roster: %(day)s %(what)s") if facts["count"] == 1 else _("%(by)s wrote your roster: %(count)d days from %(day)s")
    return words % facts, f"{reverse('roster')}?week={day.isoformat()}"


def stands_in(notice: Notice) -> tuple[str, str]:
    """Say for whom somebody stands in, and how long."""
    first, last = (date.fromisoformat(notice.detail[name]) for name in ("first", "last"))
    facts = {"name": notice.person("person") or "", "first": f"{first:%m-%d}", "last": f"{last:%m-%d}"}
    words = _("You stand in for %(name)s today") if first == last else _("You stand in for %(name)s until %(last)s")
    return words % facts, reverse("roster")


def log_in_locked(notice: Notice) -> tuple[str, str]:
    """Say until when wrong tries keep somebody out, and what to do where it was not they who tried."""
    until = localtime(datetime.fromisoformat(notice.detail["until"]))
    words = _("Wrong passwords locked your log-in until %(until)s. If it was not you, tell your leader and choose a new password.")
    return words % {"until": f"{until:%m-%d %H:%M}"}, reverse("me")


def people_on_the_trail(user: User, ids: set[int], _now: datetime) -> dict[int, tuple[str, str]]:
    """Name the people; link them for whoever may open their pages."""
    linked = may(user, "person.see")
    return {person.pk: (person.name, reverse("person", args=[person.pk]) if linked else "") for person in User.objects.visible_to(user).filter(pk__in=ids)}


def words_on_the_trail(user: User, ids: set[int], _now: datetime) -> dict[int, tuple[str, str]]:
    """Name the words of the store's lists."""
    linked = may(user, "word.manage")
    return {word.pk: (word.name, reverse("word", args=[word.pk]) if linked else "") for word in Word.objects.visible_to(user).filter(pk__in=ids)}


sockets.notice_kinds.add_each({"person.roles": new_roles, "absence.stand_in": stands_in, "roster.set": roster_set, LOCKED: log_in_locked})
trail_words.name_people("person.away", "user")
trail_words.name_people("trail.export", "about")
sockets.due_verbs.add(forget_expired_sessions, name="forget_expired_sessions")
sockets.due_verbs.add(seal_trail, name="seal_trail", position=90)  # last: what the others did is sealed with it
sockets.due_verbs.add(lambda *, now: sweep_spool(settings.SPOOL, seconds=now.timestamp()), name="sweep_spool")
sockets.backup_marks.add(lambda *, now: last_seals(), name="trail")
sockets.trail_links.add_each({"user": people_on_the_trail, "word": words_on_the_trail})
sockets.trail_questions.add((gettext_lazy("Full numbers shown"), lambda entries, _now: entries.showing_numbers()), name="numbers", position=10)

sockets.navigation.add(
    sockets.Section("people", gettext_lazy("People"), "users-group", "person.see", group="manage", pages=("person", "person_new", "roster")),
    name="people",
    position=80,
)
sockets.navigation.add(
    sockets.Section(
        "house_rules", gettext_lazy("Rules"), "adjustments", "setting.change", group="manage", pages=("allocation_rules", "allocation_rules_preview")
    ),
    name="house_rules",
    position=84,
)
sockets.navigation.add(
    sockets.Section("words", gettext_lazy("Word lists"), "list-details", "word.manage", group="manage", pages=("word_list", "word")), name="words", position=86
)
sockets.navigation.add(sockets.Section("trail", gettext_lazy("Trail"), "history", "trail.see", group="manage"), name="trail", position=88)
