"""Addresses of reporting/evening_report."""

from django.urls import path

from reporting.evening_report.views import evening_page, receivers_page

urlpatterns = [
    path("reports/evening/", evening_page.show, name="report_evening"),
    path("reports/evening/preview/", evening_page.preview, name="report_evening_preview"),
    path("reports/evening/save/", evening_page.save, name="report_evening_save"),
    path("reports/evening/hold/", evening_page.hold, name="report_evening_hold"),
    path("reports/evening/release/", evening_page.release, name="report_evening_release"),
    path("reports/evening/add/", evening_page.add, name="report_evening_add"),
    path("reports/evening/<int:pk>/again/", evening_page.again, name="report_evening_again"),
    path("reports/evening/receivers/", receivers_page.receivers, name="report_receivers"),
    path("reports/evening/receivers/<int:pk>/end/", receivers_page.end, name="report_receiver_end"),
]
