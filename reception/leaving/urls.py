"""Addresses of leaving, below /settings/people/."""

from django.urls import path

from reception.leaving.views import leaving

urlpatterns = [path("<int:pk>/leave/", leaving.leave, name="person_leave")]
