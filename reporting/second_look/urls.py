"""Addresses of reporting/second_look."""

from django.urls import path

from reporting.second_look.views import look_report

urlpatterns = [
    path("reports/second-look/", look_report.show, name="second_look_report"),
    path("reports/second-look/rows/", look_report.rows, name="second_look_rows"),
]
