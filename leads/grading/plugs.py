"""What grading, reviewing and closing hang on the sockets: deeds of the trail, notices, settings, places in the navigation."""

from django.dispatch import receiver
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from dcc import sockets
from dcc.people.permissions import may
from dcc.store.store_settings import Setting, register, whole_number
from dcc.trail import audit, trail_words
from leads import sockets as own_sockets
from leads.customer.rules.following_up import move_follow_ups
from leads.grading.waiting_lists import count_to_grade, to_review
from leads.models import CLOSED_AS, GRADES
from leads.models.review import ANSWERS, DECISIONS, PROPOSALS, REQUESTS

ANSWERED_ON = {"number": "reconcile", "release": "transfers"}  # the page on which each is decided
AFTER_CALL = _("After the call")

audit.register(
    {
        "lead.grade": _("Graded"),
        "lead.ungrade": _("Grading undone"),
        "lead.ask": _("Agent asked to write more"),
        "lead.unask": _("Wish for more taken back"),
        "lead.propose": _("Application made"),
        "lead.confirm": _("Application confirmed"),
        "lead.reject": _("Application rejected"),
        "lead.unanswer": _("Answer taken back"),
        "lead.review": _("Decided by the leader"),
        "lead.unreview": _("Decision taken back"),
        "lead.close": _("Lead closed"),
        "lead.reopen": _("Lead opened again"),
        "lead.unreopen": _("Opening again taken back"),
        "lead.give": _("Lead given to an agent"),
        "request.make": _("Proposed to whoever decides"),
        "request.confirm": _("Proposal confirmed"),
        "request.reject": _("Proposal rejected"),
        "request.withdraw": _("Proposal withdrawn"),
    }
)
WORDS = dict(PROPOSALS) | dict(CLOSED_AS) | dict(REQUESTS)
trail_words.register(
    {"kind": "", "reason": _("Reason"), "alone": ""},
    {
        "alone": lambda value: str(_("confirmed by whoever proposed, nobody else being there")) if value else "",
        "lead.grade": lambda value: str(dict(GRADES).get(value, value)),
        "lead.ungrade": lambda value: str(dict(GRADES).get(value, value)),
        "lead.review": lambda value: str(dict(DECISIONS).get(value, value)),
        "lead.unanswer": lambda value: str(dict(ANSWERS).get(value, value)),
        "lead.unreview": lambda value: str(dict(DECISIONS).get(value, value)),
        "lead.reopen": lambda value: str(WORDS.get(value, value)),
        "lead.unreopen": lambda value: str(WORDS.get(value, value)),
        "lead.close": lambda value: str(WORDS.get(value, value)),
        "request.make": lambda value: str(WORDS.get(value, value)),
        "lead.propose": lambda value: str(WORDS.get(value, value)),
        "kind": lambda value: str(WORDS.get(value, value)),
    },
)
register(Setting("grade_follow_up_days", _("Days until an ordinary lead is called again"), 3, whole_number(1, 60), AFTER_CALL))


def _name(notice) -> str:
    """Return the name of whom a notice speaks of, for whoever may see them still."""
    return notice.lead.name if notice.lead else str(_("A customer"))


def _page(notice) -> str:
    """Return the customer's page, for whoever may see it."""
    return reverse("lead", args=[notice.lead_id]) if notice.lead else ""


def high(notice):
    """A reception specialist has a customer to expect."""
    return _now("%(name)s is graded high intent: yours to receive") % {"name": _name(notice)}, _page(notice)


def high_for_agent(notice):
    """The agent learns who receives their customer."""
    reception = notice.person("reception")
    if reception is None:
        return _now("%(name)s is graded high intent; nobody of the reception is on duty") % {"name": _name(notice)}, _page(notice)
    return _now("%(name)s is graded high intent; %(reception)s receives them") % {"name": _name(notice), "reception": reception.name}, _page(notice)


def high_alone(notice):
    """The leader learns that nobody of the reception is there for a best customer."""
    reception = notice.person("reception")
    facts = {"name": _name(notice), "reception": reception.name if reception else "—"}
    return _now("%(name)s is graded high intent; nobody of the reception is on duty, named is %(reception)s") % facts, _page(notice)


def rejected(notice):
    """An application came back."""
    return _now("%(kind)s of %(name)s rejected: call again") % {"kind": WORDS[notice.detail["kind"]], "name": _name(notice)}, _page(notice)


def ask(notice):
    """The data manager cannot judge a lead by what was recorded."""
    return _now("%(name)s cannot be graded yet: write more about the call") % {"name": _name(notice)}, _page(notice)


def unasked(notice):
    """The data manager needs no more after all."""
    return _now("%(name)s: nothing more needs to be written") % {"name": _name(notice)}, _page(notice)


def reopened(notice):
    """A closed customer is one's own again."""
    return _now("%(name)s is opened again: call today") % {"name": _name(notice)}, _page(notice)


def requested(notice):
    """Somebody proposes what this person decides."""
    kind = notice.detail["kind"]
    return _now("%(kind)s of %(name)s is proposed") % {"kind": WORDS[kind], "name": _name(notice)}, reverse(ANSWERED_ON[kind])


def answered(notice):
    """What one proposed was decided."""
    said = {"kind": WORDS[notice.detail["kind"]], "name": _name(notice), "decision": dict(ANSWERS)[notice.detail["decision"]]}
    return _now("%(kind)s of %(name)s: %(decision)s") % said, _page(notice)


sockets.notice_kinds.add(("request.made", requested), name="request.made")
sockets.notice_kinds.add(("request.answered", answered), name="request.answered")
sockets.notice_kinds.add(("lead.high", high), name="lead.high")
sockets.notice_kinds.add(("lead.high_agent", high_for_agent), name="lead.high_agent")
sockets.notice_kinds.add(("lead.high_alone", high_alone), name="lead.high_alone")
sockets.notice_kinds.add(("lead.rejected", rejected), name="lead.rejected")
sockets.notice_kinds.add(("lead.reopened", reopened), name="lead.reopened")
sockets.notice_kinds.add(("lead.ask", ask), name="lead.ask")
sockets.notice_kinds.add(("lead.unask", unasked), name="lead.unask")


def waiting_grades(user):
    """How many wait for their grade."""
    return count_to_grade(user), False


def waiting_reviews(user):
    """How many wait for the leader."""
    return to_review(user).count(), False


def begins_with_grading(user):
    """The data manager's day begins with what waits for a grade."""
    return "grading" if may(user, "lead.grade") and count_to_grade(user) else None


sockets.navigation.add(sockets.Section("grading", _("Grading"), "checks", "lead.grade", key="D", count=waiting_grades), name="grading", position=14)
sockets.navigation.add(sockets.Section("review", _("Review"), "gavel", "lead.review", key="R", count=waiting_reviews), name="review", position=26)
sockets.landing_pages.add(begins_with_grading, name="grading", position=45)


@receiver(own_sockets.leads_allocated)
def promises_move_along(*, lead_ids, agent, **_sent) -> None:
    """What is owed to a lead moves along with it."""
    move_follow_ups(lead_ids, agent=agent)
