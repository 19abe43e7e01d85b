"""Addresses of reception/who."""

from django.urls import path

from reception.who.views import who

urlpatterns = [path("who/", who.who, name="who")]
