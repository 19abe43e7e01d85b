"""Addresses of reporting/arrivals."""

from django.urls import path

from reporting.arrivals.views import tomorrow

urlpatterns = [path("reports/tomorrow/", tomorrow.show, name="tomorrow")]
