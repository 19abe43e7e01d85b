"""Addresses of reporting/trials: of the reception room's rules, with rewards."""

from django.urls import path

from reporting.trials.views import trying

urlpatterns = [
    path("reception/rules/try/", trying.show, name="rules_try"),
    path("reception/rules/try/keep/", trying.keep, name="rules_keep"),
    path("reception/rules/try/<int:pk>/", trying.kept, name="rules_kept"),
]
