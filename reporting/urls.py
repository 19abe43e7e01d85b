"""Addresses of the figures."""

from django.urls import path

from reporting.views import figure_rows, funnel

urlpatterns = [
    path("reports/funnel/", funnel.show, name="funnel"),
    path("reports/rows/", figure_rows.show, name="figure_rows"),
]
