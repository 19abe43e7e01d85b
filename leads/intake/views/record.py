"""Every file that was taken in, filtered, with the sum of their rows; one of them opened beside: what an undo would take back, or took."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Sum
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dcc.frame.paging import Position, address_of, count_up_to, page_by_key, pager_of, whole
from dcc.people.permissions import may, requires
from dcc.reckoning.clock import day_of
from leads.intake.forms.record import RecordFilterForm
from leads.intake.rules.rejected_rows import may_fetch
from leads.intake.rules.undoing import may_undo
from leads.intake.views.import_tables import RecordTable
from leads.intake.views.undoing import foreseen
from leads.models import ImportBatch

COUNTS = ("rows", "created", "merged", "repeated", "rejected")
WEEK = timedelta(days=6)  # with today


@require_safe
@requires("import")
def record(request):
    """The files as the address asks for them; `file` is the one that is open beside them."""
    now, store = timezone.now(), request.user.store
    form = RecordFilterForm(request.GET, user=request.user)
    seen = ImportBatch.objects.visible_to(request.user).taken_in()
    done = form.narrow(seen, store)
    page = page_by_key(done.select_related("channel", "by", "undone_by"), ("-committed_at", "-pk"), Position.of(request.GET), anchors=seen)
    for batch in page.rows:
        batch.is_fetchable = may_fetch(batch, by=request.user, now=now)
    opened = seen.select_related("store", "channel", "by", "mapped_by", "undone_by").filter(pk=whole(request.GET.get("file"))).first()
    query, count = request.GET.copy(), count_up_to(done)
    query.pop("file", None)
    sums = done.exclude(state="undone").order_by().aggregate(**{name: Sum(name, default=0) for name in COUNTS})
    context = {
        "form": form,
        "chips": [(word, value, address_of(query, *fields)) for word, value, fields in form.chips()],
        "table": RecordTable(page.rows, user=request.user, now=now, query=query.urlencode(), opened=opened.pk if opened else None),
        "pager": pager_of(page, query, count),
        "count": count,
        "sums": {name: f"{number:,}" for name, number in sums.items()},
        "closed": query.urlencode(),
        "week": address_of(query, "last", first=f"{day_of(now, store.zone) - WEEK:%Y-%m-%d}"),
        "may_open_trail": may(request.user, "trail.see"),
    }
    if opened:
        context |= _beside(request, opened, now)
    return render(request, "leads/intake/import_record.html", context)


def _beside(request, batch: ImportBatch, now: datetime) -> dict[str, Any]:
    """What stands beside the list of one file."""
    if not may_undo(batch, by=request.user, now=now):
        return {"batch": batch}
    told = foreseen(request, batch, now)
    return {"batch": batch, "kept_table": told.pop("table"), **told}
