"""Addresses of reception/day_close."""

from django.urls import path

from reception.day_close.views import day_close

urlpatterns = [
    path("day/close/", day_close.day_close, name="day_close"),
    path("day/close/sign/", day_close.day_sign, name="day_sign"),
]
