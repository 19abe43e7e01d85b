"""Taking a list of persons along: masked at once; with full numbers asked for, taken back, fetched."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dcc.frame import downloads
from dcc.frame.answers import form_status, refusal_on, refusal_said
from dcc.models import User
from dcc.people.permissions import may, requires
from leads.exports.export_words import filename_of
from leads.exports.forms.purpose import PurposeForm
from leads.exports.person_file import MOST_ROWS, heads_of, list_named, people_of
from leads.exports.rules.asking_full import MOST_ASKED, ask_full, take_masked, withdraw
from leads.exports.rules.fetching import hand_out
from leads.models import PersonExport
from leads.sockets import PersonList


@require_POST
@requires("export.persons")
def masked(request, name):
    """The list as its address asks for it, as a workbook with masked numbers."""
    listing, now = _open_to(request.user, name), timezone.now()
    with refusal_said(request):
        listed = listing.find(request.user, request.GET, now, MOST_ROWS + 1)
        content = take_masked(name, listed, by=request.user, now=now)
        return downloads.workbook(content, f"{listing.title}_{request.user.own_store.name}_{localtime(now):%m%d}.xlsx")
    return _back(reverse(listing.page), request)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("export.full")
def ask(request, name):
    """Ask for the list with full numbers: what it holds, and the purpose."""
    listing, now, user = _open_to(request.user, name), timezone.now(), request.user
    form, context = PurposeForm(request.POST or None), {}
    with refusal_said(request) as unknown:
        listed = listing.find(user, request.GET, now, MOST_ASKED + 1)
        if request.method == "POST" and form.is_valid():
            with refusal_on(form, "purpose"):
                export = ask_full(name, listed, purpose=form.cleaned_data["purpose"], by=user, now=now)
                messages.success(request, _("Asked for: %(number)s. It waits for an hour.") % {"number": export})
                return HttpResponseRedirect(page_of(export), status=303)
        people = people_of(listing, listed.keys[:MOST_ASKED], [], by=user, now=now)
        context = {"listed": listed, "people": people, "barred": people.count("barred"), "without": people.count("without")}
        context |= {"is_long": len(listed.keys) > MOST_ASKED, "most": MOST_ASKED}
    if unknown.sentence:
        return _back(reverse(listing.page), request)
    context |= {"form": form, "listing": listing, "name": name, "asks": request.GET.urlencode(), "heads": heads_of(listing, listing.codes_for(user))}
    return render(request, "leads/exports/ask.html", context, status=form_status(form))


@require_POST
@requires("export.full")
def take_back(request, pk):
    """Take back what one asked for."""
    export = _own(request, pk)
    with refusal_said(request):
        withdraw(export, by=request.user, now=timezone.now())
        messages.success(request, _("Taken back: %(number)s") % {"number": export})
    return HttpResponseRedirect(page_of(export), status=303)


@require_POST
@requires("export.full")
def file(request, pk):
    """The approved file, once."""
    export, now = _own(request, pk), timezone.now()
    with refusal_said(request):
        content = hand_out(export, by=request.user, now=now)
        return downloads.workbook(content, filename_of(export, _listing(export.listing)))
    return HttpResponseRedirect(page_of(export), status=303)


def page_of(export: PersonExport) -> str:
    """Return the address of a request on the page of all of them."""
    return f"{reverse('exports')}?x={export.number}"


def _own(request, pk: int) -> PersonExport:
    """Return a request of this person; whoever else asked for one, it is none of theirs."""
    return get_object_or_404(PersonExport.objects.visible_to(request.user).filter(by=request.user).select_related("store", "by__store"), pk=pk)


def _open_to(user: User, name: str) -> PersonList:
    """Return a list whose page this person may see."""
    listing = _listing(name)
    if not may(user, listing.right):
        raise PermissionDenied
    return listing


def _listing(name: str) -> PersonList:
    listing = list_named(name)
    if listing is None:
        raise Http404
    return listing


def _back(page: str, request) -> HttpResponseRedirect:
    asks = request.GET.urlencode()
    return HttpResponseRedirect(f"{page}?{asks}" if asks else page, status=303)
