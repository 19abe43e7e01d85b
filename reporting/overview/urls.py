"""Addresses of reporting/overview."""

from django.urls import path

from reporting.overview.views import all_reports

urlpatterns = [path("reports/", all_reports.show, name="all_reports")]
