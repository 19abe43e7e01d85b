"""What the pool hangs on the sockets: deeds of the trail, notices, places in the navigation, where the day begins."""

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import localtime
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from dcc import sockets
from dcc.frame.paging import count_up_to
from dcc.people.permissions import may, scopes
from dcc.trail import audit, trail_words
from leads import sockets as lead_sockets
from leads.customer.timeline import FIELD_WORDS
from leads.customer.told_of import name_of, page_of
from leads.models import Lead
from leads.pool.allocation_words import in_words
from leads.pool.listed_persons import LISTED_LEADS

audit.register(
    {
        "lead.create": _("Lead registered by hand"),
        "lead.allocate": _("Leads given"),
        "lead.to_pool": _("Leads put back into the pool"),
        "lead.reveal": _("Number shown"),
        "lead.change": _("Facts of a lead changed"),
        "lead.number": _("Number corrected"),
        "do_not_call.set": _("Put on the do-not-call list"),
        "do_not_call.annul": _("Do-not-call entry taken back"),
        "do_not_call.lift": _("Taken off the do-not-call list"),
    }
)
trail_words.name_people("lead.give", "before", "after")
OUTCOMES = {"created": _("new lead"), "merged": _("joined to the open lead")}
trail_words.register(
    {"count": _("Leads"), "why": "", "fields": "", "which": "", "outcome": ""},
    {
        "why": in_words,
        "reason": in_words,
        "fields": lambda value: str(FIELD_WORDS.get(value, value)),
        "which": lambda value: str(FIELD_WORDS.get(value, value)),
        "outcome": lambda value: str(OUTCOMES.get(value, value)),
    },
)


def _customer(notice) -> str:
    return name_of(notice) if notice.lead else _now("A customer who is no longer yours")


def given(notice):
    """An agent was given leads, maybe those of somebody who left."""
    facts = {"count": notice.detail["count"], "by": notice.person("by") or _now("The rule"), "of": notice.person("of")}
    if notice.lead_id:
        sentence = _now("%(by)s gave you %(name)s, who was with %(of)s (left)") if facts["of"] else _now("%(by)s gave you %(name)s")
        return sentence % {**facts, "name": _customer(notice)}, page_of(notice)
    sentence = ngettext("%(by)s gave you %(count)d lead", "%(by)s gave you %(count)d leads", facts["count"])
    if facts["of"]:
        sentence = ngettext("%(by)s gave you %(count)d lead of %(of)s (left)", "%(by)s gave you %(count)d leads of %(of)s (left)", facts["count"])
    return sentence % facts, _of_the_deed(notice)


def given_back(notice):
    """A deed was undone: an agent has leads again that were theirs before."""
    facts = {"count": notice.detail["count"], "by": notice.person("by") or ""}
    sentence = ngettext("%(by)s undid a deed: %(count)d lead is yours again", "%(by)s undid a deed: %(count)d leads are yours again", facts["count"])
    return sentence % facts, page_of(notice) if notice.lead_id else _of_the_deed(notice)


def taken_back(notice):
    """A deed was undone: leads an agent was given are theirs no more."""
    facts = {"count": notice.detail["count"], "by": notice.person("by") or ""}
    sentence = ngettext("%(by)s took %(count)d lead back from you", "%(by)s took %(count)d leads back from you", facts["count"])
    return sentence % facts, ""


def _of_the_deed(notice) -> str:
    """The address of the leads that came by one deed, as far as they are still with whom it gave them to."""
    return f"{reverse('leads')}?{urlencode({'deed': notice.at.isoformat()})}"


def again(notice):
    """The customer of an agent asked again."""
    return _now("%(name)s asked again") % {"name": _customer(notice)}, page_of(notice)


def many_revealed(notice):
    """Somebody looked at very many numbers today."""
    facts = {"name": notice.person("by") or "", "count": notice.detail["count"]}
    day = localtime(notice.at).date()
    rows = urlencode({"by": notice.detail["by"], "action": "numbers", "first": day, "last": day})
    return _now("%(name)s has had %(count)d numbers shown today") % facts, f"{reverse('trail')}?{rows}"


sockets.number_showings.add("lead.reveal", name="lead.reveal")
lead_sockets.number_writings.add("lead.number", name="lead.number")
sockets.notice_kinds.add_each(
    {"lead.given": given, "lead.given_back": given_back, "lead.taken_back": taken_back, "lead.again": again, "lead.reveal_many": many_revealed}
)


def waiting(user, now):
    """How many leads wait to be given; late where one of them is untouched past the limit."""
    pool = Lead.objects.visible_to(user, now=now).in_pool()
    return count_up_to(pool), pool.past_limit(now).exists()


def all_open(user, now):
    """How many open leads one may see."""
    return count_up_to(Lead.objects.visible_to(user, now=now, only_open=True)), False


sockets.navigation.add(
    sockets.Section("allocate", _("Allocation"), "arrows-split", "lead.allocate", key="A", pages=("allocate_preview", "allocate_rule"), count=waiting),
    name="allocate",
    position=10,
)
LEAD_PAGES = (
    *("lead", "lead_new", "search", "lead_reveal", "lead_change", "lead_number", "lead_give", "lead_do_not_call"),
    *("lead_merges", "lead_merge", "lead_separate", "lead_apart"),
)


def name_of_list(user):
    """Say whose leads the list holds for this person."""
    return _("All leads") if "all" in scopes(user, "lead.see") else _("My leads")


sockets.navigation.add(
    sockets.Section("leads", _("All leads"), "users", "lead.see", key="L", pages=LEAD_PAGES, count=all_open, query="status=open", label_of=name_of_list),
    name="leads",
    position=12,
)


def first_page(user) -> str | None:
    """Where the day begins: the leader gives leads out, the data manager takes files in, everybody else sees their leads."""
    places = (("lead.allocate", "allocate"), ("import", "import"), ("lead.see", "leads"))
    return next((name for permission, name in places if may(user, permission)), None)


def leads_on_the_trail(user, ids, now):
    """Name the leads a reader of the trail may see."""
    return {lead.pk: (lead.name, reverse("lead", args=[lead.pk])) for lead in Lead.objects.visible_to(user, now=now).filter(pk__in=ids)}


lead_sockets.person_lists.add(LISTED_LEADS, name="leads")
sockets.landing_pages.add(first_page, name="leads", position=60)
sockets.trail_links.add(leads_on_the_trail, name="lead")
