"""Addresses of the reception room."""

from django.urls import path

from reception.views import customer, front_desk, mine, reconcile, showroom_cards, tags, transfers

urlpatterns = [
    path("", front_desk.front_desk, name="front_desk"),
    path("day/", front_desk.today, name="front_desk_day"),
    path("match/", front_desk.match, name="desk_match"),
    path("propose/", front_desk.proposal, name="desk_propose"),
    path("register/", front_desk.register, name="visit_register"),
    path("visits/<int:pk>/leave/", front_desk.leave, name="visit_leave"),
    path("visits/<int:pk>/identify/", tags.identify, name="visit_identify"),
    path("visits/<int:pk>/correct/", tags.correct, name="visit_correct"),
    path("visits/<int:pk>/decide/", tags.decide, name="visit_decide"),
    path("visits/<int:pk>/take/", mine.take, name="visit_take"),
    path("visits/<int:pk>/seen/", customer.seen, name="visit_seen"),
    path("mine/", mine.mine, name="mine"),
    path("mine/month/", mine.month, name="mine_month"),
    path("arrivals/", mine.arrivals, name="mine_arrivals"),
    path("mine/<int:pk>/", customer.customer, name="customer"),
    path("mine/<int:pk>/note/", customer.note, name="customer_note"),
    path("mine/<int:pk>/invite/", customer.invite, name="customer_invite"),
    path("mine/<int:pk>/order/", customer.order, name="customer_order"),
    path("mine/<int:pk>/lost/", customer.lost, name="customer_lost"),
    path("orders/<int:pk>/cancel/", customer.cancel, name="order_cancel"),
    path("orders/<int:pk>/deliver/", customer.deliver, name="order_deliver"),
    path("reconcile/", reconcile.reconcile, name="reconcile"),
    path("leakages/<int:pk>/tell/", reconcile.tell, name="leakage_tell"),
    path("leakages/<int:pk>/propose/", reconcile.propose, name="leakage_propose"),
    path("leakages/<int:pk>/sign/", reconcile.sign, name="leakage_sign"),
    path("changes/<int:pk>/reverse/", reconcile.reverse, name="correction_reverse"),
    path("claims/<int:pk>/", reconcile.claim, name="claim_decide"),
    path("transfers/", transfers.transfers, name="transfers"),
    path("transfers/confirm/", transfers.confirm, name="transfers_confirm"),
    path("transfers/<int:pk>/hold/", transfers.hold, name="transfer_hold"),
    path("transfers/<int:pk>/refuse/", transfers.refuse, name="transfer_refuse"),
    path("persons/<int:pk>/release/", transfers.release, name="person_release"),
    path("releases/<int:pk>/", transfers.release_answer, name="release_answer"),
    path("cards/new/", showroom_cards.new, name="showroom_card_new"),
    path("cards/<int:pk>/", showroom_cards.change, name="showroom_card"),
    path("cards/<int:pk>/close/", showroom_cards.close, name="showroom_card_close"),
]
