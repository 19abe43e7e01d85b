"""Addresses of dcc/installation."""

from django.urls import path

from dcc.installation.views import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
