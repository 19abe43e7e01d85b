"""The proof of one visit, to be read and printed."""

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dcc.people.permissions import requires
from reception.models import Visit
from reception.reconcile.parts.proof import proof_of

BESIDE = (
    *("store", "lead__store", "lead__channel", "lead__agent", "lead__card_by", "by", "agent", "reception", "named_user"),
    *("first_agent", "first_reception", "first_appointment__agent", "appointment__agent"),
)


@require_safe
@requires("visit.see")
def proof(request, pk):
    """Whose a visit is and why, on one sheet, for whoever may see the visit."""
    visit = get_object_or_404(Visit.objects.visible_to(request.user).select_related(*BESIDE), pk=pk)
    now = timezone.now()
    return render(request, "reception/reconcile/proof.html", {"proof": proof_of(visit, request.user, now), "visit": visit, "now": now})
