"""Addresses of reception/seen."""

from django.urls import path

from reception.seen.views import who_saw

urlpatterns = [
    path("", who_saw.who_saw, name="who_saw"),
    path("export/", who_saw.export, name="who_saw_export"),
]
