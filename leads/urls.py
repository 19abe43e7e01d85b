"""Addresses of leads."""

from django.urls import path

from leads.views import allocation, by_hand, grading, importing, lead, numbers, pool, review, search

urlpatterns = [
    path("", pool.leads, name="leads"),
    path("hand-over/", pool.hand_over, name="leads_hand_over"),
    path("new/", by_hand.lead_new, name="lead_new"),
    path("search/", search.search, name="search"),
    path("allocate/", allocation.allocate_page, name="allocate"),
    path("allocate/preview/", allocation.preview, name="allocate_preview"),
    path("allocate/rule/", allocation.by_rule, name="allocate_rule"),
    path("allocate/hand/", allocation.by_hand, name="allocate_hand"),
    path("allocate/<int:pk>/undo/", allocation.undo, name="allocate_undo"),
    path("grading/", grading.grading, name="grading"),
    path("<int:pk>/grade/", grading.grade, name="grade"),
    path("gradings/<int:pk>/undo/", grading.take_back, name="grading_undo"),
    path("<int:pk>/ask/", grading.ask, name="grading_ask"),
    path("proposals/<int:pk>/confirm/", grading.confirm, name="proposal_confirm"),
    path("proposals/<int:pk>/reject/", grading.reject, name="proposal_reject"),
    path("review/", review.review, name="review"),
    path("<int:pk>/review/", review.decide, name="review_decide"),
    path("reviews/<int:pk>/undo/", review.take_back, name="review_undo"),
    path("<int:pk>/reopen/", review.reopen, name="lead_reopen"),
    path("proposals/<int:pk>/send-back/", review.send_back, name="proposal_send_back"),
    path("<int:pk>/", lead.lead, name="lead"),
    path("<int:pk>/reveal/", lead.reveal, name="lead_reveal"),
    path("<int:pk>/change/", lead.change, name="lead_change"),
    path("<int:pk>/number/", numbers.number, name="lead_number"),
    path("requests/<int:pk>/number/", numbers.answer, name="number_answer"),
    path("requests/<int:pk>/withdraw/", numbers.withdraw, name="request_withdraw"),
    path("<int:pk>/give/", lead.give, name="lead_give"),
    path("<int:pk>/do-not-call/", lead.do_not_call, name="lead_do_not_call"),
    path("<int:pk>/may-call/", lead.may_call, name="lead_may_call"),
    path("import/", importing.upload, name="import"),
    path("import/receive/", importing.receive, name="import_receive"),
    path("import/<int:pk>/", importing.batch, name="import_batch"),
    path("import/<int:pk>/progress/", importing.progress, name="import_progress"),
    path("import/<int:pk>/commit/", importing.commit, name="import_commit"),
    path("import/<int:pk>/drop/", importing.drop, name="import_drop"),
]
