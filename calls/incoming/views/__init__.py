"""calls/incoming: its pages."""
