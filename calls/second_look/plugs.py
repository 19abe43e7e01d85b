"""What the second look hangs on the sockets."""

from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _

from calls.models.call import OUTCOMES
from calls.models.second_look import OUTCOMES as LOOK_OUTCOMES
from calls.second_look.drawn_looks import read_after
from calls.second_look.look_settings import SETTINGS
from calls.second_look.rules.drawing_looks import keep_looks
from calls.second_look.rules.ending_looks import end_returned
from dcc import sockets
from dcc.store.store_settings import register
from dcc.trail import audit, trail_words
from leads import sockets as lead_sockets

audit.register({"second_look.draw": _("Lost customers drawn for a second look"), "second_look.log": _("Second look called")})
SAID = dict(OUTCOMES) | dict(LOOK_OUTCOMES)
trail_words.register({}, {"second_look.log": lambda value: str(SAID.get(value, value))})
register(*SETTINGS)
sockets.due_verbs.add(keep_looks, name="second_looks")
lead_sockets.read_rows.add(read_after, name="second_looks")


@receiver(lead_sockets.leads_opened)
def who_came_back_is_not_looked_at(*, store, at, **_sent) -> None:
    """A number that has an open lead again needs no second look."""
    end_returned(store, at=at)


@receiver(lead_sockets.lead_reopened)
def who_is_opened_again_is_not_looked_at(*, lead, at, **_sent) -> None:
    """A lead that was lost by mistake is called as any other."""
    end_returned(lead.store, at=at)
