"""Addresses of reporting/leaks."""

from django.urls import path

from reporting.leaks.views import leaks

urlpatterns = [
    path("reports/leaks/", leaks.show, name="leaks"),
    path("reports/leaks/give/", leaks.give, name="leaks_give"),
]
