"""The agent's desk: one queue in one order, one form for every call."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from calls.desk.queue import agenda_of
from calls.desk.views.elsewhere import told_elsewhere
from calls.desk.views.showing import agenda_next, desk, only_of, queue_groups, rest_of, skipped_of, typed_again, workable
from calls.models import Call
from dcc.frame.answers import to
from dcc.frame.paging import whole
from dcc.people.permissions import requires
from dcc.store.store_settings import values_at
from leads.customer.timeline import entries_of


@require_safe
@requires("call.log")
def first(request):
    """The desk, standing on whoever is next."""
    now = timezone.now()
    agenda = agenda_of(request.user, now=now, only=only_of(request))
    head = agenda.head()
    if head and head.look:
        return to("calls_look", head.look.pk)
    top = agenda_next(agenda)
    lead = workable(request.user, now).filter(pk=top.pk).first() if top else None
    return _page(request, desk(request.user, lead=lead, form=None, now=now, agenda=agenda))


@require_safe
@requires("call.log")
def on(request, pk):
    """The desk, standing on one lead: of the queue, or any other that is this person's to work; with what was typed of a call of theirs taken back."""
    now = timezone.now()
    lead = workable(request.user, now).filter(pk=pk).first()
    if lead is None or not lead.is_open:
        return told_elsewhere(request, pk, status=200 if lead else 404)
    again = whole(request.GET.get("again"))
    gone = Call.every.filter(pk=again, lead=lead, agent=request.user, annulled_at__isnull=False).first() if again else None
    form = typed_again(gone, lead, now) if gone else None
    agenda = agenda_of(request.user, now=now, only=only_of(request))
    return _page(request, desk(request.user, lead=lead, form=form, now=now, agenda=agenda, skipped=skipped_of(request)))


def _page(request, shown):
    """Answer with the page, or to htmx with what stands inside its frame."""
    response = render(request, "calls/desk/_desk.html" if request.htmx else "calls/desk/desk.html", shown)
    response["Vary"] = "HX-Request"
    return response


@require_safe
@requires("call.log")
def queue(request):
    """The queue alone, for the phone's sheet; or the rest of one of its groups, where the address names it."""
    now, here = timezone.now(), whole(request.GET.get("here"))
    agenda = agenda_of(request.user, now=now)
    if group := request.GET.get("group"):
        return render(request, "calls/desk/_queue_rows.html", {"rows": rest_of(agenda, group, here=here, now=now)})
    groups = queue_groups(agenda, here=None, now=now, limit=values_at(request.user.store, now)["first_response_minutes"])
    return render(request, "calls/desk/_queue.html", {"groups": groups, "count": len(agenda.places)})


@require_safe
@requires("call.log")
def news(request, count):
    """Whether the queue has changed since the page was drawn: 204 where it is as long as it was and nothing was missed, else a link to the new one."""
    agenda = agenda_of(request.user, now=timezone.now())
    more = len(agenda.places) - count
    if more <= 0:
        return HttpResponse(status=204)
    return render(request, "calls/desk/_news.html", {"more": more, "url": reverse("calls")})


@require_safe
@requires("call.log")
def record(request, pk):
    """What happened with a lead, for the pane at the right and the drawer."""
    now = timezone.now()
    lead = get_object_or_404(workable(request.user, now), pk=pk)
    return render(request, "calls/desk/_record.html", {"lead": lead, "entries": entries_of(lead, request.user, now)})
