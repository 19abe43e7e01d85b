"""The list of leads: filters in the address, a page by key, in the columns somebody chose."""

from datetime import datetime

from django.db.models import Count
from django.http import QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dcc.frame.answers import Refusal
from dcc.frame.paging import Position, address_of, count_up_to, page_by_key, pager_of
from dcc.models import User
from dcc.people.permissions import may, requires, scopes
from dcc.roster.duty import there_today
from dcc.store.store_settings import values_at, working_hours
from leads.exports.offered import offered
from leads.models import Lead
from leads.pool.allocation_words import CHANGE_REASONS
from leads.pool.filters import ANYBODY, LeadFilter, filtered
from leads.pool.list_columns import COLUMNS, columns_of
from leads.pool.next_steps import next_steps_of
from leads.pool.parts.lead_rows import Row, rows_of
from leads.pool.rules.allocating import MOST
from leads.pool.rules.looking import offered_to
from leads.pool.sorting import SORTS, sort_of, sorted_rows
from leads.pool.whole_list import count_open, seal

FILTER_FIELDS = tuple(LeadFilter.base_filters)


@require_safe
@requires("lead.see")
def leads(request):
    """Every lead one may see, as the address filters and sorts them."""
    return list_page(request, timezone.now())


def list_page(request, now: datetime, *, refusal: Refusal | None = None):
    """Return the list as the address asks for it; `refusal`: that of a deed on it, shown beside what was ticked and chosen for it."""
    store = request.user.store
    found = filtered(request.user, request.GET, now)
    sort = sort_of(request.GET)
    valid = found.form.is_valid()
    narrow = found.is_narrow
    listed = found.qs if valid else found.queryset.none()
    rows = sorted_rows(listed, sort, store, narrow=narrow)
    anchors = sorted_rows(found.queryset, sort, store, narrow=narrow)
    page = page_by_key(rows.select_related("channel", "agent", "reception"), SORTS[sort].order, Position.of(request.GET), anchors=anchors)
    count = count_up_to(listed)
    columns = columns_of(request.user)
    filters, saved = address_of(request.GET), list(offered_to(request.user))
    context = {
        "sees_all": "all" in scopes(request.user, "lead.see"),
        "rows": _picked(request, _rows(page.rows, columns, store, now)),
        "columns": columns,
        "all_columns": COLUMNS.items(),
        "pager": pager_of(page, request.GET, count),
        "count": count,
        "form": found.form,
        "chips": [(chip, address_of(request.GET, *chip.fields)) for chip in found.chips()],
        "registrants": _registrants(request, now) if valid and found.form.cleaned_data.get("registered") else [],
        "is_filtered": any(name in request.GET for name in FILTER_FIELDS),
        "sort": sort,
        "sorts": [(name, _sorted_so(request.GET, name)) for name in SORTS],
        "sorted_by": SORTS[sort].label,
        "filters": filters,
        "saved": saved,
        "shown": next((one.name for one in saved if one.query == filters), ""),
        "may_share": may(request.user, "filter.share"),
        "may_create": may(request.user, "lead.create"),
        "may_import": may(request.user, "import"),
        "may_merge": may(request.user, "lead.merge"),
        "take": offered(request.user, "leads", filters),
        **_handing_over(request, listed, count, now),
        "refusal": refusal,
    }
    return render(request, "leads/pool/leads.html", context, status=refusal.status if refusal else 200)


def _rows(leads: list[Lead], columns: tuple[str, ...], store, now: datetime) -> list[Row]:
    values = values_at(store, now)
    rows = rows_of(leads, values=values, hours=working_hours(store, values), now=now)
    steps = next_steps_of(leads, now) if "next_step" in columns else {}
    for row in rows:
        row.next_step = steps.get(row.lead.pk)
    return rows


def _picked(request, rows: list[Row]) -> list[Row]:
    """Tick what was ticked on the form that came back: those leads, or all of the list."""
    ticked = {text.partition("-")[0] for text in request.POST.getlist("lead")}
    for row in rows:
        row.is_picked = bool(request.POST.get("all")) or str(row.lead.pk) in ticked
    return rows


def _handing_over(request, listed, count, now: datetime) -> dict:
    """What the sheet that gives leads away needs, where one may; the whole list as it is seen now is signed."""
    if not may(request.user, "lead.allocate"):
        return {"allocates": False}
    number = count_open(listed, MOST)
    sealed = seal(request.user, address_of(request.GET), number)
    goes_to = {"agents": there_today(request.user.store, "agent", now), "reasons": CHANGE_REASONS}
    typed = {"to_agent": request.POST.get("agent", ""), "to_reason": request.POST.get("reason", ""), "takes_all": bool(request.POST.get("all"))}
    return {"allocates": True, "open_count": number, "sealed": sealed, **goes_to, **typed}


def _sorted_so(params: QueryDict, sort: str) -> str:
    """Return the address of the list in another order, with the state this one needs."""
    needed = SORTS[sort].status
    return address_of(params, sort=sort, **({"status": needed} if needed else {}))


def _registrants(request, now) -> list[tuple[str, str, int]]:
    """Return (key, name, count) of the agents who registered leads out of calls, the most first; whatever else the list is filtered by holds."""
    params = request.GET.copy()
    params["registered"] = ANYBODY
    counted = filtered(request.user, params, now).qs.with_registrant().order_by().values("registrant").annotate(count=Count("pk"))
    names = {person.pk: person.name for person in User.objects.visible_to(request.user)}
    lines = sorted(counted, key=lambda line: (-line["count"], line["registrant"]))
    return [(str(line["registrant"]), names.get(line["registrant"], ""), line["count"]) for line in lines]
