"""Addresses of reporting/plan."""

from django.urls import path

from reporting.plan.views import targets

urlpatterns = [
    path("reports/targets/", targets.show, name="targets"),
    path("reports/targets/<str:month>/", targets.save, name="targets_save"),
]
