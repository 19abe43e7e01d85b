"""The list of leads: filters in the address, a page by key, what one does with many at once."""

from datetime import UTC, datetime

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from dcc.database.collation import ByCodePoint
from dcc.errors import Refused
from dcc.frame.answers import refusal_kept, refusal_said
from dcc.frame.paging import Position, address_of, count_up_to, page_by_key, pager_of, whole
from dcc.models import User
from dcc.people.permissions import may, requires, scopes
from dcc.reckoning.clock import is_known
from dcc.store.store_settings import values_at, working_hours
from leads.grading.rules.naming_specialist import on_duty
from leads.models import Lead
from leads.models.querysets.or_never import OrNever
from leads.models.querysets.unindexed import Unindexed
from leads.pool.allocation_words import CHANGE_REASONS
from leads.pool.filters import ANYBODY, LeadFilter, asks_for_open
from leads.pool.parts.giving_answers import back, say_dealt, seen_leads
from leads.pool.parts.lead_rows import rows_of
from leads.pool.parts.shown_filter import FIELDS, refuse_changed, signed
from leads.pool.rules.allocating import MOST, allocate, moves_of

SORTS = {
    "arrival": (gettext_lazy("By arrival, newest first"), ("-received_at", "-id")),
    "limit": (gettext_lazy("By first-response limit"), ("due", "id")),
    "name": (gettext_lazy("By name"), ("letters", "called", "id")),
}
BEFORE_ALL = datetime(2000, 1, 1, tzinfo=UTC)
CHANGED = 409


@require_safe
@requires("lead.see")
def leads(request):
    """Every lead one may see, as the address filters and sorts them."""
    return _page(request, timezone.now())


def _page(request, now: datetime, *, status: int = 200) -> HttpResponse:
    store = request.user.store
    found = filtered(request.user, request.GET, now)
    sort = request.GET.get("sort") if request.GET.get("sort") in SORTS else "arrival"
    valid = found.form.is_valid()
    narrow = found.is_narrow
    listed = found.qs if valid else found.queryset.none()
    rows = sorted_rows(listed, sort, narrow=narrow)
    anchors = sorted_rows(found.queryset, sort, narrow=narrow)
    page = page_by_key(rows.select_related("channel", "agent"), SORTS[sort][1], Position.of(request.GET), anchors=anchors)
    count = count_up_to(listed)
    values = values_at(store, now)
    allocates = may(request.user, "lead.allocate")
    context = {
        "sees_all": "all" in scopes(request.user, "lead.see"),
        "rows": rows_of(page.rows, values=values, hours=working_hours(store, values), now=now),
        "pager": pager_of(page, request.GET, count),
        "count": count,
        "form": found.form,
        "chips": [(chip, address_of(request.GET, *chip.fields)) for chip in found.chips()],
        "registrants": _registrants(request, now) if valid and found.form.cleaned_data.get("registered") else [],
        "is_filtered": any(name in request.GET for name in FIELDS),
        "sort": sort,
        "sorts": [(name, address_of(request.GET, sort=name)) for name in SORTS],
        "sorted_by": SORTS[sort][0],
        "filters": address_of(request.GET),
        "allocates": allocates,
        "agents": on_duty(store, "agent", now) if allocates else (),
        "reasons": CHANGE_REASONS,
        "shown": signed(request.GET, count) if allocates else "",
        "may_create": may(request.user, "lead.create"),
        "may_import": may(request.user, "import"),
    }
    return render(request, "leads/pool/leads.html", context, status=status)


@require_POST
@requires("lead.allocate")
def hand_over(request):
    """Give the selected leads, or all of the filter, to another agent or back to the pool; another number in the filter by now, and nothing is done."""
    now = timezone.now()
    if request.POST.get("all"):
        with refusal_kept() as changed:
            refuse_changed(request.POST.get("shown", ""), request.GET, count_up_to(filtered(request.user, request.GET, now).qs))
        if changed.sentence:
            messages.error(request, changed.sentence)
            return _page(request, now, status=CHANGED)
    to_pool, agent = request.POST.get("agent") == "pool", whole(request.POST.get("agent"))
    reason = request.POST.get("reason", "")
    with refusal_said(request):
        if not (agent or to_pool):
            raise Refused(_("Choose an agent."))
        wanted = _wanted(request, now)
        if reason not in dict(CHANGE_REASONS) and any(was for _lead, was in wanted):
            raise Refused(_("Say why the leads change hands."))
        moves = moves_of(wanted, agent=agent, reason=reason)
        say_dealt(request, allocate(request.user.store, moves, by=request.user, now=now), agent=agent or "pool")
    return back(request, "leads")


def _wanted(request, now) -> list[tuple[int, int | None]]:
    """Return the leads meant, each with whose it was when it was seen; a lead one may not see is none."""
    visible = Lead.objects.visible_to(request.user, now=now).open()
    if request.POST.get("all"):
        rows = filtered(request.user, request.GET, now).qs.filter(closed_at=None).order_by()
        found = list(rows.values_list("pk", "agent")[: MOST + 1])
        if len(found) > MOST:
            raise Refused(_("At most %(most)s leads at once. Choose fewer.") % {"most": f"{MOST:,}"})
        return found
    return seen_leads(request, visible)


def filtered(user, params: QueryDict, now) -> LeadFilter:
    """Return the list's filter as an address asks for it."""
    return LeadFilter(params, queryset=Lead.objects.visible_to(user, now=now, only_open=asks_for_open(params)), user=user, now=now)


def _registrants(request, now) -> list[tuple[str, str, int]]:
    """Return (key, name, count) of the agents who registered leads out of calls, the most first; whatever else the list is filtered by holds."""
    params = request.GET.copy()
    params["registered"] = ANYBODY
    counted = filtered(request.user, params, now).qs.with_registrant().order_by().values("registrant").annotate(count=Count("pk"))
    names = {person.pk: person.name for person in User.objects.visible_to(request.user)}
    lines = sorted(counted, key=lambda line: (-line["count"], line["registrant"]))
    return [(str(line["registrant"]), names.get(line["registrant"], ""), line["count"]) for line in lines]


def sorted_rows(rows, sort: str, *, narrow: bool):
    """Return the rows with what they are sorted by; who has no limit comes last.

    Where all are asked for, each key is said as its index says it. Where few are, it is not: an index in the right order would be walked until they turn
    up, and to find them first and sort them is a moment's work.
    """
    if sort == "limit":
        return rows.annotate(due=Unindexed(OrNever("respond_by")) if narrow else OrNever("respond_by"))
    if sort == "name":
        keys = {"letters": ByCodePoint("initials"), "called": ByCodePoint("name")}
        return rows.annotate(**{name: Unindexed(key) if narrow else key for name, key in keys.items()})
    return rows


def seen_at(request) -> datetime:
    """Return the moment at which the page was made: “all” means all that were there then. What is no moment means nothing was seen."""
    try:
        moment = datetime.fromisoformat(request.POST.get("seen", ""))
    except ValueError:
        return BEFORE_ALL
    return moment if moment.tzinfo and is_known(moment.date()) else BEFORE_ALL
