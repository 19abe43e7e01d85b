"""Personal data: asked by a posted number; erased, handed out as a file, or taken in again."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from dcc.frame import downloads
from dcc.frame.answers import form_status, refusal_on, refusal_said
from dcc.frame.plain_workbook import plain_workbook
from dcc.people.permissions import requires
from leads.numbers.rules.blocking import lift_digest
from reception.erasing.forms.erasing import WhoseForm
from reception.erasing.known_file import known_of
from reception.erasing.person_asked import Asked
from reception.erasing.rules.erasing import erase_person
from reception.erasing.rules.handing_out import record_file

ASKED = "personal_data"  # what a session remembers of the question


@require_http_methods(["GET", "HEAD", "POST"])
@requires("person.erase")
@sensitive_post_parameters("number")
def erase(request):
    """Ask by a number; the answer bears no number in its address."""
    form, store = WhoseForm(request.POST or None), request.user.own_store
    if request.method == "POST" and form.is_valid():
        with refusal_on(form, "number"):
            request.session[ASKED] = Asked.of(store, form.cleaned_data["number"]).kept()
            return _back()
    asked = _asked(request) if not form.errors else None
    context = {"form": form, "asked": None, **(asked.found(store) if asked else {})}
    return render(request, "reception/erasing/erasing.html", context, status=form_status(form))


@require_POST
@requires("person.erase")
def erase_do(request):
    """Erase the person asked about, for good."""
    asked = _asked(request)
    if asked is not None:
        with refusal_said(request):
            erase_person(request.user.own_store, asked.rows, by=request.user, now=timezone.now())
            messages.success(request, _("Erased. Every figure is as before."))
    return _back()


@require_POST
@requires("person.erase")
def erase_file(request):
    """What is known of the person asked about, as a workbook; it is on the trail."""
    asked, store, now = _asked(request), request.user.own_store, timezone.now()
    if asked is None:
        return _back()
    lines = known_of(asked.rows)
    with refusal_said(request):
        record_file(store, asked.rows, lines=len(lines), by=request.user, now=now)
        title = _("What is known of a person")
        said = {_("Number"): asked.masked, _("Store"): store.name, _("Written by"): request.user.name}
        content = plain_workbook(title, [_("When"), _("What"), _("Field"), _("Said")], lines, said=said, zone=store.zone, now=now)
        return downloads.workbook(content, f"{title}_{asked.masked[-4:]}_{localtime(now):%m%d}.xlsx")
    return _back()


@require_POST
@requires("person.erase")
def erase_lift(request):
    """Let the number asked about be taken in again: its owner wishes it."""
    asked = _asked(request)
    if asked is not None and lift_digest(request.user.own_store, asked.digest, came=False, by=request.user, now=timezone.now()):
        messages.success(request, _("The number is taken in again from now on."))
    return _back()


def _asked(request) -> Asked | None:
    kept = request.session.get(ASKED)
    return Asked.again(kept) if kept else None


def _back() -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("erase"), status=303)
