"""calls/appointments: what pages and forms share."""
