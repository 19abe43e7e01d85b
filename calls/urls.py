"""Addresses of calls and appointments."""

from django.urls import path

from calls.views import appointments, calling, desk, incoming, taking_back, today

urlpatterns = [
    path("", desk.first, name="calls"),
    path("queue/", desk.queue, name="calls_queue"),
    path("news/<int:count>/", desk.news, name="calls_news"),
    path("today/<slug:what>/", today.today, name="calls_today"),
    path("incoming/", incoming.incoming, name="calls_incoming"),
    path("incoming/number/", incoming.type_number, name="calls_incoming_number"),
    path("incoming/take/", incoming.take, name="calls_incoming_take"),
    path("incoming/miss/", incoming.miss, name="calls_incoming_miss"),
    path("appointments/", appointments.appointments, name="appointments"),
    path("appointments/<int:pk>/confirm/", appointments.confirm_one, name="appointment_confirm"),
    path("appointments/<int:pk>/move/", appointments.move_one, name="appointment_move"),
    path("appointments/<int:pk>/cancel/", appointments.cancel_one, name="appointment_cancel"),
    path("appointments/<int:pk>/annul/", appointments.annul, name="appointment_annul"),
    path("appointments/<int:pk>/unconfirm/", appointments.unconfirm, name="appointment_unconfirm"),
    path("appointments/<int:pk>/uncancel/", appointments.uncancel, name="appointment_uncancel"),
    path("logged/<int:pk>/correct/", taking_back.correct, name="call_correct"),
    path("logged/<int:pk>/undo/", taking_back.annul, name="call_annul"),
    path("<int:pk>/", desk.on, name="calls_on"),
    path("<int:pk>/log/", calling.log, name="calls_log"),
    path("<int:pk>/number/", calling.show_number, name="calls_number"),
    path("<int:pk>/record/", desk.record, name="calls_record"),
]
