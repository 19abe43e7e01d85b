"""Addresses of reporting/meeting."""

from django.urls import path

from reporting.meeting.views import meeting_page

urlpatterns = [path("reports/meeting/", meeting_page.show, name="meeting")]
