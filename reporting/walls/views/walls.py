"""The addresses of the store's walls: made and shown once, ended."""

from datetime import timedelta

from django.contrib import messages
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dcc.frame.answers import form_status, refusal_on, to
from dcc.people.permissions import requires
from dcc.reckoning.clock import day_of
from reporting.models import WallToken
from reporting.models.wall_token import OFFICE
from reporting.walls.forms.walls import WallForm
from reporting.walls.rules.wall_tokens import end_wall, make_wall

USUAL = timedelta(days=90)  # until the last day that is offered
SHOWN = 50


@require_http_methods(["GET", "HEAD", "POST"])
@requires("wall.manage")
def walls(request):
    """The walls there are, and a form for a new one; the answer shows its address, once."""
    now, store = timezone.now(), request.user.own_store
    today = day_of(now, store.zone)
    form = WallForm(request.POST or None, initial={"face": OFFICE, "ends_on": today + USUAL})
    if request.method == "POST" and form.is_valid():
        with refusal_on(form, "ends_on"):
            token, secret = make_wall(store, **form.cleaned_data, by=request.user, now=now)
            address = request.build_absolute_uri(reverse("wall", args=[secret]))
            return render(request, "reporting/walls/made.html", {"token": token, "address": address})
    rows = [(token, token.shows_on(today)) for token in WallToken.objects.visible_to(request.user)[:SHOWN]]
    return render(request, "reporting/walls/walls.html", {"form": form, "rows": rows}, status=form_status(form))


@require_POST
@requires("wall.manage")
def end(request, pk):
    """Let an address open nothing any more."""
    found = get_object_or_404(WallToken.objects.visible_to(request.user), pk=pk)
    if end_wall(found, by=request.user, now=timezone.now()):
        messages.success(request, _("The wall %(wall)s shows nothing any more.") % {"wall": found})
    return to("walls")
