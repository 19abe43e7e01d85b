"""Addresses of reception/given."""

from django.urls import path

from reception.given.views import given_page

urlpatterns = [
    path("given/", given_page.show, name="given"),
    path("given/<int:pk>/", given_page.save, name="given_note"),
    path("given/heard/<int:pk>/undo/", given_page.undo_heard, name="given_undo"),
]
