"""How a view answers a form."""

from urllib.parse import urlsplit, urlunsplit

from django import forms
from django.http import HttpResponseRedirect
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme

WRONG = 422  # htmx and readers of the log tell a refused form from a page by it


def form_status(*bound: forms.BaseForm | None) -> int:
    """200, or 422 where one of the forms was sent and has errors."""
    return WRONG if any(form is not None and form.is_bound and form.errors for form in bound) else 200


def safe_next(request, *, default: str) -> str:
    """Return the address in `next` if it is ours, else `default`."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    return wanted if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()) else default


def page_of_form(request) -> str:
    """Return the path of the page a form was sent from, as the browser names it; only the path, so that it is ours; else the first page.

    A path of two slashes would be another host: it is read as one.
    """
    came_from = urlsplit(request.headers.get("Referer", ""))
    path = "/" + came_from.path.lstrip("/\\")
    return urlunsplit(("", "", path, came_from.query, "")) if came_from.netloc == request.get_host() else reverse("home")


def to(name: str, *args) -> HttpResponseRedirect:
    """Go to one of our pages after a deed, by 303: reload repeats nothing."""
    return HttpResponseRedirect(reverse(name, args=args), status=303)


def page_above(path: str) -> str:
    """Return the nearest page above an address: where one is led who opens what only takes forms."""
    while path != "/":
        path = path.rstrip("/").rpartition("/")[0] + "/"
        try:
            resolve(path)
        except Resolver404:
            continue
        break
    return path


def undo(name: str, *args) -> str:
    """Return the tag of a message whose toast offers the way back: the address it posts to (templates/parts/message.html)."""
    return f"undo:{reverse(name, args=args)}"
