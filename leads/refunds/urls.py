"""Addresses of refunds."""

from django.urls import path

from leads.refunds.views import deciding, refunds

urlpatterns = [
    path("refunds/", refunds.show, name="refunds"),
    path("refunds/<int:pk>/claim/", deciding.claim_some, name="refund_claim"),
    path("refunds/<int:pk>/waive/", deciding.waive_some, name="refund_waive"),
    path("refunds/<int:pk>/answers/", deciding.note, name="refund_answers"),
    path("refunds/claims/<int:pk>/", refunds.sheet, name="refund_sheet"),
    path("refunds/claims/<int:pk>/withdraw/", deciding.take_back, name="refund_withdraw"),
    path("refunds/claims/<int:pk>/unanswer/", deciding.unanswer, name="refund_unanswer"),
]
