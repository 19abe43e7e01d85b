"""Addresses of reception/checks."""

from django.urls import path

from reception.checks.views import check_page

urlpatterns = [
    path("checks/", check_page.show, name="checks"),
    path("checks/rows/", check_page.rows, name="checks_rows"),
    path("checks/<int:pk>/dial/", check_page.dial, name="check_dial"),
    path("checks/<int:pk>/judge/", check_page.save, name="check_judge"),
    path("checks/<int:pk>/answer/", check_page.answer, name="check_answer"),
    path("checks/<int:pk>/undo/", check_page.undo_check, name="check_undo"),
]
