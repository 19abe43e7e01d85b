"""Addresses of calls/second_look."""

from django.urls import path

from calls.second_look.views import own_looks

urlpatterns = [path("look/", own_looks.looks, name="calls_looks")]
