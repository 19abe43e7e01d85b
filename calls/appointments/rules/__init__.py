"""calls/appointments: its verbs."""
