"""Addresses of leads/pool."""

from django.urls import path

from leads.pool.views import allocation, giving_many, looks, pool, search

urlpatterns = [
    path("", pool.leads, name="leads"),
    path("hand-over/", giving_many.hand_over, name="leads_hand_over"),
    path("filters/save/", looks.save, name="leads_filter_save"),
    path("filters/<int:pk>/drop/", looks.drop, name="leads_filter_drop"),
    path("columns/", looks.columns, name="leads_columns"),
    path("search/", search.search, name="search"),
    path("allocate/", allocation.allocate_page, name="allocate"),
    path("allocate/preview/", allocation.preview, name="allocate_preview"),
    path("allocate/rule/", allocation.by_rule, name="allocate_rule"),
    path("allocate/hand/", allocation.by_hand, name="allocate_hand"),
    path("allocate/<int:pk>/undo/", allocation.undo, name="allocate_undo"),
]
