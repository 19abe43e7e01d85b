"""Addresses of calls/incoming."""

from django.urls import path

from calls.incoming.views import incoming

urlpatterns = [
    path("incoming/", incoming.incoming, name="calls_incoming"),
    path("incoming/caller/", incoming.caller, name="calls_incoming_caller"),
    path("incoming/number/", incoming.type_number, name="calls_incoming_number"),
    path("incoming/take/", incoming.take, name="calls_incoming_take"),
    path("incoming/miss/", incoming.miss, name="calls_incoming_miss"),
]
