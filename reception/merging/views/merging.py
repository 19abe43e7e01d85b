"""Is it one person? (合并线索): two leads side by side, what becomes of them, the deed and the way back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dcc.frame.answers import CHANGED, WRONG, refusal_kept, refusal_said, to, undo
from dcc.frame.paging import whole
from dcc.models import User
from dcc.people.permissions import requires
from dcc.store.store_settings import value
from leads.customer.views.lead_page import WITH
from leads.intake.phones import mask
from leads.models import Lead
from leads.pool.search import Found
from leads.pool.search import find as look_for
from reception.merging.comparing import alike_in_words, figures_changing, lines_of
from reception.merging.counts import SORTS, counts_of
from reception.merging.pairs import ALIKE, MOST, REAL_NUMBER, SECOND_PHONE, Pair, proposed
from reception.merging.rules.merging import in_order, merge_leads, obstacle, separate_leads, way_back_obstacle
from reception.merging.rules.telling_apart import tell_apart

SALT = "reception.merging"
MOVES = {"inquiries": "message-2", "calls": "phone", "appointments": "calendar-event", "visits": "door-enter", "orders": "file-invoice", "owed": "clock"}
WHY = {
    REAL_NUMBER: gettext_lazy("The real number told in a call fits"),
    SECOND_PHONE: gettext_lazy("A second number fits"),
    ALIKE: gettext_lazy("Same name, same model, within 30 days"),
}


@dataclass(frozen=True)
class Walk:
    """The proposals, and where among them the pair on the page stands; `why` is empty for a pair nobody proposed."""

    pairs: list[Pair]
    place: int | None

    @property
    def why(self) -> str:
        """Why the pair was proposed, as a word of `pairs`."""
        return self.pairs[self.place].why if self.place is not None else ""

    def address(self, step: int) -> str:
        """Where the proposal so many steps on stands, "" where there is none."""
        place = (self.place if self.place is not None else -1) + step
        return address_of(self.pairs[place]) if 0 <= place < len(self.pairs) else ""


def address_of(pair: Pair) -> str:
    """Return where a proposed pair is looked at."""
    return f"{reverse('lead_merge', args=[pair.one])}?with={pair.other}"


@require_safe
@requires("lead.merge")
def merges(request) -> HttpResponse:
    """The first proposal; where there is none, the page says so."""
    pairs = proposed(request.user, timezone.now())
    return redirect(address_of(pairs[0])) if pairs else render(request, "reception/merging/none.html", {})


@require_safe
@requires("lead.merge")
def count(request) -> HttpResponse:
    """How many pairs are proposed, for the button that leads to them: asked by itself, so that no list waits for it. 204 where none is."""
    pairs = len(proposed(request.user, timezone.now()))
    return HttpResponse(f"{pairs}+" if pairs == MOST else str(pairs)) if pairs else HttpResponse(status=204)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("lead.merge")
@sensitive_post_parameters("q")
def merge(request, pk) -> HttpResponse:
    """Compare a lead with another; looked for, found ones to choose; sent, the merge of just what was shown."""
    now = timezone.now()
    lead = _find(request.user, pk, now)
    if lead.is_merged:
        return render(request, "reception/merging/merged.html", {"lead": lead, "kept": lead.merged_into, "sentence": way_back_obstacle(lead)})
    if not lead.is_open:
        raise Http404
    if request.method == "POST" and "q" in request.POST:
        found = look_for(request.user, request.POST["q"][:60], area=value(request.user.store, "area_code", now), now=now)
        return _page(request, lead, None, now=now, found=found)
    if request.method == "POST":
        return _merge(request, lead, now)
    wanted = whole(request.GET.get("with", ""))
    return _page(request, lead, _find(request.user, wanted, now) if wanted else None, now=now)


def _merge(request, lead: Lead, now: datetime) -> HttpResponse:
    wanted = whole(request.POST.get("with", ""))
    if not wanted:
        return _page(request, lead, None, now=now, sentence=_("Choose the other lead."), status=WRONG)
    other = _find(request.user, wanted, now)
    try:
        seen = signing.loads(request.POST.get("seen", ""), salt=_salt(lead, other))
    except signing.BadSignature:
        return _page(request, lead, other, now=now, sentence=_("Look at the two once more."), status=CHANGED)
    with refusal_kept() as refusal:
        kept = merge_leads(lead, other, why=request.POST.get("why", "")[:20], seen=seen, by=request.user, now=now)
        gone = other if kept == lead else lead
        said = _("%(younger)s is merged into %(kept)s.") % {"younger": gone.name, "kept": kept.name}
        messages.success(request, said, extra_tags=undo("lead_separate", gone.pk))
        return to("lead", kept.pk)
    return _page(request, _find(request.user, lead.pk, now), _find(request.user, wanted, now), now=now, sentence=refusal.sentence, status=CHANGED)


@require_POST
@requires("lead.merge")
def separate(request, pk) -> HttpResponse:
    """Take the merge of a lead back."""
    now = timezone.now()
    lead = _find(request.user, pk, now)
    with refusal_said(request):
        separate_leads(lead, by=request.user, now=now)
        messages.success(request, _("The merge is taken back: each is a lead of its own, as before."))
    return to("lead", pk)


@require_POST
@requires("lead.merge")
def apart(request, pk) -> HttpResponse:
    """Say that two leads are two people, and look at the next proposal."""
    now = timezone.now()
    lead, wanted = _find(request.user, pk, now), whole(request.POST.get("with", ""))
    if not wanted or wanted == pk:
        return to("lead_merge", pk)
    tell_apart(lead, _find(request.user, wanted, now), by=request.user, now=now)
    messages.success(request, _("Two people: this pair is proposed no more."))
    pairs = proposed(request.user, now)
    return redirect(address_of(pairs[0])) if pairs else to("lead_merges")


def _find(user: User, pk: int, now: datetime) -> Lead:
    rows = Lead.objects.workable_by(user, "lead.merge", now=now).select_related(*WITH, "merged_into")
    lead = rows.filter(pk=pk).first()
    if lead is None:
        raise Http404
    return lead


def _page(request, lead: Lead, other: Lead | None, *, now: datetime, sentence: str = "", found: Found | None = None, status: int = 200) -> HttpResponse:
    pairs = proposed(request.user, now)
    if other is None and found is None:
        other = _proposed_with(request.user, lead, pairs, now)
    context: dict[str, Any] = {"lead": lead, "sentence": sentence, "found": _choices(found, lead), "looked_for": found.text if found else None}
    both = {lead.pk, other.pk} if other else set()
    walk = Walk(pairs, next((place for place, pair in enumerate(pairs) if {pair.one, pair.other} == both), None))
    context |= {"walk": walk, "count": len(pairs), "number": walk.place + 1 if walk.place is not None else 0}
    context |= {"before": walk.address(-1) if walk.place is not None else "", "after": walk.address(1)}
    if other is not None:
        context |= _compared(lead, other, walk.why)
    return render(request, "reception/merging/merge.html", context, status=status)


def _proposed_with(user: User, lead: Lead, pairs: list[Pair], now: datetime) -> Lead | None:
    other = next((pair.other if pair.one == lead.pk else pair.one for pair in pairs if lead.pk in (pair.one, pair.other)), None)
    return _find(user, other, now) if other else None


def _choices(found: Found | None, lead: Lead) -> list[tuple[Lead, str, str]] | None:
    """Return whom a search found besides the lead itself and what cannot be merged, each with the masked number and the way to compare the two."""
    if found is None:
        return None
    rows = (each for each in found.leads if each.pk != lead.pk and each.is_open)
    return [(each, mask(each.phone or ""), f"{reverse('lead_merge', args=[lead.pk])}?with={each.pk}") for each in rows]


def _salt(one: Lead, other: Lead) -> str:
    """What was seen of two leads is said of these two alone."""
    return f"{SALT}.{min(one.pk, other.pk)}.{max(one.pk, other.pk)}"


def _compared(lead: Lead, other: Lead, why: str) -> dict[str, Any]:
    kept, younger = in_order(lead, other)
    counts = counts_of(kept, younger)
    return {
        "kept": kept,
        "younger": younger,
        "other": other,
        "why": why,
        "why_in_words": WHY.get(why, ""),
        "alike": alike_in_words(kept, younger),
        "lines": lines_of(kept, younger, counts),
        "moves": [(icon, SORTS[name][0], counts[name][1]) for name, icon in MOVES.items() if counts[name][1]],
        "figures": figures_changing(kept, younger),
        "hindrance": obstacle(kept, younger),
        "number_of_younger": mask(younger.phone or ""),
        "seen": signing.dumps(counts, salt=_salt(lead, other)),
    }
