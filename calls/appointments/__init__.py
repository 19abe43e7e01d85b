"""Appointments: offered, booked, moved, kept, missed."""
