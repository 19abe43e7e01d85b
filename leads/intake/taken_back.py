"""What somebody is told who had a lead open while its file was undone (docs/rules/intake.md#undoing-an-import)."""

from django.utils.translation import gettext as _

from dcc.frame.moment_words import when
from dcc.people.permissions import scopes
from leads.models import Allocation, Inquiry, Lead

PAGES = ("leads/<int:pk>/", "calls/<int:pk>/")  # what stands on one lead


def why_gone(request) -> str:
    """Say when and by whom a lead was taken back with its file; "" for anything else, and to whoever could not see it while it stood."""
    match = request.resolver_match
    if match is None or not match.route.startswith(PAGES):
        return ""
    lead = Lead.every.filter(pk=match.kwargs["pk"], store=request.user.store_id, annulled_at__isnull=False).select_related("annulled_by").first()
    if lead is None or not _had(lead, request.user):
        return ""
    told = {"when": when(lead.annulled_at), "by": lead.annulled_by.name if lead.annulled_by else "", "file": lead.annulled_reason}
    if not Inquiry.every.filter(lead=lead, batch__undone_at=lead.annulled_at).exists():
        return _("%(by)s took it back %(when)s. Nothing of it is to be done any more.") % told
    return _("%(by)s undid the import of “%(file)s” %(when)s, and this lead went with it. Nothing of it is to be done any more.") % told


def _had(lead: Lead, user) -> bool:
    """Whether they saw it: who sees every lead, or whose it once was."""
    return "all" in scopes(user, "lead.see") or Allocation.every.filter(lead=lead, agent=user).exists()
