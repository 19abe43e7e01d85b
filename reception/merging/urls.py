"""Addresses of merging, below /leads/."""

from django.urls import path

from reception.merging.views import merging

urlpatterns = [
    path("merge/", merging.merges, name="lead_merges"),
    path("merge/count/", merging.count, name="lead_merges_count"),
    path("<int:pk>/merge/", merging.merge, name="lead_merge"),
    path("<int:pk>/separate/", merging.separate, name="lead_separate"),
    path("<int:pk>/apart/", merging.apart, name="lead_apart"),
]
