"""Addresses of leads/exports."""

from django.urls import path

from leads.exports.views import exports, taking_along

urlpatterns = [
    path("", exports.exports, name="exports"),
    path("list/<slug:name>/", taking_along.masked, name="export_list"),
    path("ask/<slug:name>/", taking_along.ask, name="export_ask"),
    path("<int:pk>/withdraw/", taking_along.take_back, name="export_withdraw"),
    path("<int:pk>/file/", taking_along.file, name="export_file"),
    path("<int:pk>/approve/", exports.approve_one, name="export_approve"),
    path("<int:pk>/refuse/", exports.refuse_one, name="export_refuse"),
]
