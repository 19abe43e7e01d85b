"""dcc/notices: its verbs."""
