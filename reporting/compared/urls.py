"""Addresses of reporting/compared."""

from django.urls import path

from reporting.compared.views import report_page

urlpatterns = [
    path("reports/people/", report_page.people, name="report_people"),
    path("reports/lost/", report_page.lost, name="report_lost"),
    path("reports/response/", report_page.response, name="report_response"),
    path("reports/hours/", report_page.hours, name="report_hours"),
    path("reports/leakage/", report_page.leakage, name="report_leakage"),
    path("reports/workbook/", report_page.workbook, name="report_workbook"),
]
