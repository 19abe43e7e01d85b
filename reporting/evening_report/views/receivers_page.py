"""Who receives the evening report."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dcc.frame.answers import form_status, refusal_on, to
from dcc.people.permissions import requires
from reporting.evening_report.forms.receiver_form import ReceiverForm
from reporting.evening_report.report_words import FACES, face_of
from reporting.evening_report.rules.report_receivers import add_receiver, end_receiver
from reporting.models import ReportReceiver
from reporting.models.evening_report import ROBOT


@require_http_methods(["GET", "HEAD", "POST"])
@requires("evening_report.address")
def receivers(request):
    """Those there are, and a form for one more."""
    now, store = timezone.now(), request.user.own_store
    form = ReceiverForm(request.POST or None, store=store, initial={"way": ROBOT})
    if request.method == "POST" and form.is_valid():
        with refusal_on(form, "way"):
            added = add_receiver(store, **form.cleaned_data, by=request.user, now=now)
            messages.success(request, _("%(name)s receives the report from now on.") % {"name": added.name})
            return to("report_receivers")
    found = ReportReceiver.objects.visible_to(request.user).filter(ended_at=None).select_related("robot", "user")
    rows = [(one, FACES[face_of(one)]) for one in found]
    return render(request, "reporting/evening_report/receivers.html", {"form": form, "rows": rows}, status=form_status(form))


@require_POST
@requires("evening_report.address")
def end(request, pk):
    """Send them nothing more."""
    found = get_object_or_404(ReportReceiver.objects.visible_to(request.user), pk=pk)
    if end_receiver(found, by=request.user, now=timezone.now()):
        messages.success(request, _("%(name)s receives nothing more.") % {"name": found.name})
    return to("report_receivers")
