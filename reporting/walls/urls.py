"""Addresses of reporting/walls."""

from django.urls import path

from reporting.walls.views import wall, walls

urlpatterns = [
    path("settings/walls/", walls.walls, name="walls"),
    path("settings/walls/<int:pk>/end/", walls.end, name="wall_end"),
    path("reports/wall/<str:secret>/", wall.wall, name="wall"),
]
