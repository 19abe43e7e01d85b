"""What grading, reviewing and closing hang on the sockets: deeds of the trail, notices, settings, places in the navigation."""

from django.dispatch import receiver
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from dcc import audit, sockets, trail_words
from dcc.store_settings import Setting, register, whole_number
from leads import sockets as own_sockets
from leads.models import CLOSED_AS, GRADES
from leads.models.review import DECISIONS, PROPOSALS
from leads.rules.following_up import move_follow_ups

AFTER_CALL = _("After the call")

audit.register(
    {
        "lead.grade": _("Graded"),
        "lead.propose": _("Application made"),
        "lead.confirm": _("Application confirmed"),
        "lead.reject": _("Application rejected"),
        "lead.review": _("Decided by the leader"),
        "lead.close": _("Lead closed"),
        "lead.give": _("Lead given to an agent"),
    }
)
WORDS = dict(PROPOSALS) | dict(CLOSED_AS)
trail_words.register(
    {"kind": "", "reason": _("Reason"), "alone": _("confirmed by whoever proposed, nobody else being there")},
    {
        "lead.grade": lambda value: str(dict(GRADES).get(value, value)),
        "lead.review": lambda value: str(dict(DECISIONS).get(value, value)),
        "lead.close": lambda value: str(WORDS.get(value, value)),
        "lead.propose": lambda value: str(WORDS.get(value, value)),
        "kind": lambda value: str(WORDS.get(value, value)),
    },
)
register(Setting("grade_follow_up_days", _("Days until an ordinary lead is called again"), 3, whole_number(1, 60), AFTER_CALL))


def _about(notice) -> tuple[str, str]:
    """Return the lead's name and address; neither of a lead its reader may no longer see."""
    return (str(notice.lead), reverse("lead", args=[notice.lead_id])) if notice.lead else (_now("A customer who is no longer yours"), "")


def high(notice):
    """A reception specialist has a customer to expect."""
    name, url = _about(notice)
    return _now("%(name)s is graded high intent: yours to receive") % {"name": name}, url


def high_for_agent(notice):
    """The agent learns who receives their customer."""
    name, url = _about(notice)
    reception = notice.person("reception")
    if reception is None:
        return _now("%(name)s is graded high intent; nobody of the reception is on duty") % {"name": name}, url
    return _now("%(name)s is graded high intent; %(reception)s receives them") % {"name": name, "reception": reception.name}, url


def rejected(notice):
    """An application came back."""
    name, url = _about(notice)
    return _now("%(kind)s of %(name)s rejected: call again") % {"kind": WORDS[notice.detail["kind"]], "name": name}, url


sockets.notice_kinds.add(("lead.high", high), name="lead.high")
sockets.notice_kinds.add(("lead.high_agent", high_for_agent), name="lead.high_agent")
sockets.notice_kinds.add(("lead.rejected", rejected), name="lead.rejected")


@receiver(own_sockets.leads_allocated)
def promises_move_along(*, lead_ids, agent, **_sent) -> None:
    """What is owed to a lead moves along with it."""
    move_follow_ups(lead_ids, agent=agent)
