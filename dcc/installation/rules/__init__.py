"""dcc/installation: its verbs."""
