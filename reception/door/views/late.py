"""A visit of an earlier day, typed by the data manager (docs/rules/trust.md#late-typing)."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dcc.frame.answers import form_status, refusal_on, to
from dcc.frame.paging import whole
from dcc.people.permissions import requires
from dcc.reckoning.clock import day_said
from dcc.store.store_settings import value
from reception.door.forms.late import LateForm
from reception.door.rules.kept import answer
from reception.door.rules.visits import register_visit
from reception.models import KeptGroup


@require_http_methods(["GET", "HEAD", "POST"])
@requires("visit.late")
def late(request):
    """Type a visit of the last seven days, or answer about one a tablet kept (`?kept=`); the rules judge it by its arrival."""
    now, user = timezone.now(), request.user
    asked, kept = day_said(request.GET.get("day", "")), whole(request.GET.get("kept"))
    held = get_object_or_404(KeptGroup.objects.visible_to(user).waiting().select_related("by"), pk=kept) if kept else None
    before = {"day": asked} if asked else {}
    form = LateForm(request.POST or None, user=user, now=now, area=value(user.store, "area_code", now), held=held, initial=before)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            group = form.registration()
            visit = answer(user.store, held, group, by=user, now=now) if held else register_visit(user.store, group, by=user, now=now)
            tag, day = visit.get_tag_display(), f"{visit.at.astimezone(user.store.zone):%m-%d %H:%M}"
            messages.success(
                request, _("The visit of %(day)s is registered: %(tag)s, %(basis)s.") % {"day": day, "tag": tag, "basis": visit.get_basis_display()}
            )
            return to("reconcile")
    return render(request, "reception/door/late.html", {"form": form, "held": held}, status=form_status(form))
