"""Addresses of leads."""

urlpatterns: list = []
