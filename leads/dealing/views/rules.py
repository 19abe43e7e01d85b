"""The rules of allocation: lines, weights and caps, with what they would have given on a day that was."""

from django.contrib import messages
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dcc.frame.answers import WRONG, refusal_kept, to
from dcc.people.permissions import requires
from leads.dealing.rules.saving import keep
from leads.dealing.views.rules_page import RulesPage


@require_safe
@requires("allocation_rule.see")
def show(request):
    """The rules that stand, played on the day before."""
    return _render(request, RulesPage(request, now=timezone.now()))


@require_POST
@requires("allocation_rule.change")
def preview(request):
    """The rules as they were typed, played on a day that was. Writes nothing."""
    return _render(request, RulesPage(request, now=timezone.now()))


@require_POST
@requires("allocation_rule.change")
def save(request):
    """Let what was typed stand from the next lead on; where somebody was quicker, or it cannot be read, show it again as it was typed."""
    now = timezone.now()
    page = RulesPage(request, now=now)
    if page.form.is_valid():
        with refusal_kept() as refusal:
            if keep(page.store, page.form.lines(), page.shares, seen=page.form.seen_at(), by=request.user, now=now):
                messages.success(request, _("Saved: they hold from the next lead on"))
            else:
                messages.info(request, _("Nothing differed: all rules stay as they were."))
            return to("allocation_rules")
        page.refusal = refusal.sentence
        return _render(request, page, status=refusal.status)
    return _render(request, page, status=WRONG)


def _render(request, page: RulesPage, status: int = 200):
    return render(request, "leads/dealing/rules.html", page.context(), status=status)
