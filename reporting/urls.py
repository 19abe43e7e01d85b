"""Addresses of the figures."""

from django.urls import path

from reporting.views import daily, desk, figure_rows, funnel, targets

urlpatterns = [
    path("", desk.home, name="home"),
    path("reports/daily/", daily.show, name="daily"),
    path("reports/daily/board/", daily.board, name="daily_board"),
    path("reports/funnel/", funnel.show, name="funnel"),
    path("reports/targets/", targets.show, name="targets"),
    path("reports/targets/<str:month>/", targets.save, name="targets_save"),
    path("reports/rows/", figure_rows.show, name="figure_rows"),
]
