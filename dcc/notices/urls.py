"""Addresses of dcc/notices."""

from django.urls import path

from dcc.notices.views import notices

urlpatterns = [
    path("notices/", notices.notices, name="notices"),
    path("notices/read/", notices.read_all, name="notices_read"),
    path("notices/<int:pk>/", notices.open_notice, name="notice"),
]
