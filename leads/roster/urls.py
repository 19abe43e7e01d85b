"""Addresses of the roster, below /settings/roster/."""

from django.urls import path

from leads.roster.views import roster

urlpatterns = [
    path("", roster.roster, name="roster"),
    path("save/", roster.save, name="roster_save"),
]
