"""What keeping hangs on the sockets: what happens by itself, its settings, its notices."""

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from dcc import sockets
from dcc.store.store_settings import RESPONSE, Setting, register, whole_number
from dcc.trail import audit
from leads import sockets as lead_sockets
from leads.customer.told_of import name_of, page_of
from leads.keeping.late_news import late_news
from leads.keeping.parts.idle_panel import idle_panel
from leads.keeping.rules.back_to_pool import keep_leads
from leads.keeping.rules.idle import tell_of_idle

NEVER = _("In working minutes of its agent's duty; 0 is never.")
register(
    Setting("ladder_tell_minutes", _("Untouched past the limit: the leader is told after minutes"), 30, whole_number(0, 10_000), RESPONSE, help=NEVER),
    Setting("ladder_reclaim_minutes", _("Then it goes back to the pool after further minutes"), 60, whole_number(0, 10_000), RESPONSE, help=NEVER),
)
audit.register({"lead.date": _("Next step set by the leader")})
lead_sockets.pool_panels.add(idle_panel, name="idle")
sockets.due_verbs.add(keep_leads, name="keep_leads")
sockets.due_verbs.add(tell_of_idle, name="tell_of_idle")
sockets.robot_kinds.add(sockets.RobotKind(_("First-response limit passed"), late_news), name="lead.late", position=30)


def late(notice):
    """An agent has not begun with leads whose limit has passed."""
    facts = {"agent": notice.person("agent") or "", "count": notice.detail["count"]}
    if notice.detail["count"] == 1 and notice.lead_id:
        return _now("%(agent)s has not called %(name)s") % {**facts, "name": name_of(notice)}, page_of(notice)
    words = ngettext("%(agent)s has not called %(count)d lead", "%(agent)s has not called %(count)d leads", facts["count"])
    return words % facts, f"{reverse('leads')}?{urlencode({'agent': notice.detail['agent'], 'past_limit': 'true'})}"


def idle(notice):
    """For customers of one's own nothing is to be done."""
    if notice.lead_id:
        return _now("%(name)s has no next step") % {"name": name_of(notice)}, page_of(notice)
    count = notice.detail["count"]
    words = ngettext("%(count)d of your customers has no next step", "%(count)d of your customers have no next step", count)
    return words % {"count": count}, f"{reverse('leads')}?status=nothing"


sockets.notice_kinds.add_each({"lead.late": late, "lead.idle": idle})
