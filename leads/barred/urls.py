"""Addresses of leads/barred."""

from django.urls import path

from leads.barred.views import barred

urlpatterns = [
    path("", barred.barred, name="barred"),
    path("add/", barred.add, name="barred_add"),
    path("<int:pk>/lift/", barred.lift, name="barred_lift"),
]
