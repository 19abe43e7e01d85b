"""Addresses of reception/door."""

from django.urls import path

from reception.door.views import annulling, front_desk, kept, late, tags

urlpatterns = [
    path("", front_desk.front_desk, name="front_desk"),
    path("day/", front_desk.today, name="front_desk_day"),
    path("match/", front_desk.match, name="desk_match"),
    path("propose/", front_desk.proposal, name="desk_propose"),
    path("register/", front_desk.register, name="visit_register"),
    path("visits/late/", late.late, name="visit_late"),
    path("register/kept/", kept.received, name="kept_receive"),
    path("kept/<int:pk>/ask/", kept.ask, name="kept_ask"),
    path("kept/<int:pk>/drop/", kept.drop, name="kept_drop"),
    path("visits/<int:pk>/leave/", front_desk.leave, name="visit_leave"),
    path("visits/<int:pk>/stay/", annulling.leaving, name="visit_stay"),
    path("visits/<int:pk>/annul/", annulling.visit, name="visit_annul"),
    path("visits/<int:pk>/identify/", tags.identify, name="visit_identify"),
    path("visits/<int:pk>/correct/", tags.correct, name="visit_correct"),
    path("visits/<int:pk>/decide/", tags.decide, name="visit_decide"),
    path("orders/<int:pk>/annul/", annulling.order, name="order_annul"),
    path("orders/<int:pk>/annul-delivery/", annulling.delivery, name="delivery_annul"),
    path("orders/<int:pk>/annul-cancellation/", annulling.cancellation, name="cancellation_annul"),
    path("changes/<int:pk>/annul/", annulling.change, name="change_annul"),
]
