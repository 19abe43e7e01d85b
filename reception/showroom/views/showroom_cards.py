"""The showroom's cards, kept by the front desk."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dcc.frame.answers import form_status, refusal_on, to
from dcc.people.permissions import requires
from dcc.reckoning.clock import day_of
from dcc.store.store_settings import value
from reception.models import ShowroomCard
from reception.showroom.forms.showroom import CardForm
from reception.showroom.rules.showroom_cards import add_card, change_card, close_card


@require_http_methods(["GET", "HEAD", "POST"])
@requires("showroom_card.keep")
def new(request):
    """Register a card; the form is empty again for the next one."""
    form = _form(request)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            card = add_card(request.user.store, form.facts(), by=request.user, now=timezone.now())
            messages.success(request, _("%(name)s is registered. The next card.") % {"name": card.name})
            return to("showroom_card_new")
    return render(request, "reception/showroom/card.html", {"form": form, "card": None}, status=form_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
@requires("showroom_card.keep")
def change(request, pk):
    """Correct what an open card says."""
    card = _find(request, pk)
    form = _form(request, card)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            if change_card(card, form.facts(), by=request.user, now=timezone.now()):
                messages.success(request, _("Saved."))
            return to("transfers")
    return render(request, "reception/showroom/card.html", {"form": form, "card": card}, status=form_status(form))


@require_POST
@requires("showroom_card.keep")
def close(request, pk):
    """The showroom sold to this customer, or lost them."""
    card, state = _find(request, pk), request.POST.get("state", "")
    if state not in {"sold", "lost"}:
        messages.error(request, _("Sold, or lost?"))
    elif close_card(card, state=state, by=request.user, now=timezone.now()):
        messages.success(request, _("The card of %(name)s is closed.") % {"name": card.name})
    return to("transfers")


def _find(request, pk: int) -> ShowroomCard:
    return get_object_or_404(ShowroomCard.objects.visible_to(request.user).select_related("store"), pk=pk)


def _form(request, card: ShowroomCard | None = None) -> CardForm:
    store, now = request.user.store, timezone.now()
    return CardForm(request.POST or None, store=store, today=day_of(now, store.zone), area=value(store, "area_code", now), card=card)
