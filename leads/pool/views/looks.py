"""How somebody looks at the list: a filter kept under a name or dropped, columns chosen."""

from django.contrib import messages
from django.http import QueryDict
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dcc.frame.answers import refusal_said
from dcc.frame.paging import address_of
from dcc.people.permissions import requires
from leads.models import SavedFilter
from leads.pool.forms.looks import FilterForm
from leads.pool.parts.giving_answers import back
from leads.pool.rules.looking import choose_columns, drop_filter, save_filter


@require_POST
@requires("lead.see")
def save(request):
    """Keep the list's filter and order under a name."""
    form = FilterForm(request.POST)
    if not form.is_valid():
        messages.error(request, str(next(iter(form.errors.values()))[0]))
        return back(request, "leads")
    with refusal_said(request):
        kept = save_filter(request.user, query=_said(request.GET), **form.cleaned_data)
        messages.success(request, _("Filter “%(name)s” kept") % {"name": kept.name})
    return back(request, "leads")


@require_POST
@requires("lead.see")
def drop(request, pk: int):
    """Delete one of one's own filters."""
    kept = get_object_or_404(SavedFilter, user=request.user, pk=pk)
    drop_filter(kept)
    messages.success(request, _("Filter “%(name)s” deleted") % {"name": kept.name})
    return back(request, "leads")


@require_POST
@requires("lead.see")
def columns(request):
    """Show these columns from now on."""
    choose_columns(request.user, request.POST.getlist("column"))
    return back(request, "leads")


def _said(params: QueryDict) -> str:
    """Return what of an address is kept: the conditions that say something, and the order."""
    said = params.copy()
    for name in [name for name in said if not any(said.getlist(name))]:
        del said[name]
    return address_of(said)
