"""Addresses of leads/grading."""

from django.urls import path

from leads.grading.views import grading, review

urlpatterns = [
    path("grading/", grading.grading, name="grading"),
    path("<int:pk>/grade/", grading.grade, name="grade"),
    path("gradings/<int:pk>/undo/", grading.take_back, name="grading_undo"),
    path("<int:pk>/ask/", grading.ask, name="grading_ask"),
    path("<int:pk>/ask/undo/", grading.unask, name="grading_ask_undo"),
    path("proposals/<int:pk>/confirm/", grading.confirm, name="proposal_confirm"),
    path("proposals/<int:pk>/reject/", grading.reject, name="proposal_reject"),
    path("proposals/<int:pk>/undo/", grading.unanswer, name="proposal_undo"),
    path("proposals/<int:pk>/unsend/", review.unsend, name="proposal_unsend"),
    path("review/", review.review, name="review"),
    path("<int:pk>/review/", review.decide, name="review_decide"),
    path("reviews/<int:pk>/undo/", review.take_back, name="review_undo"),
    path("<int:pk>/reopen/", review.reopen, name="lead_reopen"),
    path("<int:pk>/reopen/undo/", review.unreopen, name="lead_reopen_undo"),
    path("proposals/<int:pk>/send-back/", review.send_back, name="proposal_send_back"),
]
