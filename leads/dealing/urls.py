"""Addresses of leads/dealing."""

from django.urls import path

from leads.dealing.views import rules

urlpatterns = [
    path("", rules.show, name="allocation_rules"),
    path("preview/", rules.preview, name="allocation_rules_preview"),
    path("save/", rules.save, name="allocation_rules_save"),
]
