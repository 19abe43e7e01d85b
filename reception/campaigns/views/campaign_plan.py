"""Campaigns planned and changed."""

from django.contrib import messages
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dcc.frame.answers import form_status, refusal_on, to
from dcc.people.permissions import requires
from leads.campaigns.rules.marketing_plans import change_campaign, plan_campaign
from reception.campaigns.forms.plan import CampaignForm, facts_of
from reception.campaigns.views.campaigns import find


@require_http_methods(["GET", "HEAD", "POST"])
@requires("campaign.plan")
def plan(request):
    """A new campaign."""
    form = CampaignForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with refusal_on(form):
            campaign = plan_campaign(request.user.store, facts=form.cleaned_data, by=request.user, now=timezone.now())
            messages.success(request, _("%(name)s is planned.") % {"name": campaign.name})
            return to("campaign", campaign.pk)
    return render(request, "reception/campaigns/plan.html", {"form": form, "campaign": None}, status=form_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
@requires("campaign.plan")
def change(request, pk):
    """Another plan, and what was spent."""
    campaign = find(request, pk)
    form = CampaignForm(request.POST if request.method == "POST" else None, initial=facts_of(campaign))
    if form.is_bound and form.is_valid():
        with refusal_on(form):
            change_campaign(campaign, facts=form.cleaned_data, by=request.user, now=timezone.now())
            messages.success(request, _("%(name)s is kept.") % {"name": form.cleaned_data["name"]})
            return to("campaign", pk)
    return render(request, "reception/campaigns/plan.html", {"form": form, "campaign": campaign}, status=form_status(form))
