"""The endpoint's addresses; those of the tokens stand with their channel's."""

from django.urls import path

from leads.capture.views.endpoint import capture_view, schema

urlpatterns = [
    path("api/v1/inquiries", capture_view, name="capture"),
    path("api/v1/openapi.json", schema, name="capture_schema"),
]
