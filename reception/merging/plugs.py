"""What merging hangs on the sockets: its deeds on the trail, and what the agents of both leads are told."""

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from dcc import sockets
from dcc.trail import audit, trail_words
from leads import sockets as leads_sockets
from leads.customer.told_of import name_of, page_of
from reception.merging.pairs import PROPOSED
from reception.merging.parts import on_customer_page

audit.register(
    {
        "lead.merge": _("Merged into another lead"),
        "lead.take_in": _("Another lead merged into this one"),
        "lead.separate": _("Merge taken back"),
        "lead.let_out": _("Merge taken back, the other lead is one of its own again"),
        "lead.tell_apart": _("Said to be two people"),
    }
)
trail_words.hide("released_before")  # what the way back needs
trail_words.register({"alike": _("Alike")}, {"alike": lambda value: str(PROPOSED.get(value, ""))})


def merged(notice):
    """Two leads of one person became one: the agents of both are told; whoever had the one that is gone, whose the person is now."""
    if notice.lead is None and (agent := notice.person("agent")):
        return _now("A customer of yours had two leads; they are one now, with all that was done for both: %(agent)s's") % {"agent": agent}, ""
    return _now("%(name)s had two leads; they are one now, with all that was done for both") % {"name": name_of(notice)}, page_of(notice)


def separated(notice):
    """A merge was taken back: the agents of both are told."""
    return _now("%(name)s is a lead of its own again: the merge was taken back") % {"name": name_of(notice)}, page_of(notice)


sockets.notice_kinds.add_each({"lead.merged": merged, "lead.separated": separated})
leads_sockets.history.add(on_customer_page.parts_of, name="merging")
leads_sockets.timeline.add(on_customer_page.entries_of, name="merging")
leads_sockets.lead_actions.add(on_customer_page.merge_action, name="merge", position=90)
leads_sockets.lead_actions.add(on_customer_page.kept_action, name="kept", position=5)
