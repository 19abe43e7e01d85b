"""calls/hotline: its verbs."""
