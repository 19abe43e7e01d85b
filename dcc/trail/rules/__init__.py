"""dcc/trail: its verbs."""
