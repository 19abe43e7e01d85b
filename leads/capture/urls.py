"""The endpoint's address; those of the tokens stand with their channel's."""

from django.urls import path

from leads.capture.views.endpoint import api, public

urlpatterns = [path("api/v1/", public(api.urls))]
