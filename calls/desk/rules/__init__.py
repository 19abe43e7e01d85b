"""calls/desk: its verbs."""
