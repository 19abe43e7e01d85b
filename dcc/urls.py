"""All addresses, room by room."""

from django.urls import include, path

from dcc.views import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("leads/", include("leads.urls")),
]

handler403 = "dcc.views.errors.forbidden"
handler404 = "dcc.views.errors.not_found"
handler500 = "dcc.views.errors.failed"
