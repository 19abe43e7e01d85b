"""dcc/robots: its verbs."""
