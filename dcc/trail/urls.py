"""Addresses of dcc/trail."""

from django.urls import path

from dcc.trail.views import trail

urlpatterns = [
    path("settings/trail/", trail.trail, name="trail"),
    path("settings/trail/export/", trail.export, name="trail_export"),
]
