"""What the leads given to the showroom hang on the sockets."""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dcc import sockets
from dcc.people.permissions import may
from dcc.reckoning.clock import day_of
from dcc.trail import audit, trail_words
from leads import sockets as lead_sockets
from reception.given.listed_given import LISTED_GIVEN
from reception.given.standing import asked_about
from reception.given.usual import USUAL_DAYS
from reception.models.given import OUTCOMES

audit.register({"given.note": _("Heard of a lead given to the showroom"), "given.take_back": _("Taken back: heard of a lead given to the showroom")})
SAID = dict(OUTCOMES)
trail_words.register({}, {action: lambda value: str(SAID.get(value, value)) for action in ("given.note", "given.take_back")})


def to_ask(user, now: datetime) -> dict[str, QuerySet]:
    """Those the desk asks about."""
    if not may(user, "given.write"):
        return {}
    today = day_of(now, user.store.zone)
    return {"given": asked_about(user.store, since=today - timedelta(days=USUAL_DAYS - 1), until=today, now=now)}


lead_sockets.person_lists.add(LISTED_GIVEN, name="given")
sockets.navigation.add(sockets.Section("given", pgettext_lazy("given", "Given back"), "arrow-back-up", "given.see", rows=to_ask), name="given", position=33)
