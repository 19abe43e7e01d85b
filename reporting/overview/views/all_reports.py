"""All reports this person may open, by what they are for."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from dcc.people.permissions import requires


@require_safe
@requires("figures.see")
def show(request):
    """The reports are the sections of the navigation that have a shelf: whatever hangs there stands here."""
    return render(request, "reporting/overview/all_reports.html")
