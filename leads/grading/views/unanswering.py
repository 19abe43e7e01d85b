"""What the two pages on which applications are answered share: the way back."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from dcc.frame.answers import page_of_form, refusal_said
from leads.grading.rules.unanswering import undo_answer
from leads.models import Proposal


def take_answer_back(request, proposal: Proposal, page: str) -> HttpResponseRedirect:
    """Take an answer back and open its customer on the page it was given on; say why not, and stay."""
    with refusal_said(request):
        lead = undo_answer(proposal, by=request.user, now=timezone.now())
        messages.info(request, _("The answer for %(name)s is taken back.\nThe application waits again.") % {"name": lead.name})
        return HttpResponseRedirect(f"{reverse(page)}?lead={lead.pk}", status=303)
    return HttpResponseRedirect(page_of_form(request), status=303)
