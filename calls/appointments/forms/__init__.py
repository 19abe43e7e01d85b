"""calls/appointments: what is typed on its pages."""
