"""Registrations a tablet kept without a connection: they are received, asked about, answered or dropped."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dcc.frame.answers import WRONG, refusal_kept, refusal_said, to
from dcc.people.permissions import may, requires
from reception.door.forms.kept import KeptForm
from reception.door.rules.kept import drop as drop_kept
from reception.door.rules.kept import receive
from reception.models import KeptGroup

ASKED = "desk.kept"  # in the session: the held group about which the desk answers now


@require_POST
@requires("visit.tag")
def received(request):
    """Take one in; a token seen twice writes nothing. What nobody can read, or waited too long, is refused with a sentence."""
    now = timezone.now()
    form = KeptForm(request.POST, user=request.user, now=now, final=True)
    sentence = ""
    if form.is_valid():
        with refusal_kept() as refusal:
            receive(request.user.store, form.kept(), now=now)
            return HttpResponse(status=204)
        sentence = refusal.sentence
    sentence = sentence or next((str(error) for errors in form.errors.values() for error in errors), "")
    return render(request, "reception/door/_kept_refused.html", {"sentence": sentence}, status=WRONG)


@require_POST
@requires("visit.tag")
def ask(request, pk: int):
    """Answer about one: the page then finds and registers it as it does anybody, by its arrival; once more: later."""
    held = get_object_or_404(KeptGroup.objects.visible_to(request.user).waiting(), pk=pk)
    if request.session.pop(ASKED, None) != held.pk:
        request.session[ASKED] = held.pk
    return to("front_desk")


@require_POST
@requires("visit.kept")
def drop(request, pk: int):
    """It was none, or is registered already."""
    held = get_object_or_404(KeptGroup.objects.visible_to(request.user), pk=pk)
    with refusal_said(request):
        drop_kept(held, reason=request.POST.get("reason", ""), by=request.user, now=timezone.now())
        request.session.pop(ASKED, None)
        messages.success(request, _("It is no visit; the reason is kept"))
    return to("front_desk" if may(request.user, "visit.tag") else "reconcile")
