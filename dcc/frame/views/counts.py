"""What waits in each section: asked by every page for itself, so that no page waits for the numbers beside its navigation."""

from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from dcc.frame.navigation import sections_of, unread_of
from dcc.people.permissions import requires


@require_safe
@requires("me")
def counts(request):
    """Return {"sections": {name: [number as shown, whether something is late]}, "unread": notices}; a section where nothing waits is left out."""
    now = timezone.now()
    waiting = {section.url: section.count(request.user, now) for section in sections_of(request.user) if section.count}
    shown = {name: [str(number), bool(late)] for name, (number, late) in waiting.items() if number}
    return JsonResponse({"sections": shown, "unread": unread_of(request.user)})
