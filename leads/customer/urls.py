"""Addresses of leads/customer."""

from django.urls import path

from leads.customer.views import lead, numbers

urlpatterns = [
    path("<int:pk>/", lead.lead, name="lead"),
    path("<int:pk>/reveal/", lead.reveal, name="lead_reveal"),
    path("<int:pk>/change/", lead.change, name="lead_change"),
    path("<int:pk>/number/", numbers.number, name="lead_number"),
    path("requests/<int:pk>/number/", numbers.answer, name="number_answer"),
    path("requests/<int:pk>/withdraw/", numbers.withdraw, name="request_withdraw"),
    path("<int:pk>/give/", lead.give, name="lead_give"),
    path("<int:pk>/do-not-call/", lead.do_not_call, name="lead_do_not_call"),
    path("<int:pk>/do-not-call/undo/", lead.undo_do_not_call, name="lead_do_not_call_undo"),
    path("<int:pk>/may-call/", lead.may_call, name="lead_may_call"),
]
