"""A visit of an earlier day, typed by the data manager (docs/rules/trust.md#late-typing)."""

from django.contrib import messages
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dcc.frame.answers import form_status, refusal_on, to
from dcc.people.permissions import requires
from dcc.reckoning.clock import day_said
from dcc.store.store_settings import value
from reception.door.forms.late import LateForm
from reception.door.rules.visits import register_visit


@require_http_methods(["GET", "HEAD", "POST"])
@requires("visit.late")
def late(request):
    """Type a visit of the last seven days; the rules judge it by its arrival."""
    now, user = timezone.now(), request.user
    asked = day_said(request.GET.get("day", ""))
    before = {"day": asked} if asked else {}
    form = LateForm(request.POST or None, user=user, now=now, area=value(user.store, "area_code", now), initial=before)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            visit = register_visit(user.store, form.registration(), by=user, now=now)
            tag, day = visit.get_tag_display(), f"{visit.at.astimezone(user.store.zone):%m-%d %H:%M}"
            messages.success(
                request, _("The visit of %(day)s is registered: %(tag)s, %(basis)s.") % {"day": day, "tag": tag, "basis": visit.get_basis_display()}
            )
            return to("reconcile")
    return render(request, "reception/door/late.html", {"form": form}, status=form_status(form))
