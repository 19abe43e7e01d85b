"""Addresses of calls and appointments."""

from calls.appointments import urls as appointments
from calls.desk import urls as desk
from calls.incoming import urls as incoming
from calls.second_look import urls as second_look

urlpatterns = [
    *desk.urlpatterns,
    *incoming.urlpatterns,
    *appointments.urlpatterns,
    *second_look.urlpatterns,
]
