"""Addresses of reporting/closings."""

from django.urls import path

from reporting.closings.views import closing_page

urlpatterns = [
    path("reports/closings/", closing_page.show, name="closings"),
    path("reports/closings/close/", closing_page.close, name="closings_close"),
    path("reports/closings/again/", closing_page.again, name="closings_again"),
]
