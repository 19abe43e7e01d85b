"""Addresses of dcc/log_in."""

from django.urls import path

from dcc.log_in.views import log_in, open_sessions, password

urlpatterns = [
    path("login/", log_in.log_in, name="login"),
    path("logout/", log_in.log_out, name="logout"),
    path("language/", log_in.language, name="language"),
    path("password/", password.password, name="password"),
    path("me/sessions/end/", open_sessions.end, name="session_end"),
]
