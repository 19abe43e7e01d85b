"""dcc/store: its verbs."""
