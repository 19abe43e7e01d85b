"""What pages that give leads away share: who was meant, what became of it, the way back."""

from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dcc.database.bulk import chunked
from dcc.frame.paging import whole
from dcc.models import User
from dcc.reckoning.clock import is_known
from leads.pool.rules.allocating import Dealt

BEFORE_ALL = datetime(2000, 1, 1, tzinfo=UTC)


def seen_at(request) -> datetime:
    """Return the moment at which the page was made: “all” means all that were there then. What is no moment means nothing was seen."""
    try:
        moment = datetime.fromisoformat(request.POST.get("seen", ""))
    except ValueError:
        return BEFORE_ALL
    return moment if moment.tzinfo and is_known(moment.date()) else BEFORE_ALL


def seen_leads(request, visible) -> list[tuple[int, int | None]]:
    """Return the leads ticked on a page as (lead, whose it was when it was seen); “12-5” means 12, with 5; “12-0” in the pool."""
    seen = {}
    for text in request.POST.getlist("lead"):
        pk, _dash, agent = text.partition("-")
        if (key := whole(pk)) is not None:
            seen[key] = whole(agent) or None
    known = {pk for some in chunked(list(seen)) for pk in visible.filter(pk__in=some).values_list("pk", flat=True)}
    return [(pk, was) for pk, was in seen.items() if pk in known]


def say_dealt(request, dealt: Dealt, *, agent: int | str | None) -> None:
    """Say what became of a deed, with the way back; what others took meanwhile is named. `agent`: to whom, "pool", or None where the rules chose."""
    given, missed = len(dealt.given), len(dealt.missed)
    missing = ""
    if missed:
        missing = ngettext("%(missed)d of %(all)d had already gone to somebody else.", "%(missed)d of %(all)d had already gone to somebody else.", missed)
        missing %= {"missed": missed, "all": given + missed}
    if not given:
        messages.error(request, missing or _("Nothing was chosen."))
        return
    done = _sentence(request, given, agent)
    messages.success(request, f"{done}\n{missing}".strip(), extra_tags=f"undo:{reverse('allocate_undo', args=[dealt.first])}")


def _sentence(request, given: int, agent: int | str | None) -> str:
    if agent == "pool":
        return ngettext("%(count)d lead is back in the pool", "%(count)d leads are back in the pool", given) % {"count": given}
    person = User.objects.visible_to(request.user).filter(pk=agent).first() if agent else None
    if person is None:
        return ngettext("%(count)d lead given by the rules", "%(count)d leads given by the rules", given) % {"count": given}
    return ngettext("%(count)d lead given to %(name)s", "%(count)d leads given to %(name)s", given) % {"count": given, "name": person.name}


def back(request, name: str) -> HttpResponseRedirect:
    """Go back to the list as it was filtered."""
    query = request.META.get("QUERY_STRING", "")
    return HttpResponseRedirect(reverse(name) + (f"?{query}" if query else ""), status=303)
