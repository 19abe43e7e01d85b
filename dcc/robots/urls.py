"""Addresses of dcc/robots."""

from django.urls import path

from dcc.robots.views import robots

urlpatterns = [
    path("settings/robots/", robots.robots, name="robots"),
    path("settings/robots/<int:pk>/", robots.robot, name="robot"),
    path("settings/robots/<int:pk>/test/", robots.test, name="robot_test"),
    path("settings/robots/<int:pk>/retire/", robots.retire, name="robot_retire"),
]
