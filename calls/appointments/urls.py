"""Addresses of calls/appointments."""

from django.urls import path

from calls.appointments.views import appointments, half_hours

urlpatterns = [
    path("appointments/", appointments.appointments, name="appointments"),
    path("appointments/aside/", appointments.aside, name="appointments_aside"),
    path("appointments/half-hours/", half_hours.half_hours, name="appointments_half_hours"),
    path("appointments/<int:pk>/confirm/", appointments.confirm_one, name="appointment_confirm"),
    path("appointments/<int:pk>/move/", appointments.move_one, name="appointment_move"),
    path("appointments/<int:pk>/cancel/", appointments.cancel_one, name="appointment_cancel"),
    path("appointments/<int:pk>/annul/", appointments.annul, name="appointment_annul"),
    path("appointments/<int:pk>/unconfirm/", appointments.unconfirm, name="appointment_unconfirm"),
    path("appointments/<int:pk>/uncancel/", appointments.uncancel, name="appointment_uncancel"),
]
