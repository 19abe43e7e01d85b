"""A lead without a next step is given to another agent, or gets a dated follow-up."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dcc.frame.answers import refusal_said
from dcc.frame.paging import whole
from dcc.models import User
from dcc.people.permissions import requires
from dcc.reckoning.clock import day_said
from leads.keeping.rules.deciding_idle import date_idle_lead, give_idle_lead
from leads.models import Lead


@require_POST
@requires("lead.allocate")
def decide(request, pk):
    """Give it to the agent chosen, else let whoever has it call on the day chosen."""
    now = timezone.now()
    lead = get_object_or_404(Lead.objects.visible_to(request.user, now=now).open(), pk=pk)
    agent = User.objects.visible_to(request.user).filter(pk=whole(request.POST.get("agent")) or 0).first()
    day = day_said(request.POST.get("day", ""))
    with refusal_said(request):
        if agent is not None:
            give_idle_lead(lead, agent=agent, by=request.user, now=now)
            messages.success(request, _("%(name)s is with %(agent)s now.") % {"name": lead.name, "agent": agent.name})
        elif day is not None:
            date_idle_lead(lead, day=day, by=request.user, now=now)
            messages.success(request, _("%(name)s is called on %(day)s.") % {"name": lead.name, "day": f"{day:%m-%d}"})
        else:
            messages.error(request, _("Choose an agent or a day."))
    return HttpResponseRedirect(f"{reverse('allocate')}#panels", status=303)
