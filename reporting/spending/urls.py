"""Addresses of reporting/spending."""

from django.urls import path

from reporting.spending.views import channels_compared

urlpatterns = [
    path("reports/channels/", channels_compared.show, name="report_channels"),
    path("reports/channels/workbook/", channels_compared.workbook, name="report_channels_workbook"),
]
