"""Addresses of dcc/log_in."""

from django.urls import path

from dcc.log_in.views import log_in, open_sessions, password, second_factor

urlpatterns = [
    path("login/", log_in.log_in, name="login"),
    path("login/code/", log_in.code, name="login_code"),
    path("logout/", log_in.log_out, name="logout"),
    path("language/", log_in.language, name="language"),
    path("password/", password.password, name="password"),
    path("me/security/", second_factor.security, name="security"),
    path("me/second-step/", second_factor.second_factor, name="second_factor"),
    path("me/second-step/change/", second_factor.change, name="second_factor_change"),
    path("me/sessions/end/", open_sessions.end, name="session_end"),
]
