"""Two people changed the same facts: both versions beside each other, and what is kept of them (docs/rules/interface.md#nothing-is-lost)."""

from collections.abc import Mapping
from typing import Any

from django.forms import BaseForm

from leads.customer.rules.changing import Collided

Changes = dict[str, tuple[str, str]]


def wanted_of(request, changes: Changes) -> Changes:
    """Return what is to be written: of what two people changed one's own, or, where theirs was taken, the rest."""
    if request.POST.get("keep") != "theirs":
        return changes
    return {name: change for name, change in changes.items() if name not in request.POST.getlist("collided")}


def both_versions(collision: Collided, form: BaseForm, changes: Changes, *, words: Mapping[str, Any], url: str, more: Mapping[str, str] | None = None) -> dict:
    """Return both versions of every fact two people changed, and what else the form holds; the next save knows what stands there now.

    `url`: where it is sent; `more`: what is sent with it, besides.
    """
    seen = {name: collision.theirs.get(name, was) for name, (was, _wanted) in changes.items()}
    return {
        "by": collision.by,
        "at": collision.at,
        "url": url,
        "facts": [(name, words[name], theirs, form.cleaned_data[name]) for name, theirs in collision.theirs.items()],
        "values": [(name, form.cleaned_data[name], seen.get(name, form.cleaned_data[name])) for name in form.fields],
        "more": more or {},
    }
