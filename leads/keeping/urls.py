"""Addresses of leads/keeping."""

from django.urls import path

from leads.keeping.views import idle

urlpatterns = [path("<int:pk>/idle/", idle.decide, name="lead_idle")]
