"""Pages for what went wrong: calm here, loud in the log."""

import logging

from django.shortcuts import render

log = logging.getLogger(__name__)


def csrf_failure(request, reason=""):
    """The form's token no longer holds: say so and let the person go back to what they typed."""
    log.warning("form refused: %s", reason)
    return render(request, "csrf.html", status=403)


def forbidden(request, exception=None):
    """Something this person's roles do not allow."""
    return render(request, "403.html", status=403)


def not_found(request, exception=None):
    """No such page, or a row this person may not see: the two look the same (06)."""
    return render(request, "404.html", status=404)


def failed(request):
    """An unexpected failure: the page names the request's id, the log has the rest."""
    return render(request, "500.html", {"request_id": getattr(request, "id", "")}, status=500)
