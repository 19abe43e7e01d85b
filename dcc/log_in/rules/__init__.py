"""dcc/log_in: its verbs."""
