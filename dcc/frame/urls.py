"""Addresses of dcc/frame."""

from django.urls import path

from dcc.frame.views import counts

urlpatterns = [
    path("counts/", counts.counts, name="counts"),
]
