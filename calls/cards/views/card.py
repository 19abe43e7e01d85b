"""The page of a customer's card: what stands on it, written anew at any time; opened where there is none yet."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from calls.cards.forms.card import CardForm
from calls.cards.rules.cards import open_card, revise_card, with_wanted
from calls.desk.lead_facts import calls_of
from calls.desk.rules.finishing import learn_number
from calls.models.card import CONTENT_WORDS
from dcc.frame.answers import CHANGED, form_status, refusal_on, to
from dcc.people.permissions import requires
from leads.customer.parts.both_versions import both_versions, wanted_of
from leads.customer.rules.changing import Collided
from leads.customer.timeline import FIELD_WORDS
from leads.intake.phones import mask
from leads.models import Lead


@require_http_methods(["GET", "HEAD", "POST"])
@requires("card.open")
def card(request, pk):
    """Show the card; write anew what changed on it, both versions shown where somebody else changed the same; `open` opens it where there is none."""
    now, opens = timezone.now(), "open" in request.POST
    leads = Lead.objects.workable_by(request.user, "card.open", now=now).open().select_related("store", "agent", "card_by")
    lead = get_object_or_404(with_wanted(leads), pk=pk)
    form = CardForm(request.POST or None, lead=lead, opens=opens)
    if request.method != "POST" or not form.is_valid():
        return _page(request, lead, form)
    with refusal_on(form):
        try:
            said = _write(request, lead, form, opens=opens, now=now)
        except Collided as collision:
            more = {"open": "1"} if opens else {}
            words = {**FIELD_WORDS, **CONTENT_WORDS}
            both = both_versions(collision, form, form.changes(), words=words, url=reverse("calls_card", args=[pk]), more=more)
            return _page(request, lead, form, status=CHANGED, collision=both)
        if said:
            messages.success(request, said)
        return to("lead", pk)
    return _page(request, lead, form)


@transaction.atomic
def _write(request, lead: Lead, form: CardForm, *, opens: bool, now) -> str:
    """Write what was changed and open the card, both or nothing. Return what is said of it, "" where nothing changed."""
    if number := form.cleaned_data.get("real_number"):
        told_in = next((call for call in calls_of(lead) if call.connected), None)
        learn_number(lead, told_in, number, by=request.user, now=now)
    revised = revise_card(lead, changes=wanted_of(request, form.changes()), by=request.user, now=now)
    if opens and open_card(lead, by=request.user, now=now):
        return _("The card of %(name)s is opened.") % {"name": form.cleaned_data["name"]}
    return _("Saved.") if revised or number else ""


def _page(request, lead: Lead, form: CardForm, *, status: int | None = None, collision: dict | None = None):
    spoken = lead.reached_at is not None or lead.visited_at is not None
    shown = {"lead": lead, "form": form, "phone": mask(lead.phone or ""), "may_open": spoken and lead.card_at is None, "collision": collision}
    return render(request, "calls/cards/card.html", shown, status=status or form_status(form))
