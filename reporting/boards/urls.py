"""Addresses of reporting/boards."""

from django.urls import path

from reporting.boards.views import daily, home

urlpatterns = [
    path("", home.home, name="home"),
    path("reports/daily/", daily.show, name="daily"),
    path("reports/daily/board/", daily.board, name="daily_board"),
]
