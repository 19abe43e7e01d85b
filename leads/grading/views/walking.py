"""What the two lists share on which one lead after the other is judged: where one stands, what opens next, and the way back."""

from collections.abc import Callable, Sequence

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from dcc.frame.answers import page_of_form, refusal_said, to
from dcc.frame.paging import whole
from leads.grading.rules.unanswering import undo_answer
from leads.models import Lead, Proposal


def standing(request, leads: QuerySet[Lead], page: Callable) -> HttpResponse:
    """Show the list, standing on the first lead or the one asked for."""
    asked = whole(request.GET.get("lead"))
    response = page(request, get_object_or_404(leads, pk=asked) if asked is not None else None)
    response["Vary"] = "HX-Request"
    return response


def following(lead: Lead, ids: Sequence[int], leads: QuerySet[Lead]) -> Lead | None:
    """Return the lead that follows on the list, the first after the last; None where nobody does."""
    place = ids.index(lead.pk) if lead.pk in ids else -1
    others = [*ids[place + 1 :], *ids[: max(place, 0)]]
    return leads.filter(pk=others[0]).first() if others else None


def onwards(request, lead: Lead | None, name: str, page: Callable) -> HttpResponse:
    """Stand on the next lead, the address too."""
    if not request.htmx:
        return to(name)
    response = page(request, lead)
    response["HX-Push-Url"] = reverse(name) + (f"?lead={lead.pk}" if lead else "")
    return response


def standing_again(name: str, pk: int) -> HttpResponseRedirect:
    """Open a lead on the list again."""
    return HttpResponseRedirect(f"{reverse(name)}?lead={pk}", status=303)


def take_answer_back(request, proposal: Proposal, page: str) -> HttpResponseRedirect:
    """Take an answer back and open its customer on the page it was given on; say why not, and stay."""
    with refusal_said(request):
        lead = undo_answer(proposal, by=request.user, now=timezone.now())
        messages.info(request, _("The answer for %(name)s is taken back.\nThe application waits again.") % {"name": lead.name})
        return standing_again(page, lead.pk)
    return HttpResponseRedirect(page_of_form(request), status=303)
