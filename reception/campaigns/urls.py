"""Addresses of campaigns."""

from django.urls import path

from reception.campaigns.views import campaign_plan, campaigns, inviting

urlpatterns = [
    path("campaigns/", campaigns.show, name="campaigns"),
    path("campaigns/new/", campaign_plan.plan, name="campaign_new"),
    path("campaigns/<int:pk>/", campaigns.one, name="campaign"),
    path("campaigns/<int:pk>/change/", campaign_plan.change, name="campaign_change"),
    path("campaigns/<int:pk>/rows/", campaigns.rows, name="campaign_rows"),
    path("campaigns/<int:pk>/invite/", inviting.invite, name="campaign_invite"),
    path("campaigns/<int:pk>/withdraw/", inviting.withdraw, name="campaign_withdraw"),
]
