"""How a view answers a form."""

from collections.abc import Callable
from functools import partial
from urllib.parse import urlsplit, urlunsplit

from django import forms
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme

from dcc.errors import Changed, Refused

WRONG = 422  # htmx and readers of the log tell a refused form from a page by it
CHANGED = 409  # what was shown is not what is there any more


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


class Refusal:
    """What a verb refuses inside `with`: its sentence is kept, put onto a form or said; what follows the verb in the block does not happen.

    `error` is the refusal itself, `status` the one to show the page again with.
    """

    def __init__(self, put: Callable[[str], object] = bool) -> None:
        self.put = put
        self.sentence = ""
        self.about = ""
        self.error: Refused | None = None
        self.status = WRONG

    def __enter__(self) -> "Refusal":
        return self

    def __exit__(self, _kind, error: BaseException | None, _trace) -> bool:
        if not isinstance(error, Refused):
            return False
        self.sentence, self.about, self.error = str(error), error.about, error
        self.status = CHANGED if isinstance(error, Changed) else WRONG
        self.take(error)
        return True

    def take(self, error: Refused) -> None:
        """Put the sentence where it is to stand."""
        self.put(str(error))


class RefusalOn(Refusal):
    """Put onto a form: at the field it is about, where the form has it, else at `field`."""

    def __init__(self, form: forms.BaseForm, field: str | None = None) -> None:
        super().__init__()
        self.form, self.field = form, field

    def take(self, error: Refused) -> None:
        """Put the sentence at its field."""
        self.form.add_error(error.about if error.about in self.form.fields else self.field, str(error))


def refusal_on(form: forms.BaseForm, field: str | None = None) -> RefusalOn:
    """`with refusal_on(form, "name"):` verb, message, `return to(…)`. A refused form comes back after the block as it was typed, with the sentence on it."""
    return RefusalOn(form, field)


def refusal_said(request) -> Refusal:
    """`with refusal_said(request):` verb, message. A refusal is the message; what comes after the block is answered either way."""
    return Refusal(partial(messages.error, request))


def refusal_kept() -> Refusal:
    """`with refusal_kept() as refusal:` verb, `return …`. After the block the page says `refusal.sentence`."""
    return Refusal()
