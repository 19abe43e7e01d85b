"""Addresses of reporting/evening: of the telephone's day, with figures of it."""

from django.urls import path

from reporting.evening.views import evening

urlpatterns = [
    path("calls/evening/", evening.show, name="evening"),
    path("calls/evening/rows/", evening.rows, name="evening_rows"),
]
