"""What was registered, signed or changed by mistake is taken back: at once by whoever did it, later with a reason."""

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dcc.errors import Refused
from dcc.frame.answers import page_of_form, refusal_said
from dcc.people.permissions import decides, requires
from reception.customers.rules.annulling_orders import annul_cancellation, annul_delivery, annul_order
from reception.door.rules.annulling_changes import annul_change
from reception.door.rules.annulling_visits import TakenBack, annul_leaving, annul_visit
from reception.models import Order, TagChange, Visit


@require_POST
@requires("visit.annul")
def visit(request, pk):
    """The group never came, or was somebody else."""
    found = _find(request, "visit.see", Visit.objects.visible_to(request.user).select_related("store", "lead"), pk)
    return _take_back(request, found, lambda **how: _said(found.name or _("The group"), annul_visit(found, **how)))


@require_POST
@requires("visit.tag")
def leaving(request, pk):
    """The group has not gone: it was the wrong row."""
    found = _find(request, "visit.see", Visit.objects.visible_to(request.user).select_related("store"), pk)

    def take_back(*, by, now, **_reason):
        return _("%(name)s is in the house still.") % {"name": annul_leaving(found, by=by, now=now).name or _("The group")}

    return _take_back(request, found, take_back)


@require_POST
@requires("order.annul")
def order(request, pk):
    """The order was never signed."""
    return _of_order(request, pk, annul_order, _("The order of %(name)s is taken back."))


@require_POST
@requires("order.annul")
def delivery(request, pk):
    """The car was never handed over."""
    return _of_order(request, pk, annul_delivery, _("The delivery is taken back.\n%(name)s is open again."))


@require_POST
@requires("order.annul")
def cancellation(request, pk):
    """The order was never cancelled."""
    return _of_order(request, pk, annul_cancellation, _("The cancellation is taken back.\nThe order of %(name)s runs on."))


@require_POST
@requires("tag_change.annul")
def change(request, pk):
    """The tag was changed by mistake."""
    found = _find(request, "reconcile.see", TagChange.objects.visible_to(request.user).select_related("visit__store"), pk)

    def take_back(*, by, now, **_reason):
        taken = annul_change(found, by=by, now=now)
        return _("The tag is %(tag)s again.") % {"tag": taken.get_from_tag_display()}

    return _take_back(request, found, take_back)


def _of_order(request, pk: int, verb, said: str):
    found = _find(request, "order.correct", Order.objects.workable_by(request.user).select_related("store", "lead__store"), pk)

    def take_back(**how):
        return said % {"name": verb(found, **how).lead.name}

    return _take_back(request, found, take_back)


def _find(request, sees: str, rows, pk: int):
    """Return the row that stands; None where it was taken back already, for whoever did it or sees all. What one may not see does not exist."""
    found = rows.filter(pk=pk).first()
    if found is None:
        gone = rows.model.every.filter(pk=pk, store=request.user.store_id, annulled_at__isnull=False)
        if not (gone if decides(request.user, sees) else gone.filter(annulled_by=request.user)).exists():
            raise Http404
    return found


def _take_back(request, found, verb):
    """Do it, say what followed or why not, and stay on the page it was asked from."""
    with refusal_said(request):
        if found is None:
            raise Refused(_("It was taken back already."))
        messages.success(request, verb(reason=request.POST.get("reason", ""), by=request.user, now=timezone.now()))
    return HttpResponseRedirect(page_of_form(request), status=303)


def _said(name: str, taken: TakenBack) -> str:
    """Return the toast: what was taken back, and what is as before."""
    lines = [_("The registration of %(name)s is taken back.") % {"name": name}]
    for row in taken.appointments:
        when = f"{timezone.localtime(row.scheduled_for):%m-%d %H:%M}"
        lines.append(_("The appointment of %(when)s: %(status)s.") % {"when": when, "status": row.get_status_display()})
    if taken.lead_stays:
        lines.append(_("The lead stays with its inquiry: somebody has worked with it."))
    return "\n".join(lines)
