"""Addresses of reporting/funnel."""

from django.urls import path

from reporting.funnel.views import funnel

urlpatterns = [
    path("reports/funnel/", funnel.show, name="funnel"),
    path("reports/funnel/workbook/", funnel.workbook, name="funnel_workbook"),
]
