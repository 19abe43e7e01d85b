"""Addresses of calls, appointments and cards."""

from calls.appointments import urls as appointments
from calls.cards import urls as cards
from calls.desk import urls as desk
from calls.incoming import urls as incoming
from calls.second_look import urls as second_look

urlpatterns = [
    *desk.urlpatterns,
    *incoming.urlpatterns,
    *appointments.urlpatterns,
    *second_look.urlpatterns,
    *cards.urlpatterns,
]
