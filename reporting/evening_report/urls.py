"""Addresses of reporting/evening_report."""

from django.urls import path

from reporting.evening_report.views import receivers, report

urlpatterns = [
    path("reports/evening/", report.show, name="report_evening"),
    path("reports/evening/preview/", report.preview, name="report_evening_preview"),
    path("reports/evening/save/", report.save, name="report_evening_save"),
    path("reports/evening/send/", report.send, name="report_evening_send"),
    path("reports/evening/hold/", report.hold, name="report_evening_hold"),
    path("reports/evening/release/", report.release, name="report_evening_release"),
    path("reports/evening/add/", report.add, name="report_evening_add"),
    path("reports/evening/<int:pk>/again/", report.again, name="report_evening_again"),
    path("reports/evening/receivers/", receivers.receivers, name="report_receivers"),
    path("reports/evening/receivers/<int:pk>/end/", receivers.end, name="report_receiver_end"),
]
