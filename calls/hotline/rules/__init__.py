"""calls/incoming: its verbs."""
