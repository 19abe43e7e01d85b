"""Addresses of reception/erasing."""

from django.urls import path

from reception.erasing.views import erasing

urlpatterns = [
    path("", erasing.erase, name="erase"),
    path("erase/", erasing.erase_do, name="erase_do"),
    path("file/", erasing.erase_file, name="erase_file"),
    path("lift/", erasing.erase_lift, name="erase_lift"),
]
