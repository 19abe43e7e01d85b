"""What grading, reviewing and closing hang on the sockets: deeds of the trail, notices, settings, places in the navigation."""

from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from dcc import sockets
from dcc.people.permissions import may
from dcc.store.store_settings import Setting, register, whole_number
from dcc.trail import audit, trail_words
from leads import sockets as lead_sockets
from leads.customer.told_of import name_of, page_of
from leads.grading.listed_waiting import LISTED_WAITING
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


def high(notice):
    """A reception specialist has a customer to expect."""
    return _now("%(name)s is graded high intent: yours to receive") % {"name": name_of(notice)}, page_of(notice)


def high_for_agent(notice):
    """The agent learns who receives their customer."""
    reception = notice.person("reception")
    if reception is None:
        return _now("%(name)s is graded high intent; nobody of the reception is on duty") % {"name": name_of(notice)}, page_of(notice)
    return _now("%(name)s is graded high intent; %(reception)s receives them") % {"name": name_of(notice), "reception": reception.name}, page_of(notice)


def high_alone(notice):
    """The leader learns that nobody of the reception is there for a best customer."""
    reception = notice.person("reception")
    facts = {"name": name_of(notice), "reception": reception or "—"}
    return _now("%(name)s is graded high intent; nobody of the reception is on duty, named is %(reception)s") % facts, page_of(notice)


def rejected(notice):
    """An application came back."""
    return _now("%(kind)s of %(name)s rejected: call again") % {"kind": WORDS[notice.detail["kind"]], "name": name_of(notice)}, page_of(notice)


def ask(notice):
    """The data manager cannot judge a lead by what was recorded."""
    return _now("%(name)s cannot be graded yet: write more about the call") % {"name": name_of(notice)}, page_of(notice)


def unasked(notice):
    """The data manager needs no more after all."""
    return _now("%(name)s: nothing more needs to be written") % {"name": name_of(notice)}, page_of(notice)


def reopened(notice):
    """A closed customer is one's own again."""
    return _now("%(name)s is opened again: call today") % {"name": name_of(notice)}, page_of(notice)


def requested(notice):
    """Somebody proposes what this person decides."""
    kind = notice.detail["kind"]
    return _now("%(kind)s of %(name)s is proposed") % {"kind": WORDS[kind], "name": name_of(notice)}, reverse(ANSWERED_ON[kind])


def answered(notice):
    """What one proposed was decided."""
    said = {"kind": WORDS[notice.detail["kind"]], "name": name_of(notice), "decision": dict(ANSWERS)[notice.detail["decision"]]}
    return _now("%(kind)s of %(name)s: %(decision)s") % said, page_of(notice)


KINDS = {"request.made": requested, "request.answered": answered, "lead.high": high, "lead.high_agent": high_for_agent, "lead.high_alone": high_alone}
KINDS |= {"lead.rejected": rejected, "lead.reopened": reopened, "lead.ask": ask, "lead.unask": unasked}
sockets.notice_kinds.add_each(KINDS)
lead_sockets.person_lists.add(LISTED_WAITING, name="grading")


def waiting_grades(user, _now):
    """How many wait for their grade."""
    return count_to_grade(user), False


def waiting_reviews(user, now):
    """How many wait for the leader."""
    return to_review(user, now).count(), False


def begins_with_grading(user):
    """The data manager's day begins with what waits for a grade."""
    return "grading" if may(user, "lead.grade") and count_to_grade(user) else None


sockets.navigation.add(sockets.Section("grading", _("Grading"), "checks", "lead.grade", key="D", count=waiting_grades), name="grading", position=14)
sockets.navigation.add(sockets.Section("review", _("Review"), "gavel", "lead.review", key="R", count=waiting_reviews), name="review", position=26)
sockets.landing_pages.add(begins_with_grading, name="grading", position=45)
