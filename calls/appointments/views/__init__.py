"""calls/appointments: its pages."""
