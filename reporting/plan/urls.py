"""Addresses of reporting/plan."""

from django.urls import path

from reporting.plan.views import reckoned_back, targets

urlpatterns = [
    path("reports/plan/", reckoned_back.show, name="plan"),
    path("reports/targets/", targets.show, name="targets"),
    path("reports/targets/<str:month>/", targets.save, name="targets_save"),
]
