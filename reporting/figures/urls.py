"""Addresses of reporting/figures."""

from django.urls import path

from reporting.figures.views import figure_rows

urlpatterns = [
    path("reports/rows/", figure_rows.show, name="figure_rows"),
]
